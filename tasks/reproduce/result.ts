/**
 * What a row of the table says: the published figure and ours, of the same split and the same kind of epoch.
 *
 * @module
 */

import { evaluate } from "../../mod.ts";
import { committeeOf } from "../run/open_network.ts";
import { type ClassResult, type Metrics, readNetwork } from "../run/run_folder.ts";
import { openData } from "../datasets/open_data.ts";
import { round, type Statistics, statistics } from "./statistics.ts";
import type { SeedRun, TrainedRow } from "./train_row.ts";
import { ofClasses } from "../../lib/evaluate.ts";

type Split = "validation" | "test";

/** A split's accuracies over seeds. */
export interface SplitResult {
  /** After the last epoch. */
  last: Statistics;
  /** In each seed's best epoch on this split. */
  best: Statistics;
}

/** How ours compares with what is published. */
export type Verdict =
  | "reproduced" // the median is not below by more than the tolerance
  | "by the best seed" // the best is not, the median is
  | "not reproduced"
  | "nothing published"
  | "out of time" // epochs or seeds are missing
  | "interrupted" // so they are, since the user ended it
  | "diverged";

/** A row, as `--json` prints it. Accuracies are fractions. */
export interface RowResult {
  name: string;
  /** The published accuracy; `null` if there is none. */
  published: number | null;
  /** Ours, of the split and the epoch that the published one is of. */
  accuracy: Statistics;
  /** The least of ours. */
  minimum: number;
  /** The whole epochs of the seed that has most. */
  epochs: number;
  /** The training of all seeds, evaluations included. */
  seconds: number;
  verdict: Verdict;
  /** Of which split and epoch the figure is, and whether it is published as an error. */
  figure: { split: Split; epoch: "last" | "best"; isError: boolean };
  validation?: SplitResult;
  test?: SplitResult;
  /** Of a committee, the accuracies of its members on the figure's split. */
  members?: SplitResult;
  /** The seeds that end below {@linkcode STUCK}. */
  stuck: number[];
  /** How many epochs and seeds there are when all is trained. */
  whole: { epochs: number; seeds: number };
  source: string;
  deviations: string;
  /** The accuracies of every seed, epoch by epoch. */
  runs: {
    seed: number;
    run: string;
    epochs: number;
    seconds: number;
    engine: string;
    workers: number;
    curve: Curve;
  }[];
}

/** Accuracies, epoch by epoch; a split that is not evaluated is absent. */
export type Curve = { [Name in Split]?: number[] };

/** A seed that ends with an accuracy below this is called stuck. */
export const STUCK = 0.9;

/**
 * Puts together what a row says.
 *
 * @param data the folder of the data sets, for a committee
 * @returns `undefined` if there is no whole epoch
 */
export async function resultOf(trained: TrainedRow, data: string): Promise<RowResult | undefined> {
  const { row: { name, config, reproduces }, runs } = trained;
  if (runs.length === 0) return undefined;
  const { split, epoch, source, deviations, accuracy, error } = reproduces;
  const published = accuracy ?? (error === undefined ? null : round(1 - error));
  const own = splitResults(config.evaluate, runs);
  const splits = reproduces.committee ? await committeeResults(trained, data) : own;
  const ours = splits[split]![epoch];
  const each = reproduces.committee ? [ours.best] : runs.map((run) => figureOf(run, split, epoch));
  return {
    name,
    published,
    accuracy: ours,
    minimum: Math.min(...each),
    epochs: Math.max(...runs.map(({ metrics }) => metrics.length)),
    seconds: Math.round(10 * runs.reduce((sum, { seconds }) => sum + seconds, 0)) / 10,
    verdict: verdictOf(trained, published, ours),
    figure: { split, epoch, isError: error !== undefined || accuracy === undefined },
    ...splits,
    ...reproduces.committee && { members: own[split]! },
    stuck: runs.filter((run) => run.finished && last(curveOf(run)) < STUCK).map(({ seed }) => seed),
    whole: { epochs: config.epochs, seeds: trained.seeds },
    source,
    deviations,
    runs: runs.map((run) => ({
      seed: run.seed,
      run: run.path,
      epochs: run.metrics.length,
      seconds: run.seconds,
      engine: run.engine,
      workers: run.workers,
      curve: curveOf(run),
    })),
  };
}

function last({ test, validation }: Curve): number {
  return (test ?? validation)!.at(-1)!;
}

function curveOf({ metrics }: SeedRun): Curve {
  const of = (split: Split) =>
    (metrics as readonly Metrics<ClassResult>[]).map((line) => line[split]!.accuracy);
  const first = metrics[0]!;
  return {
    ...first.validation && { validation: of("validation") },
    ...first.test && { test: of("test") },
  };
}

/** A run's accuracy on a split, after its last epoch or in its best on this split. */
function figureOf(run: SeedRun, split: Split, epoch: "last" | "best"): number {
  const accuracies = curveOf(run)[split]!;
  return epoch === "last" ? accuracies.at(-1)! : Math.max(...accuracies);
}

function splitResults(
  splits: readonly Split[],
  runs: readonly SeedRun[],
): { [Name in Split]?: SplitResult } {
  const over = (split: Split, epoch: "last" | "best") =>
    statistics(runs.map((run) => figureOf(run, split, epoch)));
  return Object.fromEntries(
    splits.map((split) => [split, { last: over(split, "last"), best: over(split, "best") }]),
  );
}

/** The results of the runs' networks as a committee. */
async function committeeResults(
  { row: { config }, runs }: TrainedRow,
  data: string,
): Promise<{ [Name in Split]?: SplitResult }> {
  const members = [];
  for (const { path } of runs) members.push(await readNetwork(path));
  const committee = committeeOf(members);
  const splits = await openData({ ...config, normalizeWidth: null }, data);
  return Object.fromEntries(config.evaluate.map((split) => {
    const accuracy = statistics([ofClasses(evaluate(committee, splits[split])).accuracy]);
    return [split, { last: accuracy, best: accuracy }];
  }));
}

function verdictOf(
  { row: { reproduces }, seeds, runs, interrupted }: TrainedRow,
  published: number | null,
  ours: Statistics,
): Verdict {
  if (runs.some(({ diverged }) => diverged)) return "diverged";
  if (runs.length < seeds || !runs.every(({ finished }) => finished)) {
    return interrupted ? "interrupted" : "out of time";
  }
  if (published === null) return "nothing published";
  const least = published - reproduces.tolerance - 1e-9;
  if (ours.median >= least) return "reproduced";
  return ours.best >= least ? "by the best seed" : "not reproduced";
}
