import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import type { SweepPlan } from "../../../tasks/sweep/plan/plan.ts";
import { parseSweepDraft, resolveSweep } from "../../../tasks/sweep/sweep.ts";
import { mergeSweep } from "../../../tasks/sweep/merge.ts";
import { type Result, SweepFolder } from "../../../tasks/sweep/folder.ts";
import { plan } from "../../../tasks/sweep/open_sweep.ts";
import { temporaryFolder } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

/** Four trials, of which two go on after the first of two epochs. */
const HALVING = {
  config: { epochs: 2 },
  method: "halving",
  parameters: { batchSize: { values: [1, 2, 3, 4] } },
  halving: { factor: 2, rungs: 2, draw: "grid" },
};

/** What the run of a trial comes to: its state, and its accuracy after each epoch. */
type Outcomes = {
  readonly [trial: number]: readonly [state: Result["state"], ...accuracies: number[]];
};

async function planOf(keys: { readonly config: Record<string, unknown> }): Promise<SweepPlan> {
  const sweep = resolveSweep(parseSweepDraft(keys), keys.config, "test");
  return await plan(sweep, "test", "data");
}

async function writePart(path: string, plan: SweepPlan, outcomes: Outcomes): Promise<string> {
  await using folder = await SweepFolder.open(path);
  await folder.define({ sweep: plan.sweep, data: [] });
  for (const [trial, [state, ...accuracies]] of Object.entries(outcomes)) {
    await folder.record({
      run: plan.trials[Number(trial) - 1]!.runs[0]!.run,
      state,
      metrics: accuracies.map((accuracy) => ({
        train: { cost: 1 },
        validation: { correct: 1000 * accuracy, size: 1000, accuracy, cost: 1 - accuracy },
      })),
      times: { seconds: 1, engine: "wasm", workers: 1 },
    });
  }
  return path;
}

/** Merges folders in which trials came to these outcomes, after a stage. */
async function merged(parts: readonly Outcomes[], stage?: number) {
  await using folder = await temporaryFolder();
  const plan = await planOf(HALVING);
  const folders = await Promise.all(
    parts.map((outcomes, k) => writePart(join(folder.path, `part-${k}`), plan, outcomes)),
  );
  const { summary, missing } = await mergeSweep(folders, join(folder.path, "out"), "data", stage);
  return { missing, states: summary.trials.map(({ state }) => state) };
}

const RUNG_1 = { 1: ["paused", 0.1], 2: ["paused", 0.4], 3: ["paused", 0.3] } as const;
const WHOLE: Outcomes = { ...RUNG_1, 4: ["paused", 0.2] };

test("a merge names the runs of a stage that are missing or failed", async () => {
  assertEquals((await merged([RUNG_1])).missing, "1 run of stage 1");
  assertEquals((await merged([{ ...RUNG_1, 4: ["failed"] }])).missing, "1 run of stage 1");
  assertEquals((await merged([WHOLE])).missing, undefined); // stage 2 has not begun
  const failed = await merged([{ ...WHOLE, 2: ["failed", 0.4], 3: ["failed", 0.3] }]);
  assertEquals(failed.missing, "2 runs of stage 2");
  const one = await merged([WHOLE, { 2: ["finished", 0.4, 0.5], 3: ["failed", 0.3] }]);
  assertEquals(one.missing, "1 run of stage 2");
});

test("a stage that was trained is missing though nothing came of it", async () => {
  assertEquals((await merged([WHOLE], 1)).missing, undefined);
  assertEquals((await merged([WHOLE], 2)).missing, "2 runs of stage 2");
  assertEquals((await merged([RUNG_1], 2)).missing, "1 run of stage 1");
});

test("what was merged before counts in the next merge, named or not", async (folder) => {
  const at = (name: string) => join(folder.path, name);
  const plan = await planOf(HALVING);
  const [part, rest] = [
    await writePart(at("part"), plan, RUNG_1),
    await writePart(at("rest"), plan, { 4: ["paused", 0.2] }),
  ];
  assertEquals((await mergeSweep([part], at("out"), "data")).missing, "1 run of stage 1");
  const { summary, missing } = await mergeSweep([rest], at("out"), "data");
  assertEquals(missing, undefined);
  assertEquals(summary.trials.map(({ rung }) => rung), [1, 1, 1, 1]);
  assertEquals((await mergeSweep([`${at("out")}/.`], at("out"), "data")).summary, summary);
  const other = await planOf({ ...HALVING, config: { epochs: 3 } });
  const strange = await writePart(at("other"), other, {});
  const merging = () => mergeSweep([strange], at("out"), "data");
  await assertRejects(merging, Error, "they belong to different sweeps");
});

test("a merge prefers the last result of a run to a failure before", async () => {
  const { missing, states } = await merged([{ ...RUNG_1, 4: ["failed"] }, WHOLE]);
  assertEquals([missing, states], [undefined, ["stopped", "paused", "paused", "stopped"]]);
});

test("a merge takes a divergence after a pause, and no other contradiction", async () => {
  const parts: Outcomes[] = [WHOLE, { 2: ["diverged", 0.4] }];
  for (const folders of [parts, parts.toReversed()]) {
    const { missing, states } = await merged(folders, 2);
    assertEquals(states, ["stopped", "diverged", "paused", "stopped"]);
    assertEquals(missing, "1 run of stage 2");
  }
  for (const other of [["finished", 0.4], ["paused", 0.5]] as const) {
    const merging = () => merged([{ 2: ["diverged", 0.4] }, { 2: other }]);
    await assertRejects(merging, Error, "they contradict each other");
  }
});
