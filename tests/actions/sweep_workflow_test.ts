import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path";
import { namesIn, runTask, temporaryFolder } from "../helpers/run_task.ts";
import { assertSame, SAME, sweepFile } from "../sweeps/same.ts";
import { runWorkflow } from "./run_workflow.ts";
import { artifact, assertEnded, hashesIn, ignoreWhole, storeWithMnist } from "./whole_workflow.ts";

const WORKFLOW = ".github/workflows/sweep.yml";

/** The files of a sweep that are the same wherever it is trained. */
const FILES = ["sweep.json", "trials.csv", "index.html", "best.json"];
const WEIGHTS = "weights.safetensors";

/** The hashes of a sweep's files, and of the weights that it keeps. */
async function hashesOf(folder: string): Promise<Record<string, string>> {
  const runs = await namesIn(join(folder, "trials"));
  return await hashesIn(folder, [...FILES, ...runs.map((run) => `trials/${run}/${WEIGHTS}`)]);
}

/** The hashes of what one machine makes of a sweep. */
async function onOneMachine(sweep: string): Promise<Record<string, string>> {
  await using folder = await temporaryFolder();
  const { code, stderr } = await runTask(["sweep", sweep, "--out", folder.path, "--no-report"]);
  assertEquals(code, 0, stderr);
  return await hashesOf(folder.path);
}

Deno.test({
  name: "the sweep workflow halves on a user's table, to the bytes of one machine",
  ignore: ignoreWhole,
  fn: async () => {
    await using store = await storeWithMnist();
    const sweep = "tests/actions/sweeps/table.json";
    const run = await runWorkflow(WORKFLOW, { store: store.path, inputs: { sweep, shards: "2" } });
    assertEnded(run, "success");
    assertEquals(run.ran.length, 1 + 2 * (1 + 2 + 1), "the data; then plan, two shards, merge");
    const merged = artifact(store, "sweep-1234567890-whole-attempt-1");
    assertEquals(await hashesOf(merged), await onOneMachine(sweep));
  },
});

Deno.test({
  name: "the sweep workflow trains a grid on three machines to the bytes of one",
  ignore: ignoreWhole,
  fn: async () => {
    await using store = await storeWithMnist();
    const sweep = sweepFile("grid");
    const run = await runWorkflow(WORKFLOW, { store: store.path, inputs: { sweep, shards: "3" } });
    assertEnded(run, "success");
    assertEquals(run.ran, [
      "data",
      "stage-1/plan",
      "stage-1/shard.0",
      "stage-1/shard.1",
      "stage-1/shard.2",
      "stage-1/merge",
    ]);
    assertEquals(run.jobs.get("stage-2")?.result, "skipped");
    const merged = artifact(store, "sweep-1234567890-whole-attempt-1");
    assertEquals(await hashesOf(merged), await onOneMachine(sweep));
    assertMatch(run.summaries.get("stage-1/merge")!, /learningRate/);
  },
});

Deno.test({
  name: "the sweep workflow halves in three stages, to the bytes of one machine",
  ignore: ignoreWhole,
  fn: async () => {
    await using store = await storeWithMnist();
    const sweep = sweepFile("halving");
    const run = await runWorkflow(WORKFLOW, { store: store.path, inputs: { sweep, shards: "2" } });
    assertEnded(run, "success");
    assert(run.jobs.has("stage-3/shard.0"), "the last stage has one run");
    assertEquals(run.jobs.get("stage-4")?.result, "skipped");
    const merged = artifact(store, "sweep-1234567890-whole-attempt-1");
    assertEquals(await hashesOf(merged), await onOneMachine(sweep));
  },
});

for (const name of SAME) {
  Deno.test({
    name: `a ${name} that is cancelled goes on in another attempt, and trains nothing twice`,
    ignore: ignoreWhole,
    fn: async () => {
      await using store = await storeWithMnist();
      const sweep = sweepFile(name);
      const options = { store: store.path, inputs: { sweep, shards: "4" } };
      const cancel = new AbortController();
      const isFirstRun = (line: string) => /^stage-1\/shard\.1 \| Trial /.test(line);
      const first = await runWorkflow(WORKFLOW, {
        ...options,
        slots: 4,
        signal: cancel.signal,
        onLine: (line) => isFirstRun(line) && cancel.abort(),
      });
      assertEnded(first, "cancelled");
      const shardsEnd = first.lines.filter((line) => /shard.*completed with exit code/.test(line));
      assert(shardsEnd.every((line) => line.endsWith(" 130.")), shardsEnd.join("\n"));
      const parts = await namesIn(join(store.path, "artifacts"));
      assert(parts.includes("sweep-1234567890-stage-1-shard-2-of-4-attempt-1"), parts.join());

      const second = await runWorkflow(WORKFLOW, { ...options, previous: first });
      assertEnded(second, "success");
      assert(!second.ran.includes("stage-1/plan"), "what was done is not done again");
      const trained = [...first.lines, ...second.lines].flatMap((line) =>
        /^stage-(\d).*\| (Trial \d+(, seed \d+)?): /.exec(line)?.slice(1, 3).join() ?? []
      );
      assertGreaterOrEqual(trained.length, 6);
      assertEquals(new Set(trained).size, trained.length);
      const merged = artifact(store, "sweep-1234567890-whole-attempt-2");
      await assertSame(merged, name);
      assertEquals(await hashesOf(merged), await onOneMachine(sweep));
    },
  });
}

Deno.test({
  name: "a shard that is out of time fails alone, and the merge lists what is missing",
  ignore: ignoreWhole,
  fn: async () => {
    await using store = await storeWithMnist();
    const sweep = sweepFile("grid");
    const inputs = { sweep, shards: "2", minutes: "0.03" };
    const first = await runWorkflow(WORKFLOW, { store: store.path, inputs });
    assertEnded(first, "failure");
    assertStringIncludes(first.lines.join("\n"), "error: Missing: ");
    assertEquals(first.jobs.get("stage-2")?.result, "skipped");
    const second = await runWorkflow(WORKFLOW, {
      store: store.path,
      inputs: { ...inputs, minutes: "10" },
      previous: first,
    });
    assertEnded(second, "success");
    const merged = artifact(store, "sweep-1234567890-whole-attempt-2");
    assertEquals(await hashesOf(merged), await onOneMachine(sweep));
  },
});

Deno.test({
  name: "a sweep of more stages than the workflow has is refused before anything is trained",
  ignore: ignoreWhole,
  fn: async () => {
    await using store = await storeWithMnist();
    const sweep = "tests/actions/sweeps/many_rungs.json";
    const run = await runWorkflow(WORKFLOW, { store: store.path, inputs: { sweep } });
    assertEnded(run, "failure");
    assertEquals(run.ran, ["data"]);
    assertStringIncludes(run.lines.join("\n"), "The sweep has more than 5 stages");
  },
});
