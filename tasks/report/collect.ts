/** What a report says of a run: what its files hold, and what its network makes of a split now. @module */

import { basename, join, resolve } from "@std/path";
import type { Config } from "../../lib/config.ts";
import { evaluate, type Network, predictDataset, type Predictions } from "../../mod.ts";
import { type Calibration, calibration, type Dataset, weightsSha256 } from "../../mod.ts";
import { SPLIT } from "../../lib/digits/mnist.ts";
import { UsageError } from "../cli/arguments.ts";
import {
  type ClassResult,
  FILES,
  isOfClasses,
  type Metrics,
  readNetwork,
  readRun,
  type Run,
  type Summary,
} from "../run/run_folder.ts";
import { quote } from "../cli/shell.ts";
import { dataName, type OpenData } from "../datasets/open_data.ts";
import { type Moved, movedTo, openRunData } from "../run/run_data.ts";
import { type ClassEvaluation, ofClasses } from "../../lib/evaluate.ts";

/** The splits that a report may look into. */
export const REPORT_SPLITS = ["test", "validation"] as const;

/** The name of such a split. */
export type ReportSplit = typeof REPORT_SPLITS[number];

/** A run as a report sees it. */
export interface ReportedRun {
  /** The folder, as it was named. */
  readonly path: string;
  readonly name: string;
  readonly config: Config;
  readonly metrics: readonly Metrics<ClassResult>[];
  readonly summary: Summary<ClassResult>;
  /** When the summary was written. */
  readonly written: Date;
  readonly network: Network;
  readonly split: ReportSplit;
  readonly data: Dataset;
  /** The names of the classes. */
  readonly classes: readonly string[];
  readonly evaluation: ClassEvaluation;
  readonly predictions: Predictions;
  /** Absent if the outputs are no probabilities. */
  readonly calibration: Calibration | undefined;
}

/** What the files of a run say, but for its weights. */
interface Files extends Omit<Run, "weights" | "checkpoint" | "metrics" | "summary"> {
  readonly metrics: Metrics<ClassResult>[];
  readonly summary: Summary<ClassResult>;
}

/** Reads a config's data; runs of the same images share it. */
type DataReader = (config: Config) => Promise<OpenData>;

/** Reads splits from the folder of the data sets, each data set once in each width. */
function dataReader(runs: readonly string[], data: string, moved: Moved): DataReader {
  const read = new Map<string, Promise<OpenData>>();
  return async (config) => {
    const { normalizeWidth, splitSeed } = config;
    const dataset = movedTo(config.dataset, moved);
    const key = JSON.stringify([dataset, normalizeWidth, splitSeed]);
    const opened = read.get(key) ?? openRunData(runs, { ...config, dataset }, data);
    read.set(key, opened);
    return await opened;
  };
}

/**
 * Looks into a run.
 *
 * @param files what its files say
 * @param wanted the split; by default what the config evaluates, test before validation
 * @throws {Error} if a file of the run or the data is missing or damaged, or the run's files contradict each other
 */
async function collectRun(
  path: string,
  { config, metrics, summary }: Files,
  wanted: ReportSplit | undefined,
  readData: DataReader,
): Promise<ReportedRun> {
  checkOutline(path, metrics, summary);
  const { network } = await readNetwork(path);
  if (await weightsSha256(network) !== summary.weightsSha256) {
    throw new Error(
      `Cannot report on ${path}: ${FILES.summary} is of other weights than ${FILES.weights}; ` +
        `\`deno task verify ${quote(path)}\` says more`,
    );
  }
  const split = wanted ?? usualSplit(config);
  const isOwn = typeof config.dataset !== "string";
  if (!isOwn && split === "validation" && config.trainingSize > SPLIT.training) {
    throw new Error(
      `Cannot report on ${path} by validation: it learnt from ${config.trainingSize} images, ` +
        "and they are among them; --split test",
    );
  }
  const opened = await readData(config);
  const data = opened[split];
  const predictions = predictDataset(network, data);
  const { predicted, confidences, labels } = predictions;
  const right = Array.from(predicted, (k, example) => k === labels[example]);
  const areProbabilities = ["softmax", "sigmoid"].includes(network.outputActivation.name) &&
    !confidences.some(Number.isNaN);
  return {
    path,
    name: typeof summary.name === "string" ? summary.name : basename(resolve(path)),
    config,
    metrics,
    summary,
    written: (await Deno.stat(join(path, FILES.summary))).mtime ?? new Date(0),
    network,
    split,
    data,
    classes: opened.classes ?? [],
    evaluation: ofClasses(evaluate(network, data)),
    predictions,
    calibration: areProbabilities ? calibration(confidences, right) : undefined,
  };
}

/**
 * Reads several runs and looks into the same split of each, that of the first unless one is wanted.
 *
 * @throws {UsageError} if they learnt from different data sets: their results cannot be compared
 */
export async function collectRuns(
  paths: readonly string[],
  wanted: ReportSplit | undefined,
  data: string,
  moved: Moved = {},
): Promise<ReportedRun[]> {
  const files: Files[] = [];
  for (const path of paths) files.push(classesIn(path, await readRun(path)));
  checkDatasets(paths, files);
  const readData = dataReader(paths, data, moved);
  const runs: ReportedRun[] = [];
  for (const [k, path] of paths.entries()) {
    runs.push(await collectRun(path, files[k]!, wanted ?? runs[0]?.split, readData));
  }
  return runs;
}

/**
 * The files of a run whose answers are right or wrong.
 *
 * @throws {Error} if they are quantities
 */
function classesIn(path: string, run: Omit<Run, "weights" | "checkpoint">): Files {
  const results = run.metrics.flatMap(({ validation, test }) => [validation, test]);
  if (results.some((result) => result !== undefined && !isOfClasses(result) && "mae" in result)) {
    throw new Error(
      `Cannot report on ${path} yet: it predicts quantities; \`deno task evaluate\` shows them`,
    );
  }
  return run as Files;
}

/** Checks that all runs are of one data set, before any data is read. */
function checkDatasets(paths: readonly string[], files: readonly Files[]): void {
  const names = files.map(({ config }) => dataName(config.dataset));
  const other = names.findIndex((name) => name !== names[0]);
  if (other === -1) return;
  throw new UsageError(
    `Cannot report on runs of different data together: ${paths[0]} learnt from ${names[0]}, ` +
      `${paths[other]} from ${names[other]}`,
  );
}

/** A config that leaves the test images alone, since they must not guide choices, gets a report that does so too. */
function usualSplit({ evaluate }: Config): ReportSplit {
  return evaluate.includes("test") || !evaluate.includes("validation") ? "test" : "validation";
}

/** Checks that the figures of a report are numbers: a cost that is NaN is `null` in JSON. */
function checkOutline(path: string, metrics: readonly Metrics[], summary: Summary): void {
  const isNumber = (value: unknown) => typeof value === "number";
  const isCost = (value: unknown) => isNumber(value) || value === null;
  const isResult = (result: unknown) => {
    if (result === undefined) return true;
    const { accuracy, cost } = (result ?? {}) as { accuracy?: unknown; cost?: unknown };
    return isNumber(accuracy) && isCost(cost);
  };
  const wrong = metrics.findIndex(
    ({ epoch, learningRate, train, validation, test, seconds, samplesPerSecond }) =>
      ![epoch, learningRate, seconds, samplesPerSecond].every(isNumber) || !isCost(train?.cost) ||
      !isResult(validation) || !isResult(test),
  );
  const lacks = (file: string, what: string) =>
    new Error(
      `Cannot use ${join(path, file)}: ${what}; \`deno task verify ${quote(path)}\` says more`,
    );
  if (wrong !== -1) throw lacks(FILES.metrics, `line ${wrong + 1} lacks figures of an epoch`);
  const { epoch, epochs, seed, workers, seconds, weightsSha256, engine, versions, data } = summary;
  if (
    ![epoch, epochs, seed, workers, seconds].every(isNumber) || typeof engine !== "string" ||
    typeof weightsSha256 !== "string" || !isResult(summary.validation) ||
    typeof versions !== "object" || typeof data !== "object"
  ) throw lacks(FILES.summary, "it lacks figures of a run");
}
