/** The answers of an NPZ file: classes, quantities or labels. @module */

import { checkFinite, type Labels, type Targets } from "../../lib/dataset/source.ts";
import type { NpyArray } from "../../lib/formats/read_npz.ts";
import { Standardization } from "../../lib/numerics/standardization.ts";
import type { Problem } from "../../lib/problem/contract.ts";
import { numberLabels } from "./classes.ts";
import { float32 } from "./inputs.ts";

export interface AnswersOptions {
  /** What is learned: the class of each example, quantities or labels. Default: found from the numbers. */
  readonly kind?: Problem["kind"] | undefined;
  /** Whether quantities are standardized, by the examples to train on. Default: false. */
  readonly standardize?: boolean | undefined;
}

interface Asked {
  /** Of each part: [examples, outputs] */
  readonly arrays: readonly NpyArray[];
  /** How many numbers each example has; 1 for a name. */
  readonly outputs: number;
  readonly yesOrNo: boolean;
  /** How many examples have a single 1 among several outputs. */
  readonly single: number;
  /** How many examples there are. */
  readonly rows: number;
  readonly names: readonly string[] | undefined;
  readonly standardize: boolean | undefined;
}

interface FoundAnswers {
  readonly parts: (Labels | Targets)[];
  readonly notes: readonly string[];
  readonly labels?: readonly string[];
  /** What was subtracted from quantities that are standardized later. */
  readonly origin?: Standardization;
}

const ANSWER_READERS: { readonly [Kind in Problem["kind"]]: (asked: Asked) => FoundAnswers } = {
  class({ arrays, outputs, single, rows, names }) {
    if (outputs === 1) return ofClasses(labelsOf(arrays), names);
    if (single !== rows) {
      throw new Error(`its answers are ${outputs} numbers for each example, not a single class`);
    }
    const classes = arrays.map(({ data }) =>
      Array.from(data, Number).flatMap((value, k) => value === 1 ? [k % outputs] : [])
    );
    const { parts, notes } = ofClasses(classes, names ?? indexNames(outputs));
    return { parts, notes: [`The answers are one-hot: ${outputs} classes`, ...notes] };
  },
  quantity({ arrays, outputs, standardize }) {
    if (outputs === 1 && arrays[0]!.dtype === "str") {
      throw new Error("its answers are names, which are not quantities");
    }
    const notes = outputs === 1
      ? ["The answers are a quantity"]
      : [`Each example has ${outputs} quantities, an output for each`];
    return { ...ofQuantities(arrays, outputs, standardize), notes };
  },
  labels({ arrays, outputs, yesOrNo, single, rows, names }) {
    if (!(outputs > 1 && yesOrNo)) {
      throw new Error("its answers are not labels: expected several for each example, each 0 or 1");
    }
    if (names !== undefined && names.length !== outputs) {
      throw new Error(`it has ${names.length} names for the ${outputs} labels of each example`);
    }
    return {
      parts: arrays.map(({ data }) => ({ targets: float32(data), outputs, classification: true })),
      labels: names ?? indexNames(outputs),
      notes: [
        `Each example has up to ${outputs} labels, each predicted as yes or no`,
        ...2 * single > rows ? [`${single} of the ${rows} examples have a single one`] : [],
      ],
    };
  },
};

/** The answers of each part, [examples, outputs]; throws if they are not of the given kind. */
export function answersOf(
  arrays: readonly NpyArray[],
  names: readonly string[] | undefined,
  { kind, standardize }: AnswersOptions,
): FoundAnswers {
  const outputs = arrays[0]!.data.length / arrays[0]!.shape[0]!;
  const yesOrNo = arrays.every(({ data, dtype }) =>
    dtype !== "str" && data.every((value) => Number(value) === 0 || Number(value) === 1)
  );
  const rows = arrays.reduce((sum, { shape }) => sum + shape[0]!, 0);
  const single = yesOrNo && outputs !== 1 ? singlesIn(arrays, outputs) : 0;
  const asked: Asked = { arrays, outputs, yesOrNo, single, rows, names, standardize };
  return ANSWER_READERS[kind ?? foundKind(asked)](asked);
}

/** What is learned, by the numbers of the answers. */
function foundKind({ arrays, outputs, yesOrNo, single, rows }: Asked): Problem["kind"] {
  if (outputs !== 1) return single === rows ? "class" : yesOrNo ? "labels" : "quantity";
  const isWhole = arrays.every(({ dtype }) => dtype === "str" || !dtype.startsWith("float"));
  if (!(yesOrNo || isWhole)) return "quantity";
  checkRepeats(arrays);
  return "class";
}

function indexNames(outputs: number): string[] {
  return Array.from({ length: outputs }, (_, k) => String(k));
}

/**
 * Quantities as they are. If they are standardized later, those of the first example are subtracted and returned: float32
 * holds the differences of quantities that it may not hold.
 */
function ofQuantities(
  arrays: readonly NpyArray[],
  outputs: number,
  standardize = false,
): { parts: Targets[]; origin?: Standardization } {
  const numbers = arrays.map(({ data }) => Float64Array.from(data as ArrayLike<number>, Number));
  const origin = new Standardization({
    means: Array.from(numbers[0]!.subarray(0, outputs), (first) => isFinite(first) ? first : 0),
    deviations: Array<number>(outputs).fill(1),
  });
  const parts = numbers.map((values) => {
    const targets = standardize ? origin.apply(values) : Float32Array.from(values);
    checkFinite("target", targets, outputs, values);
    return { targets, outputs, classification: false };
  });
  return standardize ? { parts, origin } : { parts };
}

function ofClasses(
  labels: readonly (number[] | readonly string[])[],
  names: readonly string[] | undefined,
): FoundAnswers {
  const { labels: numbered, classNames, notes } = numberLabels(labels, names);
  const classes = classNames.length;
  return {
    parts: numbered.map((labels) => ({ labels, classes, classNames })),
    notes: [`The answers are ${classes} classes`, ...notes],
  };
}

/** Names and numbers as they are; all numbers as text if float64 does not hold one of them exactly. */
function labelsOf(arrays: readonly NpyArray[]): (number[] | readonly string[])[] {
  const long = longIn(arrays) !== undefined;
  return arrays.map(({ data, dtype }) =>
    dtype === "str" || long ? Array.from(data, String) : Array.from(data, Number)
  );
}

/** A whole number of 64 bits beyond the range in which float64 holds all whole numbers. */
function longIn(arrays: readonly NpyArray[]): bigint | undefined {
  for (const { data } of arrays) {
    if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) continue;
    const long = data.find((value: bigint) => !Number.isSafeInteger(Number(value)));
    if (long !== undefined) return long;
  }
  return undefined;
}

/** @throws {Error} if no label comes twice and float64 does not hold all of them, so that they are not classes */
function checkRepeats(arrays: readonly NpyArray[]): void {
  const long = longIn(arrays);
  const labels = long === undefined ? [] : labelsOf(arrays).flat();
  if (new Set(labels).size < labels.length || long === undefined) return;
  throw new Error(
    `each example has a different label, and float64 cannot hold ${long}, which is long as ids are: ` +
      "--kind quantity takes them for a quantity, which rounds them",
  );
}

/** How many rows of 0 and 1 have a single 1. */
function singlesIn(arrays: readonly NpyArray[], columns: number): number {
  let single = 0;
  for (const { data } of arrays) {
    for (let start = 0; start < data.length; start += columns) {
      let ones = 0;
      for (let c = 0; c < columns; c++) ones += Number(data[start + c]);
      if (ones === 1) single++;
    }
  }
  return single;
}
