/**
 * Turns of the event loop: training gives one to signals, timers and the page every now and then.
 *
 * @module
 */

import type { Dataset } from "../dataset.ts";
import { evaluateInSteps, type Evaluation } from "../evaluate.ts";
import type { Network } from "../network.ts";

/**
 * After at most so many examples, or multiplications by a weight, the event loop gets a turn, so that signals, timers and
 * a page stay alive: after five to fifty milliseconds, some hundreds of the plain reference. A turn itself costs some
 * fifty microseconds.
 */
const TURN_EXAMPLES = 5000;
const TURN_PRODUCTS = 100_000_000;

/** How many batches go without a turn of the event loop. */
export function batchesPerTurn(network: Network, batchSize: number): number {
  const weights = network.weights.reduce((sum, { values }) => sum + values.length, 0);
  return Math.ceil(Math.min(TURN_EXAMPLES, TURN_PRODUCTS / weights) / batchSize);
}

/**
 * Lets everything else have its turn.
 *
 * @throws {unknown} the signal's reason, if it is aborted by then
 */
export async function turn(signal: AbortSignal | undefined): Promise<void> {
  await macrotask();
  signal?.throwIfAborted();
}

/** Evaluates, with turns in between. */
export async function evaluateInTurns(
  network: Network,
  data: Dataset,
  signal: AbortSignal | undefined,
): Promise<Evaluation> {
  const evaluation = evaluateInSteps(network, data);
  let step = evaluation.next();
  for (; !step.done; step = evaluation.next()) await turn(signal);
  return step.value;
}

/** Ends this turn of the event loop; unlike a timer of zero it does not wait. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      port2.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
