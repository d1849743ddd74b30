/** Tables that are split by time: the networks learn from the rows of their test too, once it is told. */

import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { weightsSha256 } from "@inkling/inkling";
import { fitFolds, tableDatasets, TableModel } from "@inkling/inkling/table";
import { tableSource } from "../../../lib/table/model/data.ts";
import { FoldEnsemble } from "../../../lib/table/folds/fold_ensemble.ts";
import { FILES, readRun } from "../../../tasks/run/run_folder.ts";
import { done, jsonOf, refused, trained } from "../../helpers/outcomes.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { NO_CLOCK, salesConfig, trainSales } from "./fold_runs.ts";

const test = testsWith("read", "write", "run");

/** 240 sales of 8 stores over 30 weeks; prices rise. */
const HEADER = "week,store,size,price";
const LINES = Array.from({ length: 240 }, (_, k) => {
  const [week, size] = [k >> 3, k * 37 % 101];
  return `${week},s${k % 8},${size},${9 * week + size + 10 * (k % 8) + k * 7 % 5}`;
});
const SALES = [HEADER, ...LINES, ""].join("\n");

const SMALL = ["epochs=3", "hidden=[4]"];

async function trainedSales(folder: string, ...words: string[]): Promise<string> {
  const csv = join(folder, "sales.csv");
  await Deno.writeTextFile(csv, SALES);
  const asked = ["--csv", csv, "--target", "price", "--split-after", "week", "--folds", "3"];
  return await trained(folder, "sales", [...asked, ...words], ...SMALL);
}

test("the test is of networks that have not learned from it, and those that answer have", async ({ path: folder }) => {
  const run = await trainedSales(folder);
  const { summary } = await readRun(run);
  assertEquals([summary.test!.size, summary.refit!.rows], [40, 240]);
  const bytes = await Deno.readFile(join(run, FILES.weights));
  const ensemble = FoldEnsemble.fromSafetensors(bytes);
  const { measured, refitted } = ensemble;
  assertEquals(await weightsSha256(ensemble), summary.weightsSha256);
  const count = new Map(refitted!.families.map(({ name, members }) => [name, members.length]));
  assertEquals([count.delete("linear"), count.size > 0], [true, true]);
  assertEquals(new Set(count.values()), new Set([3]));

  const [then, now] = [measured.ranges!, refitted!.ranges!];
  assert(now[0]![1] > then[0]![1], "a later row may be answered with what the latest rows had");

  // All that is said of the run's own rows is of the networks before.
  const before = new TableModel(measured, TableModel.fromSafetensors(bytes).table);
  const rows = LINES.slice(200).map((line) => {
    const [week, store, size, price] = line.split(",");
    return { week, store, size, price };
  });
  const { rSquared } = before.evaluate(rows);
  const shown = await jsonOf("evaluate", run);
  assertEquals([shown.r2, shown.beforeRefit], [summary.test!.r2, true]);
  assert(Math.abs(rSquared! - summary.test!.r2!) < 1e-6);
  assertMatch(
    (await done("evaluate", run)).stdout,
    /before the networks learned from the test rows/,
  );
  assertMatch(
    (await done("runs", "--runs", folder)).stdout,
    /before it was trained on these rows too/,
  );

  // New rows are answered by those that learned from all.
  const model = TableModel.fromSafetensors(bytes);
  const asked = { week: 30, store: "s1", size: 50 };
  assertEquals(
    model.predict(asked).values,
    new TableModel(refitted!, model.table).predict(asked).values,
  );
  assertNotEquals(model.predict(asked).values, before.predict(asked).values);

  const again = await done("verify", run, "--retrain");
  assertStringIncludes(again.stdout, "learned from all rows, trained again");
  await Deno.writeTextFile(join(folder, "late.csv"), [HEADER, ...LINES.slice(200), ""].join("\n"));
  await refused(
    ["evaluate", run, "--csv", join(folder, "late.csv")],
    /it learned from all of these 40 rows/,
  );
  await done("evaluate", run, "--csv", join(folder, "late.csv"), "--learned");

  const fitted = await TableModel.fit(SALES, {
    target: "price",
    time: "week",
    folds: 3,
    epochs: 3,
    hidden: [4],
  });
  assertEquals(await weightsSha256(fitted.network), summary.weightsSha256);
  assertEquals(fitted.test!.rSquared, summary.test!.r2);

  // The page trains round by round.
  const source = await tableSource(SALES, { target: "price" });
  const options = { target: "price", gaps: "category", folds: 3, splitSeed: 1 } as const;
  const table = await tableDatasets(source, { ...options, splitAfter: "week", recipe: 3 });
  const trainedHere = await fitFolds(table, { epochs: 3, hidden: [4], seed: 1 });
  assertEquals(await weightsSha256(trainedHere.network), summary.weightsSha256);
});

test("the linear model learns from all rows too", async ({ path: folder }) => {
  const run = await trainedSales(folder);
  const csv = join(folder, "asked.csv");
  await Deno.writeTextFile(csv, `${HEADER}\n30,s1,50,\n`);
  const { stdout } = await done("predict", run, csv, "--model", "linear");
  const { refitted, measured } = FoldEnsemble.fromSafetensors(
    await Deno.readFile(join(run, FILES.weights)),
  );
  const { table } = TableModel.fromSafetensors(await Deno.readFile(join(run, FILES.weights)));
  const answerOf = (model: FoldEnsemble) =>
    new TableModel(model.only("linear"), table).predict({ week: 30, store: "s1", size: 50 })
      .values!["price"]!;
  assertNotEquals(answerOf(refitted!), answerOf(measured));
  assertStringIncludes(stdout, answerOf(refitted!).toFixed(0));
});

const timed = {
  dataset: { csv: "", target: "price", splitAfter: true, without: ["sold"] },
  recipe: 3,
};

for (const [what, epochs] of [["early", 60], ["with its last epoch", 4]] as const) {
  test(`a run that ended ${what} is resumed with identical results if it was stopped while the networks learned from all rows`, async ({ path: folder }) => {
    const config = async () => {
      const { dataset, ...others } = timed;
      const { config: { dataset: own } } = await salesConfig(folder);
      const stops = epochs > 4 ? { earlyStopping: { patience: 1 } } : {};
      const csv = (own as { csv: string }).csv;
      return await salesConfig(folder, {
        ...others,
        ...stops,
        epochs,
        dataset: { ...dataset, csv },
      });
    };
    const whole = join(folder, "whole");
    await trainSales(whole, await config());
    const expected = await Deno.readFile(join(whole, FILES.weights));
    assert((await readRun(whole)).summary.refit !== undefined);

    const run = join(folder, "stopped");
    const controller = new AbortController();
    const warnings: string[] = [];
    const { summary } = await trainSales(run, await config(), {
      interrupt: controller.signal,
      onWarning: (warning) => warnings.push(warning),
      clock: { ...NO_CLOCK, enter: (stage) => stage === "refit" && controller.abort() },
    });
    assertEquals(summary!.refit, undefined);
    assert(summary!.truth !== undefined && summary!.test !== undefined);
    assertMatch(warnings.join("\n"), /^Stopped before the networks were trained .* --resume/m);
    assert(await exists(join(run, FILES.checkpoint)));
    await done("verify", run);

    const { summary: resumed } = await trainSales(run, await config());
    assertEquals(resumed!.refit?.rows, 121);
    assertEquals(await Deno.readFile(join(run, FILES.weights)), expected);
    await done("verify", run);
    assertEquals((await readRun(run)).summary.truth, (await readRun(whole)).summary.truth);
    assertEquals(await exists(join(run, FILES.checkpoint)), epochs === 4);
    if (epochs === 4) { // nothing is left to train, and nothing changes
      await trainSales(run, await config());
      assertEquals(await Deno.readFile(join(run, FILES.weights)), expected);
    }
  });
}

test("networks whose training a limit of time ended learn from the test rows when it goes on", async ({ path: folder }) => {
  const { dataset, ...others } = timed;
  const { config: { dataset: own } } = await salesConfig(folder);
  const csv = (own as { csv: string }).csv;
  const config = () => salesConfig(folder, { ...others, dataset: { ...dataset, csv } });
  const run = join(folder, "limited");
  const untilOver = () => {
    const end = performance.now() + 400;
    while (performance.now() < end);
  };
  const { summary } = await trainSales(run, await config(), {
    minutes: 0.3 / 60,
    onEpoch: untilOver,
  });
  assertEquals([summary!.ended, summary!.refit], ["timeLimit", undefined]);
  const { summary: whole } = await trainSales(run, await config());
  assertEquals([whole!.ended, whole!.refit?.rows], ["done", 121]);
});
