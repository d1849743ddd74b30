/**
 * Trains ours on the tables of the comparison, as a user would:
 *
 *     deno run -A packages/lab/bench/tables/train_ours.ts FOLDER "one network" tuned --set epochs=10
 *
 * The words are the folder of the tables; the name of what is trained; `tuned`, `kept` or tables' names between commas; and
 * what `train` is given besides. Each is `deno task train --csv FILE --target NAME --kind KIND --seed N --split random`, for
 * the seeds 1, 2 and 3: the rows that `write_splits.ts` writes test. Accuracy and log loss, or R², of the test part, and the
 * seconds of the whole command go to FOLDER/ours.json. Those of the kept tables go to FOLDER/ours_kept.json, and none is
 * printed. What is there under the name is not trained again.
 * @module
 */

import { join } from "@std/path";
import type { Summary } from "../../../../tasks/run/run_folder.ts";
import { runTask, temporaryFolder } from "../../../../tests/helpers/run_task.ts";
import { type BenchTable, readScores, readTables, type Score, SEEDS, writeRows } from "./list.ts";

const [folder, who, which, ...words] = Deno.args;
if (folder === undefined || who === undefined || which === undefined) {
  throw new Error("Cannot train: expected a folder, a name, and which tables");
}
await using runs = await temporaryFolder();

for (const table of await readTables(folder)) {
  if (which !== table.division && !which.split(",").includes(table.name)) continue;
  const isKept = table.division === "kept";
  const path = join(folder, isKept ? "ours_kept.json" : "ours.json");
  for (const seed of SEEDS) {
    const scores = await readScores(path);
    const isThis = (score: Score) =>
      score.peer === who && score.table === table.name && score.seed === seed;
    if (scores.some(isThis)) continue;
    const score = await train(table, seed);
    await writeRows(path, [...scores, score]);
    console.log(isKept ? `${table.name} ${seed}` : JSON.stringify(score));
  }
}

async function train({ name, target, kind }: BenchTable, seed: number): Promise<Score> {
  const table = ["--csv", join(folder!, `${name}.csv`), "--target", target, "--kind", kind];
  const split = ["--seed", String(seed), "--split", "random"];
  const kept = ["--folds", "auto", "--runs", runs.path, "--name", "run", "--replace", "--json"];
  const start = performance.now();
  const outcome = await runTask(["train", ...table, ...split, ...kept, ...words]);
  const seconds = (performance.now() - start) / 1000;
  if (outcome.code !== 0) throw new Error(`Cannot train on ${name}: ${outcome.stderr}`);
  const { test }: Summary = JSON.parse(outcome.stdout);
  const { accuracy, cost, r2 } = test!;
  return {
    table: name,
    seed,
    peer: who!,
    ...kind === "class"
      ? { accuracy: rounded(accuracy!), logLoss: rounded(cost!) }
      : { r2: rounded(r2!) },
    seconds: Number(seconds.toFixed(2)),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(6));
}
