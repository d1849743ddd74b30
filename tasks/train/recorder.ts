/** Turns the epochs of training into a run: keeps the clock, the metrics, and the weights of the epoch to keep. @module */

import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import inkling from "../../deno.json" with { type: "json" };
import { type Epoch, Network, weightsSha256 } from "../../mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import { NUMERICS } from "../../lib/engine/mod.ts";
import { scoreOf } from "../../lib/evaluate/mod.ts";
import type { Truth } from "../../lib/table/verdict/mod.ts";
import { assign } from "../../lib/network/mod.ts";
import type { Checkpoint } from "../../lib/train/mod.ts";
import { bestIn, endsEarlyWith, scoresOf } from "../run/early_end.ts";
import { costVersionEntry } from "../run/cost_version.ts";
import { readFinal } from "../run/final.ts";
import { distributionsText } from "../run/distributions.ts";
import { decidedResults } from "../run/decided.ts";
import { decisionIn } from "../run/decision.ts";
import { intervalsText, noveltyText } from "../run/novelty.ts";
import { resultOf } from "../run/result.ts";
import { metricsText } from "../run/run_folder.ts";
import type { Metrics, RunFolder, Summary } from "../run/run_folder.ts";
import { formatSaved, type Saved } from "../run/saved.ts";
import type { OpenData } from "../data/open_data.ts";
import type { Splits } from "../data/splits.ts";

/** An epoch whose weights may be kept. */
interface Kept {
  metrics: Metrics;
  /** Its results by the thresholds that its network answers by. */
  results: Pick<Summary, "validation" | "test" | "decision">;
  weights: Uint8Array;
  sha256: string;
}

type RecordedData =
  & Pick<OpenData, "hashes" | "table" | "quantities" | "input" | "labels" | "classes">
  & Splits;

interface RecordedRun {
  readonly name: string;
  readonly config: Config;
  readonly network: Network;
  readonly folder: RunFolder;
  readonly data: RecordedData;
  readonly costVersion: number;
}

export class Recorder {
  readonly #run: RecordedRun;
  readonly #metrics: Metrics[] = [];
  readonly #began = performance.now();
  /** The saved run, if it was resumed and this process has not completed an epoch yet. */
  #before: Saved | undefined;
  #secondsBefore = 0;
  #checkpoint: Checkpoint | undefined;
  #epochBegan = 0;
  #trainingEnded = 0;
  /** The summary that was written last, and when. */
  #written: { summary: Summary; at: number } | undefined;
  #best: Metrics | undefined;
  #kept: Kept | undefined;
  /** The novelty detector; made once, since it is the same in all epochs. */
  #novelty: { text: string | undefined } | undefined;

  constructor(run: RecordedRun) {
    this.#run = run;
  }

  /** Goes on from a saved run; the network gets the weights that it kept. */
  async restore(saved: Saved): Promise<void> {
    const { metrics, seconds } = saved;
    const checkpoint = saved.checkpoint as Checkpoint; // the config has no folds
    this.#before = saved;
    this.#secondsBefore = seconds;
    this.#checkpoint = checkpoint;
    for (const line of metrics) this.#take(line);
    const { average, parameters } = checkpoint;
    const best = this.#run.config.keep === "best";
    assign(this.#run.network, (best ? checkpoint.best : average) ?? parameters);
    await this.#keep(best ? this.#best! : this.#metrics.at(-1)!);
  }

  startEpoch(): void {
    this.#epochBegan = performance.now();
  }

  /** Stops the clock of an epoch: what follows are evaluations. */
  endTraining(): void {
    this.#trainingEnded = performance.now();
  }

  /** Records an epoch, with the network's weights if they are to be kept. */
  async record(epoch: Epoch): Promise<Metrics> {
    const seconds = (this.#trainingEnded - this.#epochBegan) / 1000;
    const metrics: Metrics = {
      epoch: epoch.number,
      learningRate: epoch.learningRate,
      train: epoch.train,
      ...epoch.validation && { validation: resultOf(epoch.validation, this.#run.data.quantities) },
      ...epoch.test && { test: resultOf(epoch.test, this.#run.data.quantities) },
      ...epoch.observed && { observed: epoch.observed },
      seconds: round(seconds),
      samplesPerSecond: Math.round(this.#run.config.trainingSize / seconds),
    };
    this.#before = undefined;
    this.#checkpoint = epoch.checkpoint();
    const best = this.#take(metrics);
    if (best || this.#run.config.keep === "last") await this.#keep(metrics);
    return metrics;
  }

  get metrics(): readonly Metrics[] {
    return this.#metrics;
  }

  /** The results of the epoch kept, and how many epochs there are; `undefined` if none is whole. */
  get results(): Pick<Summary, "validation" | "test" | "decision" | "epochs"> | undefined {
    return this.#kept && { ...this.#kept.results, epochs: this.#metrics.length };
  }

  /** The network of the epoch kept; `undefined` if none is whole. What trains may be in the middle of an epoch. */
  keptNetwork(): Network | undefined {
    const { engine } = this.#run.network;
    return this.#kept && Network.fromSafetensors(this.#kept.weights, { engine });
  }

  /** Records the metrics of an epoch; returns whether it is the best so far by validation. */
  #take(metrics: Metrics): boolean {
    this.#metrics.push(metrics);
    const { monitor } = this.#run.config;
    const scoreIn = (line: Metrics | undefined) =>
      line?.validation && scoreOf(line.validation, monitor);
    const score = scoreIn(metrics);
    const best = score !== undefined && score > (scoreIn(this.#best) ?? -Infinity);
    if (best) this.#best = metrics;
    return best;
  }

  /** Keeps the network as it is, for the epoch of these metrics. */
  async #keep(metrics: Metrics): Promise<void> {
    const { text: novelty } = this.#novelty ??= { text: noveltyText(this.#run.data) };
    const intervals = intervalsText(this.#run.network, this.#run.data);
    const decision = decisionIn(this.#run.network, this.#run.data, this.#run.config.dataset);
    const distributions = distributionsText(this.#run.network, this.#run.data, decision);
    const { costVersion } = costVersionEntry(this.#run.costVersion);
    const { table, quantities } = this.#run.data;
    const weights = this.#run.network.toSafetensors({
      config: JSON.stringify(this.#run.config),
      epoch: String(metrics.epoch),
      ...costVersion !== undefined && { costVersion: String(costVersion) },
      ...table && { table: JSON.stringify(table) },
      ...!table && quantities && { quantities: JSON.stringify(quantities) },
      ...this.#run.data.input && { input: JSON.stringify(this.#run.data.input) },
      ...this.#run.data.labels && { labels: JSON.stringify(this.#run.data.labels) },
      ...novelty !== undefined && { novelty },
      ...intervals !== undefined && { intervals },
      ...decision !== undefined && { decision: JSON.stringify(decision) },
      ...distributions !== undefined && { distributions },
    });
    const { validation, test } = metrics;
    const results = decidedResults(
      { ...validation && { validation }, ...test && { test } },
      decision,
      this.#run.data,
      () => this.#run.network,
    );
    this.#kept = { metrics, results, weights, sha256: await weightsSha256(this.#run.network) };
  }

  /**
   * Writes the run, unless it is written already, here or by the run that this one goes on with: the files may be large, and
   * a process that sends SIGTERM does not wait for long.
   * @returns the summary; `undefined` if there is no whole epoch yet
   */
  async write(
    ended: Summary["ended"],
    { interval = 0, warnings = [], truth }: {
      readonly interval?: number;
      readonly warnings?: string[];
      readonly truth?: Truth | undefined;
    } = {},
  ): Promise<Summary | undefined> {
    const { summary: written, at = -Infinity } = this.#written ?? {};
    if (performance.now() - at < interval) return written;
    const same = written?.epochs === this.#metrics.length && warnings.length === 0 &&
      truth === undefined;
    if (same && written.ended === (this.endedItself ?? ended)) return written;
    const metrics = metricsText(this.#metrics);
    const summary = this.#summarize(ended, { warnings, truth }, metrics);
    const untouched = ended === "interrupted" &&
      isDeepStrictEqual(this.#before?.config, this.#run.config);
    if (summary === undefined || untouched) return summary;
    const final = await readFinal(this.#run.folder.path).catch(() => undefined);
    await this.#run.folder.write({
      config: this.#run.config,
      metrics,
      summary,
      weights: this.#kept!.weights,
      checkpoint: await formatSaved({
        checkpoint: this.#checkpoint!,
        config: this.#run.config,
        metrics: this.#metrics,
        seconds: summary.seconds,
        engine: { name: summary.engine, workers: summary.workers },
        costVersion: this.#run.costVersion,
      }),
      keepsFinal: final?.weightsSha256 === summary.weightsSha256,
    });
    this.#written = { summary, at: performance.now() };
    return summary;
  }

  /** How training has ended by itself; `undefined` if it has not. */
  get endedItself(): Summary["ended"] | undefined {
    if (this.#metrics.length === this.#run.config.epochs) return "done";
    const ended = endsEarlyWith(this.#run.config, scoresOf(this.#metrics, this.#run.config));
    return ended ? "earlyStopping" : undefined;
  }

  #summarize(
    ended: Summary["ended"],
    { warnings, truth }: { readonly warnings: string[]; readonly truth: Truth | undefined },
    metrics: string,
  ): Summary | undefined {
    if (this.#kept === undefined) return undefined;
    const { metrics: { epoch }, results, sha256 } = this.#kept;
    const engine = this.#before?.engine ?? this.#run.network.engine;
    const here = this.#before === undefined ? (performance.now() - this.#began) / 1000 : 0;
    return {
      name: this.#run.name,
      epochs: this.#metrics.length,
      ended: this.endedItself ?? ended,
      best: bestIn(this.#best, this.#run.config),
      epoch,
      ...results,
      weightsSha256: sha256,
      metricsSha256: hash("sha256", metrics),
      data: { ...this.#run.data.hashes },
      engine: engine.name,
      workers: engine.workers,
      seed: this.#run.config.seed,
      seconds: round(this.#secondsBefore + here),
      ...truth && { truth },
      ...warnings.length > 0 && { warnings },
      versions: versions(),
    };
  }
}

/** The programs and the numerics contract that a run was made by. */
export function versions(): Summary["versions"] {
  const { deno, v8 } = Deno.version;
  return { inkling: inkling.version, numerics: NUMERICS, deno, v8 };
}

/** To a tenth of a millisecond: finer is noise. */
export function round(seconds: number): number {
  return Math.round(seconds * 1e4) / 1e4;
}
