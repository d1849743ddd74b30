/** Sweeps that tests train: of a small table, so that a run takes some hundredths of a second. */

import { join } from "@std/path";
import { SWEEP_FILES } from "../../../tasks/sweep/folder.ts";
import { type Outcome, runTask } from "../../helpers/run_task.ts";
import { IRIS } from "../../helpers/shared_runs.ts";

/** What tests change of the config of the small sweeps. */
export const CONFIG = {
  dataset: { csv: IRIS, target: "species" },
  hidden: [8],
  epochs: 4,
  earlyStopping: null,
  schedule: { name: "cosine" },
};

const learningRate = { min: 0.001, max: 0.1, distribution: "logUniform" };

export const SWEEPS = {
  grid: {
    method: "grid",
    parameters: {
      batchSize: { values: [8, 16, 32] },
      "optimizer.name": { values: ["sgd", "adam"] },
    },
    seeds: 2,
    keep: 2,
  },
  random: { method: "random", parameters: { learningRate }, trials: 7, keep: 1 },
  quasiRandom: { method: "quasiRandom", parameters: { learningRate }, trials: 5 },
  list: { method: "list", list: [{}, { hidden: [4, 4] }], seeds: 3, keep: "all" },
  halving: {
    method: "halving",
    parameters: { learningRate, batchSize: { min: 4, max: 32, distribution: "int" } },
    trials: 9,
    seeds: 2,
    halving: { factor: 2, rungs: 3 },
    keep: 1,
  },
  folds: {
    method: "grid",
    parameters: { folds: { values: [0, 2] }, learningRate: { values: [0.003, 0.03] } },
    keep: "all",
  },
} as const;

export async function writeSweep(
  folder: string,
  name: keyof typeof SWEEPS,
  config: object = {},
): Promise<string> {
  const path = join(folder, `${name}.json`);
  const sweep = { config: { ...CONFIG, ...config }, ...SWEEPS[name] };
  await Deno.writeTextFile(path, JSON.stringify(sweep));
  return path;
}

/** Runs the task; what it finds of Slurm in the environment of the tests does not matter. */
export async function sweep(
  words: readonly string[],
  options: Deno.CommandOptions = {},
): Promise<Outcome> {
  return await runTask(["sweep", ...words], options);
}

export async function sweepDone(
  words: readonly string[],
  options: Deno.CommandOptions = {},
): Promise<Outcome> {
  const outcome = await sweep(words, options);
  if (outcome.code === 0) return outcome;
  throw new Error(`deno task sweep ${words.join(" ")} failed:\n${outcome.stdout}${outcome.stderr}`);
}

/** What has to be the same bytes wherever a sweep is trained. */
export async function bytesOf(folder: string): Promise<Record<string, string>> {
  const names = [SWEEP_FILES.summary, SWEEP_FILES.table, SWEEP_FILES.page, SWEEP_FILES.best];
  const texts = names.map(async (name) => [name, await Deno.readTextFile(join(folder, name))]);
  return Object.fromEntries(await Promise.all(texts));
}

/**
 * Trains a sweep stage by stage in so many shards, merges each, and returns the last merged folder.
 * @param wordsOf what the command of a shard, such as `1/2`, has besides
 */
export async function trainInShards(
  path: string,
  folder: string,
  count: number,
  words: readonly string[] = [],
  wordsOf: (shard: string) => readonly string[] = () => [],
): Promise<string> {
  let merged: string | undefined;
  while (true) {
    const from = merged === undefined ? [] : ["--from", merged];
    const plan = ["plan", path, "--shards", String(count)];
    const { stdout } = await sweepDone([...plan, ...from, ...words]);
    const { stage, done, shards } = JSON.parse(stdout);
    if (done) return merged!;
    const parts = (shards as string[]).map((shard) =>
      join(folder, `${stage}-${shard.replace("/", "-")}`)
    );
    await Promise.all(
      shards.map((shard: string, k: number) => {
        const part = ["--shard", shard, "--out", parts[k]!, "--processes", "1"];
        return sweepDone([path, ...part, ...from, ...words, ...wordsOf(shard)]);
      }),
    );
    const all = [...merged === undefined ? [] : [merged], ...parts];
    merged = join(folder, `merged-${stage}`);
    await sweepDone(["merge", ...all, "--out", merged, ...words]);
  }
}
