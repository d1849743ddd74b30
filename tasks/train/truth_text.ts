/** The truth at the end of training, for a terminal. @module */

import { table } from "../cli/table.ts";
import { testRowsText, truthTable } from "../problem/truth.ts";
import { AT_HALF } from "../problem/thresholds.ts";
import type { Truth } from "../run/truth.ts";

/**
 * Lines: a table of the model and the simpler ones beside it, the verdict, and what else there is to know.
 * @param isDecided whether the model answers by thresholds, which the comparison leaves out
 */
export function truthText(truth: Truth, isDecided = false): string {
  return [
    `Beside simpler models, on ${testRowsText(truth)}${
      isDecided ? `, ${AT_HALF.toLowerCase()}` : ""
    }:`,
    ...table(truthTable(truth)).split("\n").map((line) => `  ${line}`.trimEnd()),
    ...truth.verdict === "" ? [] : [`Verdict: ${truth.verdict}`],
    ...truth.notes,
  ].join("\n");
}
