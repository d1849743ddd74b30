/** The sentences of the reader of tables, each pinned once: errors, and warnings. */

import { type TableDatasets, tableDatasets } from "../../lib/table/encode/datasets.ts";
import type { TableDescription } from "../../lib/table/columns/columns.ts";
import { encodeRow, RowEncoder } from "../../lib/table/encode/encode.ts";
import { foldsFor } from "../../lib/table/split/folds.ts";
import type { TableOptions } from "../../lib/table/columns/options.ts";
import { parseTableDescription } from "../../lib/table/columns/parse_description.ts";
import { targetReader } from "../../lib/table/columns/target.ts";
import { foldsOfTime } from "../../lib/table/split/units.ts";
import { unreadNumbers } from "../../lib/table/cells/cell_problems.ts";
import { pinnedIn } from "../helpers/pinned.ts";
import { mass, penguins, tableOf, tableOfText, with30 } from "./table_fixture.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const refused = (text: string, options: Partial<TableOptions> = {}) =>
  tableDatasets(tableOfText(text), { target: "class", ...options });

/** A table of 60 rows of a cell x, a number and a class. */
const numbers = (cell: (k: number) => string) =>
  [
    "x,y,class",
    ...Array.from({ length: 60 }, (_, k) => `${cell(k)},${(k * 7) % 60},${"ab"[k % 2]}`),
  ].join("\n");

const options = (options: Partial<TableOptions>) => refused("x,class\n1,a", options);

/** A table of 60 rows whose numbers may have decimal commas. */
const commas = (cell: (k: number) => string, decimalComma = true) => {
  const rows = Array.from({ length: 60 }, (_, k) => [cell(k), `${k / 4}`, "ab"[k % 2]!]);
  const table = { ...tableOf([["x", "y", "class"], ...rows]), decimalComma };
  return tableDatasets(table, { target: "class" });
};

/** A table whose column `late` is empty in the training rows, and `x` everywhere. */
const late = (): Promise<unknown> => {
  const part = (k: number) => ["train", "validation", "test"][k % 3]!;
  const rows = Array.from({ length: 30 }, (_, k) => [
    part(k) === "train" ? "" : `${k % 5}`,
    "",
    part(k),
    "ab"[(k >> 2) % 2]!,
  ]);
  const table = tableOf([["late", "x", "part", "class"], ...rows]);
  return tableDatasets(table, { target: "class", split: "part", gaps: "mean" });
};

pin("tables", [
  () => late(),
  () => refused("x,class\n1,a\n1,b\n1,a\n1,b"),
  () => refused("class\na\nb"),
  () => refused("x,y\n0,0\n7,1\n4,2\n1,3\n8,4\n5,5\n2,6\n9,7\n6,8\n3,9", { target: "y" }),
  () => refused(numbers((k) => `${k} kg`), { target: "x" }),
  () => refused("x,class\n1,a\n2,b\n3,"),
  () => refused("x,class\n1,a\n2,b"),
  () => refused("x,y,class\n1,,a\n,2,b\n3,,a\n,4,b\n5,,a\n,6,b"),
  () => refused(numbers(() => "tset"), { split: "x" }),
  () => refused(numbers(() => "train"), { split: "x" }),
  () => refused("born,seen on,x,class\n2024-01-01,1/2/2024,1,a\n2024-01-02,1/3/2024,2,b"),
  () => refused(numbers((k) => `${k % 2 ? "-" : ""}1.${k}e300`)),
  () => refused(numbers((k) => `${(k * 13) % 47}e-200`)),
  () => refused(numbers((k) => `${k - 30}`), { weights: "x" }),
  () => refused(numbers((k) => k === 3 ? "" : "1"), { weights: "x" }),
  () => refused(numbers(() => "0"), { weights: "x" }),
  () => refused(numbers((k) => k === 3 ? "1" : "0"), { weights: "x" }),
  () => refused("x,class"),
  () => refused(numbers((k) => k % 20 ? `${k}` : k ? "k.A." : "-")),
  () => refused(numbers((k) => k % 6 ? `${k}` : `n${k}`)),
  () => refused(numbers((k) => `${k}`), { kind: "quantity" }),
  () => commas((k) => `${k * 7 % 60},5`, false),
  () => commas((k) => k === 8 ? "1.500" : `${k * 7 % 60},5`),
  () => commas((k) => k === 8 ? "1.500,5" : `${k * 7 % 60},5`),
  () => refused("x,class\n1,a", { target: "clas" }),
  () => refused("x,class\n1,a", { without: ["qqq"] }),
  () => refused("x,y,class\n1,2,a", { target: "x, y" }),
  () => refused("x,y,class\n1,2,a", { without: ["x,y"] }),
  () => options({ target: [] }),
  () => options({ weights: "class" }),
  () => options({ target: ["x", "class"], kind: "class" }),
  () => options({ kind: "number" as never }),
  () => options({ gaps: "fill" as never }),
  () => options({ split: [0.5, 0.5, 0.5] }),
]);

/** The description with an entry changed; `path` such as "columns.1.mean". */
function changed(path: string, value: unknown, from: TableDescription = penguins): string {
  const description = structuredClone(from) as unknown as Record<string, unknown>;
  const names = path.split(".");
  let entry = description;
  for (const name of names.slice(0, -1)) entry = entry[name] as Record<string, unknown>;
  if (value === undefined) delete entry[names.at(-1)!];
  else entry[names.at(-1)!] = value;
  return JSON.stringify(description);
}

const described = (...change: Parameters<typeof changed>) =>
  parseTableDescription(changed(...change));

pin("descriptions of tables", [
  () => parseTableDescription("{"),
  () => parseTableDescription("[]"),
  () => parseTableDescription("null"),
  () => described("version", 3),
  () => described("columns", []),
  () => described("colums", []),
  () => described("columns.1.kind", "text"),
  () => described("columns.1.mean", undefined),
  () => described("columns.1.mean", "x"),
  () => described("columns.1.deviation", 0),
  () => described("columns.1.deviation", -1),
  () => described("columns.1.gaps", "fill"),
  () => described("columns.1.name", 7),
  () => described("columns.1.name", "island"),
  () => described("target.name", "bill"),
  () => described("columns.0.values", []),
  () => described("columns.0.values", ["a", "a"]),
  () => described("target.classes", ["a", "a"]),
  () =>
    described("target", { kind: "class", name: "species", classes: ["a", "b"], type: "number" }),
  () => described("target", { kind: "class", name: "species", classes: ["a", "b"], type: "text" }),
  () => described("leftOut", ["id", "species"]),
  () => described("target.classes", [1]),
  () => described("target", null),
  () => described("target.quantities", [], mass),
  () => described("target.quantities.0.unit", 1, mass),
  () => described("columns.0.values", Array.from({ length: 100_001 }, (_, k) => `${k}`)),
  () => described("columns.1.format", { as: "€" }),
  () => described("columns.1.format", { as: "decimal", decimal: "-" }),
  () => described("columns.0.spellings", { x: 1 }),
  () => described("columns.0.spellings", { x: "Torgersen" }),
  () =>
    described("columns.0", {
      kind: "date",
      name: "day",
      order: "dmy",
      first: 0.5,
      gaps: "mean",
      parts: [{ part: "year", mean: 1, deviation: 1 }],
    }),
  () =>
    described("columns.0", {
      kind: "date",
      name: "day",
      order: "dmy",
      first: 1,
      gaps: "mean",
      parts: [1, 2].map((mean) => ({ part: "year", mean, deviation: 1 })),
    }),
  () => described("version", "1".repeat(1e6)),
  () => parseTableDescription('{"version":1,"columns":[],"target":{},"__proto__":{}}'),
]);

const row: TableDescription = {
  ...penguins,
  columns: [
    { kind: "number", name: "size", mean: 1, deviation: 2, gaps: "drop" },
    { kind: "category", name: "color", values: ["", "green"], gaps: "category" },
  ],
};
const head = (...columns: string[]) => ({ name: "new.csv", columns });
const encoded = (size: string) => {
  const encoder = new RowEncoder(row, head("size", "color"));
  throw new SyntaxError(encoder.encode([size, "green"], 5, new Float32Array(3), 0)!.message);
};

pin("rows of tables", [
  () => encoded("big"),
  () => encoded("2024-01-31"),
  () => encoded("31/1/2024"),
  () => encoded("1e300"),
  () => encoded("-inf"),
  () => new RowEncoder(row, head("size", "colour")),
  () => new RowEncoder(row, head("x")),
  () => targetReader(penguins, head("species"))(1).read(0, ["Adele"], 2),
  () => targetReader(penguins, head("species"))(1).read(0, ["x"], 2),
  () => targetReader(mass, head("mass"))(1).read(0, ["x"], 2),
  () => encodeRow(row, { sise: 1 }),
  () => encodeRow(row, { size: 1, color: "gren" }),
  () => encodeRow(row, { x: 1 }),
  () => encodeRow(row, { size: 1, color: "x" }),
  () => encodeRow(row, { size: NaN }),
  () => encodeRow(row, { size: Infinity }),
  () => targetReader(mass, head("x y", "z w")),
  () => targetReader(mass, head("masse")),
]);

/** Tables with a second column or with options that lead to warnings. */
const read = (name: string, cell: (k: number) => string, options: Partial<TableOptions> = {}) =>
  tableDatasets(with30(name, cell), { target: "class", ...options });
const asTarget = { target: "c", without: ["class"] } as const;
const parts = (columns: string[], cells: (k: number) => string[]) =>
  tableDatasets(
    tableOf([
      [...columns, "part"],
      ...Array.from({ length: 30 }, (_, k) => [
        ...cells(k),
        k < 20 ? "train" : k < 25 ? "val" : "test",
      ]),
    ]),
    { target: "class", split: "part" },
  );

const oneOdd = (text: string) => (k: number) => k === 4 ? text : `${(k * 13) % 47}`;

const ODD_NUMBERS = ["1e400", "inf", "−0.5", "(0.5)", "1 100"];

pin(
  "numbers that are not read",
  ODD_NUMBERS.flatMap((text) => [
    [`read with ${text}`, () => read("c", oneOdd(text))],
    [`${text} as a target`, () => read("c", oneOdd(text), { ...asTarget, kind: "quantity" })],
    [`${text} in a row`, () => encodeRow(row, { size: text })],
    [`${text} in a column of texts`, () => unreadNumbers(["1", text, "3"])],
  ]),
);

pin("numbers in texts that are not read", [
  () => unreadNumbers(["2024Q1", "2024Q2", "x"]),
  () => unreadNumbers(["1960-Q1", "Q2 1961"]),
  () => unreadNumbers(["2024-W10", "2024W113"]),
  () => unreadNumbers(["0:30", "8:05 pm"]),
  () => unreadNumbers(["none", "1,238", "1,239", "1,240"]),
  () => unreadNumbers(["1 kg", "2kg", "3 kg"]),
  () => unreadNumbers(["$0.50", "$1.50", "$2"]),
  () => unreadNumbers(["0%", "1%", "2%"]),
]);

/** The warnings of tables, one a line. */
const warningsOf = async (tables: Promise<TableDatasets>) => (await tables).warnings.join("\n");

/** What targets were found to be. */
const foundOf = async (tables: Promise<TableDatasets>) => (await tables).found;

pin("what is printed of tables", [
  () => warningsOf(read("c", (k) => `name ${k}`)),
  () => warningsOf(read("c", (k) => k === 7 ? "1,2x" : `${k % 5}`)),
  () => warningsOf(read("c", (k) => `2024-W${10 + k % 4}`, asTarget)),
  () => warningsOf(read("c", (k) => `202401${10 + k % 19}`, asTarget)),
  () => warningsOf(read("c", (k) => k % 3 ? "" : `${k % 5}`)),
  () => warningsOf(read("c", (k) => k % 9 ? `${k % 7}` : "", { gaps: "mean" })),
  () => warningsOf(read("c", (k) => ["minor", "None", "major"][k % 3]!, asTarget)),
  () => warningsOf(parts(["x", "class"], (k) => [`${k * 7 % 30}`, k === 29 ? "c" : "ab"[k % 2]!])),
  () =>
    warningsOf(
      parts(["x", "c", "class"], (k) => [`${k * 7 % 30}`, k === 29 ? "blu" : "blue", "ab"[k % 2]!]),
    ),
  () =>
    warningsOf(
      tableDatasets({ ...with30("c", (k) => `${k % 9},5`), decimalComma: true }, {
        target: "class",
      }),
    ),
  () => foundOf(read("c", (k) => `${k % 7}`)),
  () => foundOf(read("c", (k) => `0.98765432109876543${k % 3}`, asTarget)),
  () => foundOf(read("c", (k) => `${k % 2}`, asTarget)),
  () => foundOf(read("c", (k) => `${k % 3}`, { ...asTarget, kind: "quantity" })),
  () => foundOf(read("c", (k) => `${k % 3}.5`, asTarget)),
  () => foundOf(read("c", (k) => `${k % 4}`, { target: ["x", "c"] })),
]);

/** 60 rows of 6 days and 9 customers. */
const visits = (options: Partial<TableOptions>, cell: (k: number) => string = (k) => `${k % 6}`) =>
  tableDatasets(
    tableOf([
      ["day", "customer", "x", "class"],
      ...Array.from(
        { length: 60 },
        (_, k) => [cell(k), `c${k % 9}`, `${k * 7 % 31}`, "ab"[k % 2]!],
      ),
    ]),
    { target: "class", gaps: "category", recipe: 2, ...options },
  );
const few = { split: [0.04, 0.01, 0.95] } as const;

pin("splits of tables", [
  () => visits({ splitBy: "customer", splitAfter: "day" }),
  () => visits({ splitBy: "day" }, (k) => `${k % 2}`),
  () => visits({ splitBy: "day", folds: 6 }),
  () => visits({ splitAfter: "day", folds: 6 }),
  () => visits({ splitAfter: "day" }, (k) => k === 2 ? "soon" : `${k}`),
  () => visits({ splitAfter: "day", target: "day" }),
  () => visits({ splitBy: "class" }),
  () => visits({ folds: 1 }),
  () => visits({ folds: 5, repeat: 11 }),
  () => visits({ splitAfter: "day", folds: 2, repeat: 2 }),
  () => visits({ folds: 4, ...few }),
  () => visits({ splitBy: "customer", split: "x" }),
  () => visits({ splitBy: "customer", without: ["customer"] }),
  () => visits({ splitBy: "customer", weights: "customer" }),
  () => visits({ splitBy: "custom" }),
  () => visits({ splitBy: ["customer", "daily"] }),
  () => visits({ splitBy: "day,customer" }),
  () => visits({ splitBy: ["day", "day"] }),
  () => visits({ splitBy: ["day", "class"] }),
  () => visits({ splitBy: ["day", "customer"], weights: "day" }),
  () => visits({ splitBy: ["day", "customer"], splitAfter: true }),
  () => visits({ splitBy: ["day", "customer"], folds: 18 }),
  () => visits({ splitAfter: true, folds: 2, repeat: 2 }),
  () => visits({ splitAfter: true, folds: 60 }),
  () => visits({ splitAfter: "day" }, (k) => `${k % 2}`),
  () => visits({ splitAfter: "day", without: ["day"] }, (k) => k === 7 ? "2026-01-01" : `${k}`),
  () => visits({ split: [0.7, 0.3] as never }),
  () => visits({ split: [0.8, 0.2, 0] }),
  () => visits({ split: [0.5, 0.4, 0.2] }),
  () => visits({ split: [NaN, 0.5, 0.5] }),
  () => foldsOfTime(Float64Array.of(1, 1, 2), 3, "Cannot split the rows of the table"),
]);

/** What is printed of a split, and its warnings. */
const splitOf = async (tables: Promise<TableDatasets>) => {
  const { splitFound, warnings } = await tables;
  return [splitFound, ...warnings].join("\n");
};

pin("what is printed of splits", [
  () => splitOf(visits({ splitBy: "customer" })),
  () => splitOf(visits({ splitAfter: "day" })),
  () => splitOf(visits({ splitAfter: true })),
  () => splitOf(visits({ splitBy: "day" }, (k) => `${k}`)),
  () => splitOf(visits({ splitAfter: "day" }, (k) => `${Math.min(k, 20)}`)),
  () =>
    splitOf(visits({ splitBy: ["day", "customer"], without: ["day"] }, (k) => k < 2 ? "" : "1")),
  () => splitOf(visits({ splitBy: "day" }, (k) => k === 2 ? "" : `${k % 6}`)),
  () =>
    splitOf(visits({ splitAfter: "day", folds: 5, without: ["day"] }, (k) => k < 3 ? "" : `${k}`)),
]);

const named = (folds: number | "auto") =>
  tableDatasets(
    tableOf([
      ["x", "class", "part"],
      ...Array.from(
        { length: 60 },
        (_, k) => [`${k * 7 % 60}`, "ab"[k % 2]!, ["train", "val", "test"][k % 3]!],
      ),
    ]),
    { target: "class", split: "part", folds },
  );

/** Rows whose test part has copies of two training rows. */
const copied = () => {
  const rows = Array.from({ length: 100 }, (_, k) => [
    `${k * 3 % 100}`,
    `${k * 7 % 100}`,
    `${k * 9 % 100}`,
    "ab"[k % 2]!,
  ]);
  const parts = rows.map((row, k) => [...row, k < 70 ? "train" : "test"]);
  const copied = parts.with(80, [...rows[0]!, "test"]).with(90, [...rows[1]!, "test"]);
  return tableDatasets(
    tableOf([["x", "y", "z", "class", "part"], ...copied]),
    { target: "class", split: "part", folds: 5 },
  );
};

pin("what is printed of folds and of copies", [
  () => foldsFor({ rows: 29, isBesidesTest: true }).why,
  () => foldsFor({ rows: 100_001, isBesidesTest: true }).why,
  () => foldsFor({ rows: 40, classCounts: [1, 1, 38], isBesidesTest: true }).why,
  () => foldsFor({ rows: 40, classCounts: [2, 3, 35], isBesidesTest: true }).why,
  () => foldsFor({ rows: 40, units: 4, isBesidesTest: true }).why,
  () => foldsFor({ rows: 29 }).why,
  () => warningsOf(named("auto")),
  () => warningsOf(named(2)),
  () => warningsOf(copied()),
]);
