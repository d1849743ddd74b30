/** Tables in memory, for tests. @module */

import type { TableSource } from "../../lib/table/source.ts";

/** A table of rows in memory, in pieces of some rows; the first row has the names, and stands on line 1. */
export function tableOf(
  [columns, ...rows]: readonly (readonly string[])[],
  piece = 7,
): TableSource {
  return {
    name: "the table",
    columns: columns!,
    async *open() {
      for (let start = 0; start < rows.length; start += piece) {
        await Promise.resolve();
        const some = rows.slice(start, start + piece);
        yield { rows: some, lines: some.map((_, r) => start + r + 2) };
      }
    },
  };
}

/** A table of text, its cells cut at commas. */
export function tableOfText(text: string): TableSource {
  return tableOf(text.trim().split("\n").map((line) => line.trim().split(",")));
}

/** 30 rows: a number that varies, a column of its own, and a class. */
export const with30 = (name: string, cell: (k: number) => string) =>
  tableOf([
    ["x", name, "class"],
    ...Array.from({ length: 30 }, (_, k) => [`${(k * 7) % 30}`, cell(k), "ab"[k % 2]!]),
  ]);
