/** The digits of the site, and a network that learns them in short steps and is measured now and then. @module */

import { type Dataset, evaluate, type Network } from "../../../mod.ts";
import { Dropout } from "../../../lib/network/mod.ts";
import { loadDigits } from "../../../lib/notebook/mod.ts";

/** The digits to learn and those to judge by. */
export interface Digits {
  readonly training: Dataset;
  readonly test: Dataset;
}

let loaded: Promise<Digits> | undefined;

/**
 * The digits of the site, loaded once for all figures of a page.
 * @throws {Error} if they are not there
 */
export function loadDigitsHere(): Promise<Digits> {
  return loaded ??= loadDigits(new URL("../../data/mnist/", import.meta.url)).catch((error) => {
    loaded = undefined; // the next figure tries again
    throw error;
  });
}

/** How good a network is on some examples. */
interface Score {
  readonly cost: number;
  readonly accuracy: number;
}

/** How good a network is after some steps, on what it learns if that is asked for, and on the others. */
export interface Measurement {
  readonly step: number;
  readonly training: Score | undefined;
  readonly test: Score;
}

/** How a step is made: λ of the penalty λ/2n·Σw², and with what probability a hidden unit is left out. */
export interface StepSettings {
  readonly learningRate: number;
  readonly l2: number;
  readonly dropout?: number;
}

/** How long it learns, and what is called with each measurement. */
export interface LearnOptions {
  /** The steps between two measurements; there is one at the beginning, too. */
  readonly every: number;
  /** The steps to the end. */
  readonly steps: number;
  /** Whether the training digits are measured as well. Default: false */
  readonly withTraining?: boolean;
  readonly onMeasured: (measurement: Measurement) => void;
  /** Called after each slice of a measurement with what is done of it, from 0 to 1. */
  readonly onMeasuring?: (share: number) => void;
}

const BATCH_SIZE = 10;

/** The examples that are evaluated at once. */
const SLICE = 25;

/** What a learner has done at a pause: learned a mini-batch, or measured a slice. */
export type Work = "learned" | "measured";

/** Learns a mini-batch at a time, with a pause after each and within every measurement. */
export function* learnDigits(
  network: Network,
  { training, test }: Digits,
  settings: () => StepSettings,
  { every, steps, withTraining = false, onMeasured, onMeasuring }: LearnOptions,
): Generator<Work, void> {
  const measure = function* (step: number): Generator<Work, void> {
    const size = test.size + (withTraining ? training.size : 0);
    let done = 0;
    const onSlice = (count: number) => onMeasuring?.((done += count) / size);
    const score = withTraining ? yield* evaluateInSlices(network, training, onSlice) : undefined;
    onMeasured({ step, training: score, test: yield* evaluateInSlices(network, test, onSlice) });
  };
  yield* measure(0);
  const { engine, seed } = network;
  let step = 0;
  for (let epoch = 1; step < steps; epoch++) {
    for (const batch of training.batches(BATCH_SIZE, { epoch, engine, seed })) {
      const { learningRate, l2, dropout = 0 } = settings();
      network.updateMiniBatch(batch, learningRate, {
        l2: l2 / training.size,
        ...dropout > 0 && { epoch, dropout: new Dropout(seed, { hidden: dropout }) },
      });
      yield "learned";
      if (++step % every === 0) yield* measure(step);
      if (step >= steps) return;
    }
  }
}

/** The mean cost of a data set and the fraction that is right, with a pause after every {@linkcode SLICE} examples. */
function* evaluateInSlices(
  network: Network,
  data: Dataset,
  onSlice: (count: number) => void,
): Generator<Work, Score> {
  let [cost, correct] = [0, 0];
  for (let start = 0; start < data.size; start += SLICE) {
    const part = evaluate(network, data.subset(start, Math.min(start + SLICE, data.size)));
    cost += part.cost * part.size;
    correct += part.correct!;
    onSlice(part.size);
    yield "measured";
  }
  return { cost: cost / data.size, accuracy: correct / data.size };
}

/**
 * Goes on to the end of the next mini-batch, through all that is to be measured before: what a reader asks for who takes
 * one step.
 * @returns false at the end
 */
export function learnOne(work: Iterator<Work, void>): boolean {
  let next = work.next();
  while (next.value === "measured") next = work.next();
  return next.done !== true;
}
