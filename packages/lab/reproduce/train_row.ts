/** Trains a row, seed after seed. Runs that are complete are not trained again, and interrupted ones continue. @module */

import { isDeepStrictEqual } from "node:util";
import { join } from "@std/path";
import type { Config } from "../../../lib/config/mod.ts";
import { hashOf } from "../../../tasks/sweep/plan/mod.ts";
import { numericsProblem, savedProblems } from "../../../tasks/train/resume.ts";
import type { Final } from "../../../tasks/run/final.ts";
import { type Metrics, readRun, type Summary } from "../../../tasks/run/run_folder.ts";
import { finished, readSaved, type Saved } from "../../../tasks/run/saved.ts";
import { driveRuns } from "../../../tasks/sweep/drive.ts";
import { JobTrainer } from "../../../tasks/sweep/train_job.ts";
import { conclude, wroteText } from "../../../tasks/train/conclusion.ts";
import { epochLine } from "../../../tasks/train/log.ts";
import { TimeLimit } from "../../../tasks/train/time_limit.ts";
import { workersOf } from "../../../tasks/run/open_engine.ts";
import { finalOf } from "./final_result.ts";
import { dataHashes } from "./chosen.ts";
import { configOf, type Row } from "./rows.ts";

export interface TrainRowOptions {
  runs: string;
  data: string;
  engine: string;
  workers: string;
  seeds: number | undefined;
  /** The minutes that all seeds may take, earlier calls included; without a limit if left out. */
  minutes: number | undefined;
  again: boolean;
  interrupt: AbortSignal;
  print: (line: string) => void;
}

export interface SeedRun {
  seed: number;
  path: string;
  metrics: readonly Metrics[];
  /** How long it took, evaluations included. */
  seconds: number;
  engine: string;
  workers: number;
  finished: boolean;
  /** Of the weights that it keeps; absent if the last writing of the run was cut off. */
  weightsSha256?: string;
  final?: Final;
}

export interface TrainedRow {
  row: Row;
  seeds: number;
  /** The run of every seed that has a whole epoch. */
  runs: SeedRun[];
  /** Whether a seed cannot continue, since its numbers are no longer finite; it may have no whole epoch. */
  diverged: boolean;
  interrupted: boolean;
}

/** A seed's run as it is on the disk. */
interface Planned {
  readonly seed: number;
  readonly path: string;
  readonly config: Config;
  /** Its last whole epoch, if that is of this config and data. */
  saved: Saved | undefined;
  /** Of that epoch; a run that was killed as it was written has an older one. */
  summary: Summary | undefined;
}

/** Trains the rest of a row, until it is done, its time is over or the user stops it. */
export async function trainRow(row: Row, options: TrainRowOptions): Promise<TrainedRow> {
  const { data, engine, workers, minutes, again, interrupt, print } = options;
  const seeds = options.seeds ?? row.reproduces.seeds;
  const hashes = { ...await dataHashes(row.config, data) };
  const runs: Planned[] = [];
  for (let seed = row.config.seed; runs.length < seeds; seed++) {
    const name = `reproduce-${row.name}${seed === row.config.seed ? "" : `-${seed}`}`;
    const run = { seed, path: join(options.runs, name), config: configOf(row, seed) };
    const none = { saved: undefined, summary: undefined };
    runs.push({ ...run, ...again ? none : await readUsable(run, hashes, print) });
  }
  const pending = runs.filter((run) => !isFinished(run));
  const spent = runs.reduce((sum, { saved }) => sum + (saved?.seconds ?? 0), 0);
  const left = minutes === undefined ? undefined : minutes - spent / 60;
  using limit = new TimeLimit(left);
  let diverged = false;
  await driveRuns(left === undefined || left > 0 ? pending : [], {
    trainers: 1,
    startTrainer: () =>
      Promise.resolve(
        new JobTrainer(seeds === 1 ? { onEpoch: (metrics) => print(epochLine(metrics)) } : {}),
      ),
    async jobOf({ path, config, saved }) {
      const from = saved === undefined ? "trains" : `resumes after epoch ${saved.checkpoint.epoch}`;
      print(`${path}: ${from}`);
      return {
        run: await hashOf({ config, data: hashes }),
        path,
        config,
        end: config.epochs,
        anew: saved === undefined,
        data,
        engine,
        workers: workersOf(workers, config),
      };
    },
    async onAnswer(run, answer) {
      Object.assign(run, await readUsable(run, hashes, () => {}));
      if (answer.kind === "result" && answer.result.state === "diverged") {
        diverged = true;
        print(answer.result.reason!);
      }
      if (run.summary === undefined) return;
      for (const line of conclude(run.summary, { goOn: "the same command" })) print(line);
      print(wroteText(run.path, run.summary));
    },
    onFailure: (_run, reason) => Promise.reject(new Error(reason)),
    interrupt: AbortSignal.any([interrupt, limit.signal]),
  });
  const trained: SeedRun[] = [];
  for (const run of runs) {
    const { seed, path, saved, summary } = run;
    if (saved === undefined) continue;
    const { metrics, seconds, engine: { name: engine, workers } } = saved;
    trained.push({
      seed,
      path,
      metrics,
      seconds,
      engine,
      workers,
      finished: isFinished(run),
      ...summary && { weightsSha256: summary.weightsSha256 },
      ...isFinished(run) && { final: await finalOf(path, summary!) },
    });
  }
  return { row, seeds, runs: trained, diverged, interrupted: interrupt.aborted };
}

function isFinished({ saved, summary, config }: Planned): boolean {
  return saved !== undefined && finished(saved, config) !== undefined && summary !== undefined;
}

/** The last whole epoch of an earlier run, if it is of this config and data. */
async function readUsable(
  { path, config }: Pick<Planned, "path" | "config">,
  hashes: Summary["data"],
  print: (line: string) => void,
): Promise<Pick<Planned, "saved" | "summary">> {
  const none = { saved: undefined, summary: undefined };
  const saved = await readSaved(path, "with --again the run is trained anew");
  if (saved === undefined) return none;
  const otherNumerics = numericsProblem(saved);
  if (otherNumerics !== undefined) {
    print(`${path} is trained anew: ${otherNumerics}`);
    return none;
  }
  const problems = savedProblems(saved, config);
  const read = (await readRun(path).catch(() => undefined))?.summary;
  const summary = read?.epochs === saved.checkpoint.epoch ? read : undefined;
  if (summary !== undefined && !isDeepStrictEqual(summary.data, hashes)) {
    problems.push("dataset: the data of this name has changed since");
  }
  if (problems.length === 0) return { saved, summary };
  print(`${path} is of another config, and is trained anew:\n  ${problems.join("\n  ")}`);
  return none;
}
