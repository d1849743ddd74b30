/** Turns what a learner learns into a run: keeps the metrics and the clock, and writes what is kept. @module */

import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import inkling from "../../deno.json" with { type: "json" };
import type { Config } from "../../lib/config.ts";
import { NUMERICS } from "../../lib/engine/engine.ts";
import { weightsSha256 } from "../../lib/network/weights.ts";
import { STATISTICS } from "../../lib/measure/uncertainty.ts";
import type { OpenData } from "../data/open_data.ts";
import { decidedResults } from "../run/decided.ts";
import { decisionIn } from "../run/decision.ts";
import { isOver } from "../run/early_end.ts";
import { readFinal } from "../run/final.ts";
import { distributionsText, intervalsText, noveltyText } from "../run/novelty.ts";
import { metricsText, readRun, weightsEpochOf } from "../run/run_folder.ts";
import type { Metrics, RunFolder, Summary } from "../run/run_folder.ts";
import { formatSaved, type Saved } from "../run/saved.ts";
import type { Truth } from "../run/truth.ts";
import { type Kept, type Learner, roundTime } from "./learner.ts";
import { warningsOf } from "./warnings.ts";

/** How many times as long as a write, which may evaluate all members, a run trains between two writes. */
const TIMES_BETWEEN_WRITES = 10;

interface RecordedRun {
  readonly name: string;
  readonly config: Config;
  readonly folder: RunFolder;
  readonly data: OpenData;
  readonly learner: Learner;
}

/** What is kept, as the files of a run have it. */
interface KeptFiles extends Kept {
  /** The content of the weights' file. */
  readonly weights: Uint8Array;
  readonly sha256: string;
  /** The results by the thresholds that the model answers by. */
  readonly results: Pick<Summary, "validation" | "test" | "decision">;
}

export class Recorder {
  readonly #run: RecordedRun;
  readonly #metrics: Metrics[];
  readonly #began = performance.now();
  /** The saved run, if it was resumed and this process has not completed an epoch yet. */
  #before: Saved | undefined;
  readonly #secondsBefore: number;
  /** The summary that was written last. */
  #written: Summary | undefined;
  #writtenAt: number;
  #writeTook = 0;
  /** The novelty detector; made once, since it is the same in all epochs. */
  #novelty: { readonly text: string | undefined } | undefined;
  /** Of the epochs so far, since it was asked for. */
  #kept: KeptFiles | undefined;

  /** @param saved what the learner continues from */
  constructor(run: RecordedRun, saved?: Saved) {
    this.#run = run;
    this.#metrics = [...saved?.metrics ?? []];
    this.#before = saved;
    this.#secondsBefore = saved?.seconds ?? 0;
    this.#writtenAt = run.learner.isAssembled ? this.#began : -Infinity; // the first epoch is written at once
  }

  /** Records an epoch. */
  record(metrics: Metrics): void {
    this.#metrics.push(metrics);
    this.#before = undefined;
    this.#kept = undefined;
  }

  get metrics(): readonly Metrics[] {
    return this.#metrics;
  }

  /** How training has ended by itself; `undefined` if it has not. */
  get endedItself(): "done" | "earlyStopping" | undefined {
    if (this.#metrics.length >= this.#run.config.epochs) return "done";
    return this.#run.learner.hasStopped() ? "earlyStopping" : undefined;
  }

  /** What is kept of the epochs so far. */
  async kept(): Promise<KeptFiles> {
    return this.#kept ??= await this.#keep();
  }

  /**
   * Writes the run, unless it is written already, here or by the run that this one continues with: the files may be large, and
   * a process that sends SIGTERM does not wait for long.
   * @returns the summary; `undefined` if there is no whole epoch yet
   */
  async write(
    given: Summary["ended"],
    { interval = 0, truth }: {
      /** The least milliseconds since the last write. */
      readonly interval?: number;
      readonly truth?: Truth | undefined;
    } = {},
  ): Promise<Summary | undefined> {
    const { config, folder, learner } = this.#run;
    const epochs = this.#metrics.length;
    if (epochs === 0) return undefined;
    const began = performance.now();
    const least = interval && Math.max(interval, TIMES_BETWEEN_WRITES * this.#writeTook);
    if (began - this.#writtenAt < least) return this.#written;
    const ended = this.endedItself ?? given;
    const { epochs: before, ended: how } = this.#written ?? {};
    if (before === epochs && how === ended && truth === undefined) return this.#written;
    if (ended === "interrupted" && isDeepStrictEqual(this.#before?.config, config)) {
      const there = await readRun(folder.path).catch(() => undefined);
      if (there !== undefined) return there.summary;
    }
    const kept = await this.kept();
    const metrics = metricsText(this.#metrics);
    const summary = this.#summarize(ended, kept, metrics, truth);
    const final = await readFinal(folder.path).catch(() => undefined);
    await folder.write({
      config,
      metrics,
      summary,
      weights: kept.weights,
      checkpoint: isOver(config, summary) ? null : await formatSaved({
        checkpoint: await learner.checkpoint(),
        config,
        metrics: this.#metrics,
        seconds: summary.seconds,
        engine: { name: summary.engine, workers: summary.workers },
      }),
      keepsFinal: final?.weightsSha256 === summary.weightsSha256,
    });
    this.#written = summary;
    this.#writtenAt = performance.now();
    this.#writeTook = this.#writtenAt - began;
    return summary;
  }

  async #keep(): Promise<KeptFiles> {
    const { config, data, learner } = this.#run;
    const kept = await learner.kept(this.#metrics);
    const { model, answers, summary: { validation, test } } = kept;
    const { table, quantities, input, labels } = data;
    const { text: novelty } = this.#novelty ??= { text: noveltyText(data) };
    const intervals = intervalsText(answers, data);
    const decision = decisionIn(answers, data, config.dataset);
    const distributions = distributionsText(answers, data, decision);
    const epoch = weightsEpochOf({ epoch: kept.summary.epoch, epochs: this.#metrics.length });
    const weights = model.toSafetensors({
      config: JSON.stringify(config),
      epoch: String(epoch),
      ...table && { table: JSON.stringify(table) },
      ...!table && quantities && { quantities: JSON.stringify(quantities) },
      ...input && { input: JSON.stringify(input) },
      ...labels && { labels: JSON.stringify(labels) },
      ...novelty !== undefined && { novelty },
      ...intervals !== undefined && { intervals },
      ...decision !== undefined && { decision: JSON.stringify(decision) },
      ...distributions !== undefined && { distributions },
    });
    const results = decidedResults(
      { ...validation && { validation }, ...test && { test } },
      decision,
      data,
      (split) => split === "test" ? model : answers,
    );
    return { ...kept, weights, results, sha256: await weightsSha256(model) };
  }

  #summarize(
    ended: Summary["ended"],
    { model, summary: { best, epoch, families }, results, sha256 }: KeptFiles,
    metrics: string,
    truth: Truth | undefined,
  ): Summary {
    const { name, config, data, learner } = this.#run;
    const epochs = this.#metrics.length;
    const trainer = this.#before?.engine ??
      { name: learner.network.engine.name, workers: learner.workers };
    const here = this.#before === undefined ? (performance.now() - this.#began) / 1000 : 0;
    const isCut = ended === "interrupted" || ended === "diverged";
    const judged = truth && { truth };
    const warnings = isCut
      ? []
      : warningsOf(config, model, { ...results, epochs, ...judged }, data);
    return {
      name,
      epochs,
      ended,
      best,
      epoch,
      ...families && { families },
      ...results,
      ...data.table?.weights !== undefined && { weights: data.table.weights },
      weightsSha256: sha256,
      metricsSha256: hash("sha256", metrics),
      data: { ...data.hashes },
      engine: trainer.name,
      workers: trainer.workers,
      seed: config.seed,
      seconds: roundTime(this.#secondsBefore + here),
      ...judged,
      ...warnings.length > 0 && { warnings },
      versions: versions(),
    };
  }
}

/** The programs and the numerics contract that a run was made by. */
function versions(): Summary["versions"] {
  const { deno, v8 } = Deno.version;
  return { inkling: inkling.version, numerics: NUMERICS, statistics: STATISTICS, deno, v8 };
}
