/** Tables of text, for a terminal, in Markdown and in CSV. @module */

import { printableLine } from "../system/printable.ts";
import { hanging, leastWidth, widthOf } from "./layout.ts";
import { lineWidth } from "./print.ts";

/** A row for each line, a text for each column; the first row is the head. */
export type Rows = readonly (readonly string[])[];

/** The least room of a column of words, if it needs so much. */
const LEAST_WORDS = 16;

/** The most lines of a head. */
const MOST_HEAD_LINES = 4;

/** What parts columns. */
const GAP = "  ";

/**
 * Columns wide enough for what is in them: the first and those that hold words to the left, numbers to the right. Where they
 * are wider than the terminal, heads and words take more lines; columns without room stand below, beside the first again.
 */
export function table(given: Rows, columns: number = lineWidth()): string {
  const rows = given.map((row) => row.map(printableLine)); // as wide as it is shown
  const all = rows[0]!.map((_, c) => columnOf(rows, c));
  if (totalOf(all.map(({ width }) => width)) <= columns) return block(all);
  const [first, ...others] = all as [Column, ...Column[]];
  if (others.some(({ least }) => first.least + GAP.length + least > columns)) {
    return records(rows, columns);
  }
  const groups: Column[][] = [];
  for (const column of others) {
    const group = groups.at(-1);
    const widths = [first, ...group ?? [], column].map(({ least }) => least);
    if (group === undefined || totalOf(widths) > columns) groups.push([column]);
    else group.push(column);
  }
  return groups.map((group) => block(narrowed([first, ...group], columns))).join("\n\n");
}

/**
 * The columns of a table that fit into a line, which it is laid out in.
 * @param last columns that are left out where there is no room, the first of them first
 */
export function fitting(
  given: Rows,
  last: readonly number[],
  columns: number = lineWidth(),
): { readonly rows: Rows; readonly left: readonly string[] } {
  const out = new Set<number>();
  const rows = () => given.map((row) => row.filter((_, c) => !out.has(c)));
  for (const c of last) {
    if (fits(rows(), columns)) break;
    out.add(c);
  }
  return { rows: rows(), left: given[0]!.filter((_, c) => out.has(c)) };
}

/** Whether all columns have room beside each other. */
export function fits(rows: Rows, columns: number = lineWidth()): boolean {
  const widthIn = (c: number) => Math.max(...rows.map((row) => widthOf(printableLine(row[c]!))));
  return totalOf(rows[0]!.map((_, c) => widthIn(c))) <= columns;
}

interface Column {
  readonly cells: readonly string[];
  /** Whether it holds words, which stand to the left and may take several lines. */
  readonly isText: boolean;
  readonly width: number;
  /** The width where the head takes this many lines. */
  readonly withHeadIn: (lines: number) => number;
  /** The width with as many lines of words as possible. */
  readonly least: number;
}

function columnOf(rows: Rows, c: number): Column {
  const cells = rows.map((row) => row[c]!);
  const [head = "", ...body] = cells;
  const isText = c === 0 || body.some((cell) => /^[\p{L}\u2580-\u259f]/u.test(cell));
  const width = Math.max(...cells.map(widthOf));
  const inBody = Math.max(0, ...body.map(widthOf));
  const withHeadIn = (lines: number) => {
    for (let narrow = Math.max(leastWidth(head), inBody); narrow < width; narrow++) {
      if (hanging("", head, narrow, 0).split("\n").length <= lines) return narrow;
    }
    return width;
  };
  const words = Math.max(Math.min(LEAST_WORDS, inBody), ...cells.map(leastWidth));
  return { cells, isText, width, withHeadIn, least: isText ? words : withHeadIn(Infinity) };
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
}

/** Columns that need no more room than there is: first heads take more lines, then words do. */
function narrowed(columns: readonly Column[], room: number): Column[] {
  let widths = columns.map(({ width }) => width);
  let lines = 1;
  while (totalOf(widths) > room && lines < MOST_HEAD_LINES) {
    lines++;
    widths = columns.map(({ withHeadIn }) => withHeadIn(lines));
  }
  for (const [c, { withHeadIn }] of columns.entries()) { // where there is room for fewer lines
    const wider = widths.with(c, withHeadIn(Math.max(1, lines - 1)));
    if (totalOf(wider) <= room) widths = wider;
  }
  while (totalOf(widths) > room) {
    const spare = columns.map(({ least }, c) => widths[c]! - least);
    widths[spare.indexOf(Math.max(...spare))]!--;
  }
  return columns.map((column, c) => ({ ...column, width: widths[c]! }));
}

function block(columns: readonly Column[]): string {
  const count = columns[0]!.cells.length;
  return Array.from({ length: count }, (_, r) => {
    const cells = columns.map(({ cells, width }) => hanging("", cells[r]!, width, 0).split("\n"));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, k) =>
      cells.map((lines, c) => {
        const { isText, width } = columns[c]!;
        const line = lines[r === 0 ? k - height + lines.length : k] ?? ""; // heads end together
        const space = " ".repeat(Math.max(0, width - widthOf(line)));
        return isText ? line + space : space + line;
      }).join(GAP).trimEnd()).join("\n");
  }).join("\n");
}

/** Each row as a list, where not even two columns have room beside each other. */
function records([head, ...rows]: Rows, columns: number): string {
  return rows.map(([name, ...cells]) =>
    [
      name,
      ...cells.map((cell, c) => hanging(`  ${head![c + 1]}: `, cell, columns, 4)),
    ].join("\n")
  ).join("\n");
}

/**
 * A table in Markdown.
 * @param options.numbers whether all columns but the first hold numbers, which stand to the right
 * @param options.padded whether it is laid out as `deno fmt` does it, for people who read the text itself
 */
export function markdownTable(
  rows: Rows,
  { numbers = false, padded = true }: { numbers?: boolean; padded?: boolean } = {},
): string {
  const widths = widthsOf(rows).map((width) => padded ? Math.max(3, width) : 3);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const pad = (cell: string, c: number) => {
    if (!padded) return cell;
    return numbers && c > 0 ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!);
  };
  const rule = (width: number, c: number) => {
    if (!numbers) return "-".repeat(width);
    return c === 0 ? `:${"-".repeat(width - 1)}` : `${"-".repeat(width - 1)}:`;
  };
  const [head, ...body] = rows.map((row) => line(row.map(pad)));
  return [head, line(widths.map(rule)), ...body].join("\n");
}

/** A line of CSV (RFC 4180, of any delimiter), without its end. */
export function csvLine(cells: readonly string[], delimiter = ","): string {
  const isPlain = (cell: string) => !/["\r\n]/.test(cell) && !cell.includes(delimiter);
  return cells.map((cell) => isPlain(cell) ? cell : `"${cell.replaceAll('"', '""')}"`)
    .join(delimiter);
}

function widthsOf(rows: Rows): number[] {
  return rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
}
