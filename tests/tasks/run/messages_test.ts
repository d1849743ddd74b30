/** The messages of the runs' room: their files, configs, data, and the options that name them. */

import { join } from "@std/path";
import { parseConfig } from "../../../lib/config.ts";
import { formatSafetensors, parseSafetensors } from "../../../lib/formats/safetensors.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { type Checkpoint, formatCheckpoint } from "../../../lib/train/mod.ts";
import { Network, type NetworkOptions } from "../../../mod.ts";
import { assignAll, changeDraft, readJson } from "../../../tasks/run/config.ts";
import { readFinal } from "../../../tasks/run/final.ts";
import { findRun } from "../../../tasks/run/find_run.ts";
import { readIfThere } from "../../../tasks/run/journaled_files.ts";
import { parseLabels } from "../../../tasks/run/labels.ts";
import { FolderLock } from "../../../tasks/run/lock.ts";
import { openEnsemble } from "../../../tasks/run/open_ensemble.ts";
import { type OpenNetwork, openNetwork } from "../../../tasks/run/open_network.ts";
import { checkEnding, checkOut } from "../../../tasks/run/out_file.ts";
import { checkTable, checkThere, movedTo } from "../../../tasks/run/run_data.ts";
import { readNetwork } from "../../../tasks/run/read_network.ts";
import { FILES, readRun } from "../../../tasks/run/run_folder.ts";
import { RunFolder } from "../../../tasks/run/run_writer.ts";
import { checkName } from "../../../tasks/run/find_run.ts";
import { readSaved } from "../../../tasks/run/saved.ts";
import { withTestTimeAugmentation } from "../../../tasks/run/test_time_augmentation.ts";
import { readTestTimeSettings } from "../../../tasks/run/test_time_options.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { each, pinnedIn } from "../../helpers/pinned.ts";
import { savedWith } from "../train/saved_with.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const config = parseConfig({ sizes: [784, 10] });
const CSV = { csv: "a.csv", target: "b" } as const;
const FUNCTIONS = { activation: undefined, "output-activation": undefined, dataset: undefined };

function opened(name: string, more: Partial<OpenNetwork> = {}): OpenNetwork {
  const path = `${name}/weights.safetensors`;
  const network = new Network(config.sizes);
  return { network, run: name, path, dataset: undefined, metadata: {}, config, ...more };
}

function rotated(name: string, rotation: number): OpenNetwork {
  return opened(name, { config: parseConfig({ augment: { rotation } }) });
}

function augmented(...networks: OpenNetwork[]): unknown {
  return withTestTimeAugmentation(networks, { copies: 2, strength: 1 }, undefined);
}

function weights(
  metadata: Record<string, string>,
  options: NetworkOptions = {},
  sizes: readonly number[] = config.sizes,
): Uint8Array<ArrayBuffer> {
  return new Network(sizes, { seed: config.seed, ...options }).toSafetensors(metadata);
}

const OWN = { config: JSON.stringify(config), epoch: "3" };

/** Writes files of a run into a folder; all are whole but for those that are named here. */
async function write(folder: string, files: { [name: string]: string | Uint8Array } = {}) {
  const whole = {
    [FILES.config]: JSON.stringify(config),
    [FILES.metrics]: '{"epoch":1,"learningRate":3,"train":{"cost":1}}\n',
    [FILES.summary]: "{}",
    ...files,
  };
  for (const [name, content] of Object.entries(whole)) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(join(folder, name), bytes);
  }
}

function reading(files: { [name: string]: string | Uint8Array }): Promise<void> {
  return inFolder(async (folder) => {
    await write(folder, files);
    await (FILES.weights in files ? readNetwork(folder) : readRun(folder));
  });
}

/** Reads a checkpoint with this metadata of the run. */
const forged = (metadata: Record<string, string>) =>
  inFolder(async (folder) => {
    const checkpoint = savedWith(config, [0.5]).checkpoint as Checkpoint;
    await Deno.writeFile(
      join(folder, FILES.checkpoint),
      await formatCheckpoint(checkpoint, metadata),
    );
    await readSaved(folder);
  });

const EPOCH = { epoch: 1, learningRate: 3, train: { cost: 1 } };
const SAVED = { metrics: [EPOCH], seconds: 1, engine: { name: "wasm", workers: 1 } };

const withFile = (
  name: string,
  text: string,
  call: (folder: string, file: string) => Promise<unknown>,
) =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, name), text);
    await call(folder, join(folder, name));
  });

const OUT = { isOurs: () => false, otherwise: "it is not a report", force: false };

pin("runs", [
  () => assignAll({}, ['optimizer={"name":"sgd","name":"adam"}']),
  () => assignAll({}, ["__proto__.epochs=2"]),
  () => changeDraft({}, ['__proto__={"epochs":2}'], "it"),
  () => `${"epochs" in {}}: no object has got these epochs`,
  ...each("--set sizes.…", ["length", "__proto__", "-1", "01", "1.5", "4", "1e0", "x"], (index) => {
    return assignAll({ sizes: [784, 30, 10] }, [`sizes.${index}=3`]);
  }),
  () => assignAll([784], ["epochs=2"]),
  () => assignAll({ seed: 1 }, ["seed.b=1"]),
  () => changeDraft({}, ["hidden=[5]", "sizes=[784,5,10]"], "it"),
  () => changeDraft({}, ["sizes=[784,5,10]", "hidden=[5]"], "it"),
  () => changeDraft({ sede: 1 } as never, [], "a.json"),
  () => changeDraft({}, ["sede=1"], "a.json"),
  ...each("--copies", ["0", "1001", "2.5", "many"], (copies) => {
    return readTestTimeSettings({ copies, strength: undefined });
  }),
  ...each("--strength", ["1.5", "-1", "half"], (strength) => {
    return readTestTimeSettings({ copies: "3", strength });
  }),
  () => checkName("../a"),
  () =>
    checkEnding("a.npz", {
      endings: [".onnx"],
      isOther: () => true,
      instead: (ending) => `--format ${ending.slice(1)}`,
    }),
  () => movedTo("mnist", { csv: "b.csv" }),
  () => movedTo(CSV, { images: "b" }),
  () => readTestTimeSettings({ copies: undefined, strength: "1" }),
  () => readTestTimeSettings({ copies: "1", strength: "0" }),
  () => augmented(rotated("a", 5), rotated("b", 6)),
  () => augmented(opened("a", { table: {} as TableDescription })),
  () => augmented({ ...opened("a"), config: undefined! }),
  () => augmented(opened("a")),
  () => parseLabels('["a"]', { sizes: [4, 2] }),
  () =>
    checkTable([{ path: "m.safetensors", table: { columns: [] } as unknown as TableDescription }], {
      table: {} as TableDescription,
    }, CSV),
]);

pin("runs' files", [
  () => assignAll({}, ["epochs"]),
  () => inFolder((folder) => readJson(join(folder, "a.json"))),
  () => inFolder(readJson),
  ...each("config", [
    "{",
    '{"seed":1,\n"seed":2}',
    '{ "epochs": 2, "epochs": 2 }',
    '{"l2":1,\r\n"l2":2}',
    '{\n  "epochs": 2,\n  "seed": 3,\n  "epochs": 4\n}',
    '{\n"optimizer": { "name": "momentum",\n"momentum": 0.5,\n"momentum": 0.9 } }',
    '{"seed":1,\n"\\u0073eed":2}',
    '{"sizes":[784,{"a":1,"a":2}]}',
    '{"__proto__":1,"__proto__":2}',
  ], (text) => withFile("a.json", text, (_, file) => readJson(file))),
  () => withFile("definition.json", "{}", (folder) => openEnsemble([folder, "b"], FUNCTIONS)),
  () =>
    inFolder(async (folder) => {
      await write(folder, { [FILES.weights]: weights({ config: "{}" }) });
      await openNetwork(folder, { ...FUNCTIONS, activation: "relu" });
    }),
  () =>
    inFolder(async (folder) => {
      const file = join(folder, "pytorch.safetensors");
      const { tensors } = parseSafetensors(weights({}));
      await Deno.writeFile(file, formatSafetensors(tensors, {}));
      await openNetwork(file, FUNCTIONS);
    }),
  () => inFolder((folder) => findRun("none", folder)),
  () => inFolder((folder) => checkThere({ ...CSV, csv: join(folder, "a.csv") }, "run")),
  () => inFolder(readRun),
  () => withFile("file", "", (_, file) => readRun(file)),
  () => inFolder(readNetwork),
  () => inFolder((folder) => readNetwork(join(folder, "none.safetensors"))),
  () =>
    inFolder(async (folder) => {
      await Deno.mkdir(join(folder, FILES.weights));
      await readNetwork(folder);
    }),
  () => inFolder((folder) => readIfThere(folder, ".", Deno.readTextFile)),
  ...each("summary", [
    null,
    [1],
    { best: 3 },
    { truth: { metric: "accuracy" } },
    { engine: {} },
    { data: { a: null } },
    { warnings: [{}] },
    { versions: null },
  ], (summary) => reading({ [FILES.summary]: JSON.stringify(summary) })),
  () => reading({ [FILES.metrics]: "\n" }),
  ...each("line of metrics", [
    1,
    { epoch: "1" },
    { ...EPOCH, train: {} },
    { ...EPOCH, test: { accuracy: 1 } },
  ], (line) => reading({ [FILES.metrics]: JSON.stringify(line) })),
  ...each("checkpoint", [
    null,
    [],
    { ...SAVED, metrics: {} },
    { ...SAVED, engine: "wasm" },
    { ...SAVED, seconds: "1" },
    { ...SAVED, metrics: [1] },
    { ...SAVED, metrics: [null] },
    { ...SAVED, metrics: [{ ...EPOCH, train: null }] },
    { ...SAVED, metrics: [{ ...EPOCH, test: {} }] },
    { ...SAVED, metrics: [] },
  ], (run) => forged({ config: OWN.config, run: JSON.stringify(run) })),
  () => forged({ config: OWN.config }),
  () => forged({ run: JSON.stringify(SAVED) }),
  () => reading({ [FILES.weights]: weights({}) }),
  () => reading({ [FILES.weights]: weights({ config: '{"sizes":[784,9,10]}' }) }),
  () => reading({ [FILES.weights]: weights(OWN, {}, [784, 5, 10]) }),
  ...each<NetworkOptions>("weights of a network with", [
    { activation: "relu", outputActivation: "sigmoid" },
    { outputActivation: "softmax" },
    { cost: "crossEntropy" },
    { seed: 7 },
  ], (options) => reading({ [FILES.weights]: weights(OWN, options) })),
  ...each("weights of the epoch", ["1.5", "0", "", "-1", "1e3", "three"], (epoch) => {
    return reading({ [FILES.weights]: weights({ ...OWN, epoch }) });
  }),
  () => withFile("thesis.txt", "", (folder) => RunFolder.open(folder)),
  () =>
    inFolder(async (folder) => {
      await using _ = await FolderLock.take(folder);
      await RunFolder.open(folder);
    }),
  () => withFile(FILES.weights, "", (folder) => readSaved(folder)),
  () => withFile("final.json", "{}", (folder) => readFinal(folder)),
  () =>
    inFolder(async (folder) => {
      const file = join(folder, "a.safetensors");
      await Deno.writeTextFile(file, "");
      await checkOut(file, { ...OUT, weights: file });
    }),
  () =>
    inFolder(async (folder) => {
      await write(folder);
      await checkOut(join(folder, FILES.summary), OUT);
    }),
  () => withFile("a.txt", "", (_, file) => checkOut(file, OUT)),
], { ignore: !granted("read", "write") });
