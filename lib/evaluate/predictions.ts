/** The predictions of classes for every example of a data set. @module */

import { describe } from "../checks/texts.ts";
import { argmax } from "../numerics/argmax.ts";
import type { Dataset } from "../dataset.ts";
import { evaluationBatches } from "../dataset/batch.ts";
import type { Classifier } from "../evaluate.ts";
import { matchClasses } from "./match_classes.ts";

/** The outputs for a data set, and the classes that they predict. */
export interface Predictions {
  /** The number of classes. */
  readonly classes: number;
  /** [examples, classes], row-major, of the output layer as it is. */
  readonly outputs: Float32Array;
  /** The class with the largest output of each example, the first of equals. */
  readonly predicted: Uint32Array;
  /** The largest output of each example. */
  readonly confidences: Float32Array;
  /** The class of each example. */
  readonly labels: Uint8Array | Uint16Array;
  /** How much each example counts; 1 each if there are none. */
  readonly weights?: Float32Array | undefined;
}

/**
 * Runs a data set through a network and keeps every output.
 *
 * An output of softmax is the probability of its class. One of the sigmoid stands for the probability of its class rather
 * than of any other; those of an example need not sum to one.
 * @param data with labels, an output for each class
 * @throws {TypeError} if the data does not fit the network's inputs and outputs, or has targets instead of labels
 */
export function predictDataset(network: Omit<Classifier, "cost">, given: Dataset): Predictions {
  const data = matchClasses(given, network);
  const { size, classes, labels, weights } = data;
  if (!data.problem.isOneHot) {
    throw new TypeError("Cannot predict classes: the data has targets instead of labels");
  }
  const outputs = outputsFor(network, data);
  const predicted = new Uint32Array(size);
  const confidences = new Float32Array(size);
  for (let example = 0; example < size; example++) {
    const row = outputs.subarray(example * classes, (example + 1) * classes);
    predicted[example] = argmax(row);
    confidences[example] = row[predicted[example]!]!;
  }
  return { classes, outputs, predicted, confidences, labels, ...weights && { weights } };
}

/**
 * The examples that are classified wrong, those with the largest output for the wrong class first, and of equals the one
 * that comes first.
 * @returns their indices in the data
 * @throws {TypeError} if the first argument is no {@linkcode Predictions}, or the second no number
 * @throws {RangeError} if the number is not whole, or below 0
 */
export function worstMistakes(predictions: Predictions, count: number): number[] {
  const { predicted, confidences, labels } = Object(predictions) as Predictions;
  if (![predicted, confidences, labels].every(ArrayBuffer.isView)) { // from JavaScript
    throw new TypeError(
      `Cannot find mistakes in ${describe(predictions)}: ` +
        "expected the result of predictDataset(network, data)",
    );
  }
  if (!(Number.isInteger(count) && count >= 0 || count === Infinity)) {
    throw new (typeof count === "number" ? RangeError : TypeError)(
      `Cannot find the worst mistakes: expected a whole number from 0 up, got ${describe(count)}`,
    );
  }
  return Array.from(labels.keys())
    .filter((example) => predicted[example] !== labels[example])
    .sort((a, b) => confidences[b]! - confidences[a]! || a - b)
    .slice(0, count);
}

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
