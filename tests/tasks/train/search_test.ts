/** `train --search`: an ensemble of trials and of the recipe, from a command or from a list of trials. */

import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { join } from "@std/path";
import { readRun } from "../../../tasks/run/run_folder.ts";
import { verified } from "../../helpers/run_content.ts";
import { runHere } from "../../helpers/run_here.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import type { Stage } from "../../../tasks/train/run_clock.ts";
import { NO_CLOCK, salesConfig, trainSales, writeSales } from "./fold_runs.ts";

const test = testsWith("read", "write", "run");

const SMALL = ["--target", "price", "--without", "sold", "--split-by", "none"];
const QUICK = [
  "--set",
  "folds=3",
  "--set",
  "hidden=[4]",
  "--set",
  "batchSize=16",
  "--set",
  "epochs=8",
];

/** Four trials, of which some are better than networks of four units. */
const LIST = [[8], [12, 6], [9], [32]].map((hidden, k) => ({
  trial: 2 * k + 1,
  encoding: k === 2 ? "standardized" : "piecewise",
  hidden,
  learningRate: 0.03,
  weightDecay: 0.01,
  dropout: 0,
  ...k !== 2 && { bins: 16 - 4 * k },
}));

/** Trains a run on sales, in a folder. */
async function train(folder: string, name: string, words: readonly string[]) {
  const csv = await writeSales(folder);
  const to = ["--runs", folder, "--name", name, "--no-report"];
  const result = await runHere(["train", "--csv", csv, ...to, ...SMALL, ...QUICK, ...words]);
  return { ...result, run: join(folder, name) };
}

test("a list of trials gives one hash on any number of threads, which verify trains again", async ({ path }) => {
  const list = join(path, "trials.json");
  await Deno.writeTextFile(list, JSON.stringify(LIST));
  const first = await train(path, "first", ["--trials", list, "--workers", "1"]);
  assertEquals(first.code, 0, first.stderr);
  assertMatch(
    first.stdout,
    /^Searched 4 trials, 4 of them on all folds; \d (is|are) in the ensemble\.$/m,
  );
  assertMatch(
    first.stdout,
    /^The out-of-fold loss is [\d.]+, against [\d.]+ with the recipe: better by /m,
  );
  const { summary } = await readRun(first.run);
  const { search, validation, families } = summary;
  assert(search!.isKept && search!.cost < search!.recipeCost);
  assertEquals(validation!.cost, search!.cost);
  assert(families!.some(({ sizes }) => sizes.length > 3 || sizes[1] !== 4));
  assertEquals((await verified(first.run)).wrong, []);

  const again = await train(path, "again", [
    "--trials",
    join(first.run, "summary.json"),
    "--workers",
    "3",
  ]);
  assertEquals(again.code, 0, again.stderr);
  const { summary: { weightsSha256, search: found } } = await readRun(again.run);
  assertEquals(weightsSha256, summary.weightsSha256);
  assertEquals({ ...found, seconds: 0 }, { ...search, seconds: 0 });
  const retrained = await runHere(["verify", first.run, "--retrain"]);
  assertEquals(retrained.code, 0, retrained.stdout);

  const plain = await train(path, "plain", []);
  const { summary: usual } = await readRun(plain.run);
  assertNotEquals(usual.weightsSha256, weightsSha256);
  assertEquals(Object.hasOwn(usual, "search"), false);
});

test("shards search parts of the trials, and their lists come to one ensemble", async ({ path }) => {
  const parts: string[] = [];
  let found = 0;
  for (const shard of ["1/2", "2/2"]) {
    const name = `part_${shard[0]}`;
    const part = await train(path, name, ["--search", "--shard", shard, "--set", "epochs=2"]);
    assertEquals(part.code, 0, part.stderr);
    const { trials } = (await readRun(part.run)).summary.search!;
    found += trials.length;
    const number = Number(shard[0]);
    assert(trials.every(({ trial }) => trial % 2 === number % 2));
    parts.push(join(part.run, "summary.json"));
  }
  const lists = (order: readonly string[]) => order.flatMap((file) => ["--trials", file]);
  const both = await train(path, "both", lists(parts));
  assertEquals(both.code, 0, both.stderr);
  const other = await train(path, "other", lists([...parts, parts[0]!].reverse()));
  const { summary } = await readRun(both.run);
  const { summary: again } = await readRun(other.run);
  assertEquals(again.weightsSha256, summary!.weightsSha256);
  assertEquals(summary.search!.begun, found);

  const changed = join(path, "changed.json");
  const [first, ...rest] = (await readRun(both.run)).summary.search!.trials;
  await Deno.writeTextFile(changed, JSON.stringify([{ ...first, hidden: [7] }, ...rest]));
  const refused = await train(
    path,
    "refused",
    lists([join(both.run, "summary.json"), changed]),
  );
  assertMatch(refused.stderr, /trial \d+ of .*changed\.json differs from that of another list/);
});

test("a search is of a whole run over folds", async ({ path }) => {
  const refused = async (words: readonly string[]) => (await train(path, "refused", words)).stderr;
  assertMatch(await refused(["--search", "--set", "folds=0"]), /Cannot search without folds/);
  assertMatch(
    await refused(["--search", "--repeat", "2"]),
    /repeated 2 times: expected --repeat 1/,
  );
  assertMatch(await refused(["--search", "--resume"]), /leave out --search/);
  assertMatch(await refused(["--shard", "1/2"]), /--shard divides the trials that --search draws/);
  assertMatch(
    await refused(["--search", "--shard", "3/2"]),
    /expected I\/N with I from 1 to N, got "3\/2"/,
  );
  const list = join(path, "wrong.json");
  await Deno.writeTextFile(list, JSON.stringify([{ ...LIST[0], hidden: [] }]));
  assertMatch(await refused(["--trials", list]), /Cannot use this list of trials/);
});

test("a search that is stopped keeps an ensemble that is whole", async ({ path }) => {
  const job = await salesConfig(path, { hidden: [4], epochs: 2 });
  const run = join(path, "stopped");
  const controller = new AbortController();
  let starts = 0;
  const clock = {
    ...NO_CLOCK,
    enter: (stage: Stage) => {
      if (stage === "search" && starts++ === 0) setTimeout(() => controller.abort(), 300);
    },
  };
  const { summary } = await trainSales(run, job, {
    search: {},
    interrupt: controller.signal,
    clock,
  });
  assertEquals(starts > 0, true);
  assertEquals(summary!.search!.begun > 0, true);
  assertEquals(summary!.truth, undefined);
  const { wrong } = await verified(run);
  assertEquals(wrong, []);
});
