/** Reads a table for the search, by what the first pass over it found. @module */

import { isMissing, numberOf } from "../cells/cells.ts";
import { RowList } from "../cells/row_list.ts";
import type { TableSource } from "../cells/source.ts";
import type { PlannedColumn, PlannedTarget, TableFacts } from "../columns/guess/planned.ts";
import type { ResolvedOptions } from "../columns/options.ts";
import { RowRanks } from "../split/split.ts";
import { readDate } from "../values/dates.ts";
import { type ColumnReading, formatOf, orderOf, plainCell } from "../values/readings.ts";
import { type RelationColumn, type RelationTarget, rowsInRuns } from "./columns.ts";

/** The most rows that are read; of more, ten runs. */
const MAX_ROWS = 250_000;

/** What the first pass found. */
export interface RelationFacts {
  readonly facts: TableFacts;
  readonly plan: {
    readonly columns: readonly PlannedColumn[];
    readonly target: Pick<PlannedTarget, "formats">;
  };
  /** Whether the target is quantities; otherwise classes. */
  readonly isRanked: boolean;
  readonly options: Pick<ResolvedOptions, "targets" | "weights" | "split">;
}

/** Reads the columns, those too that are left out, and the target, by one more pass. Rows without a target are left out. */
export async function readColumns(
  source: TableSource,
  { facts, plan, options, isRanked }: RelationFacts,
): Promise<{ readonly columns: RelationColumn[]; readonly target: RelationTarget }> {
  const { targets, weights, split } = options;
  const ranks = new RowRanks(1); // a number for each text, without a list of them
  const planned = new Map(plan.columns.map((column) => [column.index, column]));
  const reader = (kind: RelationColumn["kind"], reading?: ColumnReading) => (cell: string) => {
    if (isMissing(cell)) return NaN;
    if (kind === "text") return ranks.rank([cell.trim()]);
    if (kind === "number") return numberOf(plainCell(cell, reading), source.decimalComma);
    const date = readDate(cell, orderOf(reading) ?? "dmy");
    return Number.isNaN(date) ? readDate(cell, "mdy") : date;
  };
  const read = source.columns.flatMap((name, index) => {
    if (targets.includes(index) || index === weights || index === split) return [];
    const column = planned.get(index);
    const reading = column?.reading ?? facts.readings.get(index);
    const kind = cellKind(column, facts, index);
    const list = new RowList<Float64Array<ArrayBuffer>>(Float64Array);
    return [{
      name,
      index,
      kind,
      valueOf: reader(kind, reading),
      list,
      isInput: column !== undefined,
    }];
  });
  const answers = targets.map((index, k) => {
    const format = plan.target.formats[k];
    const reading = format && { kind: "number", format } as const;
    const valueOf = reader(isRanked ? "number" : "text", reading);
    return { index, valueOf, list: new RowList<Float64Array<ArrayBuffer>>(Float64Array) };
  });
  const chosen = rowsInRuns(facts.statistics[0]!.cells, MAX_ROWS);
  let [row, at] = [0, 0];
  for await (const { rows } of source.open()) {
    for (const cells of rows) {
      if (chosen[at] !== row++) continue;
      at++;
      if (targets.some((index) => isMissing(cells[index]!))) continue;
      for (const { index, valueOf, list } of [...read, ...answers]) {
        list.add(valueOf(cells[index]!));
      }
    }
  }
  return {
    columns: read.map(({ name, kind, isInput, list }) => ({
      name,
      kind,
      isInput,
      values: list.toArray(),
    })),
    target: {
      name: targets.map((index) => source.columns[index]!).join(", "),
      isRanked,
      values: answers.map(({ list }) => list.toArray()),
    },
  };
}

/** At least this share of the cells are dates in a column of dates that is left out. */
const MIN_DATES = 0.9;

/** What a column is read as; those that nothing is learned from by their cells. */
function cellKind(
  planned: PlannedColumn | undefined,
  { plain, readings }: TableFacts,
  index: number,
): RelationColumn["kind"] {
  if (planned !== undefined) {
    const { kind, reading } = planned;
    if (orderOf(reading) !== undefined) return "date";
    return kind === "number" || formatOf(reading) !== undefined ? "number" : "text";
  }
  const { dates, texts, numbers, filled } = plain[index]!;
  if (orderOf(readings.get(index)) !== undefined || filled > 0 && dates >= MIN_DATES * filled) {
    return "date";
  }
  return texts === 0 && numbers > 0 ? "number" : "text";
}
