/** What a report says of a run: what its files hold, and what its network makes of a split now. @module */

import { basename, join, resolve } from "@std/path";
import type { Config } from "../../lib/config.ts";
import { problems } from "../../lib/problem.ts";
import { parameterCount } from "../../lib/network/parameters.ts";
import { weightsSha256 } from "../../mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { columnImportance } from "../evaluate/importance.ts";
import { quote } from "../cli/shell.ts";
import { dataName, entryOf, exampleName, type OpenData } from "../datasets/open_data.ts";
import { locateExamples } from "../datasets/example_locations.ts";
import { type Moved, movedTo, openRunData, SAME_SPLIT } from "../run/run_data.ts";
import {
  FILES,
  type Metrics,
  readNetwork,
  readRun,
  type Run,
  type Summary,
  together,
  writtenAt,
} from "../run/run_folder.ts";
import { answersTo } from "../problem/collect.ts";
import type { ReportedRun } from "../problem/runs.ts";
import { shownAs } from "../problem/shown_as.ts";
import type { ReportSplit } from "./run_facts.ts";

/** What the files of a run say, but for its weights. */
type Claims = Omit<Run, "weights" | "checkpoint">;

/** What they say, and its network. */
type Files = Claims & Pick<ReportedRun, "network" | "written">;

async function readFiles(path: string): Promise<Files> {
  const files = await readRun(path);
  const { network } = await readNetwork(path);
  return { ...files, network, written: await writtenAt(path) ?? new Date(0) };
}

/** Reads a config's data; runs of the same images share it. */
type DataReader = (config: Config) => Promise<{ opened: OpenData; dataset: Config["dataset"] }>;

/** Reads splits from the folder of the data sets, each data set once in each width. */
function dataReader(runs: readonly string[], data: string, moved: Moved): DataReader {
  const read = new Map<string, Promise<OpenData>>();
  return async (config) => {
    const { normalizeWidth, splitSeed } = config;
    const dataset = movedTo(config.dataset, moved);
    const key = JSON.stringify([dataset, normalizeWidth, splitSeed]);
    const opened = read.get(key) ?? openRunData(runs, { ...config, dataset }, data);
    read.set(key, opened);
    return { opened: await opened, dataset }; // where it is now
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
  { config, metrics, summary, network, written }: Files,
  wanted: ReportSplit | undefined,
  readData: DataReader,
): Promise<ReportedRun> {
  checkOutline(path, metrics, summary);
  if (await weightsSha256(network) !== summary.weightsSha256) {
    throw new Error(
      `Cannot report on ${path}: ${FILES.summary} is of other weights than ${FILES.weights}; ` +
        `\`deno task verify ${quote(path)}\` says more`,
    );
  }
  const split = wanted ?? usualSplit(config);
  const most = entryOf(config)?.split.training ?? Infinity;
  if (split === "validation" && config.trainingSize > most) {
    throw new Error(
      `Cannot report on ${path} by validation: it learnt from ${config.trainingSize} images, ` +
        "and they are among them; --split test",
    );
  }
  const { opened, dataset } = await readData(config);
  const data = opened[split];
  const facts = {
    path,
    name: typeof summary.name === "string" ? summary.name : basename(resolve(path)),
    config,
    written,
    network,
    split,
    data,
    noun: exampleName(config.dataset),
    sizes: {
      training: config.trainingSize,
      validation: opened.validation.size,
      test: opened.test.size,
    },
    notes: [...opened.found, ...opened.warnings],
    table: opened.table,
    importance: opened.table &&
      columnImportance(network, parameterCount(network.sizes), data, opened.table),
    ...locateExamples(dataset, opened, split),
  };
  const problem = shownAs(data);
  const answers = answersTo[problem](network, data, opened);
  return { ...facts, metrics, summary, problem, ...answers } as ReportedRun;
}

/**
 * Reads several runs and looks into the same split of each: validation where all have it, or that of the first, unless one
 * is wanted.
 *
 * @throws {UsageError} if they learnt from different data sets: their results cannot be compared
 */
export async function collectRuns(
  paths: readonly string[],
  wanted: ReportSplit | undefined,
  data: string,
  moved: Moved = {},
): Promise<ReportedRun[]> {
  const files: Claims[] = [];
  for (const path of paths) files.push(await readRun(path));
  checkDatasets(paths, files);
  const readData = dataReader(paths, data, moved);
  const common = wanted ?? commonSplit(files);
  const runs: ReportedRun[] = [];
  for (const [k, path] of paths.entries()) {
    const { metrics, summary } = files[k]!;
    checkOutline(path, metrics, summary);
    const whole = await together(path, () => readFiles(path));
    const run = await collectRun(path, whole, common ?? runs[0]?.split, readData);
    const [first = run] = runs;
    if (run.problem !== first.problem) {
      const noun = (of: ReportedRun) => problems[of.problem].noun;
      throw new UsageError(
        `Cannot report on runs of different targets together: ${paths[0]} learnt ${noun(first)}, ` +
          `${path} ${noun(run)}`,
      );
    }
    runs.push(run);
  }
  return runs;
}

/** Checks that all runs are of one data set, split and target, before any data is read. */
function checkDatasets(paths: readonly string[], files: readonly Claims[]): void {
  const names = files.map(({ config }) => describeData(config));
  const other = names.findIndex((name) => name !== names[0]);
  if (other === -1) return;
  const hint = files[other]!.config.splitSeed === files[0]!.config.splitSeed
    ? ""
    : `; ${SAME_SPLIT}`;
  throw new UsageError(
    `Cannot report on runs of different data together: ${paths[0]} learnt from ${names[0]}, ` +
      `${paths[other]} from ${names[other]}` + hint,
  );
}

/** Everything that makes the figures of two runs comparable, in words. */
function describeData({ dataset, splitSeed }: Config): string {
  if (typeof dataset === "string") return dataset;
  const { csv, target, split, gaps = "drop" } = dataset;
  return [
    dataName(dataset),
    ...target === undefined ? [] : [`the target ${[target].flat().join(", ")}`],
    ...csv === undefined ? [] : [`missing values as ${gaps}`],
    ...split === undefined ? [] : [`the split ${split}`],
    `the split seed ${splitSeed}`,
  ].join(" with ");
}

/** A config that leaves the test images alone, since they must not guide choices, gets a report that does so too. */
function usualSplit({ evaluate }: Config): ReportSplit {
  return evaluate.includes("test") || !evaluate.includes("validation") ? "test" : "validation";
}

/** The split to compare several runs by, since test must not choose: validation, if all have evaluated it. */
function commonSplit(files: readonly Claims[]): ReportSplit | undefined {
  const isCommon = files.length > 1 &&
    files.every(({ config }) => config.evaluate.includes("validation"));
  return isCommon ? "validation" : undefined;
}

/** Checks that the figures of a report are numbers: a cost that is NaN is `null` in JSON. */
function checkOutline(path: string, metrics: readonly Metrics[], summary: Summary): void {
  const isNumber = (value: unknown) => typeof value === "number";
  const isCost = (value: unknown) => isNumber(value) || value === null;
  const isResult = (result: unknown) => {
    if (result === undefined) return true;
    const { accuracy, mae, cost } = (result ?? {}) as { [figure: string]: unknown };
    return (isNumber(accuracy) || isCost(mae)) && isCost(cost);
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
