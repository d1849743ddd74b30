/** Data in lists of rows, names of classes and bytes, made into what a {@linkcode Dataset} holds. @module */

import { checkNames, describe, joinNames } from "../checks/texts.ts";
import { checkOptions, type NamesOf } from "../checks/options.ts";
import { suggestion } from "../checks/meant.ts";
import type { Dataset } from "../dataset.ts";
import { flattenExactly } from "../engine/matrix.ts";
import {
  ANSWERS,
  checkEither,
  checkFinite,
  checkWeights,
  type DatasetSource,
  type ExampleDetails,
  EXAMPLES,
  MAX_CLASSES,
} from "./source.ts";

/** What one data set can adopt from another; targets are quantities if the problem is regression. */
export type DatasetShape =
  & Pick<Dataset, "features" | "classes" | "classNames" | "featureNames" | "shape">
  & Pick<Dataset, "standardization">
  & Partial<Pick<Dataset, "problem" | "quantities">>;

/** Numbers in a list or in a typed array. */
export type Numbers = ArrayLike<number>;

/** What {@linkcode Dataset.from} takes. */
export interface DatasetLists {
  /** A row for each example, or all of them in one array, row-major: numbers that stand for themselves, bytes too. */
  inputs?: readonly Numbers[] | Float32Array | Float64Array | Uint8Array | Int32Array;
  /** Gray levels instead of inputs, row-major: a byte k stands for k/255. */
  pixels?: Uint8Array;
  /** The class of each example: names, or numbers from 0 up. */
  labels?: readonly string[] | Numbers;
  /** The targets for the outputs, instead of labels: a row for each example, or a number if there is one output. */
  targets?: readonly Numbers[] | Numbers;
  /** The names of the classes, in their order. Default: the names among the labels, sorted. */
  classNames?: readonly string[];
  /** The number of classes, where labels are numbers and some class may have no example. */
  classes?: number;
  /** The names of the features, in the order of the columns. */
  featureNames?: readonly string[];
  /** The shape of an example, [height, width] of an image. */
  shape?: readonly number[];
  /** How much each example counts in training, 0 or more. Default: 1 each. */
  weights?: Numbers;
  /**
   * A data set whose classes, features and standardization this one adopts; its targets are quantities if that one's are.
   * Columns of `inputs` are put in that one's order where both have names.
   */
  like?: DatasetShape;
}

const NAMES = {
  inputs: true,
  pixels: true,
  labels: true,
  targets: true,
  classNames: true,
  classes: true,
  featureNames: true,
  shape: true,
  weights: true,
  like: true,
} as const satisfies NamesOf<DatasetLists>;

/** What has no option, since it follows from the lists. */
const HINTS = {
  features: "it follows from the rows, or from the number of labels",
  outputs: "it follows from the rows of targets",
} as const;

/**
 * Finds out features, classes and outputs.
 * @returns what a data set is made of, and its inputs as they were given where float32 does not hold them
 */
export function sourceOf(lists: DatasetLists): { source: DatasetSource; exact?: Float64Array } {
  checkOptions("make a data set", lists, NAMES, HINTS);
  const { like, shape, weights: weighed } = lists;
  const answers = answersIn(lists);
  const { values, features } = examplesIn(lists, answers.size);
  const weights = weighed && Float32Array.from(weighed);
  if (weights !== undefined) checkWeights(weights, answers.size, weighed);
  const details: ExampleDetails = {
    features,
    shape: shape ?? like?.shape,
    featureNames: lists.featureNames ?? like?.featureNames,
    weights,
  };
  if (lists.featureNames !== undefined) checkNames("featureNames", lists.featureNames, features);
  const { size: _, ...rest } = answers;
  if (values instanceof Uint8Array) return { source: { ...details, ...rest, pixels: values } };
  const exact = inOrder(values, lists.featureNames, like?.featureNames);
  const inputs = Float32Array.from(exact);
  checkFinite("input", inputs, features, exact);
  const inOrderNames = { featureNames: like?.featureNames ?? details.featureNames };
  const source = { ...details, ...inOrderNames, ...rest, inputs };
  return exact.every((value, k) => value === inputs[k]) ? { source } : { source, exact };
}

/** The numbers of the examples in one array. */
function examplesIn(
  { inputs, pixels, like }: DatasetLists,
  size: number,
): { values: Float64Array | Uint8Array; features: number } {
  checkEither(EXAMPLES, inputs, pixels);
  const given = pixels ?? inputs!;
  const rows = Array.isArray(given) ? given as readonly Numbers[] : undefined;
  const values = pixels !== undefined
    ? pixels
    : rows !== undefined
    ? flattenExactly("inputs", rows).values
    : Float64Array.from(given as Numbers);
  if (!(values instanceof Uint8Array || values instanceof Float64Array)) {
    throw new TypeError(`Cannot take ${describe(pixels)} for pixels: expected a Uint8Array`);
  }
  const examples = rows?.length ?? size;
  const features = rows?.[0]?.length ?? values.length / size;
  if (examples !== size || !(Number.isInteger(features) && features >= 1)) {
    const what = rows === undefined ? `${values.length} inputs` : `${examples} rows of inputs`;
    throw new TypeError(
      `Cannot make a data set of ${what} and ${size} answers: expected as many of both`,
    );
  }
  if (like !== undefined && like.features !== features) {
    throw new TypeError(
      `Cannot make a data set of ${features} features like one of ${like.features}`,
    );
  }
  return { values, features };
}

/** The labels or targets, and how many there are. */
function answersIn(lists: DatasetLists):
  & { size: number }
  & (
    | {
      labels: Uint8Array | Uint16Array;
      classes: number;
      classNames: readonly string[] | undefined;
    }
    | { targets: Float32Array; outputs: number; classification: false | undefined }
  ) {
  const { labels, targets, like } = lists;
  checkEither(ANSWERS, labels, targets);
  if (labels !== undefined) return { size: labels.length, ...labelsIn(lists) };
  for (const name of ["classNames", "classes"] as const) {
    if (lists[name] === undefined) continue;
    throw new TypeError(
      `Cannot use ${name} for targets: they are of labels; a network with one output ` +
        'may name no and yes itself, new Network(sizes, { classNames: ["no", "yes"] })',
    );
  }
  const rows = Array.isArray(targets) && typeof targets[0] === "object";
  const { values } = rows
    ? flattenExactly("targets", targets as readonly Numbers[])
    : flattenExactly("targets", [targets as Numbers]);
  const outputs = rows ? (targets[0] as unknown as Numbers).length : 1;
  const rounded = Float32Array.from(values);
  checkFinite("target", rounded, outputs, values);
  const classification = like?.problem?.hasAccuracy === false ? false : undefined;
  return { size: targets!.length, targets: rounded, outputs, classification };
}

function labelsIn({ labels, classNames, classes, like }: DatasetLists): {
  labels: Uint8Array | Uint16Array;
  classes: number;
  classNames: readonly string[] | undefined;
} {
  if (typeof labels![0] === "string") {
    const words = labels as readonly string[];
    const other = words.findIndex((word) => typeof word !== "string");
    if (other !== -1) {
      throw new TypeError(
        `Cannot use the label ${describe(words[other])} of example ${other}: ` +
          "expected a name, as example 0 has one",
      );
    }
    const names = classNames ?? like?.classNames ?? [...new Set(words)].sort();
    checkNames("classNames", names, names.length);
    checkCount(names, classes);
    const indices = new Map(names.map((name, k) => [name, k]));
    const numbers = Array.from(words, (word, example) => {
      const index = indices.get(word);
      if (index !== undefined) return index;
      throw new RangeError(
        `Cannot use the label ${describe(word)} of example ` +
          `${example}${suggestion(word, names) || `: the classes are ${joinNames(names)}`}`,
      );
    });
    return { labels: compact(numbers, names.length), classes: names.length, classNames: names };
  }
  const numbers = Array.from(labels as Numbers);
  const wrong = numbers.findIndex((label) => !(Number.isSafeInteger(label) && label >= 0));
  if (wrong !== -1) {
    throw new TypeError(
      `Cannot use the label ${describe(numbers[wrong])} of example ${wrong}: ` +
        "expected names, or whole numbers from 0 up; quantities are `targets`",
    );
  }
  const names = classNames ?? like?.classNames;
  if (names !== undefined) checkCount(names, classes);
  const count = names?.length ?? classes ?? like?.classes ?? countClasses(numbers);
  return { labels: compact(numbers, count), classes: count, classNames: names };
}

/** @throws {TypeError} if there are not as many names as classes */
function checkCount(names: readonly string[], classes: number | undefined): void {
  if (classes === undefined || classes === names.length) return;
  throw new TypeError(
    `Cannot make a data set of ${describe(classes)} classes with ${names.length} names, ` +
      `${joinNames(names)}: expected \`classNames\` with a name for each class, and no \`classes\``,
  );
}

/** One more than the largest label, if every class up to it has an example: otherwise that would be a guess. */
function countClasses(labels: readonly number[]): number {
  const found = new Set(labels);
  let count = 0;
  for (const label of found) if (label >= count) count = label + 1;
  if (found.size === count) return count;
  let missing = 0;
  while (found.has(missing)) missing++;
  throw new TypeError(
    `Cannot infer the classes of labels up to ${count - 1}, since no example is of class ` +
      `${missing}: ` +
      "expected `classes`, how many there are, or names; for example labels.map(String)",
  );
}

function compact(labels: readonly number[], classes: number): Uint8Array | Uint16Array {
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong !== -1) {
    throw new RangeError(
      `Cannot use the label ${labels[wrong]} of example ${wrong}: expected 0 to ${classes - 1}`,
    );
  }
  if (classes > MAX_CLASSES) {
    throw new RangeError(`Cannot tell ${classes} classes apart: at most ${MAX_CLASSES} are`);
  }
  return classes <= 256 ? Uint8Array.from(labels) : Uint16Array.from(labels);
}

/** The columns in the order of the expected names, where both are known. */
function inOrder(
  values: Float64Array,
  names: readonly string[] | undefined,
  expected: readonly string[] | undefined,
): Float64Array {
  if (names === undefined || expected === undefined) return values;
  const indices = expected.map((name) => names.indexOf(name));
  const missing = indices.indexOf(-1);
  if (missing !== -1) {
    throw new TypeError(
      `Cannot make a data set like the other: there is no feature "${expected[missing]}", there ` +
        `are ${joinNames(names)}`,
    );
  }
  const columns = names.length;
  return Float64Array.from(values, (_, k) => values[k - k % columns + indices[k % columns]!]!);
}
