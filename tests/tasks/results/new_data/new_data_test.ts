/** A run on new labelled data: its metrics beside those of the test, drift where it was planted, and the floor. */

import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { gzipSync } from "node:zlib";
import { join } from "@std/path";
import { parseDistributions } from "../../../../lib/measure/drift/distributions.ts";
import { formatNpz } from "../../../../lib/formats/npz.ts";
import { parseSafetensors } from "../../../../lib/formats/safetensors.ts";
import { RandomStream } from "../../../../lib/numerics/random.ts";
import { berriesTable, parcelsTable } from "../../../helpers/draw_tables.ts";
import { patientsTable, sensorTable } from "../../../helpers/draw_related_tables.ts";
import { drawSet } from "../../../helpers/draw_pictures.ts";
import { QUICK_TESTS } from "../../../helpers/long.ts";
import { done, jsonOf, refused } from "../../../helpers/outcomes.ts";
import { runHere } from "../../../helpers/run_here.ts";
import { CONVERTED, writeParquet } from "../../../helpers/write_parquet.ts";
import { writeXlsx } from "../../../helpers/write_xlsx.ts";
import { testsWith } from "../../../helpers/tests_with.ts";
import { copyOld, oldPath } from "../../../old_runs/old_runs.ts";

const test = testsWith("read", "write", "run");

const utf8 = (text: string) => new TextEncoder().encode(text);

const SHORT = ["--no-report", "--set", "epochs=8"];

/** A table's rows from one to another, with its head. */
function rowsOf(table: string, from: number, to?: number): string[] {
  const [head, ...rows] = table.trim().split("\n");
  return [head!, ...rows.slice(from, to)];
}

async function write(path: string, lines: readonly string[]): Promise<string> {
  await Deno.writeTextFile(path, `${lines.join("\n")}\n`);
  return path;
}

/** Trains on the first 400 rows of a table of 600. */
async function trainedOn(
  folder: string,
  table: string,
  target: string,
  ...more: string[]
): Promise<string> {
  const path = await write(join(folder, "table.csv"), rowsOf(table, 0, 400));
  const without = table.startsWith("number") ? ["--without", "number"] : [];
  const words = ["--csv", path, "--target", target, "--runs", folder, ...without, "--split=random"];
  await done("train", ...words, ...SHORT, ...more);
  return join(folder, "table");
}

const evaluated = (...words: string[]) => jsonOf("evaluate", ...words);

test("rows like the training data do not drift, and their metrics are those of predict", async ({ path: folder }) => {
  const table = berriesTable(600);
  const run = await trainedOn(folder, table, "taste");
  const lines = rowsOf(table, 400);
  const next = await write(join(folder, "next.csv"), lines);
  const page = join(folder, "next.html");
  const { stdout, stderr } = await done("evaluate", run, "--csv", next, "--out", page);
  assertMatch(stdout, /^On new data: next\.csv$/m);
  for (const name of ["accuracy", "balanced accuracy", "macro F1", "log loss"]) {
    assertMatch(stdout, new RegExp(`^${name} +[\\d.]+( %)? \\(.*\\) +[\\d.]+( %)? \\(.*\\)$`, "m"));
  }
  assertMatch(
    stdout,
    /^Not measurably different from the test of training: .* points of accuracy \(95 % interval /m,
  );
  assertMatch(stdout, /^Confusion matrix/m);
  assertMatch(stdout, /^No column has drifted beyond chance\.$/m);
  assertMatch(stderr, /next\.html$/m);
  const html = await Deno.readTextFile(page);
  assert(
    !/<script|https?:\/\/(?!www\.w3\.org)/.test(html) && html.includes("Drift since training"),
  );
  await done("evaluate", run, "--csv", next, "--out", page); // over its own page

  const result = await evaluated(run, "--csv", next);
  const { rows }: { rows: { prediction: string; row: { taste: string } }[] } = await jsonOf(
    "predict",
    run,
    next,
  );
  const right = rows.filter(({ prediction, row }) => prediction === row.taste).length;
  assertEquals([result.correct, result.accuracy], [right, right / 200]);
  assertEquals(result.metric.now.value, right / 200);
  const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
  assertEquals(result.metric.then, summary.truth.test);
  const metricsOf = (found: typeof result) =>
    Object.fromEntries(
      found.metrics.map(({ name, ...pair }: { name: string }) => [name, pair]),
    );
  const { accuracy, auc, averagePrecision, logLoss, balancedAccuracy, macroF1 } = metricsOf(result);
  assertEquals(accuracy, { now: result.metric.now, then: summary.truth.test });
  assertEquals(
    [auc, averagePrecision, balancedAccuracy, macroF1].map(({ now }) => now.value.toFixed(12)),
    [result.auc, result.averagePrecision, result.balancedAccuracy, result.macroF1]
      .map((value) => value.toFixed(12)), // the curves add in another order
  );
  const tested = await evaluated(run);
  assertAlmostEquals(auc.then.value, tested.auc, 1e-12);
  assertAlmostEquals(macroF1.then.value, tested.macroF1, 1e-12);
  assertAlmostEquals(logLoss.then.value, summary.truth.cost, 1e-9);
  assertEquals([result.rows.all, result.rows.judged], [200, 200]);
  for (const { psi, reading } of [...result.drift.columns, ...result.drift.answers]) {
    assert(psi < 0.1 && reading === "none", `${psi}`);
  }

  // By any other way to the same rows.
  const moved = await write(
    join(folder, "moved.csv"),
    lines.map((line) => {
      const [number, size, color, taste] = line.split(",");
      return [taste, color, "x", size, number].join(";");
    }),
  );
  const other = await evaluated(run, "--csv", moved);
  assertEquals([other.accuracy, other.drift], [result.accuracy, result.drift]);
  const rowsThere = lines.slice(1).map((line) => {
    const [number, size, color, taste] = line.split(",");
    return { number: Number(number), size: Number(size), color: color!, taste: taste! };
  });
  const numbersOf = (name: "number" | "size") =>
    ({ name, type: "INT32", values: [rowsThere.map((row) => row[name])] }) as const;
  const textsOf = (name: "color" | "taste") => ({
    name,
    type: "BYTE_ARRAY" as const,
    converted: CONVERTED.UTF8,
    values: [rowsThere.map((row) => row[name])],
  });
  const files: Readonly<Record<string, Uint8Array>> = {
    "next.jsonl": utf8(rowsThere.map((row) => JSON.stringify(row)).join("\n")),
    "next.csv.gz": gzipSync(utf8(lines.join("\n"))),
    "next.xlsx": writeXlsx({
      A: [Object.keys(rowsThere[0]!), ...rowsThere.map((row) => Object.values(row))],
    }),
    "next.parquet": writeParquet([
      numbersOf("number"),
      numbersOf("size"),
      textsOf("color"),
      textsOf("taste"),
    ]),
  };
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(join(folder, name), bytes);
    const found = await evaluated(run, "--table", join(folder, name));
    assertEquals([found.metrics, found.drift], [result.metrics, result.drift], name);
  }
  const [one, two] = [lines.slice(0, 90), [lines[0]!, ...lines.slice(90)]];
  const parts = [
    await write(join(folder, "a.csv"), one),
    await write(join(folder, "b.csv"), two),
  ].flatMap((path) => ["--table", path]);
  assertEquals((await evaluated(run, ...parts)).drift, result.drift);
  const weights = await evaluated(join(run, "weights.safetensors"), "--csv", next);
  assertEquals([weights.drift, weights.metric.then], [result.drift, result.metric.then]);

  // Without the data that it learned from the run's files have some metrics of its test.
  const away = join(folder, "away.csv");
  await Deno.rename(join(folder, "table.csv"), away);
  const alone = metricsOf(await evaluated(run, "--csv", next));
  assertEquals([alone.accuracy, alone.auc.then], [accuracy, auc.then]);
  assertEquals([alone.logLoss.then, alone.macroF1.then], [logLoss.then, null]);
  const text = await done("evaluate", run, "--csv", next);
  assertMatch(text.stdout, /^The run's files contain only some of its test metrics; /m);
  await Deno.rename(away, join(folder, "table.csv"));

  // The training file means what it means without a name.
  const copy = join(folder, "copy.csv");
  await Deno.copyFile(join(folder, "table.csv"), copy);
  assertEquals(await evaluated(run, "--csv", copy), await evaluated(run));
  const wrong = /--out is for data that the run did not learn from; `deno task report`/;
  await refused(["evaluate", run, "--out", page], wrong, 2);
});

test("drift is found where it was planted, and rows without label or prediction are counted", async ({ path: folder }) => {
  const table = berriesTable(600);
  const run = await trainedOn(folder, table, "taste");
  const next = await write(
    join(folder, "next.csv"),
    rowsOf(table, 400).map((line, k) => {
      if (k === 0) return line;
      const [number, size, color, taste] = line.split(",");
      const shifted = k % 20 === 3 ? "large" : k % 10 === 4 ? "" : Number(size) + 30;
      const label = k % 40 === 1 ? "" : k % 20 === 2 ? "bitter" : taste;
      return [number, shifted, k % 5 === 0 ? "green" : color, label].join(",");
    }),
  );
  const result = await evaluated(run, "--csv", next);
  assertEquals(result.rows, {
    all: 200,
    withoutLabel: 5,
    unknownClass: 10,
    withoutPrediction: 10,
    judged: 175,
    novel: result.drift.novel,
    unknownClasses: ["bitter"],
  });
  assertEquals(result.size, 175);
  assertEquals(result.metric.now.value, result.correct / 195, "those without an answer are wrong");
  const of = (name: string) =>
    result.drift.columns.find((column: { name: string }) => column.name === name);
  const [size, color] = [of("size"), of("color")];
  assert(size.reading === "large" && size.psi > 0.25);
  assertEquals([size.now.missing, size.now.unread, size.then.missing], [0.1, 0.05, 0]);
  assertEquals([color.reading, color.now.unread, color.then.unread], ["large", 0.2, 0]);
  assert(result.drift.novel > 0);
  assertEquals(result.drift.unanswered, 10);

  const text = await runHere(["evaluate", run, "--csv", next, "--floor", "0.99"]);
  assertEquals(text.code, 1);
  assertMatch(text.stderr, /^error: Accuracy \d\d\.\d\d % is below the floor of 99\.00 %\n$/);
  assertMatch(text.stdout, /10 of a class that the model did not learn \("bitter"\), 10 without a/);
  assertMatch(text.stdout, /^Most rows without a prediction fail by "size": 10 rows\.$/m);
  assertMatch(text.stdout, /^Drifted: "size", "color"/m);
  assertEquals((await runHere(["evaluate", run, "--csv", next, "--floor", "0.1"])).code, 0);
  const asked = /--floor: expected an accuracy from 0 to 1, or an R² of at most 1, got/;
  await refused(["evaluate", run, "--csv", next, "--floor", "90"], asked, 2);
  // The floor holds for the run's data, too.
  assertEquals((await runHere(["evaluate", run, "--floor", "1"])).code, 1);
  assertEquals((await evaluated(run, "--floor", "0.1")).floor, { least: 0.1, holds: true });
  // So does that of every other metric that is printed; of losses it is the most.
  const floors = ["auc=0.1", "logLoss=9", "cost=9", "macroF1=0.2", "averagePrecision=0.1"];
  for (const data of [[], ["--csv", next]]) {
    const words = floors.flatMap((floor) => ["--floor", floor]);
    const { checks, auc } = await evaluated(run, ...data, ...words);
    assertEquals(checks.map(({ outcome }: { outcome: string }) => outcome), Array(5).fill("ok"));
    const area = `AUC ${auc.toFixed(4)}, at least 0.1000`;
    assertEquals(checks[0].text, area);
    assertMatch(checks[1].text, /^Log loss \d\.\d+, at most 9$/);
    const high = await runHere(["evaluate", run, ...data, "--floor", "cost=0", "--floor", "r2=0"]);
    assertEquals(high.code, 1);
    assertMatch(
      high.stderr,
      /^error: Cost \d\.\d+ is above the limit of 0; There is no R² to hold against the floor of 0\.0000\n$/,
    );
    assertMatch(high.stdout, /^FAILED {2}Cost \d\.\d+ is above the limit of 0$/m);
  }
  const learned = /^error: --against is for the data that the run learned from\n$/;
  await refused(["evaluate", run, "--csv", next, "--against", run], learned, 2);
  const itself = await evaluated(run, "--against", run);
  assertEquals(itself.checks[0].outcome, "ok");
  assertEquals((await runHere(["evaluate", run, run, "--against", run])).code, 2);
});

test("quantities have R² with its interval, errors in their unit and drift", async ({ path: folder }) => {
  const table = parcelsTable(600);
  const run = await trainedOn(folder, table, "price");
  const next = await write(join(folder, "next.csv"), rowsOf(table, 400));
  const result = await evaluated(run, "--csv", next);
  const { rows }: { rows: { prediction: { price: number }; row: { price: string } }[] } =
    await jsonOf("predict", run, next);
  const errors = rows.map(({ prediction, row }) => prediction.price - Number(row.price));
  const mae = errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length;
  assertAlmostEquals(result.mae, mae, 1e-4 * mae);
  assertEquals(result.metric.name, "r2");
  assertAlmostEquals(result.metric.now.value, result.r2, 1e-6);
  assert(result.metric.now.low < result.r2 && result.r2 < result.metric.now.high);
  const [price] = result.drift.answers;
  assertEquals([price.name, price.kind, price.reading], ["price", "number", "none"]);
  const below = await runHere(["evaluate", run, "--csv", next, "--floor", "1"]);
  assertEquals(below.code, 1);
  assertMatch(below.stderr, /^error: R² 0\.\d{4} is below the floor of 1\.0000\n$/);
  const text = await done("evaluate", run, "--csv", next, "--out", join(folder, "a.html"));
  assertMatch(text.stdout, /^mean absolute error +[\d.]+ \(.*\) +[\d.]+ \(.*\)$/m);
});

test("the file holds the distributions; verify makes them again, and without them metrics stay", {
  ignore: QUICK_TESTS,
}, async ({ path: folder }) => {
  const table = berriesTable(600);
  const run = await trainedOn(folder, table, "taste", "--folds", "5");
  const bytes = await Deno.readFile(join(run, "weights.safetensors"));
  const text = parseSafetensors(bytes).metadata["distributions"]!;
  const { columns, answers, rows } = parseDistributions({ distributions: text })!;
  assertEquals(columns.map(({ name }) => name), ["size", "color"]);
  assertEquals([rows, answers[0]!.levels], [400, ["sour", "sweet"]]);
  assert(text.length < 1500, `${text.length} bytes`);
  const { stdout } = await done("verify", run);
  assertMatch(stdout, /distributions in weights\.safetensors, made again/);
  // A file without them: the key has another name, of as many bytes.
  const without = join(folder, "without");
  await Deno.mkdir(without);
  for await (const { name } of Deno.readDir(run)) {
    await Deno.copyFile(join(run, name), join(without, name));
  }
  const start = new TextDecoder("latin1").decode(bytes).indexOf('"distributions"');
  bytes.set(new TextEncoder().encode('"distributionz"'), start);
  await Deno.writeFile(join(without, "weights.safetensors"), bytes);
  const next = await write(join(folder, "next.csv"), rowsOf(table, 400));
  const result = await evaluated(without, "--csv", next);
  assertEquals(result.drift, null);
  assertEquals(result.accuracy, (await evaluated(run, "--csv", next)).accuracy);
  const shown = await done(
    "evaluate",
    without,
    "--csv",
    next,
    "--out",
    join(folder, "without.html"),
  );
  assertMatch(
    shown.stdout,
    /^Drift is not known: .* Models of the catalogue's data sets never do\.$/m,
  );
});

test("pictures have answers, novelty and brightness", {
  ignore: QUICK_TESTS,
}, async ({ path: folder }) => {
  const [old, next] = [join(folder, "old"), join(folder, "next")];
  await drawSet(old, { each: 30, seed: 1 });
  await drawSet(next, { each: 8, seed: 1000 });
  await done("train", "--images", old, "--runs", folder, "--name", "run", ...SHORT);
  const run = join(folder, "run");
  const pictures = await evaluated(run, "--images", next);
  assertEquals(pictures.drift.columns.map(({ name }: { name: string }) => name), ["brightness"]);
  assertEquals([pictures.size, pictures.drift.answers[0].levels.length], [pictures.rows.all, 3]);

  // Pictures of a class that it did not learn are counted, and wrong.
  await Deno.rename(join(next, "ring"), join(next, "wheel"));
  const { rows, metric, correct, size } = await evaluated(run, "--images", next);
  assertEquals([rows.unknownClass, rows.unknownClasses, size], [8, ["wheel"], 16]);
  assertEquals(metric.now.value, correct / 24);
  for (const name of ["bar", "cross"]) await Deno.remove(join(next, name), { recursive: true });
  await Deno.rename(join(next, "wheel"), join(next, "hoop"));
  await Deno.mkdir(join(next, "arc"));
  await Deno.copyFile(join(next, "hoop", "0.png"), join(next, "arc", "0.png"));
  const none = /none can be judged: 9 of classes .* such as "arc"; its classes are bar, /;
  await refused(["evaluate", run, "--images", next], none);
});

/** A file of bytes in the format of MNIST. */
function idxFile(shape: readonly number[], byte: (k: number) => number): Uint8Array {
  const lengths = shape.flatMap((length) => [0, 0, length >> 8, length & 255]);
  const size = shape.reduce((product, length) => product * length, 1);
  return Uint8Array.from([0, 0, 8, shape.length, ...lengths, ...Array(size).keys().map(byte)]);
}

test("a folder that has test files alone is new data, of a run on MNIST too", async ({ path: folder }) => {
  for (const [name, side] of [["idx", 6], ["digits", 28]] as const) {
    const [run, data] = [await copyOld(`runs/${name}`, folder), join(folder, `${name}_data`)];
    await Deno.mkdir(data);
    const images = idxFile([30, side, side], (k) => k * 37 % 256);
    await Deno.writeFile(join(data, "t10k-images-idx3-ubyte"), images);
    await Deno.writeFile(join(data, "t10k-labels-idx1-ubyte"), idxFile([30], (k) => k % 2));
    const { rows, drift, metric } = await evaluated(run, "--idx", data);
    assertEquals([rows.all, rows.judged, metric.name], [30, 30, "accuracy"]);
    assertEquals(drift === null, name === "digits"); // the catalogue's data sets have no distributions
  }
});

/** An NPZ file of points, each with its answer, or its answers. */
function points(count: number, seed: number, answer: (x: number, y: number) => number | number[]) {
  const random = new RandomStream(seed, "data");
  const inputs = Float32Array.from({ length: 2 * count }, () => 2 * random.uniform() - 1);
  const answers = Float64Array.from(
    Array.from({ length: count }, (_, k) => answer(inputs[2 * k]!, inputs[2 * k + 1]!)).flat(),
  );
  const width = answers.length / count;
  const shape = width === 1 ? [count] : [count, width];
  return formatNpz([
    ["x", { dtype: "F32", shape: [count, 2], bytes: new Uint8Array(inputs.buffer) }],
    ["y", { dtype: "F64", shape, bytes: new Uint8Array(answers.buffer) }],
  ]);
}

test("arrays have answers and novelty, quantities in the scale of the training data", async ({ path: folder }) => {
  const file = async (name: string, bytes: Uint8Array) => {
    await Deno.writeFile(join(folder, name), bytes);
    return join(folder, name);
  };
  const amount = (x: number, y: number) => 1000 + 300 * x + 100 * y;
  const old = await file("old.npz", points(300, 1, amount));
  const sets = ["epochs=80", "learningRate=0.01"].flatMap((key) => ["--set", key]);
  await done("train", "--npz", old, "--runs", folder, "--no-report", ...sets);
  const run = join(folder, "old");
  const like = await evaluated(run, "--npz", await file("like.npz", points(90, 2, amount)));
  assertEquals([like.rows.judged, like.drift.columns, like.metric.name], [90, [], "r2"]);
  assert(like.r2 > 0.9, `${like.r2}`);
  assertEquals(like.drift.answers[0].reading, "none");
  const off = await file("off.npz", points(90, 2, (x, y) => amount(x, y) + 500));
  assertAlmostEquals((await evaluated(run, "--npz", off)).mae, 500, 30);
  const copy = await file("copy.npz", await Deno.readFile(old));
  assertEquals(await evaluated(run, "--npz", copy), await evaluated(run));

  const both = (x: number, y: number) => [x, y].map((one) => one > 0.2 ? 1 : 0);
  const labels = await file("labels.npz", points(200, 5, both));
  await done("train", "--npz", labels, "--runs", folder, ...SHORT);
  const newer = await file("l.npz", points(60, 6, both));
  const many = await evaluated(join(folder, "labels"), "--npz", newer);
  assertEquals(many.drift.answers.map(({ levels }: { levels: string[] }) => levels), [
    ["yes", "no"],
    ["yes", "no"],
  ]);
  const metricNames = many.metrics.map(({ name, then }: { name: string; then: object }) =>
    then && name
  );
  assertEquals(metricNames, ["accuracy", "macroF1", "hammingLoss", "logLoss"]);

  const half = (x: number) => x > 0 ? 1 : 0;
  const classes = await file("classes.npz", points(200, 3, half));
  await done("train", "--npz", classes, "--runs", folder, ...SHORT);
  const next = await file("next.npz", points(60, 4, half));
  const found = await evaluated(join(folder, "classes"), "--npz", next);
  assertEquals([found.size, found.drift.answers[0].levels], [60, ["0", "1"]]);
  const third = await file("third.npz", points(60, 4, (x) => x > 0.5 ? 2 : half(x)));
  const { rows, metric, correct } = await evaluated(join(folder, "classes"), "--npz", third);
  assertEquals([rows.all, rows.unknownClasses, rows.judged + rows.unknownClass], [60, ["2"], 60]);
  assertEquals(metric.now.value, correct / 60);
});

test("a run's data that was moved is not new data", async ({ path: folder }) => {
  const idx = await copyOld("runs/idx", folder);
  const { rows } = await evaluated(idx, "--idx", oldPath("data/idx"));
  assertEquals(rows, undefined);
});

test("of a run that was split by groups the new rows' groups count, where the file has them", async ({ path: folder }) => {
  const [head, ...lines] = patientsTable(160).trim().split("\n");
  const ofPatients = (from: number, to: number) => [
    head!,
    ...lines.filter((line) => {
      const patient = Number(/^P(\d+)/.exec(line)![1]);
      return patient >= from && patient < to;
    }),
  ];
  const path = await write(join(folder, "visits.csv"), ofPatients(0, 100));
  const words = ["--csv", path, "--target", "sick", "--split-by", "patient", "--runs", folder];
  await done("train", ...words, ...SHORT, "--set", "epochs=2");
  const run = join(folder, "visits");
  const next = await write(join(folder, "next.csv"), ofPatients(100, 160));
  const named = await evaluated(run, "--csv", next);
  const nameless = await write(
    join(folder, "nameless.csv"),
    ofPatients(100, 160).map((line) => line.replace(/^[^,]*,/, "")),
  );
  const counted = await evaluated(run, "--csv", nameless);
  assertEquals(named.metric.now.value, counted.metric.now.value);
  const widthOf = ({ low, high }: { low: number; high: number }) => high - low;
  for (const [k, { name, now }] of named.metrics.entries()) {
    assert(widthOf(now) > 1.5 * widthOf(counted.metrics[k].now), name);
  }
  assertMatch(
    (await done("evaluate", run, "--csv", next)).stdout,
    /^Rows that belong together count as one: intervals are based on 60 groups by "patient", not on 720 rows\.$/m,
  );
  assertMatch(
    (await done("evaluate", run, "--csv", nameless)).stdout,
    /^Training was split by "patient", but "patient" is not here: intervals are based on rows, and too short if rows belong together\.$/m,
  );
  // A row of a class that it did not learn is wrong, in its group; few groups have no interval.
  const other = ofPatients(100, 160).map((line, k) =>
    k % 5 === 1 ? line.replace(/[^,]*$/, "perhaps") : line
  );
  const strict = await evaluated(run, "--csv", await write(join(folder, "other.csv"), other));
  assert(widthOf(strict.metric.now) > 1.5 * widthOf(counted.metric.now));
  const few = await write(join(folder, "few.csv"), ofPatients(100, 106));
  const { metric } = await evaluated(run, "--csv", few);
  assertEquals([metric.now.low, metric.difference], [null, null]);
  assertMatch(
    (await done("evaluate", run, "--csv", few)).stdout,
    /^On the new data accuracy, .* have no interval: expected at least 10 groups of rows, got 6\.$/m,
  );
});

test("of a run that was split after a time the new rows' blocks of time count", async ({ path: folder }) => {
  const rows = sensorTable().trim().split("\n");
  const path = await write(join(folder, "hours.csv"), rows.slice(0, 1001));
  const words = ["--csv", path, "--target", "power", "--split-after", "time", "--runs", folder];
  await done("train", ...words, ...SHORT, "--set", "epochs=2");
  const next = await write(join(folder, "next.csv"), [rows[0]!, ...rows.slice(1001)]);
  assertMatch(
    (await done("evaluate", join(folder, "hours"), "--csv", next)).stdout,
    /^Rows that belong together count as one: intervals are based on 12 blocks of time by "time", not on 500 rows\.$/m,
  );
});
