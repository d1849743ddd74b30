/** The metric that is meant: it decides what a run is judged by, in training and after it, and is refused where it does not fit. */

import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { berriesTable, parcelsTable } from "../../helpers/draw_tables.ts";
import { done, jsonOf, refused } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { QUICK_TESTS } from "../../helpers/long.ts";

const test = testsWith("read", "write", "run");

const QUICK = [
  "--no-report",
  "--folds",
  "5",
  ...["epochs=6", "hidden=[8]"].flatMap((change) => ["--set", change]),
];

async function written(folder: string, name: string, text: string): Promise<string> {
  const csv = join(folder, name);
  await Deno.writeTextFile(csv, text);
  return csv;
}

const summaryOf = async (run: string) =>
  JSON.parse(await Deno.readTextFile(join(run, "summary.json")));

/** Noise, of which a tenth of the rows are of a class. */
function rareTable(): string {
  const random = new RandomStream(3, "data");
  const rows = Array.from(
    { length: 400 },
    (_, k) =>
      `${random.normal().toFixed(3)},${random.normal().toFixed(3)},${k % 10 ? "no" : "yes"}`,
  );
  return ["a,b,rare", ...rows, ""].join("\n");
}

test("the metric decides the verdict, the curve, importance, floors and the order of runs", async ({ path: folder }) => {
  const csv = await written(folder, "berries.csv", berriesTable(400));
  const words = [
    "--csv",
    csv,
    "--target",
    "taste",
    "--without",
    "number",
    "--runs",
    folder,
    "--split=random",
    "--test",
    "0.15",
  ];
  const asked = ["--metric", "averagePrecision", "--positive", "sour", "--verbose"];
  await done("train", ...words, ...QUICK, "--name", "plain");
  const { stdout } = await done("train", ...words, ...QUICK, "--name", "asked", ...asked);
  assertMatch(stdout, /^Verdict: .* in average precision/m);
  assertMatch(stdout, /out-of-fold average precision of 0\.\d+(?:,| and) /);
  assertMatch(stdout, /^AUC +0\.\d{4} \(.*\) +0\.\d{4} \(.*\)$/m);
  const [plain, run] = [join(folder, "plain"), join(folder, "asked")];
  const [other, { truth, weightsSha256 }] = [await summaryOf(plain), await summaryOf(run)];
  assertEquals(weightsSha256, other.weightsSha256, "what is learned is the same");
  assertEquals([truth.metric, truth.compared.metric], ["averagePrecision", "averagePrecision"]);
  assertEquals([other.truth.metric, other.truth.compared.metric], ["accuracy", "logLoss"]);
  const names = truth.metrics.map(({ name }: { name: string }) => name);
  const all = [
    "accuracy",
    "balancedAccuracy",
    "recall",
    "auc",
    "averagePrecision",
    "f1",
    "logLoss",
  ];
  assertEquals(names, all);
  await done("verify", run);

  const found = await jsonOf("evaluate", run, "--floor", "0.1", "--floor", "f1=0.1");
  assertEquals(found.metric, { name: "averagePrecision", ...truth.test });
  assertEquals([found.positiveClass, found.importance.metric], ["sour", "averagePrecision"]);
  assertAlmostEquals(found.averagePrecision, truth.test.value, 1e-9);
  const high = await runHere(["evaluate", run, "--floor", "1"]);
  assertMatch(high.stderr, /^error: Average precision 0\.\d{4} is below the floor of 1\.0000\n$/);
  const { checks } = await jsonOf("evaluate", run, "--against", run, "--metric", "auc");
  assertMatch(checks.at(-1).text, /^On test AUC 0\.\d{4}, 0\.\d{4} then$/);
  const fresh = await jsonOf(
    "evaluate",
    run,
    "--csv",
    await written(folder, "next.csv", berriesTable(90)),
    "--learned",
  );
  assertEquals(fresh.metric.name, "averagePrecision");
  assertEquals(fresh.metric.then, truth.test);

  const { runs } = await jsonOf("runs", "--runs", folder, "--metric", "logLoss");
  const values = runs.map(({ metric }: { metric: { value: number } }) => metric.value);
  assertEquals(values.length, 2);
  assert(values[0] <= values[1]);
  const listed = await done("runs", "--runs", folder);
  assertMatch(listed.stdout, /average precision 0\.\d{4} \(/);
});

test("a constant answer is the best by the metric, and has its value in the verdict", {
  ignore: QUICK_TESTS,
}, async ({ path: folder }) => {
  const csv = await written(folder, "rare.csv", rareTable());
  const words = ["--csv", csv, "--target", "rare", "--runs", folder, ...QUICK, "--split=random"];
  const { stdout } = await done("train", ...words, "--metric", "averagePrecision", "--name", "ap");
  assertMatch(
    stdout,
    /The network is not measurably better than always answering "no", which gets 0\.100 in average precision/,
  );
  const f1 = await done("train", ...words, "--metric", "f1", "--name", "f1");
  assertMatch(f1.stdout, /than always answering "yes"(, which gets 18\.2 % in F1| by )/); // 2 · 0.1 / 1.1
  const parcels = await written(folder, "parcels.csv", parcelsTable(200));
  const own = ["--csv", parcels, "--target", "price", "--runs", folder, ...QUICK, "--split=random"];
  await done("train", ...own, "--metric", "mae", "--name", "mae");
  const { truth, validation } = await summaryOf(join(folder, "mae"));
  assertEquals(truth.metric, "mae");
  assertAlmostEquals(
    truth.outOfFold.value,
    validation.mae,
    1e-4 * validation.mae,
    "in the unit of the price",
  );
  await done("verify", join(folder, "mae"));
});

test("a metric that does not fit is refused, and one that is not defined is named", async ({ path: folder }) => {
  const csv = await written(folder, "parcels.csv", parcelsTable(120));
  const words = ["--csv", csv, "--target", "price", "--runs", folder, ...QUICK, "--split=random"];
  const quantity = /Cannot compare so: the metric "auc" is for two classes, got quantities/;
  for (
    const [metric, message] of [
      ["auc", quantity],
      ["accuracy", /the metric "accuracy" is for classes, got quantities/],
      ["acc", /--metric: expected one of accuracy, .*, got "acc"/],
    ] as const
  ) {
    const { code, stderr } = await runHere(["train", ...words, "--metric", metric]);
    assertEquals(code, 2);
    assertMatch(stderr, message);
  }
  const random = new RandomStream(5, "data");
  const one = Array.from({ length: 90 }, (_, k) => {
    const part = ["training", "validation", "test"][Math.floor(k / 30)];
    return `${random.normal().toFixed(3)},${part === "test" || k % 3 ? "no" : "yes"},${part}`;
  });
  const split = await written(folder, "split.csv", ["a,rare,part", ...one, ""].join("\n"));
  const same = ["--csv", split, "--target", "rare", "--set", "dataset.split=part"];
  const { stdout } = await done(
    "train",
    ...same,
    "--metric",
    "auc",
    "--runs",
    folder,
    "--name",
    "one",
    ...QUICK,
    "--verbose",
  );
  assertMatch(stdout, /All test rows are of one class: AUC is not defined on them\./);
  const undefinedOnTest = /Cannot measure AUC on the test split: all its rows are of one class/;
  await refused(["evaluate", join(folder, "one")], undefinedOnTest);
});

test("errors are over groups, and a search compares trials by the metric out of fold", {
  ignore: QUICK_TESTS,
}, async ({ path: folder }) => {
  const random = new RandomStream(7, "data");
  const rows = Array.from({ length: 40 }, (_, patient) => {
    const sick = random.below(2) === 0 ? "no" : "yes";
    return Array.from({ length: 6 }, () => `${patient},${random.normal().toFixed(3)},${sick}`);
  }).flat();
  const csv = await written(folder, "patients.csv", ["patient,a,sick", ...rows, ""].join("\n"));
  const words = ["--csv", csv, "--target", "sick", "--split-by", "patient"];
  const { stdout, stderr } = await done(
    "train",
    ...words,
    "--runs",
    folder,
    "--name",
    "by",
    ...QUICK,
    "--verbose",
  );
  assert(!(stdout + stderr).includes("too narrow"));
  assertMatch(stdout, /each ± and interval is based on 40 groups, not on 240 rows\./);
  const { truth } = await summaryOf(join(folder, "by"));
  assertEquals(truth.units, 40);
  await done("verify", join(folder, "by"));
  const out = join(folder, "search");
  await done(
    "sweep",
    ...words,
    "--metric",
    "auc",
    "--trials",
    "3",
    "--out",
    out,
    "--set",
    "config.epochs=2",
  );
  const { metric, best } = JSON.parse(await Deno.readTextFile(join(out, "sweep.json")));
  assertEquals(metric, { name: "validation.auc", goal: "maximize" });
  assert(best.mean > 0 && best.mean < 1);
});
