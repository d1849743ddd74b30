/** The workflow of experiments, run from end to end on this machine. */

import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
} from "@std/assert";
import { delay } from "@std/async/delay";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { toHex } from "../../lib/formats/hex.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { namesIn, ROOT, runTask, temporaryFolder } from "../helpers/run_task.ts";
import { assertSame, SAME, sweepFile } from "../sweeps/same.ts";
import { hashFiles, saveCache } from "./actions.ts";
import { ghAfter, programsOf } from "./programs.ts";
import { type RunOptions, runWorkflow, type WorkflowRun } from "./run_workflow.ts";
import { ignore, printed, tiny } from "./tiny_workflow.ts";

const WORKFLOW = ".github/workflows/experiments.yml";
const RUN = "1234567890";

/** A folder for a run that has MNIST in its caches, so that no job has to fetch it. */
interface Store extends AsyncDisposable {
  readonly path: string;
}

async function storeWithMnist(): Promise<Store> {
  const data = await mnistData();
  const folder = await temporaryFolder();
  const key = `mnist-${hashFiles(ROOT, ["lib/digits/mnist.ts"])}`;
  await saveCache({ inputs: { key, path: "mnist" }, cwd: data, store: folder.path });
  return folder;
}

/** Runs an experiment in a store. */
function experiment(
  { path: store }: Store,
  inputs: Record<string, string>,
  options: Partial<RunOptions> = {},
): Promise<WorkflowRun> {
  return runWorkflow(WORKFLOW, { store, inputs, ...options });
}

/** A test from end to end, which takes minutes: a long one. */
function testWhole(name: string, fn: (store: Store) => Promise<void>): void {
  Deno.test({
    name,
    ignore: ignore || !LONG_TESTS,
    fn: async () => {
      await using store = await storeWithMnist();
      await fn(store);
    },
  });
}

/** The folder of an artifact. */
function artifact(store: Store, name: string): string {
  return join(store.path, "artifacts", name);
}

/** Checks how a run ended, and shows its log if not so. */
function assertEnded(run: WorkflowRun, result: string): void {
  assertEquals(run.result, result, run.lines.join("\n"));
}

/** The hashes of a sweep's files that are the same everywhere, and of the weights that it keeps. */
async function hashesOf(folder: string): Promise<Record<string, string>> {
  const runs = await namesIn(join(folder, "trials"));
  const names = [
    ...["sweep.json", "trials.csv", "index.html", "best.json"],
    ...runs.map((run) => `trials/${run}/weights.safetensors`),
  ];
  const hashes = names.map(async (name): Promise<[string, string]> => {
    const bytes = await Deno.readFile(join(folder, name));
    return [name, toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))];
  });
  return Object.fromEntries(await Promise.all(hashes));
}

/** Checks that an attempt left what one machine makes of a sweep. */
async function assertWhole(store: Store, sweep: string, attempt = 1): Promise<void> {
  await using folder = await temporaryFolder();
  const { code, stderr } = await runTask(["sweep", sweep, "--out", folder.path, "--no-report"]);
  assertEquals(code, 0, stderr);
  const merged = artifact(store, `sweep-${RUN}-whole-attempt-${attempt}`);
  assertEquals(await hashesOf(merged), await hashesOf(folder.path));
}

for (
  const [name, file, shards, jobs] of [
    ["a grid on three machines", sweepFile("grid"), 3, [[1, 3]]],
    ["by halving in three stages", sweepFile("halving"), 2, [[1, 2], [2, 2], [3, 1]]],
    ["on a user's table", "tests/actions/sweeps/table.json", 2, [[1, 2], [2, 2]]],
  ] as const
) {
  testWhole(`a sweep trains ${name}, to the bytes of one machine`, async (store) => {
    const run = await experiment(store, { experiment: "sweep", file, shards: String(shards) });
    assertEnded(run, "success");
    const stages = jobs.flatMap(([stage, shards]) => [
      `plan-${stage}`,
      ...Array.from({ length: shards }, (_, k) => `shard-${stage}.${k}`),
      `merge-${stage}`,
    ]);
    assertEquals(run.ran, ["data", ...stages]);
    assertEquals(run.jobs.get(`plan-${jobs.length + 1}`)?.result, "skipped");
    assertMatch(run.summaries.get("merge-1")!, /learningRate/);
    await assertWhole(store, file);
  });
}

for (const name of SAME) {
  const title = `a ${name} that is cancelled goes on in another attempt, and trains nothing twice`;
  testWhole(title, async (store) => {
    const file = sweepFile(name);
    const inputs = { experiment: "sweep", file, shards: "4" };
    const cancel = new AbortController();
    const first = await experiment(store, inputs, {
      slots: 4,
      signal: cancel.signal,
      onLine: (line) => /^shard-1\.1 \| Trial /.test(line) && cancel.abort(),
    });
    assertEnded(first, "cancelled");
    const shardsEnd = first.lines.filter((line) => /shard.*completed with exit code/.test(line));
    assert(shardsEnd.every((line) => line.endsWith(" 130.")), shardsEnd.join("\n"));
    const parts = await namesIn(join(store.path, "artifacts"));
    assert(parts.includes(`sweep-${RUN}-stage-1-shard-2-of-4-attempt-1`), parts.join());

    const second = await experiment(store, inputs, { previous: first });
    assertEnded(second, "success");
    assert(!second.ran.includes("plan-1"), "what was done is not done again");
    const trained = [...first.lines, ...second.lines].flatMap((line) =>
      /^shard-(\d).*\| (Trial \d+(, seed \d+)?): /.exec(line)?.slice(1, 3).join() ?? []
    );
    assertGreaterOrEqual(trained.length, 6);
    assertEquals(new Set(trained).size, trained.length);
    await assertSame(artifact(store, `sweep-${RUN}-whole-attempt-2`), name);
    await assertWhole(store, file, 2);
  });
}

/** Runs a sweep whose shards are out of time after so many minutes, then again with enough. */
async function outOfTime(store: Store, minutes: number): Promise<void> {
  const inputs = { experiment: "sweep", file: sweepFile("grid"), shards: "2" };
  const first = await experiment(store, { ...inputs, minutes: String(minutes) });
  assertEnded(first, "failure");
  const log = first.lines.join("\n");
  if (log.includes("Cannot find parts/*/definition.json")) { // a slow machine has not begun by then
    await using another = await storeWithMnist();
    return await outOfTime(another, 2 * minutes);
  }
  assertStringIncludes(log, "error: Missing: ");
  assertEquals(first.jobs.get("plan-2")?.result, "skipped");
  const second = await experiment(store, { ...inputs, minutes: "10" }, { previous: first });
  assertEnded(second, "success");
  await assertWhole(store, inputs.file, 2);
}

testWhole(
  "a shard that is out of time fails alone, and the merge lists what is missing",
  (store) => outOfTime(store, 0.03),
);

testWhole(
  "a sweep of more stages than the workflow has is refused before anything is trained",
  async (store) => {
    const file = "tests/actions/sweeps/many_rungs.json";
    const run = await experiment(store, { experiment: "sweep", file });
    assertEnded(run, "failure");
    assertEquals(run.ran, ["data"]);
    assertStringIncludes(run.lines.join("\n"), "The sweep has more than 5 stages");
  },
);

testWhole(
  "a training run is compared with the last, and fails if its weights are others",
  async (first) => {
    await using second = await storeWithMnist();
    await using third = await storeWithMnist();
    /** Runs the workflow in a store of its own, after the run of another store. */
    const night = async (store: Store, before: string) => {
      await using programs = await programsOf({
        gh: ghAfter(before),
      });
      return await experiment(store, {}, { programs: programs.path });
    };
    const history = join(artifact(second, `history-${RUN}-1`), "history.jsonl");
    const assertWeights = async (store: Store) =>
      assertStringIncludes(
        (await namesIn(artifact(store, `run-${RUN}-1`))).join(),
        "weights.safetensors",
      );

    const begun = await night(first, "no run before");
    assertEnded(begun, "success");
    assertEquals(begun.ran, ["train"], "what runs every night is this alone");
    await assertWeights(first);

    const same = await night(second, first.path);
    assertEnded(same, "success");
    assertMatch(same.summaries.get("train")!, /^- ok: the weights are those of /m);
    const text = await Deno.readTextFile(history);
    assertEquals(text.trimEnd().split("\n").length, 2);

    // As if the last run had left other weights.
    const other = text.replaceAll(/"weightsSha256":"\w{8}/g, '"weightsSha256":"00000000');
    await Deno.writeTextFile(history, other);
    const worse = await night(third, second.path);
    assertEnded(worse, "failure");
    assertMatch(worse.summaries.get("train")!, /^- FAILED: the weights are not those of /m);
    await assertWeights(third);
  },
);

/** Runs the workflow without the rest of the checkout, with stand-ins for `deno` and `gh`. */
async function alone(
  programs: Record<string, string>,
  inputs: Record<string, string>,
): Promise<WorkflowRun[]> {
  await using workflow = await tiny(await Deno.readTextFile(join(ROOT, WORKFLOW)));
  await using folder = await programsOf(programs);
  const options = { programs: folder.path, inputs };
  const first = await workflow.run(options);
  if (first.result === "success") return [first];
  return [first, await workflow.run({ ...options, previous: first })];
}

Deno.test(
  "a training run goes on with the newest history, whichever run it is of",
  { ignore },
  async () => {
    // An older run was run again after a newer one.
    const gh = `#!/bin/sh
case "$1 $2" in
  "run download") mkdir -p "$7" && echo "$3 $5" > "$7/history.jsonl" ;;
  "api "*) printf '%s\\n' '2026-11-24T03:17:00Z 8 history-8-1' '2026-11-25T09:00:00Z 7 history-7-2' \
    '2026-11-23T03:17:00Z 7 history-7-1' ;;
esac
`;
    const deno = "#!/bin/sh\ncase \"$*\" in *track*) sed 's/^/> /' data/history/*; esac\n";
    const [run] = await alone({ gh, deno }, {});
    assertEquals(run!.summaries.get("train"), "> 7 history-7-2\n", run!.lines.join("\n"));
  },
);

testWhole(
  "each published result is trained on a machine of its own, and one table is printed",
  async (store) => {
    const rows = "nielsen-ch1-30, nielsen-ch3-30";
    const run = await experiment(store, { experiment: "reproduce", rows, minutes: "0.1" });
    assertEnded(run, "success");
    assertEquals(run.ran, ["data", "row.0", "row.1", "table"]);
    const table = run.summaries.get("table")!;
    for (const row of rows.split(", ")) {
      assertMatch(table, new RegExp(`^\\| ${row} .*out of time`, "m"));
    }
    const runs = await namesIn(artifact(store, `reproduce-all-${RUN}-attempt-1`));
    const trained = runs.map((run) => run.replace(/-30-\d+$/, "-30")); // a quick machine begins a second seed
    assertEquals([...new Set(trained)], ["reproduce-nielsen-ch1-30", "reproduce-nielsen-ch3-30"]);
  },
);

Deno.test("the table has each row as its last attempt left it", { ignore }, async () => {
  // The row `a` fails in the first attempt and leaves a journal, which the second one removes.
  const deno = `#!/bin/bash
runs=\${!#}
case "$*" in
  *fetch) mkdir -p data/mnist && touch data/mnist/images ;;
  *--quiet*) (cd runs && grep -r . * | sort | sed 's/^/> /' >&2) ;;
  *) run=$runs/reproduce-$4
    mkdir -p "$run"
    rm -f "$run/journal"
    echo "attempt $GITHUB_RUN_ATTEMPT" > "$run/metrics"
    if [ "$4 $GITHUB_RUN_ATTEMPT" = "a 1" ]; then echo begun > "$run/journal"; exit 1; fi ;;
esac
`;
  const inputs = { experiment: "reproduce", rows: "a,b", minutes: "1" };
  const [first, second] = await alone({ deno }, inputs);
  assertEnded(first!, "failure");
  assertEnded(second!, "success");
  const whole = ["reproduce-a/metrics:attempt 2", "reproduce-b/metrics:attempt 1"];
  assertEquals(printed(second!), whole);
});

testWhole("a row that is not whole goes on in another attempt", async (store) => {
  const inputs = { experiment: "reproduce", rows: "nielsen-ch3-30", minutes: "0.2" };
  const cancel = new AbortController();
  const part = join("nielsen-ch3-30-attempt-1", "reproduce-nielsen-ch3-30");
  const run = join(store.path, "jobs/row.0-1/workspace/parts", part);
  const cancelWhenSaved = async () => {
    while (!await exists(join(run, "checkpoint.safetensors"))) await delay(100);
    cancel.abort();
  };
  const first = await experiment(store, inputs, {
    signal: cancel.signal,
    onLine: (line) => line.endsWith(": trains") && cancelWhenSaved(),
  });
  assertEnded(first, "cancelled");
  const left = artifact(store, `reproduce-${RUN}-nielsen-ch3-30-attempt-1`);
  assertStringIncludes((await namesIn(join(left, part))).join(), "checkpoint.safetensors");

  const second = await experiment(store, inputs, { previous: first });
  assertEnded(second, "success");
  assertEquals(second.ran, ["row.0", "table"]);
  assertNotMatch(second.lines.join("\n"), /reproduce-nielsen-ch3-30: trains/); // it goes on, or is whole
});
