/** What members of an ensemble are compared by, by what they learned. @module */

import { figure, percent } from "../cli/format.ts";
import type { ClassResult, Result } from "../run/run_folder.ts";
import { askOfResult, type OfResult } from "./results.ts";

/** A member's result beside those of others. */
export interface MemberResult {
  /** Its cells, each with what its column is called after the split. */
  readonly cells: readonly (readonly [head: string, text: string])[];
  /** What members differ in. */
  readonly figure: number;
  /** What that is, in a sentence after the split. */
  readonly what: string;
  /** Such a figure as text. */
  readonly text: (figure: number) => string;
}

function right({ accuracy }: ClassResult): MemberResult {
  return { cells: [["", percent(accuracy)]], figure: accuracy, what: "", text: percent };
}

const members: OfResult<MemberResult> = {
  classification: right,
  multiLabel: right,
  regression: ({ r2, mae }) => ({
    cells: [[" R²", r2?.toFixed(4) ?? "–"], [" MAE", figure(mae)]],
    figure: mae,
    what: ", mean absolute error",
    text: figure,
  }),
};

/** How a result is compared with those of other members. */
export function asMember(result: Result): MemberResult {
  return askOfResult(members, result);
}
