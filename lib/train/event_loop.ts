/** Yielding to the event loop: training lets signals, timers and the page run every now and then. @module */

import type { Dataset } from "../dataset.ts";
import { EVALUATION_BATCH } from "../dataset/batch.ts";
import { evaluateInSteps, type Evaluation } from "../evaluate.ts";
import type { Network } from "../network.ts";

/**
 * Training yields to the event loop after so many examples, or multiplications by a weight, at most: after 5 to 50 ms, 0.3 s
 * of the reference. To yield takes 50 µs.
 */
const MAX_EXAMPLES = 5000;
const MAX_PRODUCTS = 100_000_000;

/** How many batches to train before yielding to the event loop. */
export function batchesBetweenYields(network: Network, batchSize: number): number {
  const weights = network.weights.reduce((sum, { values }) => sum + values.length, 0);
  return Math.ceil(Math.min(MAX_EXAMPLES, MAX_PRODUCTS / weights) / batchSize);
}

/**
 * Lets everything else run that waits: goes on in a new task of the event loop, after those that wait; unlike a timer of
 * zero it does not wait itself.
 * @throws {unknown} the signal's reason, if it is aborted by then
 */
export async function yieldToEventLoop(signal: AbortSignal | undefined): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  port1.close();
  port2.close();
  signal?.throwIfAborted();
}

/**
 * Evaluates, yielding to the event loop in between.
 * @throws {unknown} the signal's reason, if it is aborted by then
 */
export async function evaluateYielding(
  network: Network,
  data: Dataset,
  signal: AbortSignal | undefined,
): Promise<Evaluation> {
  const evaluation = evaluateInSteps(network, data);
  const batchesAtATime = batchesBetweenYields(network, EVALUATION_BATCH);
  try {
    for (let batches = 1;; batches++) {
      const step = evaluation.next();
      if (step.done) return step.value;
      if (batches % batchesAtATime === 0) await yieldToEventLoop(signal);
    }
  } finally {
    evaluation.return(undefined as never); // gives its memory back where the signal ended it
  }
}
