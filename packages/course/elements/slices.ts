/** An evaluation in short pieces, so that the page stays quick. @module */

import { type Dataset, evaluate, type Network } from "../../../mod.ts";

/** The examples that are evaluated at once. */
const SLICE = 25;

/** The mean cost of a data set and the fraction that is right, with a pause after every {@linkcode SLICE} examples. */
export function* evaluateInSlices(
  network: Network,
  data: Dataset,
): Generator<void, { cost: number; accuracy: number }> {
  let [cost, correct] = [0, 0];
  for (let start = 0; start < data.size; start += SLICE) {
    const part = evaluate(network, data.subset(start, Math.min(start + SLICE, data.size)));
    cost += part.cost * part.size;
    correct += part.correct!;
    yield;
  }
  return { cost: cost / data.size, accuracy: correct / data.size };
}
