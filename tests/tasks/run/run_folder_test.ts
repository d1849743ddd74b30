import { assertEquals, assertRejects } from "@std/assert";
import { dirname, join } from "@std/path";
import { type Config, parseConfig } from "../../../lib/config.ts";
import { Network, weightsSha256 } from "../../../mod.ts";
import { type ListedRun, listRuns } from "../../../tasks/run/list_runs.ts";
import { readNetwork } from "../../../tasks/run/read_network.ts";
import { FILES, metricsText, readRun, type Summary } from "../../../tasks/run/run_folder.ts";
import { type RunContent, RunFolder } from "../../../tasks/run/run_writer.ts";
import { readSaved } from "../../../tasks/run/saved.ts";
import { namesIn } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { lineOf } from "../train/saved_with.ts";

const test = testsWith("read", "write");
const config = parseConfig({ sizes: [784, 10] });

/** Weights as a run has them. */
function weightsWith(): Uint8Array<ArrayBuffer> {
  return new Network(config.sizes, { seed: config.seed })
    .toSafetensors({ config: JSON.stringify(config), epoch: "3" });
}

const METRICS = [1, 2, 3].map(lineOf);

function runOf(config: Config): RunContent {
  const summary = { name: "run", epochs: 3, ended: "interrupted", epoch: 3 } as Summary;
  return {
    config,
    metrics: metricsText(METRICS),
    summary,
    weights: weightsWith(),
    checkpoint: new Uint8Array(8),
  };
}

test("a run is read as it was written", async (temporary) => {
  const path = join(temporary.path, "runs", "run");
  const { weights: _, checkpoint: __, ...run } = runOf(config);
  {
    await using folder = await RunFolder.open(path);
    await folder.write(runOf(config));
  }
  assertEquals(await namesIn(path), Object.values(FILES).sort());
  assertEquals(await readRun(path), { ...run, metrics: METRICS });
  const { network, epoch } = await readNetwork(path);
  assertEquals([await weightsSha256(network), epoch], [
    await weightsSha256(new Network(config.sizes, { seed: config.seed })),
    3,
  ]);
});

test("a run that is too old is refused in one sentence, whatever is read of it", async (temporary) => {
  const path = join(temporary.path, "runs", "run");
  {
    await using folder = await RunFolder.open(path);
    const run = runOf(config);
    const versions = { inkling: "0.1.0", numerics: 3, statistics: 2, deno: "2.9.6", v8: "15" };
    await folder.write({ ...run, summary: { ...run.summary, versions } });
  }
  const message = `Cannot read ${path}: version 0.1.0 wrote it, and this version reads runs of ` +
    "0.2.0-dev.2 and later";
  for (const read of [readRun, readNetwork, readSaved]) {
    const error = await assertRejects(() => read(path), Error);
    assertEquals(error.message, message);
  }
  const [{ damage }] = await listRuns(dirname(path)) as [ListedRun];
  assertEquals(damage, message);
});

test("RunFolder.open() takes an empty folder or a run, and nothing else", async (temporary) => {
  const path = join(temporary.path, "folder");
  const cases: [name: string | undefined, taken: boolean][] = [
    [undefined, true],
    [FILES.weights, true],
    [FILES.summary, true],
    [FILES.checkpoint, true], // killed between two renames
    [FILES.config, false],
    ["thesis.txt", false],
  ];
  for (const [name, taken] of cases) {
    await Deno.mkdir(path);
    if (name !== undefined) await Deno.writeTextFile(join(path, name), "text");
    const open = async () => {
      await using _ = await RunFolder.open(path);
    };
    if (taken) await open();
    else await assertRejects(open, Error, "other files");
    assertEquals(await namesIn(path), name === undefined ? [] : [name]);
    await Deno.remove(path, { recursive: true }).catch(() => {}); // an empty one is gone
  }
});

test("RunFolder.open() clears what a killed training left", async (temporary) => {
  for (const name of [".lock", `.weights.safetensors.${crypto.randomUUID()}.partial`]) {
    await Deno.writeTextFile(join(temporary.path, name), "");
  }
  {
    await using folder = await RunFolder.open(temporary.path);
    await folder.write(runOf(config));
  }
  assertEquals(await namesIn(temporary.path), Object.values(FILES).sort());
});

test("readNetwork() takes a folder or a file of any name", async (temporary) => {
  const file = join(temporary.path, "epoch 3.bin");
  await Deno.writeFile(file, weightsWith());
  assertEquals((await readNetwork(file)).path, file);
  await Deno.rename(file, join(temporary.path, FILES.weights));
  assertEquals((await readNetwork(temporary.path)).config, config);
});
