/**
 * A data set: examples with their labels, in memory as compact as they came, and made float32 a mini-batch at a time.
 *
 * @module
 */

import type { Deformation } from "./engine/deform.ts";
import type { DataRows, Engine, Matrix } from "./engine/engine.ts";
import type { IdxArray } from "./formats/idx.ts";

/** A mini-batch that {@linkcode Dataset.gather} fills again and again. */
export interface DatasetBatch {
  /** x [batch, features] */
  readonly inputs: DataRows;
  /** y [batch, classes], one-hot */
  readonly targets: Matrix;
  /** The engine whose memory it is in. */
  readonly engine: Engine;
}

/** What a data set is made of. */
export interface DatasetSource {
  /**
   * [examples, features], row-major: a byte k stands for k/255, so that grey levels run from 0 to 1; a float32 stands
   * for itself.
   */
  readonly inputs: Uint8Array | Float32Array;
  /** The class of each example, from 0 to `classes` − 1. */
  readonly labels: Uint8Array;
  /** The number of features of an example, say pixels. */
  readonly features: number;
  /** The number of classes. */
  readonly classes: number;
  /** The shape of an example, [height, width] of an image; only deforming asks for it. */
  readonly shape?: readonly number[] | undefined;
}

/** How many examples tell whether data is mostly zeros. */
const SAMPLE = 1000;

/**
 * Examples with their labels.
 *
 * @example
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
 */
export class Dataset {
  /** [examples, features]: bytes that stand for k/255, or float32. */
  readonly inputs: Uint8Array | Float32Array;
  /** The class of each example. */
  readonly labels: Uint8Array;
  /** The number of features of an example. */
  readonly features: number;
  /** The number of classes. */
  readonly classes: number;
  /** The shape of an example, [height, width] of an image, if it is known. */
  readonly shape: readonly number[] | undefined;
  /** Whether fewer than half of the inputs are other than zero, judged from the first thousand examples. */
  readonly sparse: boolean;

  /**
   * Makes a data set; nothing is copied.
   *
   * @throws {TypeError} if the inputs do not have `features` for each label, or the shape has other than `features`
   * @throws {RangeError} if a label is not one of the classes
   */
  constructor(source: DatasetSource) {
    const { inputs, labels, features, classes, shape } = source;
    if (inputs.length !== labels.length * features) {
      throw new TypeError(
        `Cannot make a data set of ${inputs.length} inputs and ${labels.length} labels: ` +
          `${labels.length} × ${features} inputs are wanted`,
      );
    }
    if (shape !== undefined && sizeOf(shape) !== features) {
      throw new TypeError(
        `Cannot make a data set of examples of shape [${shape}]: ${features} features are wanted`,
      );
    }
    const wrong = labels.findIndex((label) => label >= classes);
    if (wrong !== -1) {
      throw new RangeError(
        `Cannot use the label ${labels[wrong]} of example ${wrong}: 0 to ${
          classes - 1
        } are the classes`,
      );
    }
    this.inputs = inputs;
    this.labels = labels;
    this.features = features;
    this.classes = classes;
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

  /** The number of examples. */
  get size(): number {
    return this.labels.length;
  }

  /** The examples `start` to `end` − 1; nothing is copied. */
  subset(start: number, end: number = this.size): Dataset {
    if (
      !(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end &&
        end <= this.size)
    ) {
      throw new RangeError(`Cannot take the examples ${start} to ${end} of ${this.size}`);
    }
    const { features, classes, shape } = this;
    return new Dataset({
      inputs: this.inputs.subarray(start * features, end * features),
      labels: this.labels.subarray(start, end),
      features,
      classes,
      shape,
    });
  }

  /** Allocates a batch for up to `rows` examples in the engine's memory. */
  createBatch(rows: number, engine: Engine): DatasetBatch {
    return {
      inputs: this.sparse
        ? engine.sparseRows(rows, this.features)
        : engine.denseRows(rows, this.features),
      targets: engine.matrix(rows, this.classes),
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
    const oneHot = targets.values;
    oneHot.fill(0);
    for (let r = 0; r < inputs.rows; r++) {
      oneHot[r * this.classes + this.labels[order[start + r]!]!] = 1;
    }
    if (deformation === undefined) batch.engine.gather(inputs, this.inputs, order, start);
    else batch.engine.deform(inputs, this.inputs, order, start, deformation);
  }
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
