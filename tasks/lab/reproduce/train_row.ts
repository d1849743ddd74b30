/**
 * Trains a row, seed after seed. Runs that are complete are not trained again, and interrupted ones go on.
 *
 * @module
 */

import { isDeepStrictEqual } from "node:util";
import { join } from "@std/path";
import { DivergenceError } from "../../../mod.ts";
import type { Config } from "../../../lib/config/mod.ts";
import { UsageError } from "../../cli/arguments.ts";
import { finished, numericsMismatch, otherBits, savedMismatches } from "../../train/resume.ts";
import type { Final } from "../../run/final.ts";
import { type Metrics, readRun, type Summary } from "../../run/run_folder.ts";
import { readSaved, type Saved } from "../../run/saved.ts";
import { trainRun } from "../../train/train_run.ts";
import { conclude, epochLine } from "../../train/text.ts";
import { workersOf } from "../../train/open_engine.ts";
import { finalOf } from "./final_result.ts";
import { dataHashes } from "./chosen.ts";
import { configOf, type Row } from "./rows.ts";

export interface TrainRowOptions {
  runs: string;
  data: string;
  engine: string;
  /** The number of workers, or `auto`. */
  workers: string;
  /** The number of seeds; that of the config if left out. */
  seeds: number | undefined;
  /** The minutes that all seeds may take, earlier calls included; without a limit if left out. */
  minutes: number | undefined;
  /** Whether runs that are there are trained anew. */
  again: boolean;
  interrupt: AbortSignal;
  print: (line: string) => void;
}

export interface SeedRun {
  seed: number;
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
  /** The final result of a run that is finished. */
  final?: Final;
}

export interface TrainedRow {
  row: Row;
  seeds: number;
  /** The run of every seed that has a whole epoch. */
  runs: SeedRun[];
  /** Whether a seed cannot go on, since its numbers are no longer finite; it may have no whole epoch. */
  diverged: boolean;
  interrupted: boolean;
}

function runName({ name, config }: Row, seed: number): string {
  return `reproduce-${name}${seed === config.seed ? "" : `-${seed}`}`;
}

/** Trains the rest of a row, until it is done, its time is over or the user stops it. */
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

/** The checkpoint of an earlier run, if it is of the row's config. */
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
    problems.push("dataset: the data of this name has changed since");
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

/** Trains the rest of a seed; returns its checkpoint. */
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
