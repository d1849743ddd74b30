/** Halving by folds, and the baseline of a sweep. */

import { assertEquals } from "@std/assert";
import { parseSweepDraft, resolveSweep, trialsOf } from "../../../../tasks/sweep/sweep.ts";
import { foldsAt, planSweep, type SweepPlan } from "../../../../tasks/sweep/plan/plan.ts";
import { progressOf, type RunRecord, runsToKeep } from "../../../../tasks/sweep/plan/stages.ts";
import { summarize } from "../../../../tasks/sweep/plan/summarize.ts";

const config = {
  dataset: { csv: "a.csv", target: "b" },
  hidden: [8],
  learningRate: 0.01,
  folds: 5,
};

const KEYS = {
  method: "halving",
  halving: { by: "folds" },
  baseline: true,
  metric: { name: "validation.cost" },
  parameters: {
    learningRate: { min: 0.001, max: 0.1, distribution: "logUniform" },
    "dropout.hidden": { min: 0, max: 0.4 },
  },
  trials: 7,
};

const sweepOf = (keys: object) =>
  resolveSweep(parseSweepDraft({ config, ...KEYS, ...keys }), config, "test");

const planOf = (keys: object = {}, folds = 5) => {
  const facts = { features: 4, outputs: 3, kind: "class", trainingSize: 100, folds } as const;
  return planSweep(sweepOf(keys), () => Promise.resolve({ facts, hashes: {} }));
};

/** Records of trials whose costs are these, rung by rung. */
function recordsOf({ trials }: SweepPlan, costs: readonly (readonly number[])[]) {
  return new Map(costs.map((rungs, k): [string, RunRecord] => {
    const { run } = trials[k]!.runs[0]!;
    const metrics = rungs.map((cost) => ({ train: { cost }, validation: { cost } }));
    return [run, { run, state: rungs.length < 3 ? "paused" : "finished", metrics }];
  }));
}

Deno.test("the first trial is the config as it is; more trials begin with the same ones", () => {
  const [own, second] = trialsOf(sweepOf({}));
  assertEquals(own, { learningRate: 0.01 }); // it has no dropout
  assertEquals(Object.keys(second!), ["learningRate", "dropout.hidden"]);
  assertEquals(trialsOf(sweepOf({ trials: 9 })).slice(0, 7), trialsOf(sweepOf({})));
  const [, drawn] = trialsOf(sweepOf({}));
  assertEquals(drawn, trialsOf(sweepOf({ baseline: false }))[0]);
});

Deno.test("rungs have 1, 2 and all folds", async () => {
  const { sweep, rungs } = await planOf();
  assertEquals(rungs, [1, 2, 3]);
  assertEquals([1, 2, 3].map((rung) => foldsAt(sweep, rung, 5)), [1, 2, 5]);
});

Deno.test("the baseline goes on beside the best, and keeps its weights", async () => {
  const plan = await planOf({ keep: 1 });
  const first = recordsOf(plan, [[0.9], [0.2], [0.1], [0.3], [0.4], [0.5], [0.6]]);
  const { stage, pending } = progressOf(plan, first);
  assertEquals([stage, ...pending.map(({ trial, end }) => [trial, end])], [2, [1, 2], [2, 2], [
    3,
    2,
  ]]);
  const last = recordsOf(plan, [[0.9, 0.9, 0.9], [0.2, 0.1, 0.3], [0.1, 0.2], [0.3], [0.4], [0.5], [
    0.6,
  ]]);
  assertEquals(progressOf(plan, last).pending, []);
  const summary = summarize(plan, last);
  assertEquals([summary.complete, summary.best?.trial, summary.baseline], [true, 2, 1]);
  assertEquals(summary.trials[2]!.runs[0]!.curve, [0.1, 0.2]);
  const runs = [0, 1].map((k) => plan.trials[k]!.runs[0]!.run);
  assertEquals([...runsToKeep(plan, last)].sort(), runs.sort());
});
