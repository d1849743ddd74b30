/** Recorded outputs for a data set, so that a network computes them only once. @module */

import type { Dataset } from "../dataset.ts";
import type { Classifier } from "../evaluate.ts";
import { type DataRows, type Matrix, PlainRows } from "../engine/matrix.ts";
import { weightedMean } from "../ensemble.ts";
import { outputsFor } from "../evaluate/predictions.ts";

/** What has outputs that can be recorded: a network, or an {@linkcode Ensemble} of them. */
export interface Candidate extends Classifier {
  /** Whether the outputs are probabilities of classes instead of quantities. */
  readonly predictsClasses: boolean;
}

/** The outputs of a classifier for a data set, as a classifier for that data set alone, in its order. */
export class RecordedAnswers implements Candidate {
  readonly cost: Classifier["cost"];
  readonly engine: Classifier["engine"];
  readonly classNames: Classifier["classNames"];
  readonly standardization: Classifier["standardization"];
  readonly predictsClasses: boolean;
  /** [examples, outputs] */
  readonly outputs: Float32Array;
  readonly #columns: number;
  #next = 0;

  /**
   * Makes a classifier of outputs.
   * @param like the classifier that the other properties are of
   */
  constructor(outputs: Float32Array, columns: number, like: Candidate) {
    this.outputs = outputs;
    this.#columns = columns;
    this.cost = like.cost;
    this.engine = like.engine;
    this.classNames = like.classNames;
    this.standardization = like.standardization;
    this.predictsClasses = like.predictsClasses;
  }

  /** Records the outputs of a classifier. */
  static of(classifier: Candidate, data: Dataset): RecordedAnswers {
    return new RecordedAnswers(outputsFor(classifier, data), data.outputs, classifier);
  }

  /** The outputs of an ensemble of the recorded classifiers. */
  static mean(answers: readonly RecordedAnswers[], weights: readonly number[]): RecordedAnswers {
    const [first] = answers as [RecordedAnswers];
    const mean = weightedMean(answers.map(({ outputs }) => outputs), weights);
    return new RecordedAnswers(mean, first.#columns, first);
  }

  /** The outputs for the next examples of the data set, as many as there are inputs; after the last come the first. */
  feedforward({ rows }: DataRows): Matrix {
    const start = this.#next;
    this.#next = (start + rows * this.#columns) % this.outputs.length;
    const values = this.outputs.slice(start, start + rows * this.#columns);
    return new PlainRows("matrix", rows, this.#columns, values);
  }
}
