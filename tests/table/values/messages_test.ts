/** What tables are read as, and all that is printed of it: whole answers, each pinned once. */

import type { TableColumn } from "../../../lib/table/columns/columns.ts";
import { type TableDatasets, tableDatasets } from "../../../lib/table/encode/datasets.ts";
import { encodeRow } from "../../../lib/table/encode/encode.ts";
import type { TableOptions } from "../../../lib/table/columns/options.ts";
import type { TableSource } from "../../../lib/table/cells/source.ts";
import { leakSentences, profileTable } from "../../../lib/table/columns/profile.ts";
import { drawOrders, ORDER_COLUMNS } from "../../helpers/draw_orders.ts";
import { pinnedIn } from "../../helpers/pinned.ts";
import { tableOf, with30 } from "../table_fixture.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

type Cell = (k: number) => string;
type Options = Partial<TableOptions>;

/** What follows from the numbers. */
const MEASURED = ["mean", "deviation"];

/** The most values of a column that are pinned. */
const MOST = 30;

/** The columns and what becomes of them, the counts of rows, then what is printed. */
async function summaryOf(tables: Promise<TableDatasets>): Promise<string> {
  const { description, counts, found, read, warnings, profile } = await tables;
  const { version, columns, target } = description;
  const { rows, training, validation, test, withoutTarget, withMissingValues } = counts;
  const textOf = (facts: object) =>
    JSON.stringify(facts, (key, value) => {
      if (MEASURED.includes(key)) return undefined;
      const isLong = Array.isArray(value) && value.length > MOST;
      return isLong ? [...value.slice(0, MOST), `of ${value.length}`] : value;
    });
  return [
    ...profile.map(({ name, missing, levels, becomes }) => {
      const column = columns.find((column) => column.name === name);
      const text = `${name}: ${becomes}, ${levels ?? "many"} values, ${missing} missing`;
      return column === undefined ? text : `${text} ${textOf(column)}`;
    }),
    `version ${version}: ${textOf(target)}`,
    `${rows} rows: ${training} + ${validation} + ${test}, ` +
    `${withoutTarget} without a target, ${withMissingValues} with missing values`,
    found,
    ...read,
    ...warnings,
  ].join("\n");
}

/** 30 rows of the column `c`, beside a number and the class, as the command line reads them. */
const read = (cell: Cell, options: Options = {}, name = "c") =>
  summaryOf(
    tableDatasets(with30(name, cell), { target: "class", gaps: "category", as: {}, ...options }),
  );

const money = (k: number) => ((k * 37) % 30 * 100.25 + 1).toFixed(2);

pin("columns as people write them", [
  () => read((k) => `€${money(k).replace(/^(\d)(\d{3})\./, "$1,$2.")}`),
  () => read((k) => money(k)),
  () => read((k) => `${k * 100},25 €`),
  () => read((k) => `${k / 4}`),
  () => read((k) => ["yes", "no", "Yes"][k % 3]!, { as: undefined }),
  () => read((k) => `${k + 1}.1.2024`, { as: undefined }),
  () => read((k) => ["yes", "no", "NO", ""][k % 4]!),
  () => read((k) => ["yes", "no"][k % 2]!, { target: "c" }),
  () => read((k) => `$${k * 1.5}`, { target: "c" }),
  () => read((k) => `$${k % 3}`, { target: "c" }),
  () => read((k) => `$${k % 3}`, { target: "c", kind: "quantity" }),
  () => read((k) => `${k % 12 + 1}.${k % 3 + 1}.2024`),
  () => read((k) => `${k % 3 + 1}/${k + 1}/24`),
  () => read((k) => `${k % 12 + 1}.${k % 3 + 1}.2024`, { as: { c: "mdy" } }),
  () => read((k) => k === 7 ? "0000-00-00" : `2024-01-${10 + k % 20}`),
  () => read((k) => k === 7 ? "0000-00-00" : `2024-01-${10 + k % 20}`, { gaps: "drop" }),
  () => read((k) => k % 2 ? "later" : `2024-01-${10 + k % 20}`),
  () => read((k) => k % 2 ? "later" : `2024-01-${10 + k % 20}`, { as: { c: "text" } }),
  () => read(() => "2024-01-31"),
  () => read((k) => ["card", "Card", "card ", "cash", "card"][k % 5]!),
  () => read((k) => ["card", "Card", "card ", "cash", "card"][k % 5]!, { as: { c: "text" } }),
  () => read((k) => `${"€$"[k % 2]}${k % 4}`),
  () => read((k) => `order number${k} ${k % 3 ? "with" : "without"} gift ${k % 2 ? "box" : ""}`),
  () => read((k) => `a${k} b${k} c${k} d${k}`),
  () => read((k) => `Name${k} Other${k}`),
  () => read((k) => ["red box", "red bag"][k % 2]!, { as: { c: "words" } }),
  () => read((k) => ["10115", "20095", "50667"][k % 3]!, {}, "zip"),
  () => read((k) => ["10115", "20095", "50667"][k % 3]!, {}, "ArticleNo"),
  () => read((k) => ["10115", "20095", "50667"][k % 3]!, {}, "price"),
  () => read((k) => ["10115", "20095", "50667"][k % 3]!, { as: { zip: "number" } }, "zip"),
  () => read((k) => `${k}`, { as: { c: "out" } }),
  () => read((k) => `${k % 4}`, { as: { c: "text" } }),
  () => read((k) => `202401${10 + k % 20}`),
  () => read((k) => `202401${10 + k % 20}`, { as: { c: "date" } }),
  () => read((k) => `1,${100 + k}`, { as: { c: "comma" } }),
  () => read((k) => `${k}`, { as: { c: "texts" as "text" } }),
  () => read((k) => `${k}`, { as: { d: "text" } }),
  () => read((k) => `${k}`, { as: { class: "out" } }),
]);

/** A row of the column that is read of these cells. */
async function rowOf(cell: Cell, value: string): Promise<unknown> {
  const options = { target: "class", gaps: "category", as: {} } as const;
  const { description } = await tableDatasets(with30("c", cell), options);
  const [, column] = description.columns as [TableColumn, TableColumn];
  const target = { kind: "class", name: "y", classes: ["a", "b"] } as const;
  return encodeRow({ version: 2, columns: [column], target }, { c: value });
}

pin("cells that a column is not read as", [
  () => rowOf((k) => `1.${100 + k},5 €`, "$5"),
  () => rowOf((k) => `2024-01-31 ${k % 24}:00`, "soon"),
]);

const angina: Cell = (k) => ["None", "Atypical", "Typical"][k * 7 % 3]!;
const classed = (cell: Cell, options: Options = {}) => read(cell, { target: "c", ...options });

pin("None", [
  () => read(angina),
  () => read(angina, { gaps: "mean" }),
  () => read(angina, { gaps: "drop" }),
  () => read((k) => k % 4 ? angina(k) : ""),
  () => read((k) => k === 5 ? "none" : angina(k)),
  () => read((k) => k % 6 ? `${k * 11 % 37}` : "None"),
  () => read((k) => k % 6 ? `2024-${10 + k % 3}-${10 + k % 19}` : "None"),
  () => read((k) => k % 6 ? `${k * 3} kg` : "None"),
  () => read((k) => k % 6 ? ["yes", "no"][k * 7 % 5 % 2]! : "None"),
  () => read((k) => k % 6 ? `0${k % 4}` : "None"),
  () => read(angina, { as: undefined }),
  () => classed(angina),
  () => classed(angina, { splitBy: "x" }),
  () => classed(angina, { splitAfter: "x" }),
  () => classed(angina, { folds: 3, recipe: 2 }),
  () => classed((k) => k % 5 ? angina(k) : " None "),
  () => classed((k) => k % 6 ? angina(k) : "NA"),
]);

/** The same rows as plain numbers and categories. */
const plain = (cell: Cell, options: Options = {}) => read(cell, { as: undefined, ...options });
const dropped = (cell: Cell, options: Options = {}) => plain(cell, { gaps: "drop", ...options });
const ofTarget = (cell: Cell, options: Options = {}) =>
  dropped(cell, { target: "c", without: ["class"], ...options });

/** A table of any columns, whose target is the class. */
const table = (names: string, count: number, cells: (k: number) => string[], options?: Options) => {
  const rows = Array.from({ length: count }, (_, k) => cells(k));
  return summaryOf(tableDatasets(tableOf([names.split(" "), ...rows], 500), {
    target: "class",
    ...options,
  }));
};
const label = (k: number) => "ab"[k % 2]!;

pin("columns that are left out or read as categories", [
  () => dropped((k) => `name ${k}`),
  () => dropped(() => "7"),
  () => dropped(() => "NA"),
  () => dropped((k) => ["01067", "04109", "10115"][k % 3]!),
  () => dropped((k) => ["1", "2", "3", "3+"][k % 4]!),
  () => dropped((k) => ["10115", "1067", "01067"][k % 3]!),
  () => table("X class", 40, (k) => [`${k + 1}`, `${(k * k) / 4}`]),
  () => table("x t class", 4000, (k) => [`${(k * 7) % 100}`, `${k % 1500} kg`, label(k)]),
  () => dropped((k) => k < 6 ? "Red" : k % 3 ? "red" : "red "),
  () => ofTarget((k) => k < 6 ? "Red" : k % 3 ? "red" : "red "),
]);

const PARTS = ["train", "validation", "test"];

/** A column that is empty in the training rows, and another. */
const late = (value: Cell, other: Cell) =>
  table("late x part class", 30, (k) => [
    k % 3 === 0 ? "" : value(k),
    other(k),
    PARTS[k % 3]!,
    label(k >> 2),
  ], { split: "part", gaps: "mean" });

pin("columns without a value in a training row", [
  () => late((k) => `3.5${k % 2}`, (k) => `${k % 7}`),
  () => late((k) => `red${k % 2}`, (k) => `${k % 7}`),
  () => late((k) => `${k % 5}`, () => ""),
]);

/** Ids of 19 digits that follow each other: float64 has one number for all of them. */
const id = (k: number) => String(1_234_567_890_123_456_780n + BigInt(k));
const quantity = { kind: "quantity" } as const;
const both = { target: ["x", "c"], without: [] };

pin("numbers that float64 cannot hold", [
  () => dropped((k) => `${9_007_199_254_740_992n + BigInt(k % 4)}.0`),
  () => dropped((k) => `12345678901234567${k % 4}e1`),
  () => dropped((k) => `0.98765432109876543${k % 4}`),
  () => dropped((k) => `1000000000.0000000${k % 4}0000`),
  () => dropped((k) => `1234567890123456${10 + k}e1`),
  () => dropped((k) => `1000000000.0000${1000 + k}0000`),
  () => dropped((k) => `0.${1234567890123456789n * BigInt(k + 3)}`),
  () =>
    table("x c class", 1500, (k) => [
      `${k * 7 % 31}`,
      `1000000000.${String(k).padStart(8, "0")}`,
      label(k),
    ]),
  () => ofTarget((k) => `0.1234567890123456${10 + k}`),
  () => ofTarget((k) => `0.123456789012${100 + k}000000`, quantity),
  () => ofTarget((k) => `0.98765432101${1000000 + 17 * k}`, quantity),
  () => ofTarget((k) => `0.123456789012345678${k}`, quantity),
  () => dropped((k) => id(k % 5)),
  () => dropped((k) => `-${id(k % 5)}`),
  () => ofTarget((k) => id(k % 3)),
  () => table("x class", 200, (k) => [`${k * 7 % 31}`, id(k % 25)]),
  () => ofTarget((k) => [id(0), id(1), `${id(1)} `][k % 3]!, { kind: "class" }),
  () => ofTarget((k) => id(1000 * k), both),
  () => ofTarget((k) => id(k % 3), both),
  () => ofTarget((k) => `12345678901234567${k}e1`, both),
  () => ofTarget((k) => id(1000 * k), { ...both, kind: "quantity" }),
  () => ofTarget((k) => k % 2 ? `${k}.5` : id(1000 * k), both),
  () => ofTarget((k) => id(1000 * k), quantity),
]);

/** A table of 60 rows whose numbers may have decimal commas. */
const commas = (names: string, cells: (k: number) => string[], options: Options = {}) => {
  const rows = Array.from({ length: 60 }, (_, k) => cells(k));
  const source: TableSource = { ...tableOf([names.split(" "), ...rows]), decimalComma: true };
  return summaryOf(tableDatasets(source, { target: "class", ...options }));
};
const withCommas = (cell: Cell, options?: Options) =>
  commas("x y class", (k) => [cell(k), `${k / 4}`, label(k)], options);
const price = (k: number) => k % 3 ? `${700 + k}` : `1.${100 + k}`;
const flats = (options?: Options, of: Cell = price, area: Cell = (k) => `${k % 9},5`) =>
  commas("area price class", (k) => [area(k), of(k), label(k)], options);
const asQuantity = { target: "x", kind: "quantity", without: ["class"] } as const;

pin("commas and points", [
  () => dropped((k) => k === 3 ? "k.A." : k === 9 ? "1,5" : `${k}`),
  () => withCommas((k) => `${k % 9 + 1},500`),
  () => withCommas((k) => `${k % 9 + 1},500`, asQuantity),
  () => withCommas((k) => `${k % 9 + 1},500`, { weights: "x" }),
  () => withCommas((k) => k === 8 ? "1.500" : `${k * 7 % 60},5`, asQuantity),
  () => withCommas((k) => k === 8 ? "1.500,5" : `${k * 7 % 60},5`, asQuantity),
  () => withCommas((k) => k === 40 ? "0,5" : `${k * 7 % 60 + 1},500`),
  () => flats({ target: "price" }),
  () => flats(),
  () => flats({ weights: "price" }),
  () => flats({}, (k) => k === 30 ? "1.1300" : price(k)),
  () => flats({}, price, (k) => `${k % 9}`), // no decimal commas: a point is one
]);

/** 40 rows of which some have no x, no color or no target. */
const gaps = (x: Cell, color: Cell, options?: Options, target: Cell = label) =>
  table("x color class", 40, (k) => [x(k), color(k), target(k)], options);
const number: Cell = (k) => `${k * k % 41}`;
const color: Cell = (k) => ["red", "blue"][k * 3 % 7 % 2]!;
const someX: Cell = (k) => k % 10 === 1 ? "" : number(k);
const someColor: Cell = (k) => k % 5 === 1 ? "NA" : color(k);
const someLabel: Cell = (k) => k % 20 === 1 ? "" : label(k);

/** 60 rows of three columns with missing values. */
const lost = (cells: (k: number) => string[]) =>
  table("x age cabin class", 60, (k) => [...cells(k), label(k >> 2)]);
const cellOr = (isMissing: boolean, k: number) => isMissing ? "" : `${k * k % 61}`;
const even = (k: number) => cellOr(k % 2 === 0, k);

pin("missing values", [
  () => gaps(someX, someColor, { gaps: "mean" }, someLabel),
  () => gaps(someX, someColor, { gaps: "category" }, someLabel),
  () => gaps((k) => k === 3 ? "" : number(k), color, { gaps: "category" }, someLabel),
  () => gaps(number, (k) => k % 6 ? color(k) : "?", { gaps: "category" }, someLabel),
  () => gaps(number, color, { gaps: "mean" }, someLabel),
  () => gaps(number, color, { gaps: "category" }, someLabel),
  () => gaps(someX, color, {}, (k) => k % 10 === 2 ? "?" : label(k)),
  () =>
    gaps(
      (k) => k % 10 < 2 ? "" : `${k}`, // also in the rows without a target
      (k) => k % 20 === 1 ? "NA" : color(k),
      {},
      (k) => k % 10 === 2 ? "?" : label(k),
    ),
  () => dropped((k) => k % 3 === 1 ? "" : ["minor", "major"][k % 2]!, { target: "c" }),
  () => lost((k) => [`${k % 7}`, cellOr(k % 4 === 0, k), cellOr(k % 5 > 0, k)]),
  () => lost((k) => [`${k % 7}`, even(k), even(k)]),
  () => lost((k) => [`${k % 7}`, `${k % 9}`, cellOr(k % 3 === 0, k)]),
]);

/** What a target of these cells is found to be. */
const target = async (rows: number, cell: Cell, kind?: TableOptions["kind"]) => {
  const cells = Array.from({ length: rows }, (_, k) => [`${k * k % 101}`, cell(k)]);
  return (await tableDatasets(tableOf([["x", "y"], ...cells]), { target: "y", kind })).found;
};
const outOf = (...cells: string[]) => (k: number) => cells[k % cells.length]!;
const upTo = (values: number) => (k: number) => `${k % values}`;

pin("what targets are found to be", [
  () => target(100, upTo(21)),
  () => target(100, upTo(41)),
  () => target(60, outOf("1", "1.5", "2.0")),
  () => target(16, (k) => `${k + 60}.323`),
  () => target(21, upTo(11)),
  () => target(100, outOf("-1", "1")),
  () => target(100, outOf("0.0", "1.0")),
  () => target(100, outOf("0.5", "1.5")),
  () => target(100, outOf("0.0", "1.0", "2.0")),
  () => target(100, upTo(20)),
  () => target(100, upTo(3)),
  () => target(100, upTo(2)),
  () => target(22, upTo(11)),
  () => target(19, upTo(10)),
  () => target(100, upTo(3), "quantity"),
  () => target(100, upTo(30), "class"),
]);

const ORDERS = tableOf([ORDER_COLUMNS, ...drawOrders(5000)], 500);
const orders = () => tableDatasets(ORDERS, { target: "returned", gaps: "category", as: {} });

/** The columns of a table that are described without a target. */
const describedOf = async () =>
  (await profileTable(ORDERS, { gaps: "category", as: {} }))
    .map((column) => JSON.stringify(column)).join("\n");

pin("5,000 messy orders", [
  () => summaryOf(orders()),
  async () => (await orders()).training.featureNames!.slice(0, 24).join("\n"),
  async () => leakSentences((await orders()).description).join("\n"),
  () => describedOf(),
]);
