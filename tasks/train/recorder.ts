/** Turns what a learner learns into a run: keeps the metrics and the clock, and writes what is kept. @module */

import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import inkling from "../../deno.json" with { type: "json" };
import type { Config } from "../../lib/config.ts";
import { NUMERICS } from "../../lib/engine/engine.ts";
import type { OpenData } from "../data/source.ts";
import { isOver } from "../run/early_end.ts";
import { readFinal } from "../run/final.ts";
import { metricsText, readRun } from "../run/run_folder.ts";
import type { Metrics, Summary } from "../run/run_folder.ts";
import type { RunFolder } from "../run/run_writer.ts";
import { formatSaved, type Saved } from "../run/saved.ts";
import type { Truth } from "../run/truth.ts";
import type { KeptFiles } from "./kept_files.ts";
import { type Learner, roundTime } from "./learner.ts";

/** How many times as long as a write, which may evaluate all members, a run trains between two writes. */
const TIMES_BETWEEN_WRITES = 10;

interface RecordedRun {
  readonly name: string;
  readonly config: Config;
  readonly folder: RunFolder;
  readonly data: OpenData;
  readonly learner: Learner;
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

  /** Takes down that the model is another one since its last epoch: it is kept anew. */
  changed(): void {
    this.#kept = undefined;
    this.#written = undefined;
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
    const summary = await this.#summarize(ended, kept, metrics, truth);
    const final = await readFinal(folder.path).catch(() => undefined);
    await folder.write({
      config,
      metrics,
      summary,
      weights: kept.weights(),
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
    const { noveltyText } = await import("../run/novelty.ts");
    const { keptFiles } = await import("./kept_files.ts");
    this.#novelty ??= { text: noveltyText(data) };
    const epochs = this.#metrics.length;
    return await keptFiles(kept, { config, data, epochs, novelty: this.#novelty.text });
  }

  async #summarize(
    ended: Summary["ended"],
    { model, summary: { best, epoch, families, refit, search }, results, sha256 }: KeptFiles,
    metrics: string,
    truth: Truth | undefined,
  ): Promise<Summary> {
    const { name, config, data, learner } = this.#run;
    const epochs = this.#metrics.length;
    const trainer = this.#before?.engine ??
      { name: learner.network.engine.name, workers: learner.workers };
    const here = this.#before === undefined ? (performance.now() - this.#began) / 1000 : 0;
    const isCut = ended === "interrupted" || ended === "diverged";
    const judged = truth && { truth };
    const { STATISTICS } = await import("../../lib/measure/uncertainty.ts");
    const { warningsOf } = await import("./warnings.ts");
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
      ...refit && { refit },
      ...search && { search },
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
      versions: { ...versions(), statistics: STATISTICS },
    };
  }
}

/** The programs and the numerics contract that a run was made by. */
function versions(): Omit<Summary["versions"], "statistics"> {
  const { deno, v8 } = Deno.version;
  return { inkling: inkling.version, numerics: NUMERICS, deno, v8 };
}
