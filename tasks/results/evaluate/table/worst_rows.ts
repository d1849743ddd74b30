/** The rows of a table with the largest errors, and their values. @module */

import { type TableDescription, targetNamesOf } from "../../../../lib/table/columns/columns.ts";
import type { ExampleLocations } from "../../../data/source.ts";
import type { Chosen } from "../chosen.ts";
import type { WorstRows } from "../problem/answered.ts";
import { columnsByWorth } from "./importance.ts";

/** The most columns that are shown, those of the answers included: the most important ones. */
const MAX_COLUMNS = 10;

/** The most characters of a cell; longer texts are cut. */
const MAX_CELL = 40;

/** A text that is not shown. */
const HIDDEN = "(text)";

/**
 * The chosen rows.
 * @returns the names of the cells and the cells, the worst row first: the line, actual and predicted
 * values, and columns with the text of the file; how many columns are left out
 */
export async function worstRows(
  run: Pick<ExampleLocations, "whereIs" | "rowsOf"> & Parameters<typeof columnsByWorth>[0] & {
    readonly table: TableDescription;
    /** Whether a text of a column may be shown. Default: all may */
    readonly mayShow: ((column: string, text: string) => boolean) | undefined;
  },
  chosen: Chosen,
): Promise<WorstRows> {
  const { examples, head, cellsOf } = chosen;
  const { columns, rows } = await run.rowsOf(examples);
  const targets = targetNamesOf(run.table);
  const byWorth = columnsByWorth(run).map(({ name }) => name);
  const names = byWorth.length > 0 ? byWorth : run.table.columns.map(({ name }) => name);
  const most = Math.max(2, MAX_COLUMNS - head.length);
  const shown = names.filter((name) => !targets.includes(name)).slice(0, most);
  return {
    head: ["line", ...head, ...shown],
    rows: examples.map((example, k) => [
      run.whereIs(example).replace("line ", ""),
      ...cellsOf(example),
      ...shown.map((name) => {
        const line = (rows[k]![columns.indexOf(name)] ?? "").replaceAll(/\s+/g, " ");
        if (line !== "" && run.mayShow?.(name, line) === false) return HIDDEN;
        return line.length > MAX_CELL ? `${line.slice(0, MAX_CELL - 1)}…` : line;
      }),
    ]),
    leftOut: names.length - shown.length,
  };
}
