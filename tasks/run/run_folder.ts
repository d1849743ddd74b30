/** A run: the folder that `deno task train` writes, `data/runs/NAME/`; `run_writer.ts` says how. @module */

import { exists, type ExistsOptions } from "@std/fs";
import { basename, extname, join } from "@std/path";
import { type Config, parseConfig } from "../../lib/config.ts";
import type { ClassEvaluation } from "../../lib/evaluate.ts";
import type { DecisionThreshold } from "../../lib/measure/decide/decide.ts";
import type { SearchSummary } from "./table/search.ts";
import type { Observed } from "../../lib/train/observe.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { JOURNAL } from "../system/files.ts";
import { checkLeads, LinkError } from "../system/links.ts";
import { readAtMost, readTextAtMost } from "../system/read_at_most.ts";
import { checkMetrics, checkSummary } from "./check_metrics.ts";
import type { Truth } from "./truth.ts";
import type { QuantityScores } from "./quantity_scores.ts";
import { readInRun, stateOf } from "./journaled_files.ts";
import { PROGRAM } from "../system/installation.ts";

export const FILES = {
  config: "config.json",
  metrics: "metrics.jsonl",
  summary: "summary.json",
  weights: "weights.safetensors",
  checkpoint: "checkpoint.safetensors",
} as const;

/**
 * The largest files of a run that are read, in bytes. A config has at most 50 million parameters, which a checkpoint holds
 * up to five times, and 200,000 epochs of 490 bytes each.
 */
export const [MAX_TENSORS, MAX_METRICS, MAX_JSON] = [2_147_483_648, 134_217_728, 16_777_216];

/** The page of a run, which can be made again at any time. */
export const REPORT = "report.html";

/** The file that `reproduce` writes into the folder of a run that is trained to its end. */
export const FINAL = "final.json";

/** The most attempts to read a run that is written meanwhile: writing takes a fraction of the seconds in between. */
const MAX_READS = 5;

/** A network's result on a split of classes: a {@linkcode ClassEvaluation} without its confusion matrix. */
export interface ClassResult
  extends
    Pick<ClassEvaluation, "correct" | "size" | "accuracy" | "cost">,
    Partial<Record<keyof QuantityScores, never>> {}

/** A network's result on a split of quantities; errors are in the unit of one target, or in standard deviations of several. */
export interface QuantityResult extends QuantityScores {
  correct?: never;
  accuracy?: never;
  size: number;
  cost: number;
}

export type Result = ClassResult | QuantityResult;

/** A line of `metrics.jsonl`; a split that the config does not evaluate is absent. */
export interface Metrics<R extends Result = Result> {
  epoch: number;
  learningRate: number;
  /** The mean cost of training; over folds also that of each candidate, as `members` has them, absent in older files. */
  train: { cost: number; members?: readonly (number | null)[] };
  validation?: R;
  test?: R;
  /** What the config's `observe` asks for. */
  observed?: Observed;
  /** The time of the epoch's training: shuffling, mini-batches and steps, without the evaluations. */
  seconds: number;
  samplesPerSecond: number;
  /** Over folds the cost of each candidate on its fold, null of those that had stopped; absent of one network. */
  members?: readonly (number | null)[];
}

/** A family of members over folds, as a summary has it. */
export interface FamilySummary {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly weightDecay: number;
  readonly weight: number;
  readonly members: number;
}

/** The best epoch, with the metric that it was chosen by. */
export type Best = { epoch: number; accuracy: number } | { epoch: number; cost: number };

/** From which probability on a class or label is answered; null for never. */
export interface AnsweredFrom extends Pick<DecisionThreshold, "from"> {
  /** Of the class or label. */
  readonly name: string;
}

export interface Summary<R extends Result = Result> {
  name: string;
  epochs: number;
  ended: "done" | "earlyStopping" | "timeLimit" | "paused" | "interrupted" | "diverged";
  /** The best epoch by validation, the first of equals; `null` without validation. */
  best: Best | null;
  /** The epoch whose weights are kept; of each member over folds. */
  epoch: number | readonly number[];
  /** The families over folds; absent of one network. */
  families?: readonly FamilySummary[];
  validation?: R;
  test?: R;
  /**
   * What the model learned after its test, the rows of the test too: all results are of the networks before. Absent where the
   * model is the one that was tested.
   */
  refit?: {
    /** How many rows it learned from. */
    readonly rows: number;
    /** For how many epochs each family of networks that answers learned. */
    readonly epochs: readonly number[];
  };
  /** What a search for a better ensemble came to; absent of a run that was not searched. */
  search?: SearchSummary;
  /** The thresholds that the model answers by, which the results follow; absent without. */
  decision?: {
    /** Of two classes one, of several labels one each. */
    readonly thresholds: readonly AnsweredFrom[];
    /** The results at a threshold of one half. */
    readonly atHalf: { readonly validation?: ClassResult; readonly test?: ClassResult };
  };
  /** The column of weights that metrics are weighted by; absent where rows count alike. */
  weights?: string;
  weightsSha256: string;
  /** Of `metrics.jsonl`, byte for byte. */
  metricsSha256: string;
  data: { [file: string]: string };
  engine: string;
  workers: number;
  seed: number;
  seconds: number;
  /** How good the model is beside simpler ones; absent of a run that was cut. */
  truth?: Truth;
  /** Of how many trials of a search it is the best one; absent if it was not chosen. */
  bestOf?: {
    readonly trials: number;
    /** The verdict on it beside the recipe, by the test part. */
    readonly verdict?: string;
  };
  /** What is wrong with a run that ended, in sentences; absent if nothing is. */
  warnings?: string[];
  /** Of the programs and of the numerics contract. The same contract, config and data give the same weights. */
  versions: {
    inkling: string;
    numerics: number;
    /** Of intervals, ± and the limits of novelty. */
    statistics: number;
    deno: string;
    v8: string;
  };
}

export interface Run {
  config: Config;
  metrics: Metrics[];
  summary: Summary;
}

/** The epoch that the metadata of a run's weights have; over folds the number of rounds. */
export function weightsEpochOf({ epoch, epochs }: Pick<Summary, "epoch" | "epochs">): number {
  return typeof epoch === "number" ? epoch : epochs;
}

/** The text of `metrics.jsonl`. A resumed run writes the lines that it read back as they were. */
export function metricsText(metrics: readonly Metrics[]): string {
  return metrics.map((line) => JSON.stringify(line) + "\n").join("");
}

export async function holdsRun(folder: string): Promise<boolean> {
  const names = await namesIn(folder);
  const ofRuns = [FILES.weights, FILES.summary, FILES.checkpoint, JOURNAL];
  return ofRuns.some((name) => names.includes(name));
}

/** The names in a folder; none where there is no folder. */
export async function namesIn(path: string): Promise<string[]> {
  try {
    return await Array.fromAsync(Deno.readDir(path), ({ name }) => name);
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return [];
    throw error;
  }
}

export function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + "\n";
}

/** The versions before the oldest whose runs are read. */
const TOO_OLD: readonly unknown[] = ["0.1.0", "0.2.0-dev"];

/**
 * Checks that a run is not too old to be read, if it has a summary. What is wrong with that is for others to report.
 * @throws {Error} if it is
 */
export async function checkAge(run: string): Promise<void> {
  const read = (path: string) => readTextAtMost(path, MAX_JSON);
  const version = await readInRun(run, FILES.summary, read).then(
    (text) => Object(Object(JSON.parse(text)).versions).inkling,
  ).catch(() => undefined);
  if (!TOO_OLD.includes(version)) return;
  throw new Error(
    `Cannot read ${run}: version ${version} wrote it, and this version reads runs of 0.2.0-dev.2 and later`,
  );
}

/** What the files are that `export` writes for others, by their endings: they cannot be read back. */
const EXPORTED: { readonly [ending: string]: string } = {
  ".onnx": "an ONNX model",
  ".mjs": "a JavaScript module",
  ".json": "a file of JSON",
};

/**
 * Reads the file of a run's weights, from its folder or as it is.
 * @throws {Error} if there is none, or the run is too old; the message names the file or the run
 */
export async function readWeights(
  run: string,
): Promise<{ path: string; bytes: Uint8Array<ArrayBuffer> }> {
  // Reading the path reports whatever else is wrong with it.
  const is = (kind: ExistsOptions) => exists(run, kind).catch(() => false);
  const isFile = await is({ isFile: true }) ||
    run.endsWith(".safetensors") && !await is({ isDirectory: true });
  const path = isFile ? run : join(run, FILES.weights);
  const exported = isFile ? EXPORTED[extname(path).toLowerCase()] : undefined;
  if (exported !== undefined) {
    throw new Error(
      `Cannot use ${path}: it is ${exported}, which other programs read; ` +
        "expected a run, its folder, or a safetensors file",
    );
  }
  if (!isFile) await checkAge(run);
  return { path, bytes: await readFile(path, run, (path) => readAtMost(path, MAX_TENSORS)) };
}

/**
 * Reads every JSON file of a run and checks its shape; only `verify` checks whether it is true.
 * @throws {Error} if a file is missing or damaged, or the run is too old
 */
export async function readRun(run: string): Promise<Run> {
  return await readConsistent(run, () => readFiles(run));
}

/**
 * Reads several files of a run, so that all are of the same epoch.
 * @param read is called again if the run was written meanwhile
 */
export async function readConsistent<T>(run: string, read: () => Promise<T>): Promise<T> {
  let before = await stateOf(run, FILES.summary);
  for (let attempt = 0; attempt < MAX_READS; attempt++) {
    const [result] = await Promise.allSettled([read()]);
    const after = await stateOf(run, FILES.summary);
    if (after === before) {
      if (result.status === "rejected") throw result.reason;
      return result.value;
    }
    before = after;
  }
  throw new Error(`Cannot read ${run}: it keeps changing; try again later`);
}

export async function writtenAt(run: string): Promise<Date | null> {
  return (await readInRun(run, FILES.summary, Deno.stat)).mtime;
}

async function readFiles(run: string): Promise<Run> {
  await checkAge(run);
  const text = async (name: string) =>
    await readFile(join(run, name), run, (path) => readTextAtMost(path, MAX_JSON));
  const config = await text(FILES.config);
  const metrics = await readFile(join(run, FILES.metrics), run, readLines);
  const summary = await text(FILES.summary);
  return {
    config: inFile(join(run, FILES.config), () => parseConfig(JSON.parse(config))),
    metrics: inFile(
      join(run, FILES.metrics),
      () => {
        if (metrics.length === 0) throw new SyntaxError("it is empty: expected a line an epoch");
        const lines = metrics.map((line) => JSON.parse(line));
        checkMetrics(lines);
        return lines;
      },
    ),
    summary: inFile(join(run, FILES.summary), () => {
      const value = JSON.parse(summary);
      checkSummary(value);
      return value;
    }),
  };
}

async function readLines(path: string): Promise<string[]> {
  const text = await readTextAtMost(path, MAX_METRICS);
  return text.split(/\r?\n/).filter((line) => line !== "");
}

/** Reads a file of a run. Its error names the path, which Deno's own error lacks where permissions are narrow. */
async function readFile<T>(
  path: string,
  run: string,
  read: (path: string) => Promise<T>,
): Promise<T> {
  try {
    return await (path === run ? read(path) : readInRun(run, basename(path), read));
  } catch (error) {
    if (error instanceof LinkError) throw error;
    for (const link of [run, path]) await checkLeads(link);
    const isMissing = error instanceof Deno.errors.NotFound && path !== run;
    if (isMissing || (await Deno.stat(run).catch(() => undefined))?.isFile && path !== run) {
      throw new Error(`Cannot find ${path}: ${run} is not a run of \`${PROGRAM} train\``, {
        cause: error,
      });
    }
    throw new Error(`Cannot read ${path}: ${reasonOf(error) ?? explain(error)}`, { cause: error });
  }
}

/** Parses what a file holds; an error names the file. */
export function inFile<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Error(`Cannot use ${path}: ${explain(error)}`, { cause: error });
  }
}

/** The hash of a run's weights; `undefined` without a run. */
export async function weightsBefore(run: string): Promise<string | undefined> {
  return (await readRun(run).catch(() => undefined))?.summary.weightsSha256;
}
