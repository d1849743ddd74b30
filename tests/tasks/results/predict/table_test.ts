/** Rows predicted by runs on a table: added cells, printed warnings, and the file of the output. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/csv";
import { join } from "@std/path";
import type { RowRemark } from "@inkling/inkling/table";
import { done, refused, trained } from "../../../helpers/outcomes.ts";
import { runHere } from "../../../helpers/run_here.ts";
import { namesIn } from "../../../helpers/run_task.ts";
import { runOn } from "../../../helpers/shared_runs.ts";
import { testsWith } from "../../../helpers/tests_with.ts";
import { FLATS, flats } from "./flats.ts";

const test = testsWith("read", "write", "run");

/** Trains on flats; returns the run, the path of new rows, and what predicts these. */
async function trainFlats(
  { path }: { readonly path: string },
  words: readonly string[] = [],
  ...set: string[]
) {
  const rows = join(path, "new.csv");
  const run = await runOn(FLATS, words, "epochs=60", ...set);
  const predict = async (text: string, ...words: string[]) => {
    await Deno.writeTextFile(rows, text);
    return await done("predict", run, rows, ...words);
  };
  return { run, rows, predict };
}

test("nine of ten new quantities are in the predicted interval, in their unit", async (folder) => {
  const { predict } = await trainFlats(folder);
  const { stdout, stderr } = await predict(flats(500, 2));
  const [header, ...cells] = parse(stdout);
  assertEquals(header, ["area", "zone", "price", "predicted price", "low", "high", "caution"]);
  const inside =
    cells.filter(([, , price, , low, high]) =>
      Number(low) <= Number(price) && Number(price) <= Number(high)
    ).length;
  assert(inside > 0.84 * 500 && inside < 0.97 * 500, `${inside} of 500`);
  const width = Number(cells[0]![5]) - Number(cells[0]![4]);
  assert(width > 10 && width < 25, `${width}`); // 2 · 1.645 · 5 is the least
  const doubtful = cells.filter(([, , , , , , caution]) => caution !== "").length;
  assert(doubtful < 10, `${doubtful} of 500 are unlike the training data`);
  assertMatch(stderr, /^The range from low to high contains the actual value for 90 % of rows/m);
  assertMatch(stderr, /^500 rows/m);
});

test("rows are read as the run's table was, or as another file is written", async (folder) => {
  const at = (name: string) => join(folder.path, name);
  const cells = Array.from(
    { length: 60 },
    (_, k) => [["sun", "rain"][k % 2]!, ["up", "down"][k % 3 % 2]!, ["dry", "wet"][k % 2]!],
  );
  await Deno.writeTextFile(at("sky.txt"), cells.map((row) => `${row.join("~")}\n`).join(""));
  const data = ["--csv", at("sky.txt"), "--target", "column 3"];
  const set = ["dataset.delimiter=~", "dataset.header=false", "epochs=2"];
  const run = await trained(folder.path, "sky", data, ...set);
  const named = cells.map(([sky, stars]) => `"${stars}",${sky}\n`).join("");
  await Deno.writeTextFile(at("named.csv"), `column 2,column 1\n${named}`);
  const [own, other] = await Promise.all(
    ["sky.txt", "named.csv"].map((file) => done("predict", run, at(file))),
  );
  const ofOwn = parse(own!.stdout, { separator: "~" });
  assertEquals(ofOwn[0]!.slice(0, 4), ["column 1", "column 2", "column 3", "prediction"]);
  assertEquals(ofOwn.length, 61);
  const predictions = parse(other!.stdout).slice(1).map((row) => row[2]);
  assertEquals(predictions, ofOwn.slice(1).map((row) => row[3]));
  await Deno.writeTextFile(at("again.csv"), own!.stdout);
  const again = await done("predict", run, at("again.csv"));
  assertMatch(again.stdout, /^column 1~column 2~column 3~prediction~/);
});

test("predicted rows go into a file, and over no other", async (folder) => {
  const { run, rows, predict } = await trainFlats(folder);
  const at = (name: string) => join(folder.path, name);
  const out = at("predicted.csv");
  const printed = await predict(flats(20, 3));
  for (let twice = 0; twice < 2; twice++) { // its own file may be written again
    assertEquals((await predict(flats(20, 3), "--out", out)).stdout, "");
    assertEquals(await Deno.readTextFile(out), printed.stdout);
  }
  await Deno.writeTextFile(at("flats.csv"), FLATS.text);
  const refusals: [path: string, message: RegExp, code: number, ...words: string[]][] = [
    [at("flats.csv"), /does not hold predictions; --force overwrites/, 1],
    [rows, /it is the file to predict; --out names another file/, 1, "--force"],
    [join(run, "metrics.jsonl"), /Cannot write/, 2, "--force"],
  ];
  for (const [path, message, code, ...words] of refusals) {
    const before = await Deno.readFile(path).catch(() => undefined);
    await refused(["predict", run, rows, "--out", path, ...words], message, code);
    assertEquals(await Deno.readFile(path).catch(() => undefined), before);
  }
  await predict(flats(20, 3), "--out", at("flats.csv"), "--force");
  assertEquals(await Deno.readTextFile(at("flats.csv")), printed.stdout);

  // Of a table without rows there is the header, to which rows can be added later.
  for (let twice = 0; twice < 2; twice++) await predict("area,zone\n", "--out", out);
  assertEquals(await Deno.readTextFile(out), "area,zone,predicted price,low,high,caution\n");

  // Of a table that cannot be read to its end nothing is left.
  await Deno.writeTextFile(rows, `${flats(20, 3)}40,north\n`);
  const names = await namesIn(folder.path);
  const broken = await runHere(["predict", run, rows, "--out", at("b.csv")]);
  assertMatch(broken.stderr, /on line 22 .*, got 2/);
  assertEquals(await namesIn(folder.path), names);
});

test("runs on the same rows predict together, those on others are refused", async (folder) => {
  const train = (splitSeed: number, seed: number) =>
    trainFlats(folder, [], `splitSeed=${splitSeed}`, `seed=${seed}`);
  const [one, two] = [await train(1, 1), await train(1, 2)];
  const { rows } = one;
  await Deno.writeTextFile(rows, flats(10, 4));
  const pricesOf = async (...runs: string[]) => {
    const { stdout } = await done("predict", ...runs, rows);
    return parse(stdout).slice(1).map(([, , , price]) => Number(price));
  };
  const [a, b] = [await pricesOf(one.run), await pricesOf(two.run)];
  for (const [k, price] of (await pricesOf(one.run, two.run)).entries()) {
    assert(Math.abs(price - (a[k]! + b[k]!) / 2) < 1e-3);
  }
  const other = await train(9, 1);
  const words = ["predict", one.run, other.run, rows] as const;
  await refused(words, /different columns or rows; .* same splitSeed/);
  const together = /new\.csv and tests\/outsider\/iris\.csv together/;
  await refused(["predict", one.run, rows, "tests/outsider/iris.csv"], together, 2);
});

test("--json prints rows as one object, with what the CSV has", async (folder) => {
  const { run, rows, predict } = await trainFlats(folder);
  const text = `${flats(300, 3)}99999,north,1\n50,atlantis,2\nmany,south,3\n`;
  const [header, ...lines] = parse((await predict(text)).stdout);
  assertEquals(header!.slice(3), ["predicted price", "low", "high", "caution"]);
  const json = await predict(text, "--json");
  assertMatch(json.stderr, /^303 rows, 1 without a prediction, /m);
  const { runs, coverage, rows: predicted } = JSON.parse(json.stdout);
  assertEquals([runs, coverage, predicted.length], [[run], 0.9, 303]);
  for (const [k, { line, row, remarks, ...rest }] of predicted.entries()) {
    const [area, zone, price, value, low, high, caution] = lines[k]!;
    assertEquals([line, row], [k + 2, { area, zone, price }]);
    if (k === 302) {
      assertEquals(`no prediction: ${rest.error}`, caution);
      assertEquals(Object.keys(rest), ["error"]);
      assertEquals(remarks, [{ kind: "noPrediction", column: "area", text: caution }]);
      continue;
    }
    const number = (text: string | undefined) => ({ price: Number(text) });
    const isUnlike = caution !== "";
    assertEquals(rest, {
      prediction: number(value),
      low: number(low),
      high: number(high),
      unsure: false,
      unfamiliar: isUnlike,
      ...isUnlike && { unfamiliarColumn: caution!.replace(/^.*: "(.*)"$/, "$1") },
    });
    assertEquals(remarks[0]?.column, rest.unfamiliarColumn);
  }
  assertEquals(predicted[300].unfamiliarColumn, "area");
  assertEquals(predicted[301].unfamiliarColumn, "zone");
  assertEquals(json.stdout.trimEnd().split("\n").length, 303 + 2); // a row to a line
  await refused(["predict", run, rows, "--show"], /--show is for pictures/, 2);
  const empty = await predict("area,zone\n", "--json");
  assertEquals(JSON.parse(empty.stdout).rows, [], empty.stderr);
});

test("--json has the class of a row and its probabilities, as of a picture", async (folder) => {
  const table = join(folder.path, "signs.csv");
  const lines = Array.from({ length: 80 }, (_, k) => `${k - 40},${k < 40 ? "below" : "above"}`);
  await Deno.writeTextFile(table, `x,side\n${lines.join("\n")}\n`);
  const data = ["--csv", table, "--target", "side"];
  const run = await trained(folder.path, "signs", data, "epochs=20");
  const { stdout, stderr } = await done("predict", run, table, "--json");
  const { runs, classes, rows } = JSON.parse(stdout);
  assertEquals([runs, classes], [[run], ["above", "below"]], stderr);
  for (const [k, row] of rows.entries()) {
    const { line, row: cells, prediction, probabilities, unsure, unfamiliar, remarks, ...rest } =
      row;
    assertEquals([line, cells.x], [k + 2, String(k - 40)]);
    assertEquals(rest, unfamiliar ? { unfamiliarColumn: "x" } : {});
    assertEquals([typeof unsure, typeof unfamiliar], ["boolean", "boolean"]);
    assertEquals(remarks.some(({ kind }: RowRemark) => kind === "unsure"), unsure);
    assertEquals(prediction, classes[Number(probabilities[1] > probabilities[0])]);
    assert(Math.abs(probabilities[0] + probabilities[1] - 1) < 1e-6);
  }
});
