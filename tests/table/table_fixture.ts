/** Tables in memory, for tests. @module */

import type { TableDescription } from "../../lib/table/columns/columns.ts";
import type { TableSource } from "../../lib/table/cells/source.ts";

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

/** 30 rows: a number that varies, the given column, and a class. */
export const with30 = (name: string, cell: (k: number) => string) =>
  tableOf([
    ["x", name, "class"],
    ...Array.from({ length: 30 }, (_, k) => [`${(k * 7) % 30}`, cell(k), "ab"[k % 2]!]),
  ]);

/** The description of a table whose target is a class. */
export const penguins: TableDescription = {
  version: 1,
  columns: [
    { kind: "category", name: "island", values: ["Biscoe", "Dream"], gaps: "drop" },
    { kind: "number", name: "bill", mean: 43.9, deviation: 5.4, gaps: "mean" },
  ],
  target: { kind: "class", name: "species", classes: ["Adelie", "Gentoo"] },
};

/** The same columns with a quantity as the target. */
export const mass: TableDescription = {
  ...penguins,
  target: {
    kind: "quantity",
    quantities: [{ name: "mass", unit: "g", mean: 4201.75, deviation: 0.1 + 0.2 }],
  },
};

/** 40 rows: a size, a color, and the mass that depends on both. */
export const massesTable = (): TableSource =>
  tableOf([
    ["size", "color", "mass"],
    ...Array.from({ length: 40 }, (_, k) => {
      const [size, color] = [(k * 7) % 40, ["red", "blue", "green"][k % 3]!];
      return [`${size}`, color, `${size * 2 + color.length * 3 + (k % 4) / 8}`];
    }),
  ]);
