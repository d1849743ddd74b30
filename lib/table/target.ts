/** The target of a table's rows: the number of a class, or quantities brought to mean 0 and deviation 1, and back. @module */

import { suggestion } from "../checks/suggestion.ts";
import { listed } from "../dataset/lists.ts";
import { isGap, numberOf, quoted } from "./cells.ts";
import { type QuantityTarget, type TableDescription, targetNamesOf } from "./columns.ts";
import type { TableHead } from "./source.ts";

/** Reads the target of rows whose cells are in the order of a table's header. */
export class TargetEncoder {
  /** The places of the target's columns in the header. */
  readonly places: readonly number[];
  readonly #source: TableHead;
  readonly #target: TableDescription["target"];
  readonly #classes: ReadonlyMap<string, number>;

  /**
   * Finds the target's columns by their names.
   *
   * @throws {SyntaxError} if one is missing
   */
  constructor(
    description: Pick<TableDescription, "target">,
    source: TableHead,
  ) {
    const header = source.columns;
    const { target } = description;
    const names = targetNamesOf(description);
    this.places = names.map((name) => header.indexOf(name));
    const missing = this.places.indexOf(-1);
    if (missing !== -1) {
      throw new SyntaxError(
        `Cannot find the target ${quoted(names[missing]!)} in ${source.name}${
          suggestion(names[missing]!, header) || `: it has ${listed(header)}`
        }`,
      );
    }
    this.#source = source;
    this.#target = target;
    this.#classes = new Map(
      target.kind === "class" ? target.classes.map((name, k) => [name, k]) : [],
    );
  }

  /** Whether a row has a target: none of its cells is a gap. */
  has(cells: readonly string[]): boolean {
    for (const place of this.places) if (isGap(cells[place]!)) return false;
    return true;
  }

  /**
   * The number of a row's class.
   *
   * @throws {SyntaxError} if it is none of the classes
   */
  class(cells: readonly string[], line: number): number {
    const cell = cells[this.places[0]!]!;
    const place = this.#classes.get(cell);
    if (place !== undefined) return place;
    const names = [...this.#classes.keys()];
    throw new SyntaxError(
      `Cannot use ${this.#source.name}: ${quoted(cell)} on line ${line} is none of the classes${
        suggestion(cell.slice(0, 60), names) || `, which are ${listed(names)}`
      }`,
    );
  }

  /**
   * Writes a row's quantities, (y − mean) / deviation in float64, rounded once to float32.
   *
   * @param out [rows, outputs]
   * @param offset of the row's first output
   * @throws {SyntaxError} if one is no number, or too far out for float32
   */
  quantities(cells: readonly string[], line: number, out: Float32Array, offset: number): void {
    const { quantities } = this.#target as QuantityTarget;
    for (let k = 0; k < quantities.length; k++) {
      const { name, mean, deviation } = quantities[k]!;
      const cell = cells[this.places[k]!]!;
      out[offset + k] = (numberOf(cell, this.#source.decimalComma) - mean) / deviation;
      if (Number.isFinite(out[offset + k])) continue;
      throw new SyntaxError(
        `Cannot use ${this.#source.name}: ${quoted(cell)} on line ${line}, column ${
          quoted(name)
        }, ` +
          "is no number, or too far from the mean",
      );
    }
  }
}

/**
 * What a network's outputs say of quantities, in their units: output × deviation + mean, float64.
 *
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
