/** The files that the pages' commands read, each by a recipe: what stands for a reader's own tables, pictures and arrays. @module */

import { DatabaseSync } from "node:sqlite";
import { ensureDir } from "@std/fs";
import { dirname, join } from "@std/path";
import { formatIdx } from "../../lib/formats/idx.ts";
import { formatNpz } from "../../lib/formats/npz.ts";
import { formatSafetensors, parseSafetensors } from "../../lib/formats/safetensors.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { parcelsTable } from "../helpers/draw_tables.ts";
import { drawOrders, ORDER_COLUMNS } from "../helpers/draw_orders.ts";
import { drawSet } from "../helpers/draw_pictures.ts";
import { patientsTable } from "../helpers/draw_related_tables.ts";
import { ROOT } from "../helpers/run_task.ts";
import { writeParquet } from "../helpers/write_parquet.ts";
import { writeXlsx } from "../helpers/write_xlsx.ts";
import { randomOf, storesTable } from "../table/relations/made_tables.ts";
import { digitsProgram } from "./page_code.ts";

/** What stores sell each week. */
function salesTable(): string {
  const { columns, target } = storesTable(randomOf(7));
  return csvOf(
    ["store", "week", "price", "staff", "sales"],
    Array.from(target.values[0]!, (sales, row) => {
      const [store, week, price, staff] = columns.map(({ values }) => values[row]!);
      const day = new Date(1000 * week!).toISOString().slice(0, 10);
      return [`S${store}`, day, price!.toFixed(3), staff!.toFixed(3), sales.toFixed(3)];
    }),
  );
}

/** How many orders a run learns from: as few as show what the pages say of them. */
const ORDERS = 800;

/** The orders that come later. */
const NEXT = 400;

/** The columns of `orders.csv`: those of the drawn orders but for `refund`, which gives the answer away, and four more. */
const COLUMNS: readonly string[] = [
  ...ORDER_COLUMNS.filter((name) => name !== "refund" && name !== "returned"),
  "customer",
  "day",
  "zip",
  "year",
  "returned",
];

type Row = readonly string[];

/** Orders as the pages have them: dates with the month first, a customer, a day, a postcode and a year. */
function orders(from: number, to: number): Row[] {
  const [refund, ordered] = [ORDER_COLUMNS.indexOf("refund"), ORDER_COLUMNS.indexOf("ordered")];
  return drawOrders(to).slice(from).map((cells, k) => {
    const [date, month, year] = cells[ordered]!.split(".");
    const own = cells.with(ordered, `${month}/${date}/${year}`).toSpliced(refund, 1);
    const customer = `C-${100 + (7 * (from + k)) % 211}`;
    const zip = `0${1000 + (13 * (from + k)) % 40}`;
    return [...own.slice(0, -1), customer, String(from + k), zip, year!, own.at(-1)!];
  });
}

/** Later orders: prices are eight times as high, a way to pay is new, and the scales often fail. */
function laterOrders(): Row[] {
  const at = (name: string) => COLUMNS.indexOf(name);
  return orders(ORDERS, ORDERS + NEXT).map((cells, k) => {
    const cents = Math.round(800 * Number(cells[at("price")]!.replaceAll(/[€,]/g, "")));
    const dear = cells.with(at("price"), `€${(cents / 100).toFixed(2)}`);
    const paid = k % 5 === 0 ? dear.with(at("payment"), "wallet") : dear;
    return k % 3 === 0 ? paid.with(at("weight"), "") : paid;
  });
}

function csvOf(columns: Row, rows: readonly Row[]): string {
  return [columns, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join() + "\n").join("");
}

/** A line of JSON for each row. */
function jsonLines(columns: Row, rows: readonly Row[]): string {
  const lines = rows.map((cells) => Object.fromEntries(columns.map((name, c) => [name, cells[c]])));
  return lines.map((line) => JSON.stringify(line) + "\n").join("");
}

function parquetOf(rows: readonly Row[]): Uint8Array<ArrayBuffer> {
  return writeParquet(COLUMNS.map((name, c) => ({
    name,
    type: "BYTE_ARRAY" as const,
    converted: 0,
    values: [rows.map((cells) => cells[c]!)],
  })));
}

/** Applications for a mortgage: one in five is denied, most of all those with large payments and a bad history. */
function mortgageTable(): string {
  const random = new RandomStream(21, "data");
  const rows = Array.from({ length: 2000 }, () => {
    const [payments, worth] = [20 + 40 * random.uniform(), 40 + 60 * random.uniform()];
    const history = 1 + random.below(6);
    const insured = random.below(8) === 0 ? "no" : "yes";
    const risk = payments / 12 + worth / 30 + history / 1.5 + (insured === "no" ? 3 : 0);
    const isDenied = risk + 1.6 * random.normal() > 10.4;
    const cells = [payments.toFixed(1), worth.toFixed(1), String(history), insured];
    return [...cells, isDenied ? "yes" : "no"];
  });
  return csvOf(["payments", "worth", "history", "insured", "deny"], rows);
}

/** A survey whose rows have weights: how many people each stands for. */
function surveyTable(): string {
  const random = new RandomStream(23, "data");
  const rows = Array.from({ length: 300 }, () => {
    const [age, income] = [18 + random.below(70), 15 + random.below(80)];
    const vote = age + income / 2 + 20 * random.normal() > 75 ? "left" : "right";
    return [String(age), String(income), (0.2 + 2 * random.uniform()).toFixed(2), vote];
  });
  return csvOf(["age", "income", "weight", "vote"], rows);
}

/** The plants of the course: they need water where it is warm, dry and sunny. */
function plantsTable(): string {
  const random = new RandomStream(22, "data");
  const rows = Array.from({ length: 300 }, () => {
    const [sun, warmth, days] = [10 * random.uniform(), 35 * random.uniform(), random.below(10)];
    const isThirsty = sun / 5 + warmth / 20 + days / 3 + random.normal() > 4;
    return [sun.toFixed(1), warmth.toFixed(1), String(days), isThirsty ? "water" : "wait"];
  });
  return csvOf(["sun", "warmth", "days", "label"], rows);
}

/** Letters of 8 × 8 pixels: a bright row, or a bright column. */
function letters(count: number): { images: Uint8Array; labels: Uint8Array } {
  const random = new RandomStream(23, "data");
  const images = new Uint8Array(64 * count);
  const labels = Uint8Array.from({ length: count }, (_, k) => k % 2);
  for (let k = 0; k < count; k++) {
    const line = random.below(8);
    for (let j = 0; j < 8; j++) images[64 * k + (k % 2 === 0 ? 8 * line + j : 8 * j + line)] = 255;
  }
  return { images, labels };
}

/** A chain of PyTorch's linear layers, whose file has the shapes of `sizes`. */
function linearLayers(sizes: readonly number[], names: (layer: number) => string) {
  const random = new RandomStream(24, "data");
  const tensor = (...shape: number[]) => {
    const length = shape.reduce((product, side) => product * side);
    const items = Float32Array.from({ length }, () => random.normal() / Math.sqrt(shape.at(-1)!));
    return { dtype: "F32" as const, shape, bytes: new Uint8Array(items.buffer) };
  };
  return sizes.slice(1).flatMap((outputs, k) => [
    [`${names(k)}.weight`, tensor(outputs, sizes[k]!)] as const,
    [`${names(k)}.bias`, tensor(outputs)] as const,
  ]);
}

/** The file that the program in PyTorch of docs/formats.md writes, with other weights. */
function penguinsOfTorch(): Uint8Array<ArrayBuffer> {
  const columns = [
    { kind: "number", name: "bill_length_mm", mean: 43.9, deviation: 5.4, gaps: "mean" },
    { kind: "category", name: "island", values: ["Biscoe", "Dream"], gaps: "mean" },
  ];
  const target = { kind: "class", name: "species", classes: ["Gentoo", "Adelie"] };
  const table = JSON.stringify({ version: 1, columns, target });
  const functions = { activation: "relu", outputActivation: "softmax" };
  const tensors = linearLayers([3, 16, 2], (layer) => String(2 * layer));
  return formatSafetensors(tensors, { table, ...functions });
}

/** Writes all files into a checkout, and what lies in the reader's home. */
export async function writePageFiles(checkout: string, home: string): Promise<void> {
  const write = async (path: string, content: string | Uint8Array<ArrayBuffer>) => {
    const file = join(checkout, path);
    await ensureDir(dirname(file));
    await (typeof content === "string"
      ? Deno.writeTextFile(file, content)
      : Deno.writeFile(file, content));
  };
  const penguins = await Deno.readTextFile(join(ROOT, "examples/penguins.csv"));
  const [names, ...rows] = penguins.trim().split("\n").map((line) => line.split(","));
  const [columns, unseen] = [names!.slice(1), rows.slice(0, 12).map((cells) => cells.slice(1))];
  await write("new.csv", csvOf(columns, unseen));
  await write("new.jsonl", jsonLines(columns, unseen));
  await write("new.xlsx", writeXlsx({ new: [columns, ...unseen] }));
  await write("elsewhere/penguins.csv", penguins);
  await write(
    "mine.json",
    '{ "dataset": { "csv": "examples/penguins.csv", "target": "species" } }',
  );
  await write("penguins.safetensors", penguinsOfTorch());
  await write("digits.ts", await digitsProgram());

  const sold = orders(0, ORDERS);
  for (const path of ["orders.csv", "data/orders.csv"]) await write(path, csvOf(COLUMNS, sold));
  await write("next.csv", csvOf(COLUMNS, laterOrders()));
  await write("next.jsonl", jsonLines(COLUMNS, laterOrders()));
  for (const path of ["orders.parquet", "elsewhere/orders.parquet"]) {
    await write(path, parquetOf(sold));
  }
  await write("data/2024-1.parquet", parquetOf(sold.slice(0, 300)));
  await write("data/2024-2.parquet", parquetOf(sold.slice(300, 600)));
  await write("data/2025.csv", csvOf(COLUMNS, sold.slice(600)));
  await write("orders.xlsx", writeXlsx({ notes: [["none"]], "2024": [COLUMNS, ...sold] }));
  writeShop(join(checkout, "shop.db"), sold);

  await write("visits.csv", patientsTable());
  await write("sales.csv", salesTable());
  await write("mortgage.csv", mortgageTable());
  await write("survey.csv", surveyTable());
  await write("plants.csv", plantsTable());
  await write("diamonds.csv", parcelsTable(300));
  await drawSet(join(checkout, "photos"), { each: 20 });
  await Deno.copyFile(join(ROOT, "examples/three.png"), join(checkout, "digit.png"));

  const { images, labels } = letters(200);
  const idx = (data: Uint8Array, ...shape: number[]) => formatIdx({ type: "uint8", shape, data });
  await write("letters/train-images-idx3-ubyte", idx(images, 200, 8, 8));
  await write("letters/train-labels-idx1-ubyte", idx(labels, 200));
  const array = (bytes: Uint8Array, ...shape: number[]) => ({ dtype: "U8" as const, shape, bytes });
  const arrays = { "x_train": array(images, 200, 64), "y_train": array(labels, 200) };
  await write("data.npz", formatNpz(Object.entries(arrays)));

  await ensureDir(join(home, "Downloads"));
  await Deno.symlink(join(ROOT, "data/mnist"), join(home, "Downloads/mnist"));
}

/** A database of the orders in years after 2020 and before. */
function writeShop(path: string, rows: readonly Row[]): void {
  using database = new DatabaseSync(path);
  const year = COLUMNS.indexOf("year");
  const columns = COLUMNS.map((name, c) => `"${name}" ${c === year ? "integer" : "text"}`);
  database.exec(`create table orders (${columns.join(", ")})`);
  const insert = database.prepare(
    `insert into orders values (${COLUMNS.map(() => "?").join(", ")})`,
  );
  for (const cells of rows) insert.run(...cells);
}

/** What needs a run: the weights of the tutorial's network without its config, as PyTorch would save them. */
export async function writeWeights(checkout: string): Promise<void> {
  const run = await Deno.readFile(join(checkout, "data/runs/tutorial/weights.safetensors"));
  const { tensors } = parseSafetensors(run);
  await Deno.writeFile(join(checkout, "model.safetensors"), formatSafetensors(tensors));
}
