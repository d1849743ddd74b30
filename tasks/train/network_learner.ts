/** One network that learns. @module */

import type { Config } from "../../lib/config.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { evaluate } from "../../lib/evaluate.ts";
import { Network } from "../../lib/network.ts";
import { assign, type Parameters } from "../../lib/network/parameters.ts";
import { TRAIN_OPTIONS, type TrainOptions } from "../../lib/options.ts";
import { train } from "../../lib/train.ts";
import type { Checkpoint } from "../../lib/train/checkpoint.ts";
import type { OpenData } from "../data/source.ts";
import { bestIn, bestOf, hasStopped } from "../run/early_end.ts";
import { resultOf } from "../run/result.ts";
import type { Metrics } from "../run/run_folder.ts";
import { EpochTimes } from "./epoch_times.ts";
import { type Learner, type LearnerOptions, roundTime } from "./learner.ts";

/** How long the report of one network takes. */
const REPORT_SECONDS = 1;

/** The learner of a config without folds. */
export function networkLearner(
  config: Config,
  data: OpenData,
  engine: Engine,
  options: LearnerOptions,
): Omit<Learner, keyof Disposable> {
  const { saved, clock, onPart, onWarning, stopAfter = config.epochs } = options;
  const network = networkOf(config, engine);
  const { training, quantities } = data;
  network.classNames = training.classNames;
  network.standardization = training.standardization;
  options.onStart?.(network, engine.workers);
  let checkpoint = saved?.checkpoint as Checkpoint | undefined; // the config has no folds
  /** A network beside the one that learns, which may be in the middle of an epoch. */
  let other: Network | undefined;
  const networkWith = (parameters: Parameters) => {
    other ??= Network.fromSafetensors(network.toSafetensors(), { engine });
    assign(other, parameters);
    return other;
  };

  async function* epochs(signal: AbortSignal): AsyncGenerator<Metrics, void, void> {
    const [resume, last] = [checkpoint, Math.min(config.epochs, stopAfter)];
    let [began, ended, epoch] = [0, 0, 0];
    const times = new EpochTimes(config, last, resume);
    const tell = (part: number) => {
      onPart?.(part);
      clock?.goOn(`epoch ${epoch} of ${last}`, times.left(part));
    };
    const begin = (number: number) => {
      began = performance.now();
      epoch = number;
      times.begin();
      tell(0);
    };
    const before = resume?.epoch ?? 0;
    if (before >= last) return;
    clock?.enter("training");
    clock?.expect("report", REPORT_SECONDS);
    begin(before + 1);
    const trainOptions: TrainOptions = {
      ...await trainOptionsOf(config, data),
      ...resume && { resume },
      ...onWarning && { onWarning },
      signal,
      onProgress(done, total) {
        tell(done / total);
        if (done === total) ended = performance.now(); // what follows are evaluations
      },
    };
    for await (const epoch of train(network, training, trainOptions)) {
      const { number, learningRate, train, validation, test, observed } = epoch;
      const seconds = (ended - began) / 1000;
      checkpoint = epoch.checkpoint();
      times.ended(validation);
      yield {
        epoch: number,
        learningRate,
        train,
        ...validation && { validation: resultOf(validation, quantities) },
        ...test && { test: resultOf(test, quantities) },
        ...observed && { observed },
        seconds: roundTime(seconds),
        samplesPerSecond: Math.round(config.trainingSize / seconds),
      };
      if (number >= last) return;
      begin(number + 1);
    }
  }

  return {
    network,
    workers: engine.workers,
    isAssembled: false,
    epochs,
    hasStopped: () => checkpoint !== undefined && hasStopped(checkpoint, config),
    checkpoint: () => Promise.resolve(checkpoint!),
    kept(metrics) {
      const { best, average, parameters } = checkpoint!;
      const model = networkWith(best ?? average ?? parameters);
      const bestLine = bestOf(metrics, config);
      const { epoch, validation, test } = config.keep === "best" ? bestLine! : metrics.at(-1)!;
      const summary = {
        best: bestIn(bestLine, config),
        epoch,
        ...validation && { validation },
        ...test && { test },
      };
      return Promise.resolve({ model, answers: model, summary });
    },
    last() {
      const model = networkWith(checkpoint!.average ?? checkpoint!.parameters);
      const results = (["validation", "test"] as const).flatMap((split) =>
        config.evaluate.includes(split)
          ? [[split, resultOf(evaluate(model, data[split]), quantities)]]
          : []
      );
      return Promise.resolve(Object.fromEntries(results));
    },
    async compare(model) {
      // A table alone is compared.
      const { truthOfNetwork } = await import("../../lib/table/folds/compare_network.ts");
      const { decisionsOf } = await import("../run/decision.ts");
      const network = model as Network;
      return truthOfNetwork(network, data, decisionsOf(network, data, config), data);
    },
  };
}

/** The network that a config begins with. */
function networkOf(config: Config, engine: Engine): Network {
  const { sizes, seed, activation, outputActivation, cost, initializer } = config;
  return new Network(sizes, { seed, activation, outputActivation, cost, initializer, engine });
}

/** What a config holds of training, whole, and the splits that it evaluates. */
async function trainOptionsOf(
  config: Config,
  { validation, test }: OpenData,
): Promise<TrainOptions> {
  const { observe, ...others } = config;
  const observing = observe && await import("../../lib/train/observe.ts");
  const options = Object.entries(others).filter(([key]) => Object.hasOwn(TRAIN_OPTIONS, key));
  return {
    ...Object.fromEntries(options) as unknown as TrainOptions,
    ...observing && { observe: observing.observer(observe!) },
    ...config.evaluate.includes("validation") && { validation },
    ...config.evaluate.includes("test") && { test },
  };
}
