/** A row of the table: the published result and ours, of the same split and the same kind of epoch. @module */

import { basename } from "@std/path";
import { evaluate } from "../../../mod.ts";
import { ofClasses } from "../../../lib/evaluate/mod.ts";
import { hashOf } from "../../../tasks/sweep/plan/mod.ts";
import { openData } from "../../../tasks/data/source.ts";
import { ensembleOf } from "../../../tasks/run/evaluated_model.ts";
import { readNetwork } from "../../../tasks/run/read_network.ts";
import type { ClassResult, Metrics } from "../../../tasks/run/run_folder.ts";
import { dataHashes, needsValidationRun } from "./chosen.ts";
import { withTest } from "./final_result.ts";
import type { ChosenAugmentation, ChosenBy, Reproduction } from "./published.ts";
import type { Row } from "./rows.ts";
import { intervalOf, round, type Statistics, statistics } from "./statistics.ts";
import type { SeedRun, TrainedRow } from "./train_row.ts";

type Split = "validation" | "test";

/** A split's accuracies over seeds. */
export interface SplitResult {
  last: Statistics;
  /** Wilson's 95 % interval of that, as of one evaluation. */
  interval: readonly [low: number, high: number];
  /** In each seed's best epoch on this split; absent where it is evaluated once, at the end. */
  best?: Statistics;
}

type Verdict =
  | "reproduced" // the median is not below by more than the tolerance
  | "by the best seed" // the best is not, the median is
  | "not reproduced"
  | "nothing published"
  | "out of time" // epochs or seeds are missing
  | "interrupted" // epochs or seeds are missing since the user ended it
  | "diverged";

/** A row, as `--json` prints it. Accuracies are fractions. */
export interface RowResult {
  name: string;
  /** A hash of the config, its data and of what is compared, 16 hexadecimal digits. */
  hash: string;
  published: number | null;
  /**
   * Our accuracy, of the split and the epoch that the published one is of. `null` where the row needs a validation run and
   * seeds or epochs are missing: the test set is then not used.
   */
  accuracy: Statistics | null;
  /** The whole epochs of the seed that has most. */
  epochs: number;
  seconds: number;
  verdict: Verdict;
  /** The split and the epoch that are compared, and whether the result is published as an error. */
  figure: { split: Split; epoch: "last" | "best"; isError: boolean };
  validation?: SplitResult;
  test?: SplitResult;
  /** The accuracies of an ensemble's members on the split that is compared. */
  members?: SplitResult;
  /** The seeds that end below {@linkcode STUCK_ACCURACY}. */
  stuck: number[];
  whole: { epochs: number; seeds: number };
  finished: number;
  /** The validation run that chose the config, where it needs one. */
  chosen?: ChosenBy;
  /** With test-time augmentation: the test accuracies, and the error of the validation run. */
  overCopies?: ChosenAugmentation & { test: SplitResult };
  source: string;
  deviations: string;
  runs: {
    seed: number;
    run: string;
    epochs: number;
    seconds: number;
    engine: string;
    workers: number;
    /** Of the weights that the run keeps. */
    weightsSha256?: string;
    /** The day on which training ended: `2026-11-26`; absent if it has not. */
    ended?: string;
    curve: Curve;
  }[];
}

/** Accuracies, epoch by epoch; a split that is not evaluated after every epoch is absent. */
type Curve = { [Name in Split]?: number[] };

const STUCK_ACCURACY = 0.9;

/**
 * Puts a row together.
 * @returns `undefined` if there is no whole epoch
 */
export async function resultOf(
  trained: TrainedRow,
  { data, signal }: { readonly data: string; readonly signal: AbortSignal },
): Promise<RowResult | undefined> {
  const { row: { name, config, reproduces } } = trained;
  if (trained.runs.length === 0) return undefined;
  const { split, epoch, source, deviations, ensemble, chosen, copies } = reproduces;
  const isTested = needsValidationRun(trained.row) && isWhole(trained);
  const runs: SeedRun[] = [];
  for (const run of trained.runs) {
    const final = isTested && await withTest(run.path, run.final!, { data, copies, signal });
    runs.push(final ? { ...run, final } : run);
  }
  const evaluated: Split[] = isTested ? [...config.evaluate, "test"] : config.evaluate;
  const published = publishedIn(reproduces);
  const own = splitResults(evaluated, runs);
  const splits = ensemble ? await ensembleResults(trained, evaluated, data) : own;
  const ours = splits[split]?.[ensemble ? "last" : epoch] ?? null;
  return {
    name,
    hash: await rowHash(trained.row, data),
    published,
    accuracy: ours,
    epochs: Math.max(...runs.map(({ metrics }) => metrics.length)),
    seconds: Math.round(10 * runs.reduce((sum, { seconds }) => sum + seconds, 0)) / 10,
    verdict: verdictOf(trained, ours),
    figure: { split, epoch, isError: isErrorIn(reproduces) },
    ...splits,
    ...ensemble && own[split] && { members: own[split] },
    stuck: runs.filter((run) => run.finished && lastAccuracy(run, evaluated) < STUCK_ACCURACY)
      .map(({ seed }) => seed),
    whole: { epochs: config.epochs, seeds: seedsOf(trained) },
    finished: runs.filter(({ finished }) => finished).length,
    ...chosen && { chosen },
    ...isTested && copies && {
      overCopies: { ...copies, test: splitResult(runs.map(({ final }) => final!.copies!.test)) },
    },
    source,
    deviations,
    runs: runs.map((run) => ({
      seed: run.seed,
      run: basename(run.path),
      epochs: run.metrics.length,
      seconds: run.seconds,
      engine: run.engine,
      workers: run.workers,
      ...run.weightsSha256 !== undefined && { weightsSha256: run.weightsSha256 },
      ...run.final && { ended: run.final.ended },
      curve: curveOf(run),
    })),
  };
}

/** How many seeds make a row whole: at least the config's where test is evaluated once. */
function seedsOf({ row, seeds }: TrainedRow): number {
  return needsValidationRun(row) ? Math.max(seeds, row.reproduces.seeds) : seeds;
}

function isWhole(trained: TrainedRow): boolean {
  const { runs } = trained;
  return runs.length === seedsOf(trained) && runs.every(({ finished }) => finished);
}

/** What one evaluation of each seed comes to. */
function splitResult(results: readonly ClassResult[]): SplitResult {
  const last = statistics(results.map(({ accuracy }) => accuracy));
  return { last, interval: intervalOf(results) };
}

/** A run's results on a split, of every epoch in which it was evaluated. */
function resultsIn({ metrics, final }: SeedRun, split: Split): ClassResult[] {
  if (split === "test" && final?.test !== undefined) return [final.test];
  return (metrics as readonly Metrics<ClassResult>[]).flatMap((line) => line[split] ?? []);
}

/** The accuracy that a run ends with, on test if that is evaluated; 1 where nothing is. */
function lastAccuracy(run: SeedRun, evaluated: readonly Split[]): number {
  const [split] = [...evaluated].sort(); // "test" before "validation"
  return split === undefined ? 1 : accuracyOf(run, split, "last");
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
function accuracyOf(run: SeedRun, split: Split, epoch: "last" | "best"): number {
  const accuracies = resultsIn(run, split).map(({ accuracy }) => accuracy);
  return epoch === "last" ? accuracies.at(-1)! : Math.max(...accuracies);
}

function splitResults(
  splits: readonly Split[],
  runs: readonly SeedRun[],
): { [Name in Split]?: SplitResult } {
  return Object.fromEntries(splits.map((split) => {
    const last = splitResult(runs.map((run) => resultsIn(run, split).at(-1)!));
    const once = runs.some(({ final }) => split === "test" && final?.test !== undefined);
    const best = statistics(runs.map((run) => accuracyOf(run, split, "best")));
    return [split, { ...last, ...!once && { best } }];
  }));
}

async function ensembleResults(
  { row: { config }, runs }: TrainedRow,
  evaluated: readonly Split[],
  data: string,
): Promise<{ [Name in Split]?: SplitResult }> {
  const members = [];
  for (const { path } of runs) members.push(await readNetwork(path));
  const ensemble = ensembleOf(members);
  const splits = await openData({ ...config, normalizeWidth: null }, data);
  return Object.fromEntries(
    evaluated.map((split) => [split, splitResult([ofClasses(evaluate(ensemble, splits[split]))])]),
  );
}

function verdictOf(trained: TrainedRow, ours: Statistics | null): Verdict {
  const { row: { reproduces }, diverged, interrupted } = trained;
  if (diverged) return "diverged";
  if (!isWhole(trained)) return interrupted ? "interrupted" : "out of time";
  return comparison(reproduces, ours);
}

/** How a row that is trained to its end compares with the published result. */
export function comparison(reproduces: Reproduction, ours: Statistics | null): Verdict {
  const published = publishedIn(reproduces);
  if (published === null || ours === null) return "nothing published";
  const least = published - reproduces.tolerance - 1e-9;
  if (ours.median >= least) return "reproduced";
  return ours.best >= least ? "by the best seed" : "not reproduced";
}

export function isErrorIn({ accuracy, error }: Reproduction): boolean {
  return error !== undefined || accuracy === undefined;
}

export function publishedIn({ accuracy, error }: Reproduction): number | null {
  return accuracy ?? (error === undefined ? null : round(1 - error));
}

/**
 * A hash of what a row's result depends on: the config, its data, the version of the numerics, and what is compared. The
 * published result takes no part.
 */
export async function rowHash({ config, reproduces }: Row, data: string): Promise<string> {
  const { split, epoch, ensemble, widths, copies } = reproduces;
  const over = copies && { copies: copies.copies, strength: copies.strength };
  const figure = { split, epoch, committee: ensemble, widths, copies: over };
  return await hashOf({ config, figure, data: await dataHashes(config, data) });
}
