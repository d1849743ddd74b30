/** What a data set is made of: examples, and what a network is to answer to each; and the checks of both. @module */

import { checkNames, describe, float32Problem } from "../checks/texts.ts";
import { checkOptions, type NamesOf } from "../checks/options.ts";
import type { Dataset } from "../dataset.ts";
import { classification, multiLabel, regression } from "../problem.ts";
import type { QuantityScale } from "../problem/quantities.ts";
import type { Standardization } from "../numerics/standardization.ts";

/** More classes than this are taken for a slip: labels are 16 bits at most. */
export const MAX_CLASSES = 65_536;

/** Facts about examples besides their numbers. */
export interface ExampleDetails {
  /** The number of features of an example, say pixels. */
  readonly features: number;
  /** The shape of an example, such as [height, width] for an image; only functions for images use it. */
  readonly shape?: readonly number[] | undefined;
  /** The name of each feature. */
  readonly featureNames?: readonly string[] | undefined;
  /** The features before standardization, if they are standardized. */
  readonly standardization?: Standardization | undefined;
  /** [examples] How much each example counts, in training and in metrics, 0 or more. Default: 1 each. */
  readonly weights?: Float32Array | undefined;
  /** [examples] A number for each example, equal where examples belong together, such as rows of a patient. */
  readonly units?: Uint32Array | undefined;
}

/** Numbers that stand for themselves. */
export interface Inputs extends ExampleDetails {
  /** [examples, features], row-major. */
  readonly inputs: Float32Array;
}

/** Gray levels. */
export interface Pixels extends ExampleDetails {
  /** [examples, features], row-major: a byte k stands for k/255, so that gray levels run from 0 to 1. */
  readonly pixels: Uint8Array;
}

/** The examples of a data set. */
export type Examples = Inputs | Pixels;

/** Examples with one class each: what a network with an output for each class learns from. */
export interface Labels {
  /** The class of each example, from 0 to `classes` − 1. */
  readonly labels: Uint8Array | Uint16Array;
  /** The number of classes, 1 to 65,536. */
  readonly classes: number;
  /** The name of each class. */
  readonly classNames?: readonly string[] | undefined;
}

/** Examples with the targets for their outputs: yes or no, several of these, or quantities. */
export interface Targets {
  /** y [examples, outputs], row-major: 1 for yes and 0 for no, or any numbers. */
  readonly targets: Float32Array;
  /** The number of outputs for an example. */
  readonly outputs: number;
  /** Whether each target is a yes or a no instead of a quantity. Default: whether all are 0 or 1. */
  readonly classification?: boolean | undefined;
  /** The quantities before standardization, if the targets are standardized. */
  readonly quantities?: readonly QuantityScale[] | undefined;
}

/** What a data set is made of. */
export type DatasetSource = Examples & (Labels | Targets);

const SOURCE_NAMES = {
  inputs: true,
  pixels: true,
  features: true,
  shape: true,
  featureNames: true,
  standardization: true,
  weights: true,
  units: true,
  labels: true,
  classes: true,
  classNames: true,
  targets: true,
  outputs: true,
  classification: true,
  quantities: true,
} as const satisfies NamesOf<Inputs & Pixels & Labels & Targets>;

/** The labels or targets of a data set, and what follows from them. */
type Answers = Pick<
  Dataset,
  "size" | "labels" | "targets" | "classes" | "classNames" | "outputs" | "problem" | "quantities"
>;

/** How many examples decide whether data is mostly zeros. */
const SAMPLED_EXAMPLES = 1000;

/** Sources that were made of parts of data sets, whose numbers were checked. */
const checked = new WeakSet<DatasetSource>();

/** Takes the numbers and weights of a source as they are: they were checked. */
export function trusted(source: DatasetSource): DatasetSource {
  checked.add(source);
  return source;
}

/**
 * Checks what a data set is made of.
 * @returns the fields of a {@linkcode Dataset}
 */
export function partsOf(source: DatasetSource) {
  checkOptions("make a data set", source, SOURCE_NAMES);
  const { features, shape, featureNames, standardization, weights, units } = source;
  const inputs = examplesOf(source);
  const answers = answersOf(source);
  const { size } = answers;
  if (inputs.length !== size * features) {
    throw new TypeError(
      `Cannot make a data set of ${inputs.length} inputs and ${size} labels or rows of targets: ` +
        `expected ${size} × ${features} inputs`,
    );
  }
  if (shape !== undefined && sizeOf(shape) !== features) {
    throw new TypeError(
      `Cannot make a data set of examples of shape [${shape}]: expected ${features} features, ` +
        `got ${sizeOf(shape)}`,
    );
  }
  if (featureNames !== undefined) checkNames("featureNames", featureNames, features);
  if (weights !== undefined && !checked.has(source)) checkWeights(weights, size);
  if (units !== undefined && !(units instanceof Uint32Array && units.length === size)) {
    throw new TypeError(
      `Cannot use ${describe(units)} for units: expected a Uint32Array of ${size}, one for each ` +
        "example",
    );
  }
  const details = { features, shape, featureNames, standardization, weights, units };
  return { ...details, ...answers, inputs, sparse: isSparse(inputs, features) };
}

/** How many numbers have this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The two ways to give examples, and the two to give answers, for {@linkcode checkEither}. */
export const EXAMPLES =
  "`inputs`, numbers that stand for themselves, or `pixels`, bytes k for k/255";
export const ANSWERS = "`labels`, a class for each example, or `targets`, its outputs";

/** @throws {TypeError} if of two ways to give something there are both or none */
export function checkEither(ways: string, first: unknown, second: unknown): void {
  if ((first === undefined) !== (second === undefined)) return;
  const given = first === undefined ? "neither" : "both";
  throw new TypeError(`Cannot make a data set: expected either ${ways}; got ${given}`);
}

/** Whether fewer than half of the first thousand examples' inputs are other than zero. */
export function isSparse(inputs: Uint8Array | Float32Array, features: number): boolean {
  const sample = inputs.subarray(0, SAMPLED_EXAMPLES * features);
  let nonZeros = 0;
  for (let k = 0; k < sample.length; k++) if (sample[k] !== 0) nonZeros++;
  return nonZeros < sample.length / 2;
}

function examplesOf(source: DatasetSource): Float32Array | Uint8Array {
  const { inputs, pixels, features } = source as Partial<Inputs & Pixels>;
  if (checked.has(source)) return inputs ?? pixels!;
  checkEither(EXAMPLES, inputs, pixels);
  if (!(Number.isSafeInteger(features) && features! >= 1)) {
    throw new TypeError(
      `Cannot make a data set of ${describe(features)} features: expected \`features\`, ` +
        "a whole number from 1 up; Dataset.from infers it",
    );
  }
  if (pixels !== undefined) {
    if (pixels instanceof Uint8Array) return pixels;
    throw new TypeError(`Cannot take ${describe(pixels)} for pixels: expected a Uint8Array`);
  }
  if ((inputs as unknown) instanceof Uint8Array) {
    throw new TypeError(
      "Cannot take bytes for inputs: expected `pixels` where a byte k stands for k/255, " +
        "or Dataset.from where it is the number k",
    );
  }
  if (!(inputs instanceof Float32Array)) {
    throw new TypeError(
      `Cannot take ${describe(inputs)} for inputs: expected a Float32Array; Dataset.from takes ` +
        "lists",
    );
  }
  checkFinite("input", inputs, features!);
  return inputs;
}

/**
 * @param given what they were before they were rounded to float32
 * @throws {RangeError} if a number is not finite; the message names the example
 */
export function checkFinite(
  what: "input" | "target",
  numbers: Float32Array,
  columns: number,
  given: ArrayLike<number> = numbers,
): void {
  for (let k = 0; k < numbers.length; k++) {
    if (!Number.isFinite(numbers[k]!)) {
      throw new RangeError(
        `Cannot use the ${what} ${given[k]} of example ${Math.floor(k / columns)}${
          what === "input" ? `, feature ${k % columns}` : ""
        }: ${float32Problem(given[k]!)}`,
      );
    }
  }
}

/**
 * Checks the labels or the targets.
 * @throws {TypeError} if they are not typed arrays, or do not fit each other
 * @throws {RangeError} if a label is not one of the classes, or a target not a finite number
 */
function answersOf(source: DatasetSource): Answers {
  const { labels, targets } = source as Partial<Labels & Targets>;
  checkEither(ANSWERS, labels, targets);
  return labels !== undefined ? ofLabels(source as Labels) : ofTargets(source as Targets);
}

function ofLabels({ labels, classes, classNames }: Labels): Answers {
  if (!(labels instanceof Uint8Array || labels instanceof Uint16Array)) {
    throw new TypeError(
      `Cannot take ${describe(labels)} for labels: expected a Uint8Array or Uint16Array; ` +
        "Dataset.from takes lists, of names too",
    );
  }
  if (!(Number.isSafeInteger(classes) && classes >= 1 && classes <= MAX_CLASSES)) {
    throw new TypeError(
      `Cannot make a data set of labels of ${describe(classes)} classes: expected \`classes\`, ` +
        `a whole number from 1 to ${MAX_CLASSES}; Dataset.from infers it`,
    );
  }
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong !== -1) {
    throw new RangeError(
      `Cannot use the label ${labels[wrong]} of example ${wrong}: expected 0 to ${classes - 1}`,
    );
  }
  if (classNames !== undefined) checkNames("classNames", classNames, classes);
  return {
    size: labels.length,
    labels,
    targets: undefined,
    classes,
    classNames,
    outputs: classes,
    problem: classification,
    quantities: undefined,
  };
}

function ofTargets(
  { targets, outputs, classification: given, quantities }: Targets,
): Answers {
  if (!(targets instanceof Float32Array)) {
    throw new TypeError(
      `Cannot take ${describe(targets)} for targets: expected a Float32Array; Dataset.from takes ` +
        "lists",
    );
  }
  const size = targets.length / outputs;
  if (!(Number.isSafeInteger(outputs) && outputs >= 1 && Number.isInteger(size))) {
    throw new TypeError(
      `Cannot use ${targets.length} targets: expected a multiple of ${outputs} outputs`,
    );
  }
  checkFinite("target", targets, outputs);
  const quantity = targets.findIndex((target) => target !== 0 && target !== 1);
  if (given && quantity !== -1) {
    throw new RangeError(
      `Cannot use the target ${targets[quantity]} of example ${Math.floor(quantity / outputs)} ` +
        "for a classification: expected 1 for yes, or 0 for no",
    );
  }
  const problem = given ?? quantity === -1 ? multiLabel : regression;
  const labeled = problem.hasAccuracy && outputs === 1;
  return {
    size,
    labels: labeled ? Uint8Array.from(targets) : new Uint8Array(),
    targets,
    classes: labeled ? 2 : 0,
    classNames: undefined,
    outputs,
    problem,
    quantities,
  };
}

/**
 * @param given what the weights were before they were rounded to float32
 * @throws {TypeError} if they are not a weight for each example
 * @throws {RangeError} if one is not finite, below 0, or all are 0
 */
export function checkWeights(
  weights: Float32Array,
  size: number,
  given: ArrayLike<number> = weights,
): void {
  if (!(weights instanceof Float32Array) || weights.length !== size) {
    throw new TypeError(
      `Cannot use ${describe(weights)} for weights: expected a Float32Array of ${size}, one for ` +
        "each example",
    );
  }
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong !== -1) {
    throw new RangeError(
      `Cannot use the weight ${given[wrong]} of example ${wrong}: ${
        given[wrong]! > 0 && given[wrong]! < Infinity
          ? float32Problem(given[wrong]!)
          : "expected 0 or more"
      }`,
    );
  }
  if (size > 0 && weights.every((weight) => weight === 0)) {
    throw new RangeError("Cannot use weights that are all 0: nothing would be learned");
  }
}
