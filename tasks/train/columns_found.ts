/** What was found in the columns of a table, as `train` prints it. Only tables load this file. @module */

import { leakSentences } from "../../lib/table/columns/profile.ts";
import type { OpenData } from "../data/source.ts";
import { blockTexts } from "../results/document/terminal.ts";
import { columnsInALine, columnsInBrief } from "../results/problem/columns_read.ts";

/** @param isBrief whether the columns stand in one line */
export function columnsFound(
  { table, profile, training, test }: OpenData,
  isBrief: boolean,
): string[] {
  if (table === undefined || profile === undefined) return [];
  return [
    ...leakSentences(table),
    isBrief
      ? columnsInALine(profile, training.size + test.size)
      : blockTexts(columnsInBrief(profile)).join("\n"),
  ];
}
