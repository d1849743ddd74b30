/** The messages of the runs' room: their files, configs, data, and the options that name them. */

import { join } from "@std/path";
import { parseConfig } from "../../../lib/config.ts";
import { formatSafetensors, parseSafetensors } from "../../../lib/formats/safetensors.ts";
import type { TableDescription } from "../../../lib/table/columns.ts";
import { Network } from "../../../mod.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { assignAll, readJson } from "../../../tasks/run/config.ts";
import { readFinal } from "../../../tasks/run/final.ts";
import { findRun } from "../../../tasks/run/find_run.ts";
import { readIfThere } from "../../../tasks/run/journaled_files.ts";
import { parseLabels } from "../../../tasks/run/labels.ts";
import { FolderLock } from "../../../tasks/run/lock.ts";
import { openEnsemble } from "../../../tasks/run/open_ensemble.ts";
import { type OpenNetwork, openNetwork } from "../../../tasks/run/open_network.ts";
import { checkEnding, checkOut } from "../../../tasks/run/out_file.ts";
import { checkTable, checkThere, movedTo } from "../../../tasks/run/run_data.ts";
import { FILES, readNetwork, readRun, RunFolder } from "../../../tasks/run/run_folder.ts";
import { checkName } from "../../../tasks/run/run_name.ts";
import { readSaved } from "../../../tasks/run/saved.ts";
import {
  readTestTimeSettings,
  withTestTimeAugmentation,
} from "../../../tasks/run/test_time_augmentation.ts";
import { inFolder } from "../../helpers/in_folder.ts";
import { granted } from "../../helpers/run_task.ts";
import { type Sentences, testSentences } from "../../helpers/says.ts";

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

function weights(metadata: Record<string, string>): Uint8Array<ArrayBuffer> {
  return new Network(config.sizes, { seed: config.seed }).toSafetensors(metadata);
}

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

function reading(files: { [name: string]: string | Uint8Array }): () => Promise<void> {
  return () =>
    inFolder(async (folder) => {
      await write(folder, files);
      await (FILES.weights in files ? readNetwork(folder) : readRun(folder));
    });
}

const withFile =
  (name: string, text: string, call: (folder: string, file: string) => Promise<unknown>) => () =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, name), text);
      await call(folder, join(folder, name));
    });

const OUT = { isOurs: () => false, otherwise: "it is no report", force: false };

const plain: Sentences[] = [
  [UsageError, "", {
    [
      'Cannot set "epochs": expected KEY=VALUE, for example epochs=10\n' +
      "  How many times to go through the training images."
    ]: () => assignAll({}, ["epochs"]),
    'Cannot set "optimizer": "name" is there twice; remove one': () =>
      assignAll({}, ['optimizer={"name":"sgd","name":"adam"}']),
    'Cannot name a run "../a": expected letters, digits, ".", "_" and "-", a letter or digit first':
      () => checkName("../a"),
    "Cannot write a.npz: expected a name that ends in .onnx, got .npz; --format npz writes .npz":
      () =>
        checkEnding("a.npz", {
          own: [".onnx"],
          isOther: () => true,
          instead: (ending) => `--format ${ending.slice(1)}`,
        }),
    "--csv is for runs on your data: this run learned from mnist": () =>
      movedTo("mnist", { csv: "b.csv" }),
    "--images does not fit: this run learned from --csv": () => movedTo(CSV, { images: "b" }),
    "--strength sets how far copies are deformed: it goes with --copies": () =>
      readTestTimeSettings({ copies: undefined, strength: "1" }),
    '--strength: expected a number above 0, up to 1, got "0"': () =>
      readTestTimeSettings({ copies: "1", strength: "0" }),
    'Cannot use --copies for a and b together: their configs differ in "augment"': () =>
      augmented(rotated("a", 5), rotated("b", 6)),
    "--copies is for images: a learned from a table": () =>
      augmented(opened("a", { table: {} as TableDescription })),
    'Cannot use --copies for a: it has no config, whose "augment" holds the deformations': () =>
      augmented({ ...opened("a"), config: undefined! }),
    [
      'Cannot use --copies for a: its config has no "augment", so it never learned from deformed images; ' +
      `leave out --copies, or train with --set 'augment={"rotation":15}'`
    ]: () => augmented(opened("a")),
  }],
  [SyntaxError, "", {
    "Cannot read the labels: expected 2 different names": () =>
      parseLabels('["a"]', { sizes: [4, 2] }),
  }],
  [Error, "", {
    [
      "Cannot use a.csv for m.safetensors: its columns, their means and deviations or its classes differ from " +
      "what the weights learned; name their table with --csv, or answer rows of another table with " +
      "`deno task predict`"
    ]: () =>
      checkTable(
        [{ path: "m.safetensors", table: { columns: [] } as unknown as TableDescription }],
        { table: {} as TableDescription },
        CSV,
      ),
  }],
];

const ofFiles: Sentences[] = [
  [UsageError, "", {
    "Cannot read the config FOLDER/a.json: no such file or folder": () =>
      inFolder((folder) => readJson(join(folder, "a.json"))),
    'Cannot use FOLDER/a.json: "seed" is on line 1 and again on line 2; remove one of them':
      withFile("a.json", '{"seed":1,\n"seed":2}', (_, file) => readJson(file)),
    "Cannot combine FOLDER with others: it is an ensemble, and its weights are for its members only":
      withFile("committee.json", "{}", (folder) => openEnsemble([folder, "b"], FUNCTIONS)),
    "--activation is for weights without a config: FOLDER/weights.safetensors has one": () =>
      inFolder(async (folder) => {
        await write(folder, { [FILES.weights]: weights({ config: "{}" }) });
        await openNetwork(folder, { ...FUNCTIONS, activation: "relu" });
      }),
    [
      "Cannot find the functions of FOLDER/pytorch.safetensors, which holds no config: " +
      "name them, for example --output-activation softmax"
    ]: () =>
      inFolder(async (folder) => {
        const file = join(folder, "pytorch.safetensors");
        const { tensors } = parseSafetensors(weights({}));
        await Deno.writeFile(file, formatSafetensors(tensors, {}));
        await openNetwork(file, FUNCTIONS);
      }),
  }],
  [Error, "", {
    "Cannot find none: it is neither a path nor a run in FOLDER; `deno task runs --runs FOLDER` lists them":
      () => inFolder((folder) => findRun("none", folder)),
    "Cannot find FOLDER/a.csv, which run learned from: if it was moved, name it with --csv": () =>
      inFolder((folder) => checkThere({ ...CSV, csv: join(folder, "a.csv") }, "run")),
    "Cannot find FOLDER/config.json: FOLDER is not a run of `deno task train`": () =>
      inFolder(readRun),
    "Cannot read FOLDER/weights.safetensors: it is a folder": () =>
      inFolder(async (folder) => {
        await Deno.mkdir(join(folder, FILES.weights));
        await readNetwork(folder);
      }),
    "Cannot read FOLDER: it is a folder": () =>
      inFolder((folder) => readIfThere(folder, ".", Deno.readTextFile)),
    "Cannot use FOLDER/summary.json: expected an object, got a list of 1": reading({
      [FILES.summary]: "[1]",
    }),
    "Cannot use FOLDER/summary.json: it lacks metrics of a run: best is 3": reading({
      [FILES.summary]: '{"best":3}',
    }),
    "Cannot use FOLDER/summary.json: it lacks metrics of a run: truth is an object": reading({
      [FILES.summary]: '{"truth":{"metric":"accuracy"}}',
    }),
    "Cannot use FOLDER/metrics.jsonl: it has no line: expected one an epoch": reading({
      [FILES.metrics]: "\n",
    }),
    'Cannot use FOLDER/metrics.jsonl: line 1 lacks metrics of an epoch: epoch is "1"': reading({
      [FILES.metrics]: '{"epoch":"1"}',
    }),
    "Cannot use FOLDER/weights.safetensors: its metadata holds no config": reading({
      [FILES.weights]: weights({}),
    }),
    "Cannot use FOLDER/weights.safetensors: its config has the sizes [784,9,10], its network [784,10]":
      reading({ [FILES.weights]: weights({ config: '{"sizes":[784,9,10]}' }) }),
    "Cannot use FOLDER/weights.safetensors: its epoch is 0: expected a whole number from 1 up":
      reading({ [FILES.weights]: weights({ config: JSON.stringify(config), epoch: "0" }) }),
    "Cannot use FOLDER/weights.safetensors: its costVersion is 3: expected 1 or 2": reading({
      [FILES.weights]: weights({ config: JSON.stringify(config), costVersion: "3" }),
    }),
    "Cannot write a run to FOLDER: it holds other files, such as thesis.txt": withFile(
      "thesis.txt",
      "",
      (folder) => RunFolder.open(folder),
    ),
    "Cannot write a run to FOLDER: another training run is writing there": () =>
      inFolder(async (folder) => {
        await using _ = await FolderLock.take(folder);
        await RunFolder.open(folder);
      }),
    "Cannot resume FOLDER: it has no checkpoint.safetensors; --replace instead of --resume trains the run anew":
      withFile(FILES.weights, "", (folder) => readSaved(folder)),
    "Cannot use FOLDER/final.json: expected the keys weightsSha256 and ended": withFile(
      "final.json",
      "{}",
      (folder) => readFinal(folder),
    ),
    "Cannot use FOLDER/committee.json: expected a list of members, each with run, weightsSha256 and weight":
      withFile("committee.json", "{}", (folder) => openEnsemble([folder], FUNCTIONS)),
    "Cannot write FOLDER/a.safetensors: these are the weights; --out names another file": () =>
      inFolder(async (folder) => {
        const file = join(folder, "a.safetensors");
        await Deno.writeTextFile(file, "");
        await checkOut(file, { ...OUT, weights: file });
      }),
    "Cannot write FOLDER/summary.json: it is a file of a run; --out names another file": () =>
      inFolder(async (folder) => {
        await write(folder);
        await checkOut(join(folder, FILES.summary), OUT);
      }),
    "Cannot write FOLDER/a.txt: it is no report; --force writes over it": withFile(
      "a.txt",
      "",
      (_, file) => checkOut(file, OUT),
    ),
  }],
];

testSentences("runs", plain);
testSentences("runs' files", granted("read", "write") ? ofFiles : []);
