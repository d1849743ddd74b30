/** `deno task ensemble RUN…` and `deno task ensemble --config FILE --seeds N`: forms an ensemble. @module */

import { basename, join } from "@std/path";
import { quote } from "../../lib/checks/mod.ts";
import { parseSweepDraft, resolveSweep, type Sweep } from "../../lib/sweep/mod.ts";
import { UsageError, wholeNumber } from "../cli/arguments.ts";
import type { Arguments, Command, OptionValues } from "../cli/arguments.ts";
import { DATA, RUNS, WORKERS } from "../cli/options.ts";
import { counted } from "../cli/format.ts";
import { printJson, printNote, printText } from "../cli/print.ts";
import { NATIVE } from "../native/mod.ts";
import { assignAll, explained, readJson, SETTABLE_KEYS } from "../run/config.ts";
import { chooseEngine, ENGINE } from "../run/open_engine.ts";
import { MOVED } from "../run/run_data.ts";
import { checkName } from "../run/run_name.ts";
import { runCommand, trainSweep } from "../sweep/run_task.ts";
import { failedRuns } from "../sweep/text.ts";
import { distil } from "./distil.ts";
import {
  dropPermissions,
  formEnsemble,
  JSON_RESULT,
  memberCount,
  MEMBERS,
  WEIGHTS,
} from "./form.ts";
import { findMembers, keptRuns } from "./find_members.ts";

import { distilledText } from "./text.ts";
import { ensembleName } from "./write_ensemble.ts";
import { FOLDERS, PROGRAM } from "../system/installation.ts";

const ENSEMBLES = FOLDERS.ensembles;
const MAX_SEEDS = 1000;

const { shard, shards, "max-minutes": maxMinutes, processes } = runCommand.options;

export const formCommand = {
  name: "ensemble",
  description:
    "Forms an ensemble of trained networks, whose outputs are averaged: weighs them on the validation split, and\n" +
    `evaluates them alone and together. RUN is a run's folder or its name in ${FOLDERS.runs}, or a finished sweep, whose\n` +
    "best runs with weights are taken. Members have to have learned from the same data, split alike.\n" +
    "With --config it trains the members first, one a seed, as a sweep does; `ensemble merge` joins shards of them.\n" +
    "With --distil one network learns to answer as the ensemble does, on the same images, deformed alike.",
  operands: { value: "[RUN…]", min: 0, max: Infinity },
  settable: { keys: SETTABLE_KEYS },
  options: {
    members: MEMBERS,
    weights: WEIGHTS,
    out: {
      description: `The ensemble's folder; by default ${ENSEMBLES}/NAME, by the runs or the config`,
      value: "FOLDER",
    },
    config: { description: "Train the members, networks of this config", value: "FILE" },
    seeds: { description: "How many of them, one a seed", value: "N" },
    shard: { ...shard, description: "Train one of N parts of them; see sweep" },
    shards,
    "max-minutes": maxMinutes,
    processes,
    distil: {
      description: "Train one network of this config to answer as the ensemble",
      value: "CONFIG",
    },
    temperature: {
      description: "The temperature that softens the ensemble's answers, from 1 up",
      value: "T",
      default: "1",
    },
    alpha: {
      description: "The weight of the labels beside the ensemble's answers, from 0 to below 1",
      value: "A",
      default: "0",
    },
    set: {
      description: "Changes a key of the config, of --config or of --distil",
      value: "KEY=VALUE",
      repeatable: true,
    },
    name: { description: "The distilled run's name; by default CONFIG-distilled", value: "NAME" },
    replace: { description: "Distil over another run of that name, which is lost then" },
    runs: RUNS,
    data: DATA,
    ...MOVED,
    engine: ENGINE,
    workers: WORKERS,
    json: JSON_RESULT,
  },
} satisfies Command;

type Options = OptionValues<typeof formCommand>;

const NEEDED_OPTIONS: { readonly [name in keyof Options]?: "config" | "distil" } = {
  seeds: "config",
  shard: "config",
  shards: "config",
  "max-minutes": "config",
  processes: "config",
  temperature: "distil",
  alpha: "distil",
  name: "distil",
  replace: "distil",
};

export async function formTask(
  { operands, options }: Arguments<typeof formCommand>,
  interrupt: AbortSignal,
): Promise<void> {
  checkOptions(operands, options);
  const { json, config, distil: student } = options;
  const print = json ? printNote : printText;
  const most = memberCount(options.members);
  const temperature = numberOf("temperature", options.temperature);
  const alpha = numberOf("alpha", options.alpha);
  const name = checkName(options.name ?? `${basename(student ?? "ensemble", ".json")}-distilled`);
  // The processes that train members get the permission of native kernels; this one may lack it.
  const isForTrainers = config !== undefined && options.engine === NATIVE;
  const engine = isForTrainers ? "auto" : chooseEngine(options.engine);
  const training = isForTrainers ? options : { ...options, engine };
  const trained = config === undefined
    ? await namedRuns(operands, options, most)
    : await trainedRuns(config, training, most, print, interrupt);
  if (trained === undefined) return;
  const { ensemble, file, members, dataset, opened } = await formEnsemble(trained.paths, {
    ...options,
    ...{ folder: trained.folder, engine, print },
  });
  let distilled: object = {};
  if (student !== undefined) {
    print("");
    const summary = await distil(members, ensemble.weights, {
      ...options,
      config: student,
      ...{ name, temperature, alpha, dataset, opened, engine, interrupt, print },
    });
    print(distilledText(file, summary));
    distilled = { distilled: summary };
  }
  if (json) printJson({ ...file, ...distilled });
}

interface Runs {
  readonly folder: string;
  readonly paths: readonly string[];
}

async function namedRuns(
  words: readonly string[],
  { out }: Options,
  most: number | undefined,
): Promise<Runs> {
  await dropPermissions();
  const paths = await findMembers(words, most);
  return { folder: out ?? join(ENSEMBLES, ensembleName(words)), paths };
}

/** The runs that are trained here, as a sweep with a single trial; `undefined` if some are missing yet. */
async function trainedRuns(
  config: string,
  options: Options,
  most: number | undefined,
  print: (line: string) => void,
  interrupt: AbortSignal,
): Promise<Runs | undefined> {
  if (options.seeds === undefined) {
    throw new UsageError("Expected --seeds N, the number of members to train");
  }
  const seeds = wholeNumber("seeds", options.seeds, { min: 1, max: MAX_SEEDS });
  const sweep = await membersSweep(config, options.set, seeds);
  const folder = options.out ?? join(ENSEMBLES, checkName(sweep.name));
  const whole = { out: folder, from: undefined, "dry-run": false, "no-report": true } as const;
  const trained = await trainSweep(sweep, config, { ...options, ...whole, print }, interrupt);
  await dropPermissions();
  const { summary, isWhole } = trained!;
  const failed = failedRuns(summary);
  if (isWhole && failed > 0) {
    const members = counted(failed, "member");
    throw new Error(`Cannot form an ensemble: ${members} failed; the same command tries again`);
  }
  if (isWhole && summary.complete) {
    print("");
    return { folder, paths: await keptRuns(folder, most) };
  }
  print(
    isWhole
      ? `${folder} lacks members: the same command goes on`
      : `Wrote ${folder}; next: ${PROGRAM} ensemble merge ${quote(folder)} … --out FOLDER`,
  );
  return undefined;
}

/** The sweep of a config with so many seeds, from the config's own on. */
async function membersSweep(
  path: string,
  assignments: readonly string[],
  seeds: number,
): Promise<Sweep> {
  const config = await readJson(path);
  assignAll(config, assignments);
  return explained(path, assignments, () => {
    const draft = parseSweepDraft({ config, method: "list", list: [{}], seeds, keep: "all" });
    return resolveSweep(draft, config as Record<string, unknown>, basename(path, ".json"));
  });
}

function checkOptions(operands: readonly string[], options: Options): void {
  const { config, distil, set } = options;
  if (config === undefined && operands.length === 0) {
    throw new UsageError("Missing argument: RUN… is needed, or --config FILE to train members");
  }
  if (config !== undefined && operands.length > 0) {
    throw new UsageError(
      `--config trains members, and ${operands[0]} is trained already: expected one of them`,
    );
  }
  if (config !== undefined && distil !== undefined) {
    throw new UsageError(
      "--config trains members, and --distil is for members that are trained: give one after the other",
    );
  }
  const table: Command["options"] = formCommand.options;
  for (const [name, other] of Object.entries(NEEDED_OPTIONS)) {
    const value = options[name as keyof Options];
    if (options[other] !== undefined || value === false || value === table[name]!.default) continue;
    throw new UsageError(`--${name} is for --${other}, which is not given`);
  }
  if (set.length > 0 && config === undefined && distil === undefined) {
    throw new UsageError("--set changes the config of --config or --distil, and neither is given");
  }
}

function numberOf(name: string, text: string): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new UsageError(`--${name}: expected a number, got "${text}"`);
}
