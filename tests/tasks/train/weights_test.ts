/** Weights of rows: what a row counts in training, and in every metric. */

import { assert, assertAlmostEquals, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { parseSafetensors } from "../../../lib/formats/safetensors.ts";
import { TableModel } from "../../../lib/table/mod.ts";
import { weightsSha256 as modelHash } from "../../../mod.ts";
import { trainOnTable } from "../../../packages/page/table_training.ts";
import type { TableSettings } from "../../../packages/page/messages.ts";
import { done, jsonOf } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { assertFails } from "./train_in.ts";
import { QUICK_TESTS } from "../../helpers/long.ts";

const test = testsWith("read", "write", "run");

const QUICK = ["--no-report", "--set", "hidden=[8]"];

/** 240 rows whose answer is in `a`; each stands there a second time with the other answer and weight 0. */
const CONTRADICTED = [
  "a,b,w,y",
  ...Array.from({ length: 240 }, (_, k) => {
    const a = k * 37 % 101 / 10;
    const [right, wrong] = a > 5 ? ["yes", "no"] : ["no", "yes"];
    const b = k * 53 % 97 / 10;
    return `${a},${b},${1 + k % 3},${right}\n${a},${b},0,${wrong}`;
  }),
  "",
].join("\n");

async function written(folder: string, text: string, name = "rows.csv"): Promise<string> {
  const csv = join(folder, name);
  await Deno.writeTextFile(csv, text);
  return csv;
}

const summaryOf = async (run: string) =>
  JSON.parse(await Deno.readTextFile(join(run, "summary.json")));

for (const [folds, epochs] of [["5", 8], ["0", 80]] as const) {
  test(`rows of weight 0 decide nothing, with ${folds} folds`, {
    ignore: QUICK_TESTS && folds === "5",
  }, async ({ path: folder }) => {
    const csv = await written(folder, CONTRADICTED);
    const table = [
      "--csv",
      csv,
      "--target",
      "y",
      "--runs",
      folder,
      "--folds",
      folds,
      "--set",
      `epochs=${epochs}`,
    ];
    await done("train", ...table, ...QUICK, "--name", "without", "--without", "w");
    await done("train", ...table, ...QUICK, "--name", "with", "--weights", "w");
    const [before, after] = [
      await summaryOf(join(folder, "without")),
      await summaryOf(join(folder, "with")),
    ];
    assert(before.validation.accuracy < 0.6, "half of the rows contradict the others");
    assert(after.validation.accuracy > 0.9, JSON.stringify(after.validation));
    assertEquals(after.weights, "w");
    const { dataset } = JSON.parse(await Deno.readTextFile(join(folder, "with", "config.json")));
    assertEquals(dataset.weights, "w");
    await done("verify", join(folder, "with"));
  });
}

/** 90 rows of noise, with weights that differ much. */
const NOISY = [
  "a,b,w,y",
  ...Array.from({ length: 90 }, (_, k) => {
    const [a, noise] = [k * 37 % 101 / 10, k * 71 % 89 / 89];
    return `${a},${k * 53 % 97 / 10},${k * 29 % 7 / 2},${a + 6 * noise > 8 ? "yes" : "no"}`;
  }),
  "",
].join("\n");

test("the page and the library train to the command's hash, and weigh metrics as it does", async ({ path: folder }) => {
  const csv = await written(folder, NOISY);
  const words = [
    "--csv",
    csv,
    "--target",
    "y",
    "--weights",
    "w",
    "--runs",
    folder,
    "--split=random",
  ];
  const short = ["--folds", "auto", "--no-report", "--set", "epochs=150"]; // the page's
  await done("train", ...words, ...short);
  const { weightsSha256, validation: tested } = await summaryOf(join(folder, "rows"));
  const settings: TableSettings = {
    target: "y",
    without: [],
    kind: undefined,
    gaps: "category" as const,
    weights: "w",
    seed: 1,
  };
  let hash: string | undefined;
  await trainOnTable(
    new File([NOISY], csv),
    settings,
    new AbortController().signal,
    (report) => {
      if (report.kind !== "ended") return;
      hash = report.network!.weightsSha256;
      const config = JSON.parse(parseSafetensors(report.network!.file).metadata["config"]!);
      const dataset = { csv, target: "y", gaps: "category", weights: "w", as: {} };
      assertEquals(JSON.stringify(config.dataset), JSON.stringify(dataset));
    },
  );
  assertEquals(hash, weightsSha256);
  const model = await TableModel.fit(NOISY, { target: "y", weights: "w", gaps: "category" });
  assertEquals(model.table.columns.map(({ name }) => name), ["a", "b"], "weights are no input");
  assertEquals(await modelHash(model.network), weightsSha256);
  assertEquals(model.outOfFold!.weights, "w");
  assertEquals(model.outOfFold!.accuracy, tested.accuracy);
  const [header, ...lines] = NOISY.trimEnd().split("\n").map((line) => line.split(","));
  const rows = lines.map((cells) => Object.fromEntries(cells.map((cell, k) => [header![k], cell])));
  const { accuracy, weights, correct } = model.evaluate(rows);
  const answers = model.predict(rows);
  const [right, all] = rows.reduce(([right, all], { w, y }, k) => [
    right + (answers[k]!.label === y ? Number(w) : 0),
    all + Number(w),
  ], [0, 0]);
  assertAlmostEquals(accuracy!, right / all, 1e-12);
  assertEquals(weights, "w");
  const alike = model.evaluate(rows.map(({ w: _, ...row }) => row));
  assertEquals([alike.weights, alike.accuracy], [undefined, correct! / 90]);
  const wrong = rows.map((row, k) => k === 4 ? { ...row, w: "-1" } : row);
  assertThrows(() => model.evaluate(wrong), SyntaxError, 'the weight "-1" on line 5, column "w"');
});

test("new rows are weighted where they have the column, and the result states so", async ({ path: folder }) => {
  const csv = await written(folder, NOISY);
  const words = [
    "--csv",
    csv,
    "--target",
    "y",
    "--weights",
    "w",
    "--runs",
    folder,
    "--split=random",
  ];
  await done("train", ...words, ...QUICK, "--folds", "0", "--set", "epochs=20");
  const run = join(folder, "rows");
  const rows = NOISY.trimEnd().split("\n");
  const doubled = rows.flatMap((row, k) => {
    const [a, b, , y] = row.split(",");
    return k === 0 ? ["a,b,y"] : Array.from({ length: k % 3 }, () => `${a},${b},${y}`);
  });
  const weighed = rows.map((row, k) => {
    const [a, b, , y] = row.split(",");
    return [a, b, k === 0 ? "w" : k % 3, y].join(",");
  });
  const [twice, once] = [
    await written(folder, doubled.join("\n"), "twice.csv"),
    await written(folder, weighed.join("\n"), "once.csv"),
  ];
  const [one, other] = [
    await jsonOf("evaluate", run, "--learned", "--csv", twice),
    await jsonOf("evaluate", run, "--learned", "--csv", once),
  ];
  for (
    const key of ["accuracy", "cost", "balancedAccuracy", "macroF1", "auc", "averagePrecision"]
  ) {
    assertAlmostEquals(other[key], one[key], 1e-9, `a row of weight 2 counts twice in ${key}`);
  }
  const { stdout } = await done("evaluate", run, "--learned", "--csv", once);
  assertMatch(stdout, /Metrics are weighted by "w"\./);
  const without = await done("evaluate", run, "--learned", "--csv", twice);
  assertMatch(without.stdout, /not weighted: the column of weights, "w", is missing\./);
  await done("predict", run, twice);
  const bad = await written(folder, weighed.with(7, "1,2,,no").join("\n"), "bad.csv");
  const failed = await runHere(["evaluate", run, "--csv", bad]);
  assertFails(failed, 1, /the weight on line 8, column "w", is missing: .* got ""$/m);
});

test("weights that cannot be used are refused with the row and the value", async ({ path: folder }) => {
  const rows = NOISY.trimEnd().split("\n");
  const cases: [string, RegExp][] = [
    ["-0.5", /the weight "-0.5" on line 6, column "w", is not a number from 0 up$/m],
    ["heavy", /the weight "heavy" on line 6, column "w", is not a number from 0 up$/m],
    ["", /the weight on line 6, column "w", is missing: expected a number from 0 up, got ""$/m],
  ];
  for (const [weight, message] of cases) {
    const csv = await written(folder, rows.with(5, `1,2,${weight},no`).join("\n"));
    const words = [
      "--csv",
      csv,
      "--target",
      "y",
      "--weights",
      "w",
      "--runs",
      folder,
      "--split=random",
    ];
    assertFails(await runHere(["train", ...words]), 1, message);
  }
  const none = rows.map((row, k) => k === 0 ? row : row.replace(/,[\d.]+,(\w+)$/, ",0,$1"));
  const csv = await written(folder, none.join("\n"));
  const words = ["--csv", csv, "--target", "y", "--runs", folder, "--split=random"];
  const all = await runHere(["train", ...words, "--weights", "w"]);
  assertFails(all, 1, /all weights in the column "w" are 0, expected some above 0$/m);
  const strange = await runHere(["train", ...words, "--weights", "v"]);
  assertFails(strange, 1, /Cannot find the column "v" in /);
  const images = await runHere(["train", "--idx", folder, "--weights", "w", "--runs", folder]);
  assertFails(images, 2, /Cannot use --weights without a table: expected --csv FILE/);
});

test(
  "a sweep trains the run that train does, and counts rows by weight",
  { ignore: QUICK_TESTS },
  async ({ path: folder }) => {
    const csv = await written(folder, NOISY);
    const words = ["--csv", csv, "--target", "y", "--weights", "w", "--split=random"];
    const out = join(folder, "sweep");
    const few = ["--trials", "2", "--set", "config.epochs=2", "--processes", "1"];
    await done("sweep", ...words, ...few, "--out", out, "--no-report");
    const { config } = JSON.parse(await Deno.readTextFile(join(out, "sweep.json")));
    assertEquals(config.dataset.weights, "w");
    for await (const { name } of Deno.readDir(join(out, "trials"))) {
      const run = join(out, "trials", name);
      const trial = await summaryOf(run);
      assertEquals(trial.weights, "w");
      const config = ["--config", join(run, "config.json"), "--name", name];
      await done("train", ...config, "--no-report", "--runs", folder);
      const trained = await summaryOf(join(folder, name));
      assertEquals(trained.weightsSha256, trial.weightsSha256);
      assertEquals(trained.validation, trial.validation);
    }
  },
);
