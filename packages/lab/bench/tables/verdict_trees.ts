/**
 * The boosted trees of a verdict by themselves, on the tables of the comparison:
 *
 *     deno run -A packages/lab/bench/tables/verdict_trees.ts FOLDER tuned 1,2
 *
 * The words are the folder of the tables; `tuned`, or tables' names between commas; and the seeds of splits. It prints a line for
 * each table: log loss or R² out of fold and on the test part, which is answered by the mean of the folds' trees, and the seconds
 * of the processor. `peers/tuned_peers.py` trains who they are compared with. @module
 */

import process from "node:process";
import { join } from "@std/path";
import { parseDraft, userDatasetOf } from "../../../../lib/config/mod.ts";
import { type ExpectedOutputs, rowScores } from "../../../../lib/evaluate/mod.ts";
import { fitChosenTrees, fitFoldTrees, treeBinsOf } from "../../../../lib/table/folds/mod.ts";
import { readTable, tableOptionsOf } from "../../../../tasks/data/table.ts";
import { type BenchTable, readTables } from "./list.ts";

const [folder, which = "tuned", seeds = "1"] = Deno.args;
if (folder === undefined) throw new Error("Cannot fit trees: expected a folder of tables");

for (const table of await readTables(folder)) {
  if (which !== table.division && !which.split(",").includes(table.name)) continue;
  for (const seed of seeds.split(",").map(Number)) {
    const { outOfFold, test, seconds } = await fit(table, seed);
    const figures = [outOfFold, test].map((value) => value.toFixed(4));
    console.log(table.name, seed, ...figures, seconds.toFixed(1));
  }
}

/** Reads a table as `train` does, and fits trees as a verdict does. */
async function fit({ name, target, kind }: BenchTable, seed: number) {
  const dataset = { csv: join(folder!, `${name}.csv`), target, kind, gaps: "category" };
  const draft = parseDraft({ dataset, seed });
  const { csv, ...options } = userDatasetOf(draft.dataset)!;
  const config = { splitSeed: draft.splitSeed!, folds: "auto", repeat: 1 } as const;
  const read = await readTable(csv!, tableOptionsOf(options, config));
  const { training, test, description, folds: [foldOf] } = read;
  const inputs = Float32Array.from([...training.inputs, ...test.inputs]);
  const expected: ExpectedOutputs = {
    problem: training.problem,
    outputs: training.outputs,
    classes: training.classes,
    labels: Uint16Array.from([...training.labels, ...test.labels]),
    targets: training.targets && Float32Array.from([...training.targets, ...test.targets!]),
  };
  const all = Array.from({ length: training.size + test.size }, (_, row) => row);
  const fitting = Uint32Array.from(all.slice(0, training.size));
  const testRows = Uint32Array.from(all.slice(training.size));
  const folds = [...new Set(foldOf)].sort().map((fold) => ({
    training: fitting.filter((row) => foldOf![row] !== fold),
    validation: fitting.filter((row) => foldOf![row] === fold),
    test: testRows,
  }));

  const { user } = process.cpuUsage();
  const bins = treeBinsOf(inputs, description, fitting);
  const trees = await fitChosenTrees(
    folds,
    { bins, expected },
    (tasks) => Promise.resolve(tasks.map(fitFoldTrees)),
  );
  const seconds = (process.cpuUsage().user - user) / 1e6;
  const cost = trees.reduce((sum, { cost }, k) => sum + cost * folds[k]!.validation.length, 0);
  const mean = Float32Array.from(
    trees[0]!.test,
    (_, k) => trees.reduce((sum, { test }) => sum + test[k]!, 0) / trees.length,
  );
  const { costs } = rowScores(mean, expected, testRows);
  return {
    outOfFold: scoreOf(cost / training.size, expected, fitting),
    test: scoreOf(costs.reduce((a, b) => a + b) / test.size, expected, testRows),
    seconds,
  };
}

/** Log loss, or R² by half the mean squared error. */
function scoreOf(cost: number, expected: ExpectedOutputs, rows: Uint32Array): number {
  if (expected.problem.hasAccuracy) return cost;
  const targets = Array.from(rows, (row) => expected.targets![row]!);
  const mean = targets.reduce((a, b) => a + b) / targets.length;
  return 1 - 2 * cost * targets.length / targets.reduce((sum, y) => sum + (y - mean) ** 2, 0);
}
