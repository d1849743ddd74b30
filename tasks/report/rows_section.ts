/** The rows of a table that a network errs on most. @module */

import { type Chosen, worstRows } from "../evaluate/worst_rows.ts";
import { unbroken } from "./format.ts";
import { breakable, html } from "./html.ts";
import { type Section, table } from "./page.ts";
import type { ReportedRun } from "./problem/runs.ts";

/** How many rows are shown. */
export const SHOWN = 12;

/** The rows as they stand in the file; nothing of data that is no table. */
export async function rowsSection(
  run: ReportedRun,
  title: string,
  chosen: Chosen,
): Promise<Section | undefined> {
  const worst = await worstRows(run, chosen);
  if (worst === undefined) return undefined;
  const { head, rows, leftOut } = worst;
  const more = leftOut > 0
    ? ` Of the columns those that matter most are shown; ${leftOut} more are in the file.`
    : "";
  return {
    id: "mistakes",
    title,
    hint: rows.length === 0
      ? `All ${run.split} rows are right.`
      : `The ${run.split} rows that the network is most wrong about, as they stand in the file.${more}`,
    content: rows.length > 0 && html`${
      table({
        kind: "left",
        label: title,
        head: head.map(breakable),
        rows: rows.map((row) => row.map(unbroken)),
      })
    }`,
  };
}
