/** How many rows are predicted, and of how many there is something to know. @module */

import { NOVEL_TEXT, UNSURE_TEXT } from "../../lib/evaluate/confidence.ts";
import { MAX_UNKNOWN } from "../../lib/table/encode.ts";
import { counted } from "../cli/format.ts";

/** So many warnings of a kind are told one by one, and of the others how many there are. */
export const TOLD = 5;

/** What a run of predictions counts. */
export interface Counts {
  rows: number;
  /** Without a prediction. */
  without: number;
  /** Predicted all the same. */
  missing: number;
  unsure: number;
  unfamiliar: number;
  /** Those of them that are too far from what the network learned from. */
  far: number;
  /** Texts that are none of the categories. */
  unknown: number;
}

/** How many warnings were not told, and how many rows there are of each kind. */
export function summaryOf(
  { rows, without, missing, unsure, unfamiliar, far, unknown }: Counts,
): string[] {
  const more = (count: number, what: string) =>
    count > TOLD ? [`… and ${count - TOLD} more ${what}`] : [];
  const parts = [
    counted(rows, "row"),
    ...without > 0 ? [`${without} without a prediction`] : [],
    ...missing > 0 ? [`${missing} with missing values`] : [],
    ...unsure > 0 ? [`${unsure} ${UNSURE_TEXT}`] : [],
    ...unfamiliar > 0 ? [`${unfamiliar} ${NOVEL_TEXT}`] : [],
  ];
  return [
    ...more(without, "without a prediction"),
    ...more(far, NOVEL_TEXT),
    ...more(unknown, `of no known category${unknown === MAX_UNKNOWN ? ", at least" : ""}`),
    parts.join(", "),
  ];
}
