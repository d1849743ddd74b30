/** Matrices from plain arrays, for small examples and for callers with a few rows of their own. @module */

import type { DenseRows, Matrix } from "./engine.ts";

function flatten(rows: readonly (readonly number[])[]): { columns: number; values: Float32Array } {
  const columns = rows[0]?.length ?? 0;
  const wrong = rows.findIndex((row) => row.length !== columns);
  if (wrong !== -1) {
    throw new TypeError(
      `Cannot make a matrix of rows of different lengths: row 0 has ${columns}, row ${wrong} has ${
        rows[wrong]!.length
      }`,
    );
  }
  return { columns, values: new Float32Array(rows.flat()) };
}

/**
 * A matrix, say of targets, from an array of rows; each number is rounded to float32.
 *
 * @throws {TypeError} if the rows differ in length
 */
export function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { kind: "matrix", rows: rows.length, ...flatten(rows) };
}

/**
 * Rows of data, to feed into a network, from an array of rows; each number is rounded to float32.
 *
 * @throws {TypeError} if the rows differ in length
 */
export function dataRows(rows: readonly (readonly number[])[]): DenseRows {
  return { kind: "dense", rows: rows.length, ...flatten(rows) };
}

/**
 * One-hot encoding: for each label a row of zeros with a one in the label's column.
 *
 * @param labels whole numbers from 0 to `classes` − 1
 * @param classes the number of columns
 * @throws {RangeError} if a label is not one of the classes
 *
 * @example
 * ```ts
 * import { oneHot } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...oneHot([2, 0], 3).values], [0, 0, 1, 1, 0, 0]);
 * ```
 */
export function oneHot(labels: ArrayLike<number>, classes: number): Matrix {
  const values = new Float32Array(labels.length * classes);
  for (let r = 0; r < labels.length; r++) {
    const label = labels[r]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw new RangeError(`Cannot encode the label ${label}: 0 to ${classes - 1} are the classes`);
    }
    values[r * classes + label] = 1;
  }
  return { kind: "matrix", rows: labels.length, columns: classes, values };
}
