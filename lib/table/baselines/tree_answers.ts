/** What boosted trees answer. @module */

import { writeOutputs } from "../../measure/row_scores.ts";
import type { Problem } from "../../problem/contract.ts";
import type { BinnedColumns } from "./bins.ts";
import { addLeaves, type Tree } from "./tree.ts";

/** What becomes of scores: softmax of classes, the logistic function of labels, quantities as they are. */
export type TreeOutputs = Pick<Problem, "isOneHot" | "hasAccuracy">;

/** The first output that has trees: of two classes only the difference of scores counts. */
export function firstOutputOf({ isOneHot }: Pick<Problem, "isOneHot">, outputs: number): number {
  return isOneHot && outputs === 2 ? 1 : 0;
}

/**
 * Answers rows of a table by boosted trees.
 * @param fitted.start [outputs] where scores start
 * @param fitted.trees round by round, in each the trees of the outputs that have some
 * @param rows which are answered, all different
 * @returns [rows, outputs]
 */
export function treeAnswers(
  { start, trees }: { readonly start: Float64Array; readonly trees: readonly Tree[] },
  table: Pick<BinnedColumns, "bins" | "rows">,
  rows: Uint32Array,
  problem: TreeOutputs,
): Float32Array {
  const outputs = start.length;
  const first = firstOutputOf(problem, outputs);
  const sums = new Float64Array(table.rows * outputs);
  for (const row of rows) sums.set(start, row * outputs);
  let output = first;
  for (const tree of trees) {
    addLeaves(tree, table, rows, sums, outputs, output);
    output = output + 1 < outputs ? output + 1 : first;
  }
  const answers = new Float32Array(rows.length * outputs);
  rows.forEach((row, r) => {
    writeOutputs(problem, sums, row, outputs, sums);
    answers.set(sums.subarray(row * outputs, (row + 1) * outputs), r * outputs);
  });
  return answers;
}
