/** A sweep of a table that needs no file: by folds, beside the recipe, to the same bytes on any number of machines. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { SweepSummary } from "../../../tasks/sweep/plan/summary.ts";
import { granted, runTask } from "../../helpers/run_task.ts";
import { done } from "../../helpers/outcomes.ts";
import { patientsTable } from "../../helpers/draw_related_tables.ts";
import { IRIS, IRISES } from "../../helpers/shared_runs.ts";
import { testsWhere } from "../../helpers/tests_with.ts";
import { bytesOf, sweep, sweepDone, trainInShards } from "./sweep_runs.ts";

const test = testsWhere(
  granted("read", "write", "run", "net", "env") && Deno.build.os !== "windows",
);

const SHORT = ["--set", "config.epochs=2"];

async function summaryIn(folder: string): Promise<SweepSummary> {
  return JSON.parse(await Deno.readTextFile(join(folder, "sweep.json")));
}

test("a table is searched by folds beside the recipe of train, alike on one machine and on three", async (folder) => {
  const one = join(folder.path, "one");
  const search = [...IRISES, ...SHORT, "--trials", "4", "--out", one];
  const { stdout } = await sweepDone(search);
  assertMatch(stdout, /^Best of 4: trial \d, cost out of fold /m);
  const { complete, trials, baseline, best, test, config, halving } = await summaryIn(one);
  assert(complete);
  assertEquals(halving, { factor: 3, by: "folds", brackets: [[1, 2, 3]] });
  assertEquals(trials.map(({ runs: [run] }) => run!.epochs).sort(), [1, 1, 3, 3]);
  assertEquals([baseline, trials[0]!.state], [1, "finished"]);
  assertEquals(trials[0]!.parameters["hidden"], config["hidden"]);
  assertStringIncludes(stdout, `Verdict: ${test!.verdict}`);
  const report = await Deno.readTextFile(join(one, "trials", best!.run, "report.html"));
  assertStringIncludes(report, "It is the best of 4 trials");

  const merged = await trainInShards(join(one, "search.json"), folder.path, 3);
  assertEquals(await bytesOf(merged), await bytesOf(one));

  const train = [...IRISES, "--folds", "auto", "--set", "epochs=2", "--no-report"];
  await done("train", "--test", "0.15", ...train, "--runs", folder.path, "--name", "recipe");
  const recipe = JSON.parse(await Deno.readTextFile(join(folder.path, "recipe/summary.json")));
  assertEquals(trials[0]!.runs[0]!.weightsSha256, recipe.weightsSha256);

  const changed = join(folder.path, "iris.csv");
  await Deno.writeTextFile(changed, (await Deno.readTextFile(IRIS)).replace("5.1", "5.2"));
  const other = await sweep(["--csv", changed, ...search.slice(2)]);
  assertEquals(other.code, 1);
  assertStringIncludes(other.stderr, "its table has changed since the sweep was planned");
});

test("a new search holds the split that is found; one that began at random goes on so", async (folder) => {
  const csv = join(folder.path, "patients.csv");
  await Deno.writeTextFile(csv, patientsTable(60));
  const [one, old] = [join(folder.path, "one"), join(folder.path, "old")];
  const words = ["--csv", csv, "--target", "sick", "--trials", "1", ...SHORT, "--no-report"];
  const { stdout } = await sweepDone([...words, "--out", one]);
  assertMatch(
    stdout,
    /^Split by "patient": .* \(--split random\), .*\. "patient" is not an input\.\n/,
  );
  const datasetIn = async (out: string) =>
    JSON.parse(await Deno.readTextFile(join(out, "search.json"))).config.dataset;
  const dataset = await datasetIn(one);
  assertEquals(dataset.splitBy, "patient");
  const { trials: [trial] } = await summaryIn(one);
  const run = join(one, "trials", trial!.runs[0]!.run);
  const config = JSON.parse(await Deno.readTextFile(join(run, "config.json")));
  assertEquals(config.dataset, dataset);

  await sweepDone([...words, "--split", "random", "--out", old]);
  assert(!("splitBy" in await datasetIn(old)));
  const again = await sweepDone([...words, "--out", old]);
  assertEquals(again.stdout.includes("Split by"), false);
  assert(!("splitBy" in await datasetIn(old)));
});

test("a limit of time ends a search after a whole rung", async (folder) => {
  const out = join(folder.path, "out");
  const { stdout } = await sweepDone([...IRISES, ...SHORT, "--max-minutes", "0.01", "--out", out]);
  const { limit, trials, ...limited } = await summaryIn(out);
  assertEquals(limit!.minutes, 0.01);
  assert(trials.length < limit!.trials);
  assertStringIncludes(stdout, "The limit of 0.01 min ended it");
  const file = JSON.parse(await Deno.readTextFile(join(out, "search.json")));
  assertEquals([file.trials, limited.complete], [trials.length, limit!.rung === 3]);
});

test("columns that are not there are named as by train", async () => {
  for (const words of [["--csv", IRIS], ["--csv", IRIS, "--target", "specie"]]) {
    const [one, other] = await Promise.all([sweep(words), runTask(["train", ...words])]);
    assertEquals(one.stderr, other.stderr);
    assertEquals([one.code, other.code], [2, 2].map((_, k) => [one, other][k]!.code));
    assert(one.code > 0);
  }
  const { stderr } = await sweep([]);
  assertStringIncludes(stderr, "Give SWEEP.json, or --csv FILE --target COLUMN");
});
