/** Trains in the worker, to the same weights as `deno task train` with the settings. @module */

import {
  type Dataset,
  type Epoch,
  type Evaluation,
  Network,
  type NetworkOptions,
  train,
  type TrainOptions,
  weightsSha256,
} from "../../mod.ts";
import type { FoldEnsemble } from "../../lib/table/mod.ts";
import { hasSha256 } from "../../lib/formats/mod.ts";
import type { Begun, LiveParameters, Report, TrainedNetwork } from "./messages.ts";

/** The time between two copies of the parameters for the page, in milliseconds. */
const LIVE_INTERVAL_MS = 150;

/** What there is to train, of any kind of data. */
export interface TrainingTask {
  readonly training: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
  readonly sizes: readonly number[];
  /** The functions of the network, and its seed. */
  readonly functions: NetworkOptions;
  readonly options: TrainOptions & { readonly epochs: number };
  /** What is known before training begins. */
  readonly begun?: Pick<Begun, "notes" | "description" | "leftOut">;
  /** Whether each epoch has what it shows of the layers. */
  readonly observes: boolean;
  /** Whether the network of each epoch is offered, and not only the one that is kept at the end. */
  readonly offersEpochs: boolean;
  /** Whether the network is shown while it learns. */
  readonly isLive?: boolean;
  /** The network that is kept after an epoch. */
  keep(network: Network, epoch: Epoch): Promise<TrainedNetwork>;
}

/**
 * Trains a network.
 * @param report called with everything that happens
 * @throws why the run failed; one that `signal` aborts ends
 */
export async function runTraining(
  { training, validation, test, sizes, functions, options, begun, ...task }: TrainingTask,
  signal: AbortSignal,
  report: (report: Report) => void,
): Promise<void> {
  const notes = [...begun?.notes ?? []];
  const onWarning = (warning: string) => notes.push(warning);
  const network = new Network(sizes, { ...functions, onWarning });
  using _ = { [Symbol.dispose]: () => network.engine.close() };
  const live = () => ({ ...task.isLive && { parameters: parametersOf(network) } });
  const { epochs } = options;
  report({ ...begun, kind: "begun", sizes, examples: training.size, epochs, notes });
  let [next, start, seconds, shown] = [1, performance.now(), 0, 0];
  const onProgress = (done: number, total: number) => {
    const now = performance.now();
    if (done === total) seconds = (now - start) / 1000;
    if (!task.isLive) return;
    const due = now - shown > LIVE_INTERVAL_MS;
    if (due) shown = now;
    report({ kind: "progress", epoch: next, share: done / total, ...due && live() });
  };
  let [stopped, kept]: [boolean, TrainedNetwork | undefined] = [false, undefined];
  try {
    const observing = task.observes && await import("./observing.ts");
    const all = { ...options, ...observing, validation, test, signal, onProgress };
    for await (const epoch of train(network, training, all)) {
      const { number, train: { cost } } = epoch;
      kept = await task.keep(network, epoch);
      const scoreIn = ({ accuracy, rSquared }: Evaluation) => accuracy ?? rSquared ?? NaN;
      const scores = {
        number,
        cost,
        seconds,
        validation: scoreIn(epoch.validation!),
        test: scoreIn(epoch.test!),
        testSize: epoch.test!.size,
        testCorrect: epoch.test!.correct,
        ...epoch.observed && { observed: epoch.observed },
      };
      report({
        kind: "epoch",
        epoch: scores,
        ...live(),
        ...task.offersEpochs && { network: kept },
      });
      [next, start] = [number + 1, performance.now()];
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    stopped = true;
  }
  report({ kind: "ended", stopped, ...!task.offersEpochs && kept && { network: kept } });
}

/** Copies, which a message takes along. */
function parametersOf({ weights, biases }: Network): LiveParameters {
  const copies = (all: Network["weights"]) => all.map(({ values }) => values.slice());
  return { weights: copies(weights), biases: copies(biases) };
}

/** The SHA-256 of a network's weights, in script where the browser has none. */
export async function weightsHash(network: Network | FoldEnsemble): Promise<string> {
  if (hasSha256()) return await weightsSha256(network);
  return await (await import("./script_hash.ts")).weightsHashInScript(network);
}
