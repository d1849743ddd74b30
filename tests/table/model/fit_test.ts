/** Training on rows in the library: the bytes of the command line, what it comes to, and what it refuses. */

import { boundOf } from "../../../lib/measure/decide/decide.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { weightsSha256 } from "@inkling/inkling";
import { type TableFitOptions, TableModel } from "@inkling/inkling/table";
import { patientsTable, sensorTable, withoutFirst } from "../../helpers/draw_related_tables.ts";
import { QUICK_TESTS } from "../../helpers/long.ts";
import { done } from "../../helpers/outcomes.ts";
import { ROOT } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const SHORT = { epochs: 2, hidden: [5] } as const;

/** No search for rows that belong together, which takes three quarters of the time. */
const RANDOM = { groups: false, time: false } as const;
const SET = ["--set", "epochs=2", "--set", "hidden=[5]"];
const FOLDS = ["--folds", "auto"]; // the default, which tests otherwise replace

/** Orders with all that a shop's table has: dates, money, blanks, articles, yes and no. */
function ordersOf(count: number) {
  return Array.from({ length: count }, (_, k) => ({
    ordered: new Date(Date.UTC(2024, k % 12, 1 + (k * 7) % 28, k % 3 === 0 ? 9 : 0)),
    shipped: k % 9 === 4 ? new Date(NaN) : new Date(Date.UTC(2024, k % 12, 2 + (k * 5) % 25)),
    price: `€${1000 + (k * 137) % 900}.${k % 10}0`,
    weight: k % 7 === 3 ? null : (k * 31 % 50) / 4,
    gift: k % 4 === 1,
    color: k % 11 === 5 ? undefined : ["red", "blue", "green"][k % 3]!,
    note: ["a blue shirt, washed", 'two "warm" socks', "shirt and\nsocks", "a hat"][k % 4]!,
    returned: (k * 31 % 50) / 4 + k % 3 > 7 ? "yes" as const : "no" as const,
    days: k === 8 ? null : k % 3 * 2 + (k * 31 % 50) / 8,
  }));
}

/** The rows as a CSV file has them. */
function csvOf(rows: readonly object[]): string {
  const names = Object.keys(rows[0]!);
  const textOf = (name: string, cell: unknown) => {
    if (!(cell instanceof Date)) return String(cell ?? "");
    if (Number.isNaN(cell.getTime())) return "";
    return cell.toISOString().slice(0, name === "ordered" ? 19 : 10); // one column has times
  };
  const written = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map((row) =>
    names.map((name) => written(textOf(name, (row as Record<string, unknown>)[name]))).join(",")
  );
  return [names.join(","), ...lines].join("\n");
}

async function* streamOf<R>(rows: readonly R[]): AsyncGenerator<R, void, void> {
  for (const row of rows) {
    await Promise.resolve();
    yield row;
  }
}

/** The result of a run on a table at the command line. */
async function runOf(folder: string, csv: string, ...words: string[]) {
  const file = join(folder, "table.csv");
  await Deno.writeTextFile(file, csv);
  const where = ["--runs", folder, "--name", "run", "--replace", "--no-report"];
  await done("train", "--csv", file, ...words, ...where, ...SET);
  const run = join(folder, "run");
  const bytes = await Deno.readFile(join(run, "weights.safetensors"));
  return { ...JSON.parse(await Deno.readTextFile(join(run, "summary.json"))), bytes };
}

const test = testsWith("read", "write");

test("CSV text trains to the command line's hash, with folds and without", async ({ path }) => {
  const csv = await Deno.readTextFile(join(ROOT, "tests", "outsider", "iris.csv"));
  for (const folds of ["auto", 0] as const) {
    const words = ["--target", "species", "--seed", "4", "--folds", `${folds}`, "--split=random"];
    const run = await runOf(path, csv, ...words);
    const options = { target: "species", seed: 4, ...SHORT, ...RANDOM, folds };
    const model = await TableModel.fit(csv, options);
    assertEquals(await weightsSha256(model.network), run.weightsSha256);
    const { correct, size, accuracy, cost } = folds === 0 ? model.test! : model.outOfFold!;
    assertEquals({ correct, size, accuracy, cost }, folds === 0 ? run.test : run.validation);
    assertEquals(model.test === undefined, folds !== 0);
    const row = { sepalLength: 5, petalWidth: "1.5" };
    assertEquals(TableModel.load(run.bytes).predict([row, {}]), model.predict([row, {}]));
    assertEquals(TableModel.load(model.save()).predict(row), model.predict(row));
  }
});

test("rows, a stream of them and their CSV text train to the command line's hash", async ({ path }) => {
  const rows = ordersOf(90);
  const csv = csvOf(rows);
  const run = await runOf(
    path,
    csv,
    "--target",
    "returned",
    "--without",
    "days",
    ...FOLDS,
    "--split=random",
  );
  const options = { target: "returned", without: ["days"], ...SHORT, ...RANDOM } as const;
  const model = await TableModel.fit(rows, options);
  const label: "yes" | "no" | undefined = model.predict(rows[0]!).label; // by its type
  assert(label !== undefined);
  const others = [
    await TableModel.fit(streamOf(rows), options),
    await TableModel.fit(csv, options),
  ];
  for (const { network } of [model, ...others]) {
    assertEquals(await weightsSha256(network), run.weightsSha256);
  }
  assertEquals(model.predict(rows), TableModel.load(run.bytes).predict(rows));
});

test("quantities train to the command line's hash, and are evaluated in their units", async ({ path }) => {
  const rows = ordersOf(90).map(({ returned: _, ...row }) => row);
  const run = await runOf(path, csvOf(rows), "--target", "days", ...FOLDS, "--split=random");
  const model = await TableModel.fit(rows, { target: "days", ...SHORT, ...RANDOM });
  assertEquals(await weightsSha256(model.network), run.weightsSha256);
  const { size, cost, rSquared: r2, meanAbsoluteError: mae, rootMeanSquaredError: rmse } = model
    .outOfFold!;
  assertEquals({ size, cost, r2, mae, rmse }, run.validation);
  const { value, interval, label } = model.predict(rows[0]!);
  assertEquals(label, undefined);
  assert(interval!.low < value! && value! < interval!.high);
  const evaluation = model.evaluate(rows);
  assertEquals([evaluation.size, evaluation.withoutTarget], [89, 1]);
  const off = rows.map((row, r) => Math.abs(model.predict(rows)[r]!.value! - (row.days ?? NaN)))
    .filter((error) => !Number.isNaN(error));
  const mean = off.reduce((sum, error) => sum + error, 0) / off.length;
  assert(Math.abs(evaluation.quantities!["days"]!.meanAbsoluteError - mean) < 1e-6);
  assertEquals(evaluation.meanAbsoluteError, evaluation.quantities!["days"]!.meanAbsoluteError);
});

test("costs and coverage decide as on the command line, and what was not asked for leaves no trace", async ({ path }) => {
  const rows = ordersOf(150).map(({ days: _, ...row }) => row);
  const words = ["--cost", "false alarm=1,miss=4", "--positive", "no", "--coverage", "0.7"];
  const run = await runOf(path, csvOf(rows), "--target", "returned", ...FOLDS, ...words);
  const decisions = { costs: { falseAlarm: 1, miss: 4 }, positive: "no", coverage: 0.7 };
  const model = await TableModel.fit(rows, { target: "returned", ...SHORT, ...decisions });
  const loaded = TableModel.load(run.bytes);
  assertEquals(model.decision, loaded.decision);
  assertEquals([model.decision!.threshold!.positive, model.decision!.sets!.coverage], [0, 0.7]);
  assertEquals(model.distributions, loaded.distributions);
  assertEquals(model.predict(rows), loaded.predict(rows));

  const { threshold, sets } = model.decision!;
  const answers = model.predict(rows);
  for (const { label, probabilities, set } of answers) {
    assertEquals(label === "no", probabilities!.no >= (threshold!.from ?? Infinity));
    const held = (["no", "yes"] as const)
      .filter((name, k) => 1 - probabilities![name] <= boundOf(sets!.bound, k));
    assertEquals(set, held);
  }
  const { correct, accuracy, accuracyAtHalf, confusion } = model.evaluate(rows);
  const right = answers.filter(({ label }, r) => label === rows[r]!.returned).length;
  assertEquals([correct, accuracy], [right, right / 150]);
  assertEquals(confusion!["no"]!["no"]! + confusion!["yes"]!["yes"]!, right);

  const plain = await TableModel.fit(rows, { target: "returned", ...SHORT });
  assertEquals(plain.decision, undefined);
  assertEquals(plain.evaluate(rows).accuracy, accuracyAtHalf);
  assertEquals("set" in plain.predict(rows[0]!), false);
});

test("few rows have no folds, and several quantities have one network", async ({ path }) => {
  const rows = ordersOf(26).map(({ weight, gift, days }) => ({ weight, gift, days }));
  const run = await runOf(path, csvOf(rows), "--target", "weight", "--target", "days", ...FOLDS);
  const model = await TableModel.fit(rows, { target: ["weight", "days"], ...SHORT });
  assertEquals(await weightsSha256(model.network), run.weightsSha256);
  const { meanAbsoluteError, quantities } = model.test!;
  assertEquals([meanAbsoluteError, Object.keys(quantities!)], [undefined, ["weight", "days"]]);
});

test("options that split, deal and read a table train to the command line's hash", async ({ path }) => {
  const rows = ordersOf(120).map((row, k) => ({
    ...row,
    customer: `customer ${k * 7 % 23}`,
    copies: 1 + k % 3,
    sold: `${1 + k % 12}/${1 + k % 28}/2024`,
  }));
  const csv = csvOf(rows);
  const cases: [Partial<Omit<TableFitOptions, "target">>, string[]][] = [
    [{ groups: "customer" }, ["--split-by", "customer"]],
    [{ time: "ordered" }, ["--split-after", "ordered"]],
    [{ folds: 2, repeat: 2 }, ["--folds", "2", "--repeat", "2"]],
    [
      { as: { sold: "mdy", gift: "out" }, gaps: "mean", folds: 0 },
      ["--as", "mdy sold", "--as", "out gift", "--gaps", "mean", "--folds", "0"],
    ],
    [
      { split: [0.5, 0.25, 0.25], weights: "copies", gaps: "drop", folds: 0 },
      [
        "--set",
        "dataset.split=[0.5,0.25,0.25]",
        "--set",
        "dataset.weights=copies",
        "--gaps",
        "drop",
        "--folds",
        "0",
      ],
    ],
  ];
  for (const [options, words] of QUICK_TESTS ? cases.slice(-2) : cases) {
    const folds = options.folds === undefined ? FOLDS : [];
    const run = await runOf(path, csv, "--target", "returned", ...words, ...folds);
    const model = await TableModel.fit(rows, { target: "returned", ...SHORT, ...options });
    assertEquals(await weightsSha256(model.network), run.weightsSha256, words.join(" "));
  }
});

test("a table is split as the command line splits it, by what is found in it or by options", async ({ path }) => {
  const patients = patientsTable(100);
  const visits = withoutFirst(patients);
  const hours = sensorTable();
  const key = ["--split-by", "age", "--split-by", "height"];
  type Split = Pick<TableFitOptions, "groups" | "time">;
  const random = { groups: undefined, time: undefined };
  const cases: [string, string, Split, string[], Split, RegExp?][] = [
    [
      patients,
      "sick",
      {},
      [],
      { groups: "patient" },
      /^Split by "patient": .* \(`groups: false`\)/,
    ],
    [visits, "sick", {}, [], { groups: ["age", "height"] }, /^Split by "age" and "height": /],
    [hours, "power", {}, [], { time: "time" }, /^Test on the latest rows by "time": /],
    [withoutFirst(hours), "power", {}, [], { time: true }, /^Test on the last rows of the file: /],
    [patients, "sick", { groups: false }, ["--split", "random"], random],
    [hours, "power", { time: false }, ["--split-after", "none"], random],
    [hours, "power", { time: true }, ["--split", "order"], { time: true }],
    [visits, "sick", { groups: ["age", "height"] }, key, { groups: ["age", "height"] }],
  ];
  const some = QUICK_TESTS ? cases.slice(0, 2) : cases;
  for (const [csv, target, options, words, expected, found] of some) {
    const folds = ["--folds", "0"];
    const run = await runOf(path, csv, "--target", target, ...words, ...folds);
    const warnings: string[] = [];
    const onWarning = (text: string) => void warnings.push(text);
    const model = await TableModel.fit(csv, { target, ...SHORT, folds: 0, ...options, onWarning });
    const what = `${target} ${JSON.stringify(options)}`;
    assertEquals(await weightsSha256(model.network), run.weightsSha256, what);
    const { found: texts, ...split } = model.split!;
    assertEquals(split, { ...random, ...expected }, what);
    if (found === undefined) assertEquals(texts, []);
    else assertMatch(texts[0]!, found);
    assertEquals(warnings.slice(0, texts.length), texts);
    assertEquals(TableModel.load(model.save()).split, undefined);
  }
});

Deno.test("groups and times that cannot be are refused", async () => {
  const rows = ordersOf(60).map((row, k) => ({ ...row, shop: "one", order: `${k}`, day: k % 2 }));
  const refusals: [Pick<TableFitOptions, "groups" | "time" | "folds" | "test">, RegExp][] = [
    [{ groups: "shop" }, /groups of "shop".*: expected at least 3 different groups, got 1$/],
    [{ groups: ["shop", "day"], test: 0.15 }, /"shop" and "day".*: expected at least 3 .*, got 2$/],
    [{ groups: ["shop", "dya"] }, /Cannot find the column "dya" in the rows: there are /],
    [{ groups: "shop,day" }, /each of shop, day: write `groups: \["shop","day"\]`$/],
    [{ time: "day" }, /after "day".*: expected at least 3 different times, got 2$/],
    [{ groups: "order", time: "day" }, /by "order" and "day" at once/],
    [{ groups: "returned" }, /it is a target already$/],
  ];
  for (const [options, message] of refusals) {
    const error = await assertRejects(
      () => TableModel.fit(rows, { target: "returned", ...SHORT, ...options }),
      RangeError,
    );
    assertMatch(error.message, message);
  }
  const named = { target: "returned", splitBy: "order" } as const;
  const hint = 'Cannot train on a table with the option "splitBy": expected `groups`';
  await assertRejects(() => TableModel.fit(rows, named), TypeError, hint);
});

Deno.test("an evaluation names classes, and counts the rows that it leaves out", async () => {
  const rows = Array.from({ length: 40 }, (_, k) => ({ x: k, y: k % 4, class: k > 19 }));
  const model = await TableModel.fit(rows, { target: "class", epochs: 100, hidden: [8], folds: 0 });
  const label: boolean | undefined = model.predict({ x: 2, y: 3 }).label;
  assertEquals(label, false);
  const { confusion, correct, size, accuracy, withoutTarget, withoutPrediction } = model.evaluate([
    ...rows,
    { x: 2, y: 1 },
    { x: Infinity, y: 1, class: true },
  ]);
  assertEquals([size, withoutTarget, withoutPrediction], [40, 1, 1]);
  assertEquals(confusion!["true"]!["true"]! + confusion!["false"]!["false"]!, correct);
  assertEquals(accuracy, correct! / size);
  assertEquals(Object.keys(confusion!["false"]!), ["false", "true"]);
});

Deno.test("columns are those of all rows, in the order in which they appear", async () => {
  const names = ["__proto__", "b", "", "a"];
  const rows = Array.from({ length: 60 }, (_, k) => {
    const row = names.slice(0, 1 + k % 4).map((name) => [name, (k * 7) % 13 + name.length]);
    return { ...Object.fromEntries(row), t: k % 3 === 0 ? "u" : "v" };
  });
  const model = await TableModel.fit(rows, { target: "t", ...SHORT, folds: 0 });
  assertEquals(model.table.columns.map(({ name }) => name), names);
  assertEquals(TableModel.load(model.save()).predict(rows), model.predict(rows));
});

Deno.test("a program hears of epochs and warnings, and ends training", async () => {
  const rows = Array.from({ length: 40 }, (_, k) => ({ x: k, id: `n${k}`, y: k / 3 }));
  const numbers: number[] = [];
  const warnings: string[] = [];
  let done = 0;
  const options: TableFitOptions<"y"> = {
    target: "y",
    ...SHORT,
    onEpoch: ({ number, validation }) => {
      assert(validation.cost > 0);
      numbers.push(number);
    },
    onWarning: (warning) => warnings.push(warning),
    onProgress: () => done++,
  };
  for (const folds of [0, 3]) await TableModel.fit(rows, { ...options, folds });
  assertEquals(numbers, [1, 2, 1, 2]);
  assert(warnings.some((warning) => warning.includes('"id"')), warnings.join("\n"));
  assert(done > 2);
  for (const folds of [0, 3]) {
    const controller = new AbortController();
    const onEpoch = () => controller.abort(new Error("enough"));
    const ended = { ...options, folds, epochs: 1000, onEpoch, signal: controller.signal };
    await assertRejects(() => TableModel.fit(rows, ended), Error, "enough");
  }
});
