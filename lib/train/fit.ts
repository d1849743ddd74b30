/** Training to the end, with the history as its result. @module */

import { checkOptions } from "../checks/options.ts";
import { plain } from "../checks/texts.ts";
import type { Dataset } from "../dataset.ts";
import { scoreOf } from "../evaluate.ts";
import type { Network } from "../network.ts";
import { notebook, short, showAs, tableOf } from "../numerics/show.ts";
import { keepOf, TRAIN_HINTS, TRAIN_OPTIONS, type TrainOptions } from "../options.ts";
import { train } from "../train.ts";
import { epochsOf } from "./check.ts";
import type { Epoch } from "./run.ts";

/** Options for training to the end. */
export interface FitOptions extends TrainOptions {
  /** Called after every epoch, say to print it; training waits for what it returns. */
  onEpoch?: (epoch: Epoch) => void | Promise<void>;
}

const FIT_OPTIONS = { ...TRAIN_OPTIONS, onEpoch: true } as const;

/** The result of a training run. */
export interface History {
  /** The trained epochs, in order. */
  readonly epochs: readonly Omit<Epoch, "checkpoint">[];
  /** The number of the epoch whose parameters the network holds: the last, or the best with `keep`. */
  readonly kept: number;
  /** Why training ended: all epochs were trained, or the accuracy on validation data no longer improved. */
  readonly ended: "done" | "earlyStopping";
  /** Remarks on the network and the data. */
  readonly warnings: readonly string[];
}

/**
 * Trains a network to the end: {@linkcode train}, read to its last epoch.
 * @param network is changed
 * @returns what every epoch came to; it throws what {@linkcode train} does
 *
 * @example
 * ```ts
 * import { Dataset, fit, Network } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const data = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [0, 1, 1, 0] });
 * const network = new Network([2, 4, 2], { seed: 1 });
 * const history = await fit(network, data, {
 *   epochs: 2000,
 *   batchSize: 4,
 *   learningRate: 3,
 *   validation: data,
 *   earlyStopping: { patience: 1000 }, // the best epoch is kept
 * });
 * assertEquals(history.epochs[history.kept - 1]!.validation!.accuracy, 1);
 * assertEquals(network.predict([[0, 1]])[0]!.label, 1);
 * ```
 */
export async function fit(
  network: Network,
  data: Dataset,
  options: FitOptions = {},
): Promise<History> {
  checkOptions("train", options, FIT_OPTIONS, TRAIN_HINTS);
  const { onEpoch, ...trainOptions } = options;
  const epochs: Omit<Epoch, "checkpoint">[] = [];
  const warnings: string[] = [];
  const onWarning = (warning: string) => {
    warnings.push(warning);
    options.onWarning?.(warning);
  };
  let [kept, best] = [0, -Infinity];
  for (const [k, score] of (options.resume?.history ?? []).entries()) {
    if (score > best) [best, kept] = [score, k + 1];
  }
  let last = options.resume?.epoch ?? 0;
  for await (const epoch of train(network, data, { ...trainOptions, onWarning })) {
    const { checkpoint: _, ...result } = epoch;
    epochs.push(result);
    last = epoch.number;
    const score = epoch.validation && scoreOf(epoch.validation, options.monitor);
    if (score !== undefined && score > best) [best, kept] = [score, epoch.number];
    await onEpoch?.(epoch);
  }
  if (keepOf(options) === "last") kept = last;
  const ended = last < epochsOf(data, options) ? "earlyStopping" : "done";
  return notebook.result(showAs({ epochs, kept, ended, warnings }, historyText));
}

/** What `console.log` prints of a history. */
type ShownHistory = Omit<History, "epochs"> & {
  readonly epochs: readonly Omit<Epoch, "checkpoint">[];
};

/** The numbers of an evaluation but for counts, which add nothing to the accuracy. */
function numbersOf(what: string, evaluation: object | undefined): (readonly [string, number])[] {
  return Object.entries(evaluation ?? {}).flatMap(([name, value]) =>
    typeof value === "number" && name !== "size" && name !== "correct"
      ? [[`${what} ${name}`, value] as const]
      : []
  );
}

/** A line an epoch, of many the first and the last, and the warnings. */
function historyText({ epochs, kept, ended, warnings }: ShownHistory): string {
  const lines = epochs.map(({ number, learningRate, train, validation, test }) =>
    new Map([
      ["epoch", number],
      ["learning rate", learningRate],
      ...numbersOf("train", train),
      ...numbersOf("validation", validation),
      ...numbersOf("test", test),
    ])
  );
  const heads = [...lines[0]?.keys() ?? []];
  const end = ended === "done" ? "all done" : "ended early";
  return `History of ${epochs.length} epoch${epochs.length === 1 ? "" : "s"}, ${end}, ` +
    `epoch ${kept} kept` +
    tableOf(
      lines.length,
      heads.length,
      (r, c) => short(lines[r]!.get(heads[c]!) ?? NaN),
      (c) => heads[c]!,
      heads.length,
    ) + warnings.map((warning) => `\n  ${plain(warning, Infinity)}`).join("");
}
