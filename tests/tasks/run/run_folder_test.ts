import { assertEquals } from "@std/assert";
import { ensureDir } from "@std/fs";
import { join } from "@std/path";
import { type Config, parseConfig } from "../../../lib/config.ts";
import { Network, type NetworkOptions, weightsSha256 } from "../../../mod.ts";
import { readNetwork } from "../../../tasks/run/read_network.ts";
import {
  FILES,
  type Metrics,
  metricsText,
  readRun,
  type RunContent,
  RunFolder,
  type Summary,
} from "../../../tasks/run/run_folder.ts";
import { namesIn } from "../../helpers/run_task.ts";
import { rejectsSaying } from "../../helpers/says.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");
const config = parseConfig({ sizes: [784, 10] });

/** Weights as a run has them, of a network that may not be the config's. */
function weightsWith(
  { sizes = config.sizes, options = {}, metadata = {} }: {
    sizes?: number[];
    options?: NetworkOptions;
    metadata?: Record<string, string>;
  } = {},
): Uint8Array<ArrayBuffer> {
  return new Network(sizes, { seed: config.seed, ...options })
    .toSafetensors({ config: JSON.stringify(config), epoch: "3", ...metadata });
}

const METRICS: Metrics[] = [1, 2, 3].map((epoch) => ({
  epoch,
  learningRate: 3,
  train: { cost: 1 },
  seconds: 1,
  samplesPerSecond: 1,
}));

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
    else await rejectsSaying(open, Error, path, "other files", name!);
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

test("readNetwork() refuses weights that their metadata contradicts", async (temporary) => {
  const file = join(temporary.path, "weights");
  const epoch = (epoch: string): [Uint8Array<ArrayBuffer>, string] => [
    weightsWith({ metadata: { epoch } }),
    `its epoch is ${epoch}:`,
  ];
  const cases: [Uint8Array<ArrayBuffer>, string][] = [
    [weightsWith({ sizes: [784, 5, 10] }), "the sizes [784,10], its network [784,5,10]"],
    [
      weightsWith({ options: { activation: "relu", outputActivation: "sigmoid" } }),
      'the activation "sigmoid", its network "relu"',
    ],
    [
      weightsWith({ options: { outputActivation: "softmax" } }),
      'the outputActivation "sigmoid", its network "softmax"',
    ],
    [
      weightsWith({ options: { cost: "crossEntropy" } }),
      'the cost "quadratic", its network "crossEntropy"',
    ],
    [weightsWith({ options: { seed: 7 } }), "the seed 1, its network 7"],
    ...["1.5", "0", "", "-1", "1e3", "three"].map(epoch),
    [new Network(config.sizes).toSafetensors(), "its metadata holds no config"],
  ];
  for (const [weights, message] of cases) {
    await Deno.writeFile(file, weights);
    await rejectsSaying(() => readNetwork(file), Error, `${file}: `, message);
  }
});

test("what cannot be read is named, with the reason", async (temporary) => {
  const { path } = temporary;
  const file = join(path, "file");
  await Deno.writeTextFile(file, "");
  await ensureDir(join(path, "run", FILES.weights));
  const cases: [() => Promise<unknown>, file: string, reason: string][] = [
    [() => readNetwork(path), join(path, FILES.weights), `${path} is not a run`],
    [() => readRun(file), join(file, FILES.config), `${file} is not a run`],
    [
      () => readNetwork(join(path, "none.safetensors")),
      join(path, "none.safetensors"),
      "no such file",
    ],
    [() => readNetwork(join(path, "run")), join(path, "run", FILES.weights), "it is a folder"],
  ];
  for (const [read, file, reason] of cases) await rejectsSaying(read, Error, `${file}: ${reason}`);
});

test("values of other types are refused, with the file and the key", async (temporary) => {
  const path = join(temporary.path, "run");
  {
    await using folder = await RunFolder.open(path);
    await folder.write(runOf(config));
  }
  const refuses = async (name: string, value: unknown, ...parts: string[]) => {
    const file = join(path, name);
    const before = await Deno.readTextFile(file);
    await Deno.writeTextFile(file, JSON.stringify(value));
    await rejectsSaying(() => readRun(path), Error, `${file}: `, ...parts);
    await Deno.writeTextFile(file, before);
  };
  const { summary } = runOf(config);
  const [line] = METRICS;
  const run = "metrics of a run";
  await refuses(FILES.summary, null, "object", "null");
  await refuses(FILES.summary, { ...summary, engine: {} }, `${run}: engine is an object`);
  await refuses(FILES.summary, { ...summary, best: 3 }, `${run}: best is 3`);
  await refuses(FILES.summary, { ...summary, data: { a: null } }, `${run}: data is an object`);
  await refuses(FILES.summary, { ...summary, warnings: [{}] }, `${run}: warnings is a list of 1`);
  await refuses(FILES.summary, { ...summary, versions: null }, `${run}: versions is null`);
  await refuses(FILES.summary, { ...summary, teacher: [] }, `${run}: teacher is a list of 0`);
  const epoch = "line 1 lacks metrics of an epoch";
  await refuses(FILES.metrics, 1, "object", "got 1");
  await refuses(FILES.metrics, { ...line, epoch: "1" }, `${epoch}: epoch is "1"`);
  await refuses(FILES.metrics, { ...line, train: {} }, `${epoch}: train is an object`);
  await refuses(FILES.metrics, { ...line, test: { accuracy: 1 } }, `${epoch}: test is an object`);
});
