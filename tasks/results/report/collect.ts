/** Collects what a report shows of a run: the content of its files, and its network's answers to a split. @module */

import { measuredModel } from "../../../lib/ensemble/trained_model.ts";
import { basename, join, resolve } from "@std/path";
import { quote } from "../../../lib/checks/texts.ts";
import type { Config } from "../../../lib/config.ts";
import {
  dataKindOf,
  entryOf,
  type UserDataset,
  userDatasetOf,
} from "../../../lib/config/user_data.ts";
import { weightsSha256 } from "../../../lib/network/weights.ts";
import { problems } from "../../../lib/problem.ts";
import { parseDistributions } from "../../../lib/measure/drift/distributions.ts";
import type { TrainedModel } from "../../../lib/ensemble/trained_model.ts";
import { UsageError } from "../../cli/arguments.ts";
import { dataName, exampleName } from "../../data/names.ts";
import type { OpenData } from "../../data/source.ts";
import { type Decided, decidedOf } from "../evaluate/decisions.ts";
import { optionsIn } from "../../run/decision.ts";
import { decisionOfRuns } from "../../run/saved_decision.ts";
import { outOfFoldBy } from "../evaluate/out_of_fold.ts";
import { type Moved, movedTo, openRunData, SAME_SPLIT } from "../../run/run_data.ts";
import { changedRowsOf, evaluatedModel, resultSplit, rowsWord } from "../../run/evaluated_model.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { readNetwork } from "../../run/read_network.ts";
import { FILES, readConsistent, readRun, writtenAt } from "../../run/run_folder.ts";
import type { Metrics, Run, Summary } from "../../run/run_folder.ts";
import { answeredBy } from "../evaluate/problem/answered_by.ts";
import type { ReportedRun, ReportSplit } from "./problem/runs.ts";
import { PROGRAM } from "../../system/installation.ts";

type Files = Run & Pick<ReportedRun, "network" | "written"> & Pick<OpenNetwork, "metadata">;

async function readFiles(path: string): Promise<Files> {
  const files = await readRun(path);
  const { network, metadata } = await readNetwork(path);
  return { ...files, network, metadata, written: await writtenAt(path) ?? new Date(0) };
}

/** Reads a config's data; runs of the same images share it. */
type DataReader = (config: Config) => Promise<OpenData>;

/** Reads splits from the folder of the data sets, each data set once in each width. */
function dataReader(runs: readonly string[], data: string, moved: Moved): DataReader {
  const read = new Map<string, Promise<OpenData>>();
  return async (config) => {
    const { normalizeWidth, splitSeed, folds, repeat, recipe } = config;
    const dataset = movedTo(config.dataset, moved);
    const key = JSON.stringify([dataset, normalizeWidth, splitSeed, folds, repeat, recipe]);
    const opened = read.get(key) ?? openRunData(runs, { ...config, dataset }, data);
    read.set(key, opened);
    return await opened;
  };
}

/**
 * Collects a run.
 * @param files the content of its files
 * @param chosen the split; by default what the config evaluates, test before validation
 * @throws {Error} if a file of the run or the data is missing or damaged, or the run's files contradict each other
 */
async function collectRun(
  path: string,
  { config, metrics, summary, network: whole, written, metadata }: Files,
  chosen: ReportSplit | undefined,
  readData: DataReader,
): Promise<ReportedRun> {
  checkOutline(path, metrics, summary);
  if (await weightsSha256(whole) !== summary.weightsSha256) {
    throw new Error(
      `Cannot report on ${path}: ${FILES.summary} is of other weights than ${FILES.weights}; ` +
        `\`${PROGRAM} verify ${quote(path)}\` shows more`,
    );
  }
  const network = measuredModel(whole);
  const opened = await readData(config);
  const split = chosen ?? usualSplit(config, opened);
  const most = entryOf(config.dataset)?.split.training ?? Infinity;
  if (split === "validation" && config.trainingSize > most) {
    throw new Error(
      `Cannot report on ${path} by validation: its ${config.trainingSize} training images contain ` +
        "the validation images; use --split test",
    );
  }
  const data = opened[split];
  const decision = decisionOfRuns([{ path, metadata, network }]);
  const answerer = evaluatedModel(network, split, opened.folded);
  const noun = exampleName(config.dataset);
  const answered = await answeredBy({
    answerer,
    model: network,
    names: opened,
    decision,
    split: rowsWord(split, opened),
    changed: split === "validation" ? changedRowsOf(network, opened) : undefined,
    data,
    noun,
    trained: [network],
    isUserData: dataKindOf(config.dataset).isUserData,
    distributions: parseDistributions(metadata),
    explains: "briefly",
    decided: decidedBy(config, network, opened, split),
    ...metricIn(config),
    worst: MAX_WORST,
    isForOthers: true,
    ...opened.locate(split),
  });
  return {
    ...answered,
    path,
    config,
    metrics,
    summary,
    written,
    network,
    split,
    rows: answered.split,
    noun,
    name: typeof summary.name === "string" ? summary.name : basename(resolve(path)),
    training: opened.training,
    sizes: {
      training: config.trainingSize,
      validation: opened.validation.size,
      test: opened.test.size,
    },
    notes: [
      ...summary.truth ? [] : opened.leaks ?? [], // the verdict has them
      ...opened.found,
      ...opened.warnings,
    ],
  } as ReportedRun;
}

/** The metric that a config names, and the class that it is of. */
function metricIn({ dataset }: Config): Pick<UserDataset, "metric" | "positive"> {
  const { metric, positive } = optionsIn(dataset);
  return { metric, positive };
}

/** How many mistakes or rows a report shows. */
const MAX_WORST = 12;

/** What mistakes cost at several thresholds, and sets of classes, where the config asks for them. */
function decidedBy(
  { dataset }: Config,
  network: TrainedModel,
  opened: OpenData,
  split: ReportSplit,
): Decided {
  const asked = optionsIn(dataset);
  if ((asked.costs ?? asked.coverage) === undefined) return {};
  const outOfFold = outOfFoldBy(evaluatedModel(network, "validation", opened.folded), opened);
  const networks = evaluatedModel(network, split, opened.folded);
  return decidedOf(asked, { ...opened, outOfFold, networks, split: opened[split] });
}

/**
 * Collects runs, all by the same split: the chosen one, or else validation if all have it, or else the first run's.
 * @throws {UsageError} if they learned from different data sets: their results cannot be compared
 */
export async function collectRuns(
  paths: readonly string[],
  chosen: ReportSplit | undefined,
  data: string,
  moved: Moved = {},
): Promise<ReportedRun[]> {
  const files: Run[] = [];
  for (const path of paths) files.push(await readRun(path));
  checkDatasets(paths, files);
  const readData = dataReader(paths, data, moved);
  const common = chosen ?? commonSplit(files);
  const runs: ReportedRun[] = [];
  for (const path of paths) {
    const whole = await readConsistent(path, () => readFiles(path));
    const run = await collectRun(path, whole, common ?? runs[0]?.split, readData);
    const [first = run] = runs;
    if (run.problem !== first.problem) {
      const noun = (of: ReportedRun) => problems[of.problem].noun;
      throw new UsageError(
        `Cannot report on runs of different targets together: ${paths[0]} learned ` +
          `${noun(first)}, ${path} ${noun(run)}`,
      );
    }
    runs.push(run);
  }
  return runs;
}

/** Checks that all runs are of one data set, split and target, before any data is read. */
function checkDatasets(paths: readonly string[], files: readonly Run[]): void {
  const [first, ...others] = files.map(({ config }) => describeData(config)) as [
    DataWords,
    ...DataWords[],
  ];
  for (const [k, other] of others.entries()) {
    const runs = [paths[0]!, paths[k + 1]!];
    if (other.learned !== first.learned) {
      const alone = runs.map((run) => `\`${PROGRAM} report ${quote(run)}\``).join(" and ");
      throw new UsageError(
        `Cannot compare runs on different data: ${runs[0]} learned ${first.learned}, and ` +
          `${runs[1]} learned ${other.learned}; ${alone} report on each alone`,
      );
    }
    const mine = first.read.filter((words) => !other.read.includes(words));
    const theirs = other.read.filter((words) => !first.read.includes(words));
    if (mine.length === 0) continue;
    const hint = first.splitSeed === other.splitSeed ? "" : `; ${SAME_SPLIT}`;
    throw new UsageError(
      `Cannot compare runs that read or split their data differently: ${runs[0]} has ` +
        `${mine.join(", ")}, and ${runs[1]} has ${theirs.join(", ")}${hint}`,
    );
  }
}

/** The data of a run in words: where they differ, results cannot be compared. */
interface DataWords {
  /** What was learned from which data. */
  readonly learned: string;
  /** How it was read and split. As many for each run. */
  readonly read: readonly string[];
  readonly splitSeed: Config["splitSeed"] | undefined;
}

function describeData({ dataset, splitSeed }: Config): DataWords {
  const { isUserData, hasColumns } = dataKindOf(dataset);
  const name = dataName(dataset);
  if (!isUserData) return { learned: name, read: [], splitSeed: undefined };
  const { target, split, splitBy, splitAfter, gaps = "drop" } = userDatasetOf(dataset)!;
  const way = splitBy !== undefined
    ? `the groups of ${[splitBy].flat().join(" and ")}`
    : splitAfter !== undefined
    ? `a split after ${splitAfter === true ? "the order of the rows" : splitAfter}`
    : split === undefined
    ? "a random split"
    : `the split ${split}`;
  return {
    learned: target === undefined ? name : `${[target].flat().join(", ")} from ${name}`,
    read: [...hasColumns ? [`--gaps ${gaps}`] : [], way, `the split seed ${splitSeed}`],
    splitSeed,
  };
}

/** The default split: validation for a config that evaluates only that, since its test examples must not guide choices. */
function usualSplit({ evaluate }: Config, data: OpenData): ReportSplit {
  return evaluate.includes("test") || !evaluate.includes("validation")
    ? resultSplit(data)
    : "validation";
}

/** The split to compare several runs by: validation, if all have evaluated it, since test must not choose. */
function commonSplit(files: readonly Run[]): ReportSplit | undefined {
  const isCommon = files.length > 1 &&
    files.every(({ config }) => config.evaluate.includes("validation"));
  return isCommon ? "validation" : undefined;
}

const LINE_KEYS = ["epoch", "learningRate", "train", "seconds", "samplesPerSecond"] as const;
const SUMMARY_KEYS = [
  "epoch",
  "epochs",
  "seed",
  "workers",
  "seconds",
  "weightsSha256",
  "engine",
  "versions",
  "data",
] as const;

/** Checks that the values of a report are there and not null; {@linkcode readRun} has checked their types. */
function checkOutline(path: string, metrics: readonly Metrics[], summary: Summary): void {
  const lacks = (file: string, what: string) =>
    new Error(
      `Cannot use ${join(path, file)}: ${what}; \`${PROGRAM} verify ${quote(path)}\` shows more`,
    );
  const wrong = metrics.findIndex((line) => LINE_KEYS.some((key) => (line[key] ?? null) === null));
  if (wrong !== -1) throw lacks(FILES.metrics, `line ${wrong + 1} lacks metrics of an epoch`);
  if (SUMMARY_KEYS.some((key) => (summary[key] ?? null) === null)) {
    throw lacks(FILES.summary, "it lacks metrics of a run");
  }
}
