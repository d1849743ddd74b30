/**
 * Trains a row, seed after seed. Runs that are complete are not trained again, and interrupted ones go on.
 *
 * @module
 */

import { isDeepStrictEqual } from "node:util";
import { join } from "@std/path";
import type { Config } from "../../lib/config.ts";
import { DivergenceError } from "../../mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { finished, numericsMismatch, otherBits, savedMismatches } from "../train/resume.ts";
import type { Final } from "../run/final.ts";
import { type Metrics, readRun, type Summary } from "../run/run_folder.ts";
import { readSaved, type Saved } from "../run/saved.ts";
import { trainRun } from "../train/train_run.ts";
import { conclude, epochLine } from "../train/text.ts";
import { workersOf } from "../train/open_engine.ts";
import { finalOf } from "./final_result.ts";
import { dataHashes } from "./chosen.ts";
import { configOf, type Row } from "./rows.ts";

/** How to train rows. */
export interface TrainRowOptions {
  /** The folder of all runs. */
  runs: string;
  /** The folder of the data sets. */
  data: string;
  /** What runs the loops. */
  engine: string;
  /** How many workers share them, or `auto`. */
  workers: string;
  /** Over how many seeds; as the config says if left out. */
  seeds: number | undefined;
  /** How many minutes all seeds may take, earlier calls included; as long as it takes if left out. */
  minutes: number | undefined;
  /** Whether runs that are there are trained anew. */
  again: boolean;
  /** Stops training when the user says so. */
  interrupt: AbortSignal;
  /** Told how the training goes. */
  print: (line: string) => void;
}

/** The run of one seed. */
export interface SeedRun {
  seed: number;
  /** Its folder. */
  path: string;
  /** A line for every whole epoch. */
  metrics: readonly Metrics[];
  /** How long it took, evaluations included. */
  seconds: number;
  engine: string;
  workers: number;
  /** Whether nothing is left to train. */
  finished: boolean;
  /** Of the weights that it keeps; absent if the last writing of the run was cut off. */
  weightsSha256?: string;
  /** What is kept of a run that is finished. */
  final?: Final;
}

/** A row after its training. */
export interface TrainedRow {
  row: Row;
  /** How many seeds were asked for. */
  seeds: number;
  /** The run of every seed that has a whole epoch. */
  runs: SeedRun[];
  /** Whether a seed cannot go on, since its numbers are no longer finite; it may have no whole epoch. */
  diverged: boolean;
  /** Whether the user ended it. */
  interrupted: boolean;
}

/** The folder of a seed's run, in that of all runs. */
export function runName({ name, config }: Row, seed: number): string {
  return `reproduce-${name}${seed === config.seed ? "" : `-${seed}`}`;
}

/** Trains what is left of a row, until it is done, its time is over or the user stops it. */
export async function trainRow(row: Row, options: TrainRowOptions): Promise<TrainedRow> {
  const seeds = options.seeds ?? row.reproduces.seeds;
  const paths = Array.from({ length: seeds }, (_, k) => row.config.seed + k)
    .map((seed) => [seed, join(options.runs, runName(row, seed))] as const);
  const saved = new Map<number, Saved | undefined>();
  const usable = { ...options, hashes: { ...await dataHashes(row.config, options.data) } };
  for (const [seed, path] of paths) {
    saved.set(seed, options.again ? undefined : await readUsable(path, row, seed, usable));
  }
  let spent = 0;
  for (const left of saved.values()) spent += left?.seconds ?? 0;

  const runs: SeedRun[] = [];
  let diverged = false;
  for (const [seed, path] of paths) {
    const config = configOf(row, seed);
    const before = saved.get(seed);
    const isDone = before !== undefined && finished(before, config) !== undefined &&
      await summaryOf(path, before) !== undefined;
    const minutes = options.minutes === undefined ? undefined : options.minutes - spent / 60;
    const hasTime = minutes === undefined || minutes > 0;
    let after = before;
    if (!isDone && hasTime && !options.interrupt.aborted) {
      checkEngine(path, before, options.engine);
      const began = performance.now();
      const trained = await trainSeed(path, config, { ...options, seeds, minutes, saved: before });
      spent += (performance.now() - began) / 1000; // also of an epoch that is not whole
      after = trained.after;
      diverged ||= trained.diverged;
    }
    if (after === undefined) continue;
    const { metrics, seconds, engine } = after;
    const summary = await summaryOf(path, after);
    const isFinished = finished(after, config) !== undefined && summary !== undefined;
    runs.push({
      seed,
      path,
      metrics,
      seconds,
      engine: engine.name,
      workers: engine.workers,
      finished: isFinished,
      ...summary && { weightsSha256: summary.weightsSha256 },
      ...isFinished && { final: await finalOf(path, summary) },
    });
  }
  return { row, seeds, runs, diverged, interrupted: options.interrupt.aborted };
}

/** A run's summary, if it is of the epoch that is saved: a run that was killed as it was written has an older one. */
async function summaryOf(path: string, { checkpoint }: Saved): Promise<Summary | undefined> {
  const summary = (await readRun(path).catch(() => undefined))?.summary;
  return summary?.epochs === checkpoint.epoch ? summary : undefined;
}

/** What an earlier run saved, if it is of the row's config. */
async function readUsable(
  path: string,
  row: Row,
  seed: number,
  { hashes, print }: TrainRowOptions & { readonly hashes: Summary["data"] },
): Promise<Saved | undefined> {
  const saved = await readSaved(path, "with --again the run is trained anew");
  if (saved === undefined) return undefined;
  const otherNumerics = numericsMismatch(saved);
  if (otherNumerics !== undefined) {
    print(`${path} is trained anew: ${otherNumerics}`);
    return undefined;
  }
  const problems = savedMismatches(saved, configOf(row, seed));
  const summary = await summaryOf(path, saved);
  if (summary !== undefined && !isDeepStrictEqual(summary.data, hashes)) {
    problems.push("dataset: the data is not what it learned from, though of the same name");
  }
  if (problems.length === 0) return saved;
  print(`${path} is of another config, and is trained anew:\n  ${problems.join("\n  ")}`);
  return undefined;
}

/** Checks that the rest of a run is trained with an engine that gives the same bits. */
function checkEngine(path: string, saved: Saved | undefined, engine: string): void {
  if (saved === undefined || !otherBits(saved, engine)) return;
  const task = saved.engine.name === "blas" ? "reproduce_blas" : "reproduce";
  throw new UsageError(
    `Cannot go on with ${path}: the ${saved.engine.name} that it began with gives other bits; ` +
      `run \`deno task ${task}\`, or train it anew with --again`,
  );
}

/** Trains what is left of a seed; returns what there is then. */
async function trainSeed(
  path: string,
  config: Config,
  { saved, seeds, print, workers, ...options }: TrainRowOptions & { saved: Saved | undefined },
): Promise<{ after: Saved | undefined; diverged: boolean }> {
  print(
    `${path}: ${saved === undefined ? "trains" : `goes on after epoch ${saved.checkpoint.epoch}`}`,
  );
  const { summary, stopped } = await trainRun(path, config, {
    ...options,
    workers: workersOf(workers, config),
    saved,
    label: "Epoch",
    ...seeds === 1 && { onEpoch: (metrics: Metrics) => print(epochLine(metrics)) },
  });
  const diverged = stopped instanceof DivergenceError;
  if (diverged) print(stopped.message);
  if (summary !== undefined) print(conclude(summary, path, "the same command"));
  return { after: summary && await readSaved(path), diverged };
}
