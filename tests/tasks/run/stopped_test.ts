/** A run whose writer is stopped at any step: whoever reads it finds one epoch, the one before or the new one. */

import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path";
import { type Config, parseConfig } from "../../../lib/config.ts";
import type { Checkpoint } from "../../../lib/train/mod.ts";
import { Network, weightsSha256 } from "../../../mod.ts";
import { listRuns } from "../../../tasks/run/list_runs.ts";
import { openNetwork } from "../../../tasks/run/open_network.ts";
import { readFinal, writeFinal } from "../../../tasks/run/final.ts";
import { readNetwork } from "../../../tasks/run/read_network.ts";
import {
  FILES,
  metricsText,
  readConsistent,
  readRun,
  type Summary,
} from "../../../tasks/run/run_folder.ts";
import { type RunContent, RunFolder } from "../../../tasks/run/run_writer.ts";
import { formatSaved, readSaved } from "../../../tasks/run/saved.ts";
import { filesOf } from "../../../tasks/run/journaled_files.ts";
import { trialPath } from "../../../tasks/run/sweep_folder.ts";
import { SWEEP_FILES, SweepFolder } from "../../../tasks/sweep/folder.ts";
import { explain } from "../../../tasks/system/explain.ts";
import { readJournal } from "../../../tasks/system/files.ts";
import { failingDisk, type Fault } from "../../helpers/failing_disk.ts";
import { killAt } from "../../helpers/kills.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { namesIn, temporaryFolder } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { savedWith } from "../train/saved_with.ts";

const test = testsWith("read", "write");

/** The long tests stop at every step. */
const STRIDE = LONG_TESTS ? 1 : 4;

const NOTHING_GIVEN = { activation: undefined, "output-activation": undefined, dataset: undefined };

/** A run after an epoch, each file of which holds its epoch. */
async function runAfter(epoch: number): Promise<RunContent> {
  const config: Config = parseConfig({ sizes: [784, 10], seed: epoch });
  const network = new Network(config.sizes, { seed: epoch });
  const saved = savedWith(config, new Array(epoch).fill(0.5));
  const { checkpoint, metrics } = saved;
  const sha256 = await weightsSha256(network);
  const summary = { name: "run", epochs: epoch, ended: "paused", epoch, weightsSha256: sha256 };
  return {
    config,
    metrics: metricsText(metrics),
    summary: summary as Summary,
    weights: network.toSafetensors({ config: JSON.stringify(config), epoch: String(epoch) }),
    checkpoint: await formatSaved({
      ...saved,
      checkpoint: { ...checkpoint, parameters: network } as Checkpoint,
    }),
  };
}

/** The epochs that the readers find: `readRun`, the network, the checkpoint, the list and the result on test. */
async function epochsIn(path: string): Promise<number[]> {
  const { run, network, opened, saved, final, names } = await readConsistent(path, async () => ({
    run: await readRun(path),
    network: await readNetwork(path),
    opened: await openNetwork(path, NOTHING_GIVEN),
    saved: await readSaved(path),
    final: await readFinal(path),
    names: await filesOf(path),
  }));
  for (const name of Object.values(FILES)) assert(names.includes(name), `${name} is missing`);
  const [listed] = await listRuns(join(path, ".."));
  assertEquals(listed?.damage, undefined);
  const { epoch, epochs, weightsSha256: expected } = run.summary;
  assertEquals(await weightsSha256(network.network), expected);
  if (final !== undefined) assertEquals(final.weightsSha256, expected);
  const found = [
    Number(epoch),
    epochs,
    run.metrics.length,
    run.config.seed,
    network.epoch,
    network.config.seed,
    opened.epoch!,
    saved!.checkpoint.epoch,
    ...listed?.damage === undefined ? [Number(listed!.summary.epoch)] : [],
  ];
  return [...new Set(found)];
}

async function write(path: string, run: RunContent): Promise<void> {
  await using folder = await RunFolder.open(path);
  await folder.write(run);
}

/** Does not wait for the disk itself. */
async function writeQuickly(path: string, run: RunContent): Promise<void> {
  using _ = failingDisk("stop", { at: Infinity });
  await write(path, run);
}

/** Lets a writing fail at every step, one after the other; `check` is given the errors. */
async function failEverywhere(
  fault: Fault,
  check: (path: string, error: Error) => Promise<void>,
): Promise<number> {
  const [one, two] = [await runAfter(1), await runAfter(2)];
  for (let at = 1;; at += STRIDE) {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "runs", "run");
    await writeQuickly(path, one);
    {
      using _ = failingDisk("stop", { at: Infinity });
      await writeFinal(path, { weightsSha256: one.summary.weightsSha256, ended: "2026-11-26" });
    }
    let error: unknown;
    let hasFailed: boolean;
    {
      using failing = failingDisk(fault, { at });
      error = await write(path, two).then(() => undefined, (error) => error);
      hasFailed = failing.hasFailed;
    }
    if (!hasFailed) return at - 1;
    await killAt(`${fault} at operation ${at}`, async () => {
      await check(path, error as Error);
      // The next start goes on, and leaves nothing behind.
      await writeQuickly(path, two);
      assertEquals(await epochsIn(path), [2]);
      assertEquals(await namesIn(path), Object.values(FILES).sort());
    });
  }
}

test("a run that is killed at any step of its writing is read whole", async () => {
  const seen = new Set<number>();
  const steps = await failEverywhere("stop", async (path) => {
    const epochs = await epochsIn(path);
    assertEquals(epochs.length, 1, `a mix of the epochs ${epochs}`);
    seen.add(epochs[0]!);
    {
      using _ = failingDisk("stop", { at: Infinity });
      await using __ = await RunFolder.open(path); // completes it
    }
    assertEquals(await epochsIn(path), epochs);
  });
  assertEquals([...seen].sort(), [1, 2]);
  assert(steps > 30, `${steps} steps`);
});

for (const fault of LONG_TESTS ? ["ENOSPC", "EACCES", "EIO"] as const : ["ENOSPC"] as const) {
  test(`a run that meets ${fault} at any step is whole, and the file is named`, async () => {
    await failEverywhere(fault, async (path, error) => {
      assertEquals((await epochsIn(path)).length, 1);
      if (error === undefined) return; // what failed was not needed
      assertMatch(explain(error), /^Cannot (write|lock|open|make the folder) \S+: [^\n]+$/);
      assertStringIncludes(explain(error), path);
    });
  });
}

test("the first epoch of a run that is killed is there or not", async () => {
  const run = await runAfter(1);
  let hasFailed = true;
  for (let at = 1; hasFailed; at += STRIDE) {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "runs", "run");
    {
      using failing = failingDisk("stop", { at });
      await write(path, run).catch(() => {});
      hasFailed = failing.hasFailed;
    }
    await killAt(`stop at operation ${at}`, async () => {
      const saved = await readSaved(path);
      if (saved === undefined) await assertRejects(() => readRun(path), Error);
      else assertEquals(await epochsIn(path), [1]);
      await writeQuickly(path, run);
      assertEquals(await epochsIn(path), [1]);
    });
  }
});

test("a reader that meets a writer reads again", async (folder) => {
  const path = join(folder.path, "runs", "run");
  await write(path, await runAfter(1));
  const two = await runAfter(2);
  let reads = 0;
  const [first, second] = await readConsistent(path, async () => {
    const { summary } = await readRun(path);
    if (reads++ === 0) await write(path, two);
    return [summary.epoch, (await readNetwork(path)).epoch];
  });
  assertEquals([first, second, reads], [2, 2, 2]);
});

test("final.json is written under the run's lock, and of its weights alone", async (folder) => {
  const path = join(folder.path, "run");
  await writeQuickly(path, await runAfter(1));
  const final = { weightsSha256: "0", ended: "2026-11-26" };
  const refused = (reason: string) =>
    assertRejects(() => writeFinal(path, final), Error, `another training run ${reason}`);
  await refused("has written");
  await using _ = await RunFolder.open(path);
  await refused("is writing there");
});

test("a sweep copies a run that was killed in its writing, and follows no link", async (folder) => {
  const [from, to] = [join(folder.path, "from"), join(folder.path, "to")];
  const path = trialPath(from, "run");
  await writeQuickly(path, await runAfter(1));
  const two = await runAfter(2);
  for (let at = 1; await readJournal(path) === undefined; at++) {
    using _ = failingDisk("stop", { at });
    await write(path, two).catch(() => {});
  }
  const precious = join(folder.path, "precious");
  await Deno.mkdir(precious);
  await Deno.writeTextFile(join(precious, "thesis.txt"), "");
  await Deno.mkdir(join(to, "trials"), { recursive: true });
  {
    using _ = failingDisk("stop", { at: Infinity });
    await Deno.writeTextFile(join(to, SWEEP_FILES.definition), "{}");
    await using sweep = await SweepFolder.open(to);
    await Deno.symlink(precious, trialPath(to, ".run.partial"));
    await sweep.copyRun("run", from);
  }
  assertEquals(await epochsIn(trialPath(to, "run")), [2]);
  assertEquals(await namesIn(trialPath(to, "run")), Object.values(FILES).sort());
  assertEquals(await namesIn(precious), ["thesis.txt"]);
});
