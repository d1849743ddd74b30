/** Texts that stand for missing values: those that the user names, and usual ones among numbers and dates. @module */

import { quoted } from "../../checks/texts.ts";
import { isMissing, NONE, USUAL_MARKS } from "../cells/cells.ts";
import type { TableSource } from "../cells/source.ts";
import { codesReason, ColumnStatistics } from "../cells/statistics.ts";
import { MAX_NUMBER_CLASSES } from "../cells/limits.ts";
import { CellGuess } from "../values/readings.ts";
import { hasNone, type TableColumn, type TableDescription } from "./columns.ts";
import type { TableFacts } from "./guess/planned.ts";
import type { ResolvedOptions } from "./options.ts";

/** The texts of each column that stand for missing values, without the spaces around them; `undefined` if it has none. */
export type Marks = readonly (ReadonlySet<string> | undefined)[];

/** The marks that the options name, for every column. */
export function namedMarks(
  { columns }: Pick<TableSource, "columns">,
  { missingValues }: Pick<ResolvedOptions, "missingValues">,
): Marks {
  const marks = missingValues.length === 0 ? undefined : new Set(missingValues);
  return columns.map(() => marks);
}

/** A table whose marks are empty cells. */
export function withoutMarks(source: TableSource, marks: Marks): TableSource {
  const indices = [...marks.keys()].filter((index) => marks[index] !== undefined);
  if (indices.length === 0) return source;
  const { name, columns, decimalComma, isRow, texts, hint, warnings } = source;
  return {
    name,
    columns,
    decimalComma,
    isRow,
    texts,
    hint,
    warnings,
    async *open() {
      for await (const { rows, lines } of source.open()) {
        yield { rows: rows.map((cells) => withEmptyCells(cells, indices, marks)), lines };
      }
    },
  };
}

function withEmptyCells(
  cells: readonly string[],
  indices: readonly number[],
  marks: Marks,
): readonly string[] {
  let copy: string[] | undefined;
  for (const index of indices) {
    if (marks[index]!.has(cells[index]!.trim())) (copy ??= [...cells])[index] = "";
  }
  return copy ?? cells;
}

/** Whether a cell of a column that was learned is a missing value. */
export function missingIn(column: TableColumn): (cell: string) => boolean {
  const [known, marks] = [hasNone(column), new Set(column.missingValues)];
  return (cell) => isMissing(cell, known) || marks.size > 0 && marks.has(cell.trim());
}

/** Whether a cell of a target is a missing value, by the number of the target from 0. */
export function missingInTarget(
  { target }: Pick<TableDescription, "target">,
): (cell: string, k: number) => boolean {
  const targets = target.kind === "class" ? [target] : target.quantities;
  const marks = targets.map(({ missingValues }) => new Set(missingValues));
  const known = target.kind === "class" && target.classes.includes(NONE);
  return (cell, k) => isMissing(cell, known) || marks[k]!.has(cell.trim());
}

/** The marks that were found in a table, and sentences on them. */
export interface FoundMarks {
  readonly marks: Marks;
  /** Those on a column. */
  notesOf(column: number): readonly string[];
}

/**
 * Looks for usual marks in columns whose other cells are numbers or dates, by one more pass over the table if some may be such.
 * A target has them only as a quantity: of classes they may be one.
 */
export async function usualMarks(
  source: TableSource,
  { statistics, readings }: Pick<TableFacts, "statistics" | "readings">,
  options: ResolvedOptions,
): Promise<FoundMarks | undefined> {
  const { as, marked, weights, split, groups, without } = options;
  const others = [weights, split, groups, ...without];
  const looked = [...statistics.entries()].filter(([index, column]) =>
    as !== undefined && !others.includes(index) && column.mayHaveMarks &&
    (readings.get(index)?.kind ?? "number") === "number" && (marked?.includes(column.name) ?? true)
  ).map(([index, { name, limit }]) => ({
    index,
    rest: new ColumnStatistics(name, limit, source.decimalComma),
    guess: new CellGuess(as!.get(index)),
  }));
  if (looked.length === 0) return undefined;
  for await (const { rows, lines } of source.open()) {
    for (const [r, cells] of rows.entries()) {
      for (const { index, rest, guess } of looked) {
        const cell = cells[index]!;
        if (USUAL_MARKS.has(cell.trim())) continue;
        rest.add(cell, lines[r]!);
        guess.add(cell);
      }
    }
  }
  const found = looked.filter(({ index, rest, guess }) =>
    isOfValues(rest, guess, source) &&
    (!options.targets.includes(index) || isQuantity(rest, options))
  ).map(({ index }) => index);
  if (found.length === 0) return undefined;
  return {
    marks: statistics.map(({ marks }, index) =>
      found.includes(index) ? new Set(marks.keys()) : undefined
    ),
    notesOf: (column) => found.includes(column) ? notesOn(statistics[column]!) : [],
  };
}

function notesOn({ name, marks }: ColumnStatistics): string[] {
  return [...marks].map(([text, count]) =>
    `${quoted(name)}: ${count === 1 ? "1 cell" : `${count} cells`} ${quoted(text)} ` +
    `${count === 1 ? "is" : "are"} missing`
  );
}

/** Whether all cells of a column are numbers or dates. */
function isOfValues(
  rest: ColumnStatistics,
  { numbers, isOfDates }: CellGuess,
  { decimalComma }: TableSource,
): boolean {
  if (rest.filled === 0 || codesReason(rest) !== undefined) return false;
  return rest.texts === 0 || isOfDates ||
    numbers.format(undefined, decimalComma ? "," : ".") !== undefined;
}

function isQuantity(
  { values, firstFraction }: ColumnStatistics,
  { kind, targets }: Pick<ResolvedOptions, "kind" | "targets">,
): boolean {
  if (kind !== undefined || targets.length > 1) return kind !== "class";
  return values === undefined || values.size > MAX_NUMBER_CLASSES ||
    firstFraction !== undefined && values.size > 2;
}

/** The marks of both. */
export function joinedMarks(a: Marks, b: Marks): Marks {
  return a.map((marks, index) => {
    const other = b[index];
    if (marks === undefined || other === undefined) return marks ?? other;
    return new Set([...marks, ...other]);
  });
}
