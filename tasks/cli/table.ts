/** Tables of text, for a terminal, in Markdown and in CSV. @module */

import { printableLine } from "../system/printable.ts";

/** A row for each line, a text for each column; the first row is the head. */
export type Rows = readonly (readonly string[])[];

/** Columns wide enough for what is in them: the first and those that hold words to the left, numbers to the right. */
export function table(given: Rows): string {
  const rows = given.map((row) => row.map(printableLine)); // as wide as it is shown
  const widths = widthsOf(rows);
  const isText = widths.map((_, c) =>
    c === 0 || rows.slice(1).some((row) => /^\p{L}/u.test(row[c]!))
  );
  const pad = (cell: string, c: number) =>
    isText[c] ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!);
  return rows.map((row) => row.map(pad).join("  ").trimEnd()).join("\n");
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
