/**
 * A data set: examples with their labels or targets, in memory as compact as they came, and made float32 a mini-batch at
 * a time. @module
 */

import { withDefaults } from "./checks/options.ts";
import {
  type BatchedInputs,
  BATCHES_DEFAULTS,
  batchesInOrder,
  type BatchesOptions,
  type DatasetBatch,
  shuffleExamples,
} from "./dataset/batch.ts";
import { joinNames } from "./checks/texts.ts";
import { type DatasetLists, sourceOf } from "./dataset/lists.ts";
import { checkWeights, type DatasetSource, partsOf, sizeOf, trusted } from "./dataset/source.ts";
import { datasetJson, datasetText } from "./dataset/show.ts";
import { rowsOf, SPLIT_DEFAULTS, splitIndices, type SplitOptions } from "./dataset/split.ts";
import { createEngine } from "./engine/create.ts";
import type { IdxArray } from "./formats/idx.ts";
import type { Problem } from "./problem.ts";
import { areSameQuantities, quantitiesOf, type QuantityScale } from "./problem/quantities.ts";
import { showAs } from "./numerics/show.ts";
import { Standardization } from "./numerics/standardization.ts";

/**
 * Examples with their labels, or with their targets.
 *
 * {@linkcode Dataset.from} makes one of lists and finds out what it can; the constructor takes typed arrays as they are.
 */
export class Dataset {
  /** [examples, features]: float32, or bytes that stand for k/255. */
  declare readonly inputs: Uint8Array | Float32Array;
  /** The class of each example; for a single target, 0 is no and 1 is yes; otherwise empty. */
  declare readonly labels: Uint8Array | Uint16Array;
  /** y [examples, outputs], if they were given; otherwise the labels stand for one-hot targets. */
  declare readonly targets: Float32Array | undefined;
  /** The number of examples. */
  declare readonly size: number;
  /** The number of features of an example. */
  declare readonly features: number;
  /** The number of classes; 0 where there are no labels. */
  declare readonly classes: number;
  /** The name of each class, if they have names. */
  declare readonly classNames: readonly string[] | undefined;
  /** The name of each feature, if they have names. */
  declare readonly featureNames: readonly string[] | undefined;
  /** The number of outputs that a network needs: the classes, unless there are targets. */
  declare readonly outputs: number;
  /** What is learned: {@linkcode classification} of labels, {@linkcode multiLabel} or {@linkcode regression} of targets. */
  declare readonly problem: Problem;
  /** The shape of an example, such as [height, width] for an image, if it is known. */
  declare readonly shape: readonly number[] | undefined;
  /** The features before standardization, if they are standardized. */
  declare readonly standardization: Standardization | undefined;
  /** The quantities before standardization, if the targets are standardized. */
  declare readonly quantities: readonly QuantityScale[] | undefined;
  /** [examples] How much each example counts, in training and in metrics; 1 each if there are none. */
  declare readonly weights: Float32Array | undefined;
  /** [examples] A number for each example, equal where examples belong together, such as rows of a patient; or none. */
  declare readonly units: Uint32Array | undefined;
  /** Whether fewer than half of the inputs are nonzero, judged from the first thousand examples. */
  declare readonly sparse: boolean;
  /** What makes the inputs of a batch if they are not in memory; `inputs` then holds some of them. */
  readonly batched: BatchedInputs | undefined = undefined;
  #exact: Float64Array | undefined;

  /**
   * Makes a data set from typed arrays, which are not copied.
   * @throws {TypeError} if the inputs, labels, targets, names and shape do not fit each other, or are lists
   * @throws {RangeError} if a label is not one of the classes, or an input or target is not a finite number
   */
  constructor(source: DatasetSource) {
    Object.assign(this, partsOf(source));
  }

  /**
   * Makes a data set from lists, and infers features, classes and outputs. What would be a guess is refused.
   *
   * Numbers stand for themselves, whatever array they are in; only `pixels` are bytes k that stand for k/255. Labels that
   * are names become the numbers of their classes, in sorted order unless `classNames` or `like` fixes another.
   * @throws {TypeError} if something does not fit, or would have to be guessed
   * @throws {RangeError} if a label is not one of the classes, or float32 cannot hold an input or target
   *
   * @example
   * ```ts
   * import { Dataset } from "@inkling/inkling";
   * import { assertEquals } from "@std/assert";
   *
   * const training = Dataset.from({ inputs: [[1], [2], [9]], labels: ["low", "low", "high"] });
   * const test = Dataset.from({ inputs: [[3]], labels: ["low"], like: training });
   * assertEquals(test.classNames, ["high", "low"]);
   * assertEquals([...test.labels], [1]);
   * ```
   */
  static from(lists: DatasetLists): Dataset {
    const { source, exact } = sourceOf(lists);
    const data = new Dataset(source);
    data.#exact = exact;
    const { standardization, quantities } = lists.like ?? {};
    const scaled = standardization === undefined ? data : data.standardize(standardization);
    return quantities === undefined || data.targets === undefined
      ? scaled
      : scaled.standardizeTargets(quantities);
  }

  /** [examples, features] The inputs as they were given, where float32 does not hold all and they are not standardized. */
  get exactInputs(): Float64Array | undefined {
    return this.#exact;
  }

  /**
   * A data set from the IDX arrays of images and labels, as in MNIST's files; nothing is copied.
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
          "expected uint8 images, and as many uint8 labels",
      );
    }
    const features = sizeOf(shape);
    return new Dataset({ pixels: images.data, labels: labels.data, features, classes, shape });
  }

  /**
   * A data set with the examples `start` to `end` − 1; nothing is copied.
   * @throws {RangeError} if there are no such examples
   */
  subset(start: number, end: number = this.size): Dataset {
    if (
      !(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end &&
        end <= this.size)
    ) {
      throw new RangeError(`Cannot take the examples ${start} to ${end} of ${this.size}`);
    }
    const { features, outputs } = this;
    return this.#with({
      inputs: this.inputs.subarray(start * features, end * features),
      exact: this.#exact?.subarray(start * features, end * features),
      labels: this.labels.subarray(start, end),
      targets: this.targets?.subarray(start * outputs, end * outputs),
      weights: this.weights?.subarray(start, end),
      units: this.units?.subarray(start, end),
    });
  }

  /**
   * A data set with copies of the examples at these indices, in this order.
   * @throws {RangeError} if there is no such example
   */
  select(examples: ArrayLike<number>): Dataset {
    const { features, outputs, size } = this;
    for (let r = 0; r < examples.length; r++) {
      const example = examples[r]!;
      if (!(Number.isInteger(example) && 0 <= example && example < size)) {
        throw new RangeError(`Cannot take the example ${example} of ${size}`);
      }
    }
    return this.#with({
      inputs: rowsOf(this.inputs, features, examples),
      exact: this.#exact && rowsOf(this.#exact, features, examples),
      labels: this.labels.length === 0 ? this.labels : rowsOf(this.labels, 1, examples),
      targets: this.targets && rowsOf(this.targets, outputs, examples),
      weights: this.weights && rowsOf(this.weights, 1, examples),
      units: this.units && rowsOf(this.units, 1, examples),
    });
  }

  /**
   * Shuffles and splits the examples: `[training, validation, test] = data.split([0.7, 0.15, 0.15])`.
   * @param fractions of the examples for each part; together 1
   * @throws {RangeError} if the fractions are not above 0 and together 1, or leave a part without an example
   * @throws {TypeError} if the parts are to have their fraction of every class, and there are none
   */
  split<const Fractions extends readonly number[]>(
    fractions: Fractions,
    options: SplitOptions = {},
  ): { -readonly [Part in keyof Fractions]: Dataset } {
    const { seed, stratify } = withDefaults("split a data set", options, SPLIT_DEFAULTS);
    if (!Array.isArray(fractions)) {
      throw new TypeError(
        `Cannot split a data set into ${fractions}: expected a list of fractions; for example [0.8, 0.2]`,
      );
    }
    if (stratify && this.labels.length === 0) {
      throw new TypeError("Cannot stratify a data set of targets that are not classes");
    }
    const classOf = stratify ? (example: number) => this.labels[example]! : undefined;
    const parts = splitIndices(this.size, fractions, seed, classOf);
    return parts.map((part) => this.select(part)) as {
      -readonly [Part in keyof Fractions]: Dataset;
    };
  }

  /**
   * Scales every feature, and every quantity of the targets, to mean 0 and deviation 1, x ← (x − mean) / deviation. Other data
   * need the same scale, and not their own: `test.standardize(training)`.
   *
   * The features are taken as they were given, also where float32 does not tell them apart. A network that learns from
   * standardized data keeps the scale: later inputs are given as they are, and predictions and errors are in the unit of the
   * targets. Only the cost is that of standardized targets.
   * @param by the data set to take the means and deviations of, or those of the features alone. Default: this data set
   * @throws {TypeError} if they are of another number of features, or this one is standardized otherwise already
   */
  standardize(by: Dataset | Standardization = this): Dataset {
    const data = this.#standardizeFeatures(by);
    const quantities = by instanceof Standardization ? undefined : by.#quantityScale;
    return quantities === undefined || this.targets === undefined
      ? data
      : data.standardizeTargets(quantities);
  }

  /** The scale of the targets: that of the features' standardization, or their own. */
  get #quantityScale(): readonly QuantityScale[] | undefined {
    if (this.standardization !== undefined || this.classification) return this.quantities;
    return quantitiesOf(Standardization.of(this.targets!, this.outputs));
  }

  /**
   * A data set with the same examples, whose targets are standardized by the scale of others.
   * @param quantities the scale of each, as {@linkcode Dataset.quantities} has it
   * @throws {TypeError} if there are no targets, not as many, or they are standardized otherwise already
   */
  standardizeTargets(quantities: readonly QuantityScale[]): Dataset {
    const { targets, outputs } = this;
    if (areSameQuantities(this.quantities, quantities)) return this;
    if (this.quantities !== undefined) {
      throw new TypeError("Cannot standardize targets that are already standardized differently");
    }
    if (targets === undefined || outputs !== quantities.length) {
      const given = targets === undefined ? "labels" : `${outputs} targets`;
      throw new TypeError(`Cannot standardize ${given} like ${quantities.length} quantities`);
    }
    const scale = new Standardization({
      means: quantities.map(({ mean }) => mean),
      deviations: quantities.map(({ deviation }) => deviation),
    });
    return this.#with({ targets: scale.apply(targets), quantities });
  }

  #standardizeFeatures(by: Dataset | Standardization): Dataset {
    const standardization = by instanceof Standardization
      ? by
      : by.standardization ?? Standardization.of(by.#numbers, by.features);
    if (this.standardization?.equals(standardization)) return this;
    if (this.standardization !== undefined) {
      throw new TypeError("Cannot standardize a data set that is already standardized differently");
    }
    if (standardization.means.length !== this.features) {
      throw new TypeError(
        `Cannot standardize ${this.features} features like ${standardization.means.length} others`,
      );
    }
    return this.#with({ inputs: standardization.apply(this.#numbers), standardization });
  }

  /** Whether an answer is right or wrong. */
  get classification(): boolean {
    return this.problem.hasAccuracy;
  }

  /** [examples, features] The numbers that the inputs stand for. */
  get #numbers(): Float32Array | Float64Array {
    const { inputs } = this;
    if (inputs instanceof Float32Array) return this.#exact ?? inputs;
    return Float32Array.from(inputs, (byte) => byte / 255);
  }

  /**
   * A data set with the same examples, whose classes are numbered in the order of the names; there may be more names.
   * @throws {TypeError} if the classes have no names, or one of them is not among these
   */
  withClasses(names: readonly string[]): Dataset {
    const { classNames } = this;
    if (classNames === undefined) {
      throw new TypeError("Cannot reorder classes that have no names");
    }
    const indices = classNames.map((name) => names.indexOf(name));
    const missing = indices.indexOf(-1);
    if (missing !== -1) {
      throw new TypeError(
        `Cannot find the class "${classNames[missing]}": there are ${joinNames(names)}`,
      );
    }
    const numbers = Array.from(this.labels, (label) => indices[label]!);
    const labels = names.length <= 256 ? Uint8Array.from(numbers) : Uint16Array.from(numbers);
    return this.#with({ labels, classes: names.length, classNames: names });
  }

  /**
   * A data set with the same examples and other weights: how much each counts, in training and in metrics.
   * @param weights [examples], 0 or more
   * @throws {TypeError} if they are not a weight for each example
   * @throws {RangeError} if one is not finite, below 0, or all are 0
   */
  weighted(weights: Float32Array): Dataset {
    checkWeights(weights, this.size);
    return this.#with({ weights });
  }

  /**
   * A data set with the same examples and other quantities as targets.
   * @param targets [examples, outputs]
   * @throws {TypeError} if this data set has no quantities, or another number of them
   */
  withTargets(targets: Float32Array): Dataset {
    const { classification, targets: before } = this;
    if (classification || targets.length !== before?.length) {
      throw new TypeError(
        `Cannot use ${targets.length} quantities: expected ` +
          `${classification ? "a data set of quantities" : before!.length}`,
      );
    }
    return this.#with({ targets });
  }

  /**
   * The examples in mini-batches, for your training loop; the last may be smaller. With the network's seed they
   * are those of {@linkcode train}.
   * @returns a batch that the next one writes over
   * @throws {RangeError} if the size is not a whole number from 1 up
   *
   * @example
   * ```ts
   * import { Dataset, evaluate, Network } from "@inkling/inkling";
   * import { assertEquals } from "@std/assert";
   *
   * const data = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [0, 1, 1, 0] });
   * const network = new Network([2, 4, 2], { seed: 1 });
   * for (let epoch = 1; epoch <= 1000; epoch++) {
   *   for (const batch of data.batches(4, { epoch, engine: network.engine })) {
   *     network.updateMiniBatch(batch, 3);
   *   }
   * }
   * assertEquals(evaluate(network, data).accuracy, 1);
   * ```
   */
  *batches(batchSize: number, given: BatchesOptions = {}): Generator<DatasetBatch, void, void> {
    const options = withDefaults("make batches", given, BATCHES_DEFAULTS);
    const { shuffle: shuffles, seed, epoch } = options;
    if (!(Number.isSafeInteger(batchSize) && batchSize >= 1)) {
      throw new RangeError(
        `Cannot make batches of ${batchSize} examples: expected a whole number from 1 up`,
      );
    }
    const order = Uint32Array.from({ length: this.size }, (_, k) => k);
    if (shuffles) shuffleExamples(order, seed, epoch);
    const { engine = createEngine("reference"), augmentation } = options;
    const deformationOf = augmentation &&
      ((start: number, end: number) => augmentation.deformation(epoch, order, start, end));
    yield* batchesInOrder(this, order, Math.min(batchSize, this.size), engine, deformationOf);
  }

  /** This data set with other parts, which fit each other; with other inputs go the exact ones that belong to them. */
  #with(
    parts:
      & { exact?: Float64Array | undefined }
      & Partial<
        Pick<Dataset, "inputs" | "labels" | "targets" | "weights" | "classes" | "classNames">
      >
      & Partial<Pick<Dataset, "standardization" | "units" | "quantities">>,
  ): Dataset {
    const { features, shape, featureNames, classes, classNames, outputs, problem } = this;
    const { inputs = this.inputs, labels = this.labels, targets = this.targets } = parts;
    const standardization = parts.standardization ?? this.standardization;
    const { weights = this.weights, units = this.units, quantities = this.quantities } = parts;
    const isClassification = problem.hasAccuracy && quantities === undefined;
    const source = trusted({
      ...inputs instanceof Uint8Array ? { pixels: inputs } : { inputs },
      features,
      shape,
      featureNames,
      standardization,
      weights,
      units,
      ...targets !== undefined
        ? { targets, outputs, classification: isClassification, quantities }
        : {
          labels,
          classes: parts.classes ?? classes,
          classNames: parts.classNames ?? classNames,
        },
    });
    const data = new Dataset(source);
    data.#exact = parts.inputs === undefined ? this.#exact : parts.exact;
    return data;
  }
}

showAs(Dataset.prototype, datasetText, datasetJson);
