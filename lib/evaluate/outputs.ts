/** The outputs of a network for every example of a data set. @module */

import type { Dataset } from "../dataset.ts";
import { evaluationBatches } from "../dataset/batch.ts";
import type { Classifier } from "../evaluate.ts";
import { matchClasses } from "./match_classes.ts";

/**
 * The outputs of the last layer as they are; quantities that were standardized are in standard deviations.
 * @returns [examples, outputs], row-major
 * @throws {TypeError} if the data does not fit the network's inputs and outputs
 */
export function outputsFor(network: Omit<Classifier, "cost">, given: Dataset): Float32Array {
  const data = matchClasses(given, network);
  const { size, outputs: expected } = data;
  const outputs = new Float32Array(size * expected);
  for (const { inputs, examples } of evaluationBatches(data, network.engine, size)) {
    const { columns, values } = network.feedforward(inputs);
    if (columns !== expected) {
      throw new TypeError(
        `Cannot predict ${expected} ${data.problem.noun} with a network of ${columns} outputs`,
      );
    }
    outputs.set(values, examples[0]! * expected);
  }
  return outputs;
}
