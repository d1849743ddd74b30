/** Rows that test and have the same inputs as a row that trains. @module */

import type { Dataset } from "../../dataset.ts";
import { lowerBound } from "../../numerics/bounds.ts";
import { MAX_CATEGORIES } from "../cells/limits.ts";
import type { ColumnStatistics } from "../cells/statistics.ts";

/** Above this share of the test rows they are reported. */
const LARGE_SHARE = 0.01;

/** With fewer combinations of values than this for each row, rows of equal inputs are likely to be no copies. */
const MIN_COMBINATIONS = 100;

/**
 * Counts the test rows whose inputs a training row has, by hashes of 53 bits.
 * @param training [rows, features]
 * @param test [rows, features]
 */
export function countDuplicates(
  training: Float32Array<ArrayBuffer>,
  test: Float32Array<ArrayBuffer>,
  features: number,
): number {
  const known = hashesOf(training, features).sort();
  return hashesOf(test, features).reduce(
    (sum, hash) => sum + Number(known[lowerBound(known, hash)] === hash),
    0,
  );
}

/** Rows with their answers, encoded alike. */
type AnsweredRows = Pick<
  Dataset,
  "inputs" | "features" | "labels" | "targets" | "outputs" | "size"
>;

/**
 * Counts the rows that others have too, with the same inputs and answers, if they are more than chance allows: as many as among
 * the others themselves, where rows of few columns are often equal.
 * @returns 0 where they may be chance
 */
export function countLearned(known: AnsweredRows, rows: AnsweredRows): number {
  const [width, learned] = answered(known);
  const copies = countDuplicates(learned, answered(rows)[1], width);
  const hashes = hashesOf(learned, width).sort();
  const equal = hashes.reduce(
    (sum, hash, k) => sum + Number(hash === hashes[k - 1] || hash === hashes[k + 1]),
    0,
  );
  const share = equal / known.size;
  const usual = rows.size * share;
  return copies > usual + 3 * Math.sqrt(usual * (1 - share)) + 1 ? copies : 0;
}

/** [rows, width] The inputs of each row, then its answer. */
function answered(
  { inputs, features, labels, targets, outputs, size }: AnsweredRows,
): [width: number, rows: Float32Array<ArrayBuffer>] {
  const width = features + (targets === undefined ? 1 : outputs);
  const rows = new Float32Array(size * width);
  for (let r = 0; r < size; r++) {
    rows.set(inputs.subarray(r * features, (r + 1) * features), r * width);
    const answer = targets?.subarray(r * outputs, (r + 1) * outputs) ?? [labels[r]!];
    rows.set(answer, r * width + features);
  }
  return [width, rows];
}

/** A hash of each row of inputs [rows, features]. */
function hashesOf(inputs: Float32Array<ArrayBuffer>, features: number): Float64Array {
  const bits = new Int32Array(inputs.buffer, inputs.byteOffset, inputs.length);
  return Float64Array.from({ length: inputs.length / features }, (_, row) => {
    let [a, b] = [0x811c9dc5 | 0, 0x9e3779b1 | 0];
    for (let k = row * features; k < (row + 1) * features; k++) {
      a = Math.imul(a ^ bits[k]!, 0x01000193);
      a ^= a >>> 15;
      b = Math.imul((b << 5 | b >>> 27) ^ bits[k]!, 0x85ebca6b);
    }
    return (a >>> 0) * 2097152 + (b >>> 11); // 53 bits, which float64 holds
  });
}

interface DuplicateFacts {
  readonly duplicates: number;
  readonly test: number;
  readonly rows: number;
  /** Of the columns that are inputs. */
  readonly inputs: readonly ColumnStatistics[];
}

/** That many test rows have the inputs of a row that trains; nothing where that may be chance, since inputs are few. */
export function duplicatesNotes({ duplicates, test, rows, inputs }: DuplicateFacts): string[] {
  const combinations = inputs.reduce(
    (product, { values }) => product * (values?.size ?? MAX_CATEGORIES),
    1,
  );
  if (duplicates <= LARGE_SHARE * test || combinations < MIN_COMBINATIONS * rows) return [];
  return [
    `Test rows with the same inputs as a training row: ${duplicates} of ${test}; where they are copies, ` +
    "the test result is too good",
  ];
}
