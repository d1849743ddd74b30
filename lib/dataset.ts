/**
 * A data set: examples with their labels or targets, in memory as compact as they came, and made float32 a mini-batch at
 * a time.
 *
 * @module
 */

import type { Deformation } from "./engine/engine.ts";
import type { Engine } from "./engine/engine.ts";
import type { DataRows, Matrix } from "./engine/matrix.ts";
import { answersOf, type DatasetSource } from "./dataset_source.ts";
import type { IdxArray } from "./formats/idx.ts";

/** A mini-batch that {@linkcode Dataset.gather} fills again and again. */
export interface DatasetBatch {
  /** x [batch, features] */
  readonly inputs: DataRows;
  /** y [batch, outputs], one-hot of labels */
  readonly targets: Matrix;
  /** The engine whose memory it is in. */
  readonly engine: Engine;
}

/** How many examples tell whether data is mostly zeros. */
const SAMPLE = 1000;

/**
 * Examples with their labels, or with targets of their own.
 *
 * @example Classes: a network with an output for each learns them
 * ```ts
 * import { Dataset } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new Dataset({
 *   inputs: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]),
 *   labels: new Uint8Array([0, 1, 1, 0]), // exclusive or
 *   features: 2,
 *   classes: 2,
 * });
 * assertEquals(data.size, 4);
 * assertEquals(data.subset(1, 3).labels, new Uint8Array([1, 1]));
 * ```
 *
 * @example Yes or no: a network with one output learns it
 * ```ts
 * import { Dataset, evaluate, Network, train } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new Dataset({
 *   inputs: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]),
 *   targets: new Float32Array([0, 1, 1, 0]), // exclusive or
 *   features: 2,
 *   outputs: 1,
 * });
 * const network = new Network([2, 4, 1], { seed: 1, cost: "crossEntropy" });
 * const training = train(network, data, { epochs: 500, batchSize: 4, learningRate: 1 });
 * await Array.fromAsync(training);
 * assertEquals(evaluate(network, data).correct, 4); // yes from ½ on
 * ```
 */
export class Dataset {
  /** [examples, features]: bytes that stand for k/255, or float32. */
  readonly inputs: Uint8Array | Float32Array;
  /** The class of each example; of a single target 0 or 1, no is 0 and yes is 1; otherwise empty. */
  readonly labels: Uint8Array;
  /** y [examples, outputs], if they were given; otherwise the labels stand for one-hot targets. */
  readonly targets: Float32Array | undefined;
  /** The number of examples. */
  readonly size: number;
  /** The number of features of an example. */
  readonly features: number;
  /** The number of classes; 0 where there are no labels. */
  readonly classes: number;
  /** The number of outputs that a network needs: the classes, unless there are targets. */
  readonly outputs: number;
  /** Whether an answer is right or wrong: there are labels, or all targets are 0 or 1. */
  readonly decidable: boolean;
  /** The shape of an example, [height, width] of an image, if it is known. */
  readonly shape: readonly number[] | undefined;
  /** Whether fewer than half of the inputs are other than zero, judged from the first thousand examples. */
  readonly sparse: boolean;

  /**
   * Makes a data set; inputs, labels and targets are not copied.
   *
   * @throws {TypeError} if the inputs, labels, targets and shape do not fit each other
   * @throws {RangeError} if a label is not one of the classes, or a target not a finite number
   */
  constructor(source: DatasetSource) {
    const { inputs, features, shape } = source;
    const { size, labels, targets, classes, outputs, decidable } = answersOf(source);
    if (inputs.length !== size * features) {
      throw new TypeError(
        `Cannot make a data set of ${inputs.length} inputs and ` +
          `${size} ${targets === undefined ? "labels" : "rows of targets"}: ` +
          `${size} × ${features} inputs are wanted`,
      );
    }
    if (shape !== undefined && sizeOf(shape) !== features) {
      throw new TypeError(
        `Cannot make a data set of examples of shape [${shape}]: ${features} features are wanted`,
      );
    }
    this.inputs = inputs;
    this.labels = labels;
    this.targets = targets;
    this.size = size;
    this.features = features;
    this.classes = classes;
    this.outputs = outputs;
    this.decidable = decidable;
    this.shape = shape;
    const sample = inputs.subarray(0, SAMPLE * features);
    let nonZero = 0;
    for (let k = 0; k < sample.length; k++) if (sample[k] !== 0) nonZero++;
    this.sparse = nonZero < sample.length / 2;
  }

  /**
   * A data set of images and labels in IDX arrays, as MNIST's files hold them; nothing is copied.
   *
   * @param images uint8 [examples, …]
   * @param labels uint8 [examples]
   * @param classes the number of classes
   * @throws {TypeError} if the arrays are of another type or do not fit each other
   */
  static fromIdx(images: IdxArray, labels: IdxArray, classes = 10): Dataset {
    const [examples = 0, ...shape] = images.shape;
    if (
      !(images.data instanceof Uint8Array) || !(labels.data instanceof Uint8Array) ||
      labels.shape.length !== 1 || labels.shape[0] !== examples
    ) {
      throw new TypeError(
        `Cannot make a data set of ${images.type} [${images.shape}] and ${labels.type} [${labels.shape}]: ` +
          "uint8 images and as many uint8 labels are wanted",
      );
    }
    const features = sizeOf(shape);
    return new Dataset({ inputs: images.data, labels: labels.data, features, classes, shape });
  }

  /**
   * The examples `start` to `end` − 1; nothing is copied.
   *
   * @throws {RangeError} if there are no such examples
   */
  subset(start: number, end: number = this.size): Dataset {
    if (
      !(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end &&
        end <= this.size)
    ) {
      throw new RangeError(`Cannot take the examples ${start} to ${end} of ${this.size}`);
    }
    const { features, classes, outputs, targets, shape } = this;
    const inputs = this.inputs.subarray(start * features, end * features);
    const examples = { inputs, features, shape };
    return targets === undefined
      ? new Dataset({ ...examples, labels: this.labels.subarray(start, end), classes })
      : new Dataset({
        ...examples,
        targets: targets.subarray(start * outputs, end * outputs),
        outputs,
      });
  }

  /** Allocates a batch for up to `rows` examples in the engine's memory. */
  createBatch(rows: number, engine: Engine): DatasetBatch {
    return {
      inputs: this.sparse
        ? engine.sparseRows(rows, this.features)
        : engine.denseRows(rows, this.features),
      targets: engine.matrix(rows, this.outputs),
      engine,
    };
  }

  /**
   * Fills a batch with the examples `order[start]` to `order[end − 1]`.
   *
   * @param batch from {@linkcode Dataset.createBatch}, with room for them
   * @param deformation of just these, see {@linkcode Augmentation}. Default: they stay as they are
   */
  gather(
    batch: DatasetBatch,
    order: Uint32Array,
    start: number,
    end: number,
    deformation?: Deformation,
  ): void {
    const { inputs, targets } = batch;
    inputs.rows = targets.rows = end - start;
    this.#gatherTargets(targets, order, start);
    if (deformation === undefined) batch.engine.gather(inputs, this.inputs, order, start);
    else batch.engine.deform(inputs, this.inputs, order, start, deformation);
  }

  /** y of as many examples as `out` has rows. */
  #gatherTargets(out: Matrix, order: Uint32Array, start: number): void {
    const { targets, labels, outputs } = this;
    const { rows, values } = out;
    if (targets === undefined) {
      values.fill(0);
      for (let r = 0; r < rows; r++) values[r * outputs + labels[order[start + r]!]!] = 1;
      return;
    }
    for (let r = 0; r < rows; r++) {
      const from = order[start + r]! * outputs;
      for (let k = 0; k < outputs; k++) values[r * outputs + k] = targets[from + k]!;
    }
  }
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
