/** The rows of a table with the largest errors. @module */

import { type Chosen, worstRows } from "../evaluate/worst_rows.ts";
import { unbroken } from "./format.ts";
import { breakable, html } from "./html.ts";
import { type Section, table } from "./page.ts";
import type { ReportedRun } from "./problem/runs.ts";

/** The most rows that are shown. */
export const MAX_ROWS = 12;

/** The rows with the text of their file; `undefined` for data that is no table. */
export async function rowsSection(
  run: ReportedRun,
  title: string,
  chosen: Chosen,
): Promise<Section | undefined> {
  const worst = await worstRows(run, chosen);
  if (worst === undefined) return undefined;
  const { head, rows, leftOut } = worst;
  const more = leftOut > 0
    ? ` The most important columns are shown; ${leftOut} more are in the file.`
    : "";
  return {
    id: "mistakes",
    title,
    hint: rows.length === 0
      ? `All ${run.split} rows are right.`
      : `The ${run.split} rows that the network is most wrong about, with the text of the file.${more}`,
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
