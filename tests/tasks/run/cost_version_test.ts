/**
 * `version_0_1_0/` is a run of version 0.1.0, of two epochs, whose outputs are sure and often wrong, and the metrics of the
 * same run over six epochs: that version counted an output of 1 instead of 0 five times too high.
 */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { formatSafetensors, parseSafetensors } from "../../../lib/formats/safetensors.ts";
import { evaluate } from "../../../mod.ts";
import { openData } from "../../../tasks/data/open_data.ts";
import { readNetwork } from "../../../tasks/run/read_network.ts";
import { FILES, type Metrics, readRun } from "../../../tasks/run/run_folder.ts";
import { verifyRun } from "../../../tasks/verify/verify_run.ts";
import { done, refused } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { copyOf } from "../../helpers/shared_runs.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

const OLD = fromFileUrl(new URL("version_0_1_0", import.meta.url));
const TABLE = join(OLD, "table.csv");

/** The most that an output can cost: −ln 2⁻²⁵. */
const MAX_COST = 25 * Math.LN2;

/** What the old run was trained with. */
const KEYS = [
  "hidden=[3]",
  "cost=crossEntropy",
  "outputActivation=sigmoid",
  'optimizer={"name":"sgd"}',
  "learningRate=30",
  "keep=best",
  "monitor=cost",
  "averaging=null",
];

/** Trains on the table, a run that is there on from where it is. */
async function train(runs: string, name: string, ...keys: string[]): Promise<void> {
  const sets = keys.flatMap((key) => ["--set", key]);
  const words = ["--csv", TABLE, "--target", "ripe", "--runs", runs, "--name", name, ...sets];
  await done("train", "--no-report", "--folds", "0", "--resume", ...words);
}

/** What of the lines of metrics does not depend on the machine. */
async function linesOf(file: string): Promise<unknown[]> {
  const text = await Deno.readTextFile(file);
  return text.trimEnd().split("\n").map((line) => {
    const { seconds: _, samplesPerSecond: __, ...rest }: Metrics = JSON.parse(line);
    return rest;
  });
}

/** The claims of a run that do not hold, also of one that is trained again. */
async function wrongIn(run: string): Promise<string[]> {
  const { checks: { problems } } = await verifyRun(run, "", { csv: TABLE });
  const { stdout } = await runHere(["verify", run, "--retrain", "--json", "--csv", TABLE]);
  const all = [...problems, ...JSON.parse(stdout).problems] as { claim: string }[];
  return all.map(({ claim }) => claim);
}

test("verify holds a run of version 0.1.0 to the costs of that version", async (folder) => {
  const run = await copyOf(OLD, folder.path, "old");
  assertEquals(await wrongIn(run), []);
  const { config, summary } = await readRun(run);
  const { network } = await readNetwork(run);
  const { validation } = await openData({ ...config, dataset: { csv: TABLE, target: "ripe" } }, "");
  assertEquals(evaluate(network, validation).cost, summary.validation!.cost);
  const evaluated = await done("evaluate", run, "--split", "validation", "--csv", TABLE);
  assertMatch(evaluated.stdout, new RegExp(`cost ${summary.validation!.cost.toFixed(4)}`));
});

test("a run of version 0.1.0 that is resumed goes on with its costs", async (folder) => {
  const run = await copyOf(OLD, folder.path, "old");
  await train(folder.path, "old", "epochs=6");
  assertEquals(
    await linesOf(join(run, FILES.metrics)),
    await linesOf(join(OLD, "six_epochs.jsonl")),
  );
  assertEquals(await wrongIn(run), []);
  await train(folder.path, "old", "epochs=7");
  assertEquals(await wrongIn(run), []);
});

test("a new run has the same weights and lower costs, and holds their version", async (folder) => {
  await train(folder.path, "new", ...KEYS, "epochs=2");
  const run = join(folder.path, "new");
  const { summary } = await readRun(run);
  const old = await readRun(OLD);
  assertEquals(summary.weightsSha256, old.summary.weightsSha256);
  assertLess(summary.validation!.cost, 2 * MAX_COST); // two outputs
  assertLess(summary.validation!.cost, old.summary.validation!.cost / 2);
  assertEquals(await wrongIn(run), []);
  await train(folder.path, "new", "epochs=4");
  await train(folder.path, "straight", ...KEYS, "epochs=4");
  assertEquals(
    await linesOf(join(run, FILES.metrics)),
    await linesOf(join(folder.path, "straight", FILES.metrics)),
  );
  assertEquals(await wrongIn(run), []);

  const file = join(run, FILES.weights);
  const { tensors, metadata } = parseSafetensors(await Deno.readFile(file));
  assertEquals(metadata["costVersion"], "2");
  const write = async (costVersion: string) =>
    await Deno.writeFile(file, formatSafetensors(tensors, { ...metadata, costVersion }));
  await write("1");
  assert((await wrongIn(run)).includes("the version of the costs in checkpoint.safetensors"));
  await write("3");
  await refused(["evaluate", run, "--csv", TABLE], /costVersion is 3: expected 1 or 2/);
});
