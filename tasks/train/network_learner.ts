/** One network that learns. @module */

import { Network, train, type TrainOptions } from "../../mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { assign, COST_VERSION, costOfVersion } from "../../lib/network/mod.ts";
import { type Checkpoint, observer, TRAIN_OPTIONS } from "../../lib/train/mod.ts";
import { exampleName, type OpenData } from "../datasets/open_data.ts";
import { bestIn, bestOf, hasStopped } from "../run/early_end.ts";
import { resultOf } from "../run/result.ts";
import type { Metrics } from "../run/run_folder.ts";
import type { Truth } from "../run/truth.ts";
import { truthOfTest } from "../run/truth_of_test.ts";
import { type Kept, type Learner, type LearnerOptions, roundTime, SILENT } from "./learner.ts";

export class NetworkLearner implements Learner {
  readonly network: Network;
  readonly costVersion: number;
  readonly #config: Config;
  readonly #data: OpenData;
  readonly #engine: Engine;
  readonly #options: LearnerOptions;
  #checkpoint: Checkpoint | undefined;
  /** Has the parameters that are kept; what learns may be in the middle of an epoch. */
  #kept: Network | undefined;

  constructor(config: Config, data: OpenData, engine: Engine, options: LearnerOptions) {
    const { saved, costVersion = COST_VERSION } = options;
    const { sizes, seed, activation, outputActivation, initializer } = config;
    this.costVersion = saved?.costVersion ?? costVersion;
    const cost = costOfVersion(config.cost, this.costVersion);
    const functions = { activation, outputActivation, cost, initializer };
    this.network = new Network(sizes, { seed, ...functions, engine });
    this.network.classNames = data.training.classNames;
    this.network.standardization = data.training.standardization;
    this.#config = config;
    this.#data = data;
    this.#engine = engine;
    this.#options = options;
    this.#checkpoint = saved?.checkpoint as Checkpoint | undefined; // the config has no folds
  }

  get workers(): number {
    return this.#engine.workers;
  }

  get hasStopped(): boolean {
    return this.#checkpoint !== undefined && hasStopped(this.#checkpoint, this.#config);
  }

  start(signal: AbortSignal): Promise<void> {
    return Promise.resolve().then(() => signal.throwIfAborted());
  }

  async *epochs(signal: AbortSignal): AsyncGenerator<Metrics, void, void> {
    const { trainingSize, dataset } = this.#config;
    const { training, quantities } = this.#data;
    const { progress = SILENT, onWarning, stopAfter = this.#config.epochs } = this.#options;
    const last = Math.min(this.#config.epochs, stopAfter);
    const resume = this.#checkpoint;
    let [began, ended] = [0, 0];
    const begin = (number: number) => {
      progress.start({
        label: `Epoch ${number} of ${last}`,
        unit: `${exampleName(dataset)}s`,
        total: trainingSize,
        following: last - number,
      });
      began = performance.now();
    };
    const before = resume?.epoch ?? 0;
    if (before >= last) return;
    begin(before + 1);
    const options: TrainOptions = {
      ...trainOptionsOf(this.#config, this.#data),
      ...resume && { resume },
      ...onWarning && { onWarning },
      signal,
      onProgress(done, total) {
        progress.update(done);
        if (done === total) ended = performance.now(); // what follows are evaluations
      },
    };
    for await (const epoch of train(this.network, training, options)) {
      const { number, learningRate, train, validation, test, observed } = epoch;
      const seconds = (ended - began) / 1000;
      this.#checkpoint = epoch.checkpoint();
      progress.clear();
      yield {
        ...{ epoch: number, learningRate, train },
        ...validation && { validation: resultOf(validation, quantities) },
        ...test && { test: resultOf(test, quantities) },
        ...observed && { observed },
        seconds: roundTime(seconds),
        samplesPerSecond: Math.round(trainingSize / seconds),
      };
      if (number >= last) return;
      begin(number + 1);
    }
  }

  checkpoint(): Promise<Checkpoint> {
    return Promise.resolve(this.#checkpoint!);
  }

  kept(metrics: readonly Metrics[]): Promise<Kept> {
    const { best, average, parameters } = this.#checkpoint!;
    const model = this.#kept ??= Network.fromSafetensors(this.network.toSafetensors(), {
      ...{ cost: this.network.cost, engine: this.#engine },
    });
    assign(model, best ?? average ?? parameters);
    const bestLine = bestOf(metrics, this.#config);
    const { epoch, validation, test } = this.#config.keep === "best" ? bestLine! : metrics.at(-1)!;
    const summary = {
      ...{ best: bestIn(bestLine, this.#config), epoch },
      ...validation && { validation },
      ...test && { test },
    };
    return Promise.resolve({ model, answers: model, summary });
  }

  compare(model: Network): Promise<Truth> {
    return Promise.resolve(truthOfTest(model, this.#data, this.#config));
  }

  [Symbol.dispose](): void {
    this.#engine.close();
  }
}

/** What a config holds of training, whole, and the splits that it evaluates. */
function trainOptionsOf(config: Config, { validation, test }: OpenData): TrainOptions {
  const { observe, ...others } = config;
  const options = Object.entries(others).filter(([key]) => Object.hasOwn(TRAIN_OPTIONS, key));
  return {
    ...Object.fromEntries(options) as unknown as TrainOptions,
    ...observe && { observe: observer(observe) },
    ...config.evaluate.includes("validation") && { validation },
    ...config.evaluate.includes("test") && { test },
  };
}
