/** A target of quantities: brought to mean 0 and deviation 1, and back. @module */

import { regression } from "../../../problem.ts";
import { quoted } from "../../cells/cells.ts";
import { formattedNumber } from "../../values/number_format.ts";
import type { QuantityTarget, TargetRules } from "./contract.ts";

/** What depends on columns of quantities. */
export function quantityRules({ quantities }: QuantityTarget): TargetRules {
  const names = quantities.map(({ name }) => name);
  const outputs = quantities.length;
  return {
    problem: regression,
    names,
    outputNames: names,
    labels: names,
    quantities,
    /** (y − mean) / deviation in float64, rounded once to float32. */
    reader: ({ name: source, decimalComma }, indices) => (rows) => {
      const targets = new Float32Array(rows * outputs);
      return {
        answers: { targets, outputs, classification: false },
        read(row, cells, line) {
          for (let k = 0; k < outputs; k++) {
            const { name, mean, deviation, format } = quantities[k]!;
            const cell = cells[indices[k]!]!;
            const at = row * outputs + k;
            targets[at] = (formattedNumber(cell, format, decimalComma) - mean) / deviation;
            if (Number.isFinite(targets[at])) continue;
            throw new SyntaxError(
              `Cannot use ${source}: ${quoted(cell)} on line ${line}, column ${quoted(name)}, ` +
                "is no number, or too far from the mean",
            );
          }
        },
      };
    },
  };
}

/**
 * Quantities from a network's outputs, in their units: output × deviation + mean, float64.
 * @param outputs [rows, outputs]
 * @returns [rows, outputs]
 */
export function decodeQuantities(
  { quantities }: QuantityTarget,
  outputs: ArrayLike<number>,
): Float64Array {
  const values = new Float64Array(outputs.length);
  for (let k = 0; k < values.length; k++) {
    const { mean, deviation } = quantities[k % quantities.length]!;
    values[k] = outputs[k]! * deviation + mean;
  }
  return values;
}
