/** What a network puts out for every example of a data set. @module */

import type { Dataset } from "../dataset.ts";
import { evaluationBatches } from "../dataset/batch.ts";
import type { Classifier } from "../evaluate.ts";
import { matchClasses } from "./match_classes.ts";

/** What answers to examples, and what it knows of data. */
export type Answering = Pick<
  Classifier,
  "feedforward" | "engine" | "classNames" | "standardization"
>;

/**
 * The outputs of the last layer as they are: of quantities that were standardized, in standard deviations.
 *
 * @returns [examples, outputs], row-major
 * @throws {TypeError} if the data does not fit the network's inputs and outputs
 */
export function outputsFor(network: Answering, given: Dataset): Float32Array {
  const data = matchClasses(given, network);
  const { size, outputs: wanted } = data;
  const outputs = new Float32Array(size * wanted);
  for (const { inputs, examples } of evaluationBatches(data, network.engine, size)) {
    const { columns, values } = network.feedforward(inputs);
    if (columns !== wanted) {
      throw new TypeError(
        `Cannot predict ${wanted} ${data.problem.noun} with a network of ${columns} outputs`,
      );
    }
    outputs.set(values, examples[0]! * wanted);
  }
  return outputs;
}
