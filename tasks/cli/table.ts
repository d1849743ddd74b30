/** Tables for a terminal. @module */

/** Columns wide enough for what is in them: the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const pad = (cell: string, c: number) =>
    c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!);
  return rows.map((row) => row.map(pad).join("  ").trimEnd()).join("\n");
}
