/** How members of an ensemble are compared, by their problem. @module */

import { fourDigits, percent } from "../cli/format.ts";
import type { ClassResult, Result } from "../run/run_folder.ts";
import { askOfResult, type OfResult } from "./results.ts";

interface MemberResult {
  /** Its cells, each with the head of its column after the name of the split. */
  readonly cells: readonly (readonly [head: string, text: string])[];
  readonly value: number;
  /** Its name, in a sentence after the split. */
  readonly what: string;
  readonly text: (value: number) => string;
}

function right({ accuracy }: ClassResult): MemberResult {
  return { cells: [["", percent(accuracy)]], value: accuracy, what: "", text: percent };
}

const members: OfResult<MemberResult> = {
  classification: right,
  multiLabel: right,
  regression: ({ r2, mae }) => ({
    cells: [[" R²", r2?.toFixed(4) ?? "–"], [" MAE", fourDigits(mae)]],
    value: mae,
    what: ", mean absolute error",
    text: fourDigits,
  }),
};

/** A member's result, for a comparison with those of others. */
export function asMember(result: Result): MemberResult {
  return askOfResult(members, result);
}
