import { assertEquals, assertRejects } from "@std/assert";
import { ensureDir, move } from "@std/fs";
import { join } from "@std/path";
import { type Config, parseConfig } from "../../../lib/config.ts";
import { Network, type NetworkOptions, weightsSha256 } from "../../../mod.ts";
import {
  FILES,
  type Metrics,
  metricsText,
  readNetwork,
  readRun,
  type RunContent,
  RunFolder,
  type Summary,
} from "../../../tasks/run/run_folder.ts";
import { granted, namesIn, temporaryFolder } from "../../helpers/run_task.ts";

const files = { ignore: !granted("read", "write") };
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

Deno.test("a run is read as it was written", files, async () => {
  await using temporary = await temporaryFolder();
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

Deno.test("RunFolder.open() takes an empty folder or a run, and nothing else", files, async () => {
  await using temporary = await temporaryFolder();
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
    else {
      await assertRejects(
        open,
        Error,
        `Cannot write a run to ${path}: it holds other files, such as ${name}`,
      );
    }
    assertEquals(await namesIn(path), name === undefined ? [] : [name]);
    await Deno.remove(path, { recursive: true }).catch(() => {}); // an empty one is gone
  }
});

Deno.test("RunFolder.open() clears what a killed training left", files, async () => {
  await using temporary = await temporaryFolder();
  for (const name of [".lock", `.weights.safetensors.${crypto.randomUUID()}.partial`]) {
    await Deno.writeTextFile(join(temporary.path, name), "");
  }
  {
    await using folder = await RunFolder.open(temporary.path);
    await folder.write(runOf(config));
  }
  assertEquals(await namesIn(temporary.path), Object.values(FILES).sort());
});

Deno.test("readNetwork() takes a folder or a file of any name", files, async () => {
  await using temporary = await temporaryFolder();
  const file = join(temporary.path, "epoch 3.bin");
  await Deno.writeFile(file, weightsWith());
  assertEquals((await readNetwork(file)).path, file);
  await move(file, join(temporary.path, FILES.weights));
  assertEquals((await readNetwork(temporary.path)).config, config);
});

Deno.test("readNetwork() refuses weights that their metadata contradicts", files, async () => {
  await using temporary = await temporaryFolder();
  const file = join(temporary.path, "weights");
  const epoch = (epoch: string): [Uint8Array<ArrayBuffer>, string] => [
    weightsWith({ metadata: { epoch } }),
    `its epoch is ${epoch}, a whole number from 1 up is wanted`,
  ];
  const cases: [Uint8Array<ArrayBuffer>, string][] = [
    [
      weightsWith({ sizes: [784, 5, 10] }),
      "its config has the sizes [784,10], its network [784,5,10]",
    ],
    [
      weightsWith({ options: { activation: "relu", outputActivation: "sigmoid" } }),
      'its config has the activation "sigmoid", its network "relu"',
    ],
    [
      weightsWith({ options: { outputActivation: "softmax" } }),
      'its config has the outputActivation "sigmoid", its network "softmax"',
    ],
    [
      weightsWith({ options: { cost: "crossEntropy" } }),
      'its config has the cost "quadratic", its network "crossEntropy"',
    ],
    [weightsWith({ options: { seed: 7 } }), "its config has the seed 1, its network 7"],
    ...["1.5", "0", "", "-1", "1e3", "three"].map(epoch),
    [new Network(config.sizes).toSafetensors(), "its metadata holds no config"],
  ];
  for (const [weights, message] of cases) {
    await Deno.writeFile(file, weights);
    const error = await assertRejects(() => readNetwork(file), Error);
    assertEquals(error.message, `Cannot use ${file}: ${message}`);
  }
});

Deno.test("what cannot be read is named, with the reason", files, async () => {
  await using temporary = await temporaryFolder();
  const { path } = temporary;
  const file = join(path, "file");
  await Deno.writeTextFile(file, "");
  await ensureDir(join(path, "run", FILES.weights));
  const cases: [() => Promise<unknown>, string][] = [
    [
      () => readNetwork(path),
      `Cannot find ${join(path, FILES.weights)}: ${path} is not a run of \`deno task train\``,
    ],
    [
      () => readRun(file),
      `Cannot find ${join(file, FILES.config)}: ${file} is not a run of \`deno task train\``,
    ],
    [
      () => readNetwork(join(path, "none.safetensors")),
      `Cannot read ${join(path, "none.safetensors")}: no such file or folder`,
    ],
    [
      () => readNetwork(join(path, "run")),
      `Cannot read ${join(path, "run", FILES.weights)}: it is a folder`,
    ],
  ];
  for (const [read, message] of cases) {
    assertEquals((await assertRejects(read, Error)).message, message);
  }
});

Deno.test("figures that are none are refused, with the file and the key", files, async () => {
  await using temporary = await temporaryFolder();
  const path = join(temporary.path, "run");
  {
    await using folder = await RunFolder.open(path);
    await folder.write(runOf(config));
  }
  const refuses = async (name: string, value: unknown, message: string) => {
    const file = join(path, name);
    const before = await Deno.readTextFile(file);
    await Deno.writeTextFile(file, JSON.stringify(value));
    const error = await assertRejects(() => readRun(path), Error);
    assertEquals(error.message, `Cannot use ${file}: ${message}`);
    await Deno.writeTextFile(file, before);
  };
  const { summary } = runOf(config);
  const [line] = METRICS;
  const run = "it lacks figures of a run";
  await refuses(FILES.summary, null, "an object is wanted, not null");
  await refuses(FILES.summary, { ...summary, engine: {} }, `${run}: engine is an object`);
  await refuses(FILES.summary, { ...summary, best: 3 }, `${run}: best is 3`);
  await refuses(FILES.summary, { ...summary, data: { a: null } }, `${run}: data is an object`);
  await refuses(FILES.summary, { ...summary, warnings: [{}] }, `${run}: warnings is a list of 1`);
  await refuses(FILES.summary, { ...summary, versions: null }, `${run}: versions is null`);
  await refuses(FILES.summary, { ...summary, teacher: [] }, `${run}: teacher is a list of 0`);
  const epoch = "line 1 lacks figures of an epoch";
  await refuses(FILES.metrics, 1, "an object is wanted, not 1");
  await refuses(FILES.metrics, { ...line, epoch: "1" }, `${epoch}: epoch is "1"`);
  await refuses(FILES.metrics, { ...line, train: {} }, `${epoch}: train is an object`);
  await refuses(FILES.metrics, { ...line, test: { accuracy: 1 } }, `${epoch}: test is an object`);
});
