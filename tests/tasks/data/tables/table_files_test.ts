/** Tables of any format in the commands: trained on, written as CSV, evaluated, verified and predicted. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { berriesTable } from "../../../helpers/draw_tables.ts";
import { done, jsonOf, refused } from "../../../helpers/outcomes.ts";
import { runHere } from "../../../helpers/run_here.ts";
import { testsWith } from "../../../helpers/tests_with.ts";
import { writeXlsx, type XlsxCell } from "../../../helpers/write_xlsx.ts";

const test = testsWith("read", "write", "run");

const BERRIES = berriesTable(80).trimEnd().split("\n").map((line) => line.split(","));
const [NAMES = [], ...ROWS] = BERRIES;

const cellsOf = (row: readonly string[]): XlsxCell[] =>
  row.map((cell) => /^\d+$/.test(cell) ? Number(cell) : cell);

const jsonLines = (rows: readonly (readonly string[])[]) =>
  rows.map((row) =>
    JSON.stringify(Object.fromEntries(NAMES.map((name, c) => [name, cellsOf(row)[c]])))
  )
    .join("\n");

const workbook = (rows: readonly (readonly string[])[]) =>
  writeXlsx({ Notes: [["nothing"]], Berries: [NAMES, ...rows.map(cellsOf)] });

const train = (folder: string, ...words: string[]) =>
  done("train", ...words, ...TRAINING, "--runs", folder, "--name", "berries");

const TRAINING = ["--target", "taste", "--set", "epochs=2", "--no-report", "--split=random"];

/** The data of a run, as its config names it. */
const datasetOf = async (run: string) =>
  JSON.parse(await Deno.readTextFile(join(run, "config.json"))).dataset;

test("a run on a sheet is evaluated, verified and asked for predictions, in any format", async ({ path: folder }) => {
  const at = (name: string) => join(folder, name);
  await Deno.writeFile(at("berries.xlsx"), workbook(ROWS));
  const written = at("written.csv");
  const sheet = ["--table", at("berries.xlsx"), "--sheet", "Berries"];
  const { stdout } = await train(folder, ...sheet, "--write-csv", written);
  assertStringIncludes(stdout, `Wrote the table to ${written}`);
  assertEquals(await Deno.readTextFile(written), `${BERRIES.join("\n")}\n`);
  const { table, ...dataset } = await datasetOf(at("berries"));
  assertEquals(
    [table, dataset.target, dataset.sheet, dataset.gaps],
    [at("berries.xlsx"), "taste", "Berries", "category"],
  );

  const evaluated = await jsonOf("evaluate", at("berries"));
  await Deno.writeTextFile(at("half 1.jsonl"), jsonLines(ROWS.slice(0, 40)));
  await Deno.writeTextFile(at("half 2.csv"), [NAMES, ...ROWS.slice(40)].join("\n"));
  for (const moved of [["--csv", written], ["--table", written], ["--table", at("half ?.*")]]) {
    assertEquals(await jsonOf("evaluate", at("berries"), ...moved), evaluated);
  }
  await done("verify", at("berries"), "--table", at("half 1.jsonl"), "--table", at("half 2.csv"));

  const rows = ROWS.slice(0, 5);
  await Deno.writeFile(at("new.xlsx"), workbook(rows));
  await Deno.writeTextFile(at("new.jsonl"), jsonLines(rows));
  await Deno.writeTextFile(at("new.csv"), [NAMES, ...rows].join("\n"));
  const [expected, ...others] = await Promise.all(
    ["new.csv", "new.jsonl", "new.xlsx"].map((name) => done("predict", at("berries"), at(name))),
  );
  for (const { stdout } of others) assertEquals(stdout, expected!.stdout);
  const other = await runHere(["predict", at("berries"), at("new.xlsx"), "--sheet", "Notes"]);
  assertStringIncludes(other.stderr, "the columns number, size, color are missing");
});

test("the encoding of a table is printed by train and predict, and kept where it is named", async ({ path: folder }) => {
  const write = async (name: string, text: string, encode: (text: string) => Uint8Array) => {
    await Deno.writeFile(join(folder, name), encode(text));
    return join(folder, name);
  };
  const bytesOf = (text: string) => Uint8Array.from(text, (byte) => byte.charCodeAt(0));
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const table = (red: string) => `${BERRIES.join("\n")}\n`.replaceAll(",red,", `,${red},`);
  const berries = join(folder, "berries");
  const note = (path: string, encoding: string) =>
    `${path} is read as ${encoding}; --encoding NAME reads it otherwise`;

  const german = await write("german.csv", table("grün"), bytesOf);
  const { stdout } = await train(folder, "--csv", german);
  assertStringIncludes(stdout, note(german, "windows-1252, a guess"));
  assertEquals((await datasetOf(berries)).encoding, undefined);
  const utf8File = await write("utf8.csv", table("grün"), utf8);
  const same = await jsonOf("evaluate", berries, "--csv", utf8File);
  assertEquals(await jsonOf("evaluate", berries), same);

  const next = await write("next.csv", table("grün").replace(",9,", ",10,"), bytesOf);
  const evaluated = await done("evaluate", berries, "--csv", next, "--learned");
  assertStringIncludes(
    evaluated.stdout.replaceAll(/\s+/g, " "),
    note(next, "windows-1252, a guess"),
  );

  const russian = await write("russian.csv", table("\xea\xf0\xe0\xf1"), bytesOf);
  const words = ["train", "--csv", russian, "--target", "taste"] as const;
  await refused(words, /name its encoding, such as --encoding windows-1252/);
  await Deno.remove(berries, { recursive: true });
  await train(folder, "--csv", russian, "--encoding", "cp1251");
  assertEquals((await datasetOf(berries)).encoding, "cp1251");
  await done("verify", berries);
  const predicted = await done("predict", berries, russian);
  assertStringIncludes(predicted.stderr, note(russian, "windows-1251"));
  assertStringIncludes(predicted.stdout, "крас");
  const other = await done("predict", berries, await write("new.csv", table("крас"), utf8));
  assertEquals(other.stdout, predicted.stdout);
  await done("predict", berries, russian, "--out", join(folder, "out.csv"));
  assertEquals((await Deno.readFile(join(folder, "out.csv"))).slice(0, 3), utf8("\ufeff"));
  const given = await done("predict", berries, russian, "--encoding", "latin1");
  assertStringIncludes(given.stdout, "êðàñ");
});

test("a run on several files has the hash of each, and of the whole table", async ({ path: folder }) => {
  const at = (name: string) => join(folder, name);
  await Deno.writeTextFile(at("1.jsonl"), jsonLines(ROWS.slice(0, 30)));
  await Deno.writeTextFile(at("2.csv"), [NAMES, ...ROWS.slice(30)].join("\n"));
  await train(folder, "--table", at("1.jsonl"), "--table", at("2.csv"));
  const { data } = JSON.parse(await Deno.readTextFile(at("berries/summary.json")));
  assertEquals(Object.keys(data), ["rows and columns", "1.jsonl", "2.csv"]);
  assertEquals((await datasetOf(at("berries"))).table, [at("1.jsonl"), at("2.csv")]);
  const { stdout } = await done("runs", "--runs", folder);
  assertStringIncludes(stdout, "1.jsonl and 1 more (taste)");
});

test("--write-csv writes over no other file, and the same table is left as it is", async ({ path: folder }) => {
  const at = (name: string) => join(folder, name);
  await Deno.writeTextFile(at("berries.jsonl"), jsonLines(ROWS));
  await Deno.writeTextFile(at("other.csv"), "a,b\n1,2\n");
  const words = (out: string) =>
    [
      "train",
      "--table",
      at("berries.jsonl"),
      ...TRAINING,
      "--runs",
      folder,
      "--write-csv",
      out,
    ] as const;
  await refused(
    words(at("other.csv")),
    /Cannot write .*other.csv: it does not hold this table; --write-csv names another/,
  );
  assertEquals(await Deno.readTextFile(at("other.csv")), "a,b\n1,2\n");
  await refused(words(at("berries.parquet")), /expected a name that ends in \.csv/, 2);
  await done(...words(at("new.csv")));
  const again = await done(...words(at("new.csv")), "--replace");
  assertStringIncludes(again.stdout, "holds the table already");
});

test("--table replaces the CSV file of a config, and keeps its other keys", async ({ path: folder }) => {
  const at = (name: string) => join(folder, name);
  await Deno.writeTextFile(at("berries.jsonl"), jsonLines(ROWS));
  const dataset = { csv: "none.csv", target: "taste", without: ["number"], gaps: "mean" };
  await Deno.writeTextFile(at("config.json"), JSON.stringify({ dataset, hidden: [4], epochs: 1 }));
  const words = ["--config", at("config.json"), "--table", at("berries.jsonl")];
  await done("train", ...words, "--runs", folder, "--no-report");
  const { csv, table, target, without, gaps } = await datasetOf(at("config"));
  assertEquals(
    [csv, table, target, without, gaps],
    [undefined, at("berries.jsonl"), "taste", ["number"], "mean"],
  );
});
