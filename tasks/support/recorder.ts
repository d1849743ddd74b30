/**
 * Turns the epochs of a training into a run: keeps the clock, the metrics, and the weights of the epoch to keep.
 *
 * @module
 */

import inkling from "../../deno.json" with { type: "json" };
import type { Config } from "../../lib/config.ts";
import { type Epoch, type Evaluation, type Network, weightsSha256 } from "../../mod.ts";
import type { Metrics, Result, RunFolder, Summary } from "./run.ts";
import { hashesOf } from "./splits.ts";

/** An epoch whose weights may be kept. */
interface Kept {
  metrics: Metrics;
  weights: Uint8Array;
  sha256: string;
}

/** Writes down a training, epoch by epoch. */
export class Recorder {
  readonly #name: string;
  readonly #config: Config;
  readonly #network: Network;
  readonly #folder: RunFolder;
  readonly #metrics: Metrics[] = [];
  readonly #began = performance.now();
  #epochBegan = 0;
  #trainingEnded = 0;
  #written = -Infinity;
  #best: Metrics | undefined;
  #kept: Kept | undefined;

  /** Writes down the training of `network` with `config` in `folder`. */
  constructor(name: string, config: Config, network: Network, folder: RunFolder) {
    this.#name = name;
    this.#config = config;
    this.#network = network;
    this.#folder = folder;
  }

  /** Starts the clock of an epoch. */
  startEpoch(): void {
    this.#epochBegan = performance.now();
  }

  /** Stops the clock of an epoch: what follows are evaluations. */
  endTraining(): void {
    this.#trainingEnded = performance.now();
  }

  /** Takes down an epoch, with the network's weights if they are to be kept. */
  async record(epoch: Epoch): Promise<Metrics> {
    const seconds = (this.#trainingEnded - this.#epochBegan) / 1000;
    const metrics: Metrics = {
      epoch: epoch.number,
      learningRate: epoch.learningRate,
      train: epoch.train,
      ...epoch.validation && { validation: resultOf(epoch.validation) },
      ...epoch.test && { test: resultOf(epoch.test) },
      seconds: round(seconds),
      samplesPerSecond: Math.round(this.#config.trainingSize / seconds),
    };
    this.#metrics.push(metrics);
    const accuracy = metrics.validation?.accuracy;
    const best = accuracy !== undefined && accuracy > (this.#best?.validation?.accuracy ?? -1);
    if (best) this.#best = metrics;
    if (best || this.#config.keep === "last") {
      this.#kept = {
        metrics,
        weights: this.#network.toSafetensors({
          config: JSON.stringify(this.#config),
          epoch: String(epoch.number),
        }),
        sha256: await weightsSha256(this.#network),
      };
    }
    return metrics;
  }

  /**
   * Writes the run as it stands.
   *
   * @param ended what the summary says ended the training, unless all the epochs are there: then it is done
   * @param interval write only if the last time was so many milliseconds ago
   * @returns the summary; `undefined` if there is no whole epoch yet
   */
  async write(ended: Summary["ended"], interval = 0): Promise<Summary | undefined> {
    const summary = this.#summarize(ended);
    if (summary === undefined || performance.now() - this.#written < interval) return summary;
    await this.#folder.write({
      config: this.#config,
      metrics: this.#metrics,
      summary,
      weights: this.#kept!.weights,
    });
    this.#written = performance.now();
    return summary;
  }

  #summarize(ended: Summary["ended"]): Summary | undefined {
    if (this.#kept === undefined) return undefined;
    const { metrics: { epoch, validation, test }, sha256 } = this.#kept;
    return {
      name: this.#name,
      epochs: this.#metrics.length,
      ended: this.#metrics.length === this.#config.epochs ? "done" : ended,
      best: this.#best
        ? { epoch: this.#best.epoch, accuracy: this.#best.validation!.accuracy }
        : null,
      epoch,
      ...validation && { validation },
      ...test && { test },
      weightsSha256: sha256,
      data: hashesOf(this.#config),
      engine: this.#network.engine.name,
      workers: this.#network.engine.workers,
      seed: this.#config.seed,
      seconds: round((performance.now() - this.#began) / 1000),
      versions: { inkling: inkling.version, deno: Deno.version.deno, v8: Deno.version.v8 },
    };
  }
}

function resultOf({ correct, size, accuracy, cost }: Evaluation): Result {
  return { correct, size, accuracy, cost };
}

/** To a tenth of a millisecond: finer is noise. */
function round(seconds: number): number {
  return Math.round(seconds * 1e4) / 1e4;
}
