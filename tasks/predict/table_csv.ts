/** Predicted rows as CSV, written as their file is: its delimiter, its line ends, its byte-order mark, its decimal commas. @module */

import { numberOf } from "../../lib/table/cells.ts";
import type { TableDescription } from "../../lib/table/columns.ts";
import type { RowBatch } from "../datasets/csv.ts";
import { CAUTION, classColumns, lineOf } from "./csv.ts";
import { cellsOf } from "./rows.ts";
import type { PredictedBatch, TableCommittee } from "./table.ts";

/** Lines of CSV, some at a time: the file's columns, those of the prediction, and what to be careful about. */
export async function* tableCsv(
  networks: TableCommittee,
  batches: AsyncIterable<PredictedBatch>,
): AsyncGenerator<string, void, void> {
  const { description } = networks;
  let added: string[] | undefined;
  let commas: boolean | undefined;
  for await (const { batch, results } of batches) {
    const { mark, lineEnd } = batch.writing;
    if (added === undefined) {
      added = addedColumns(networks, batch.columns);
      const names = [...batch.columns, ...added];
      yield `${mark ? "\ufeff" : ""}${lineOf(names, batch.delimiter)}${lineEnd}`;
    }
    if (results.length === 0) continue;
    commas ??= haveCommas(description, batch);
    const columns = added.length;
    const lines = results.map((result, r) => {
      const own = cellsOf(result, columns);
      const cells = commas ? withCommas(own, description.target.kind) : own;
      return lineOf([...batch.rows[r]!, ...cells], batch.delimiter) + lineEnd;
    });
    yield lines.join("");
  }
}

/** Whether the numbers of rows have decimal commas: at least one of them has. */
function haveCommas(
  description: TableDescription,
  { columns, decimalComma, rows }: RowBatch,
): boolean {
  const { target } = description;
  const numbers = [
    ...description.columns.filter(({ kind }) => kind === "number"),
    ...target.kind === "quantity" ? target.quantities : [],
  ];
  const places = numbers.map(({ name }) => columns.indexOf(name)).filter((place) => place !== -1);
  const hasComma = (cell: string) => cell.includes(",") && !Number.isNaN(numberOf(cell, true));
  return decimalComma && rows.some((cells) => places.some((place) => hasComma(cells[place]!)));
}

/** The cells that are added to a row, with decimal commas; a class and what to be careful about stay. */
function withCommas(
  cells: readonly string[],
  kind: TableDescription["target"]["kind"],
): string[] {
  const isText = (k: number) => k === cells.length - 1 || kind === "class" && k === 0;
  return cells.map((cell, k) => isText(k) ? cell : cell.replace(".", ","));
}

/** The names of the columns that are added; a name that the file has already gets a number. */
function addedColumns(
  { description: { target }, intervals }: TableCommittee,
  columns: readonly string[],
): string[] {
  const several = target.kind === "quantity" && target.quantities.length > 1;
  const names = target.kind === "class"
    ? classColumns(target.classes)
    : target.quantities.flatMap(({ name }) => {
      const suffix = several ? ` ${name}` : "";
      const ends = intervals === undefined ? [] : [`low${suffix}`, `high${suffix}`];
      return [`predicted ${name}`, ...ends];
    });
  return [...names, CAUTION].map((name) => {
    let free = name;
    for (let k = 2; columns.includes(free); k++) free = `${name} ${k}`;
    return free;
  });
}
