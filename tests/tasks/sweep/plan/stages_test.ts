import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { progressOf, type RunRecord, runsToKeep } from "../../../../tasks/sweep/plan/stages.ts";
import { meanCurve } from "../../../../tasks/sweep/plan/importance.ts";
import type { Trial } from "../../../../tasks/sweep/plan/summary.ts";
import { planSweep, type SweepData, type SweepPlan } from "../../../../tasks/sweep/plan/plan.ts";
import { shardsOf, unitsOf } from "../../../../tasks/sweep/shard.ts";
import { rankTrials, summarize } from "../../../../tasks/sweep/plan/summarize.ts";
import { parseSweepDraft, resolveSweep } from "../../../../tasks/sweep/sweep.ts";

const MNIST: SweepData = {
  facts: { features: 784, outputs: 10, kind: "class", trainingSize: 50000 },
  hashes: { images: "00" },
};

/** Plans a sweep of a few keys on MNIST. */
async function planOf(keys: object, config: Record<string, unknown> = {}): Promise<SweepPlan> {
  const sweep = resolveSweep(parseSweepDraft({ config, ...keys }), config, "test");
  return await planSweep(sweep, () => Promise.resolve(MNIST));
}

/** What a run leaves whose accuracies are these, epoch by epoch. */
function record(
  run: string,
  accuracies: readonly number[],
  state: RunRecord["state"] = "paused",
): RunRecord {
  const metrics = accuracies.map((accuracy) => ({
    train: { cost: 1 },
    validation: { accuracy, cost: 1 - accuracy },
  }));
  return { run, state, metrics, weightsSha256: "ab" };
}

/** Records of runs by trial, each with one seed. */
function recordsOf(plan: SweepPlan, all: { readonly [trial: number]: readonly number[] }) {
  return new Map(
    Object.entries(all).map(([trial, accuracies]) => {
      const { run } = plan.trials[Number(trial) - 1]!.runs[0]!;
      const done = accuracies.length === plan.epochs;
      return [run, record(run, accuracies, done ? "finished" : "paused")] as const;
    }),
  );
}

/** The trials of which all runs keep their weights. */
function kept(plan: SweepPlan, records: ReadonlyMap<string, RunRecord>): number[] {
  const names = runsToKeep(plan, records);
  return plan.trials.filter(({ runs }) => runs.every(({ run }) => names.has(run)))
    .map(({ trial }) => trial);
}

const RUNG_1 = { 1: [0.1], 2: [0.6], 3: [0.3], 4: [0.5], 5: [0.4], 6: [0.2] };

const grid = { method: "grid", parameters: { batchSize: { values: [1, 2, 3, 4, 5, 6] } } };
const halving = {
  method: "halving",
  parameters: grid.parameters,
  halving: { factor: 2, rungs: 3, draw: "grid" },
};

Deno.test("a run's name is a hash of its config and data: other epochs make another, a path does not", async () => {
  const name = async (config: Record<string, unknown>) =>
    (await planOf(grid, config)).trials[0]!.runs[0]!.run;
  assertEquals(await name({}), await name({ learningRate: 3 })); // which it is anyway
  assertNotEquals(await name({}), await name({ learningRate: 2 }));
  assertNotEquals(await name({ epochs: 2 }), await name({ epochs: 3 }));
  const own = async (csv: string) =>
    await name({ dataset: { csv, target: "a" }, hidden: [3], cost: "logLikelihood" });
  assertEquals(await own("here/table.csv"), await own("/there/table.csv"));
});

Deno.test("trials see validation only, and share a split", async () => {
  const plan = await planOf({ ...grid, seeds: 2, splitSeed: 9 }, {
    dataset: { csv: "a", target: "b" },
  });
  for (const { config } of plan.trials.flatMap(({ runs }) => runs)) {
    assertEquals([config!.evaluate, config!.splitSeed], [["validation"], 9]);
  }
});

Deno.test("hidden replaces the config's sizes", async () => {
  const keys = { method: "grid", parameters: { hidden: { values: [[7]] } } };
  const plan = await planOf(keys, { sizes: [784, 30, 10] });
  assertEquals(plan.trials[0]!.runs[0]!.config!.sizes, [784, 7, 10]);
});

Deno.test("a trial whose keys do not fit each other is refused, and others go on", async () => {
  const plan = await planOf({
    method: "grid",
    parameters: { sizes: { values: [[784, 10], [784, 5, 9]] } },
  });
  assertEquals(plan.trials[1]!.runs[0]!.config, null);
  assertEquals(progressOf(plan, new Map()).pending.map(({ trial }) => trial), [1]);
  const summary = summarize(plan, recordsOf(plan, { 1: Array(30).fill(0.5) }));
  assertEquals(summary.trials.map(({ state }) => state), ["finished", "refused"]);
  assert(summary.trials[1]!.runs[0]!.reason!.includes("9"));
  assert(summary.complete);
});

Deno.test("halving waits for a whole rung, then goes on with the best", async () => {
  const plan = await planOf(halving, { epochs: 4 });
  assertEquals(plan.rungs, [1, 2, 4]);
  const rung1 = { 1: [0.1], 2: [0.6], 3: [0.3], 4: [0.5], 5: [0.4] };
  const stage = (all: { readonly [trial: number]: readonly number[] }) => {
    const { stage, pending } = progressOf(plan, recordsOf(plan, all));
    return [stage, pending.map(({ trial, end }) => [trial, end])];
  };
  assertEquals(stage({}), [1, [[1, 1], [2, 1], [3, 1], [4, 1], [5, 1], [6, 1]]]);
  assertEquals(stage(rung1), [1, [[6, 1]]]);
  assertEquals(stage({ ...rung1, 6: [0.2] }), [2, [[2, 2], [4, 2], [5, 2]]]);
  const rung2 = { ...rung1, 6: [0.2], 2: [0.6, 0.6], 4: [0.5, 0.7] };
  assertEquals(stage(rung2), [2, [[5, 2]]]);
  assertEquals(stage({ ...rung2, 5: [0.4, 0.5] }), [3, [[4, 4]]]);
  const all = { ...rung2, 5: [0.4, 0.5], 4: [0.5, 0.7, 0.7, 0.8] };
  assertEquals(stage(all), [4, []]);
  const summary = summarize(plan, recordsOf(plan, all));
  assertEquals(
    summary.trials.map(({ state, rung, mean }) => [state, rung, mean]),
    [
      ["stopped", 1, 0.1],
      ["stopped", 2, 0.6],
      ["stopped", 1, 0.3],
      ["finished", 3, 0.8],
      ["stopped", 2, 0.5],
      ["stopped", 1, 0.2],
    ],
  );
  assertEquals(summary.best?.trial, 4);
});

Deno.test("a trial that diverges after a rung does not change who went on after it", async () => {
  const plan = await planOf(halving, { epochs: 4 });
  const records = recordsOf(plan, RUNG_1);
  const { run } = plan.trials[1]!.runs[0]!;
  records.set(run, { ...record(run, [0.6]), state: "diverged", reason: "infinite" });
  const { stage, pending } = progressOf(plan, records);
  assertEquals([stage, pending.map(({ trial }) => trial)], [2, [4, 5]]);
  assertEquals(summarize(plan, records).trials[1]!.state, "diverged");
});

Deno.test("what a run had learned beyond its rung does not show before the rung is counted", async () => {
  const plan = await planOf(halving, { epochs: 4 });
  const some = { 1: [0.1], 3: [0.3], 4: [0.5], 5: [0.4], 6: [0.2] };
  const [less, more] = [{ ...some, 2: [0.6] }, { ...some, 2: [0.6, 0.1] }].map((all) =>
    summarize(plan, recordsOf(plan, all)).trials[2]
  );
  assertEquals(less, more);
});

Deno.test("trials are compared by the epoch whose weights are kept", async () => {
  const accuracies = [0.5, 0.9, 0.7];
  for (const [keep, value, epoch] of [["last", 0.7, 3], ["best", 0.9, 2]] as const) {
    const plan = await planOf(grid, { epochs: 3, keep });
    const run = summarize(plan, recordsOf(plan, { 1: accuracies })).trials[0]!.runs[0]!;
    assertEquals([run.value, run.epoch, run.curve], [value, epoch, accuracies]);
  }
});

Deno.test("less cost is better, by the metric's goal", async () => {
  const plan = await planOf({ ...grid, metric: { name: "validation.cost" } }, { epochs: 1 });
  const all = { 1: [0.5], 2: [0.9], 3: [0.7], 4: [0.1], 5: [0.1], 6: [0.1] };
  assertEquals(summarize(plan, recordsOf(plan, all)).best?.trial, 2);
});

Deno.test("a trial has the mean and the sample deviation of its seeds", async () => {
  const plan = await planOf({ ...grid, seeds: 2 }, { epochs: 1 });
  const [a, b] = plan.trials[0]!.runs;
  const half = new Map([[a!.run, record(a!.run, [0.5], "finished")]]);
  assertEquals(summarize(plan, half).trials[0]!.mean, null);
  const both = new Map([...half, [b!.run, record(b!.run, [0.75], "finished")]]);
  const { mean, sd } = summarize(plan, both).trials[0]!;
  assertEquals([mean, sd], [0.625, Math.sqrt(0.03125)]);
});

Deno.test("shards are disjoint, have every run, and about the same work", async () => {
  const parameters = {
    hidden: { values: [[10], [100], [1000]] },
    learningRate: { values: [1, 2, 3, 4, 5, 6, 7, 8] },
  };
  const plan = await planOf({ method: "grid", parameters, seeds: 2 });
  const { pending } = progressOf(plan, new Map());
  const best = { keep: 5 };
  for (const count of [1, 2, 3, 7, 24]) {
    const shards = shardsOf(pending, count, new Map(), best);
    assertEquals(shards.flat().length, pending.length);
    assertEquals(new Set(shards.flat()).size, pending.length);
    assertEquals(shards, shardsOf(pending, count, new Map(), best));
    const owners = new Map<number, number>();
    for (const [s, shard] of shards.entries()) {
      for (const { trial } of shard) {
        assertEquals(owners.get(trial) ?? s, (owners.set(trial, s), s));
      }
    }
  }
  const work = shardsOf(pending, 4, new Map(), best).map((shard) =>
    shard.reduce((sum, { planned }) => sum + planned.config!.sizes[1]!, 0)
  );
  assert(Math.max(...work) / Math.min(...work) < 1.05, String(work));
  assertEquals([unitsOf(pending, best), unitsOf(pending, { keep: "all" })], [24, 48]);
});

Deno.test("weights are kept of the best, of what is under way, and of what may go on", async () => {
  const plan = await planOf({ ...halving, keep: 1 }, { epochs: 4 });
  const rung2 = { ...RUNG_1, 2: [0.6, 0.6], 4: [0.5, 0.7], 5: [0.4, 0.5] };
  const cases: [all: { readonly [trial: number]: readonly number[] }, trials: number[]][] = [
    [{}, [1, 2, 3, 4, 5, 6]],
    // Three of six go on: of these four one cannot, and two are not trained.
    [{ 1: [0.1], 2: [0.6], 3: [0.3], 4: [0.5] }, [2, 3, 4, 5, 6]],
    [RUNG_1, [2, 4, 5]],
    [rung2, [4]],
    [{ ...rung2, 4: [0.5, 0.7, 0.7, 0.8] }, [4]],
  ];
  for (const [all, trials] of cases) assertEquals(kept(plan, recordsOf(plan, all)), trials);
});

Deno.test("weights are kept of the best trials of a grid, with all their seeds", async () => {
  const plan = await planOf({ ...grid, keep: 2 }, { epochs: 1 });
  assertEquals(kept(plan, recordsOf(plan, RUNG_1)), [2, 4]);
  const every = await planOf({ ...grid, keep: "all" }, { epochs: 1 });
  assertEquals(runsToKeep(every, recordsOf(every, RUNG_1)).size, 6);
});

Deno.test("weights are kept of a trial of which a run failed, which may be tried again", async () => {
  const seeds = await planOf({ ...grid, seeds: 2, keep: 1 }, { epochs: 1 });
  const records = new Map(
    seeds.trials.flatMap(({ trial, runs }) =>
      runs.map(({ run }) => [run, record(run, [trial / 10], "finished")])
    ),
  );
  assertEquals(kept(seeds, records), [6]);
  const { run } = seeds.trials[2]!.runs[1]!;
  records.set(run, record(run, [], "failed"));
  assertEquals(kept(seeds, records), [3, 6]);

  const rungs = await planOf({ ...halving, keep: 1 }, { epochs: 4 });
  const all = recordsOf(rungs, RUNG_1);
  const { run: second } = rungs.trials[1]!.runs[0]!;
  all.set(second, record(second, [0.6], "failed"));
  assertEquals(kept(rungs, all), [2, 4, 5]);
  const { run: first } = rungs.trials[0]!.runs[0]!;
  all.set(first, record(first, [], "failed"));
  assertEquals(kept(rungs, all), [1, 2, 4, 5]);
});

Deno.test("the summary has the file of user data, and not its folder", async () => {
  const plan = await planOf(grid, {
    dataset: { csv: "/home/grace/iris.csv", target: "a" },
    epochs: 1,
  });
  const summary = summarize(plan, recordsOf(plan, { 1: [0.5] }));
  assert(!JSON.stringify(summary).includes("grace"));
  assertEquals(summary.best?.config.dataset, { csv: "iris.csv", target: "a" });
});

Deno.test("what goes wrong with the data of a sweep is not taken for a bad config", async () => {
  const sweep = resolveSweep(parseSweepDraft({ config: {}, ...grid }), {}, "test");
  const lost = new Error("Cannot find the data");
  await assertRejects(() => planSweep(sweep, () => Promise.reject(lost)), Error, lost.message);
});

Deno.test("quantities are compared by R² unless the sweep names another metric, and classes and labels never", async () => {
  const sweep = (keys: object) =>
    resolveSweep(parseSweepDraft({ config, ...grid, ...keys }), config, "test");
  const config = { dataset: { csv: "a.csv", target: "y" } };
  const data: SweepData = {
    facts: { features: 3, outputs: 1, kind: "quantity", trainingSize: 40 },
    hashes: {},
  };
  const planned = async (keys: object) =>
    (await planSweep(sweep(keys), () => Promise.resolve(data))).metric;
  assertEquals(await planned({}), { name: "validation.r2", goal: "maximize" });
  assertEquals(await planned({ metric: { name: "validation.mae" } }), {
    name: "validation.mae",
    goal: "minimize",
  });
  const facts = { ...data.facts, outputs: 3, kind: "labels" } as const;
  const several = await planSweep(sweep({}), () => Promise.resolve({ ...data, facts }));
  assertEquals(several.metric.name, "validation.accuracy");
});

Deno.test("a trial has come as far as the run that has, though another ended early", () => {
  const trial = (number: number, mean: number, epochs: readonly number[]) =>
    ({
      trial: number,
      state: "paused",
      mean,
      runs: epochs.map((epochs) => ({ epochs })),
    }) as unknown as Trial;
  const trials = [trial(1, 0.4, [4, 4]), trial(2, 0.5, [3, 4]), trial(3, 0.6, [2, 2])];
  const metric = { name: "validation.accuracy", goal: "maximize" } as const;
  assertEquals(rankTrials(trials, metric).map(({ trial }) => trial), [2, 1, 3]);
});

Deno.test("a trial's curve is the mean of its runs, as long as the shortest", () => {
  const run = (...curve: number[]) => ({ curve }) as unknown as Trial["runs"][number];
  assertEquals(meanCurve({ runs: [] }), []);
  assertEquals(meanCurve({ runs: [run(1, 2, 3), run(3, 4)] }), [2, 3]);
});
