/** What an engine works on: matrices, and rows of data; and both from plain arrays. @module */

/** A float32 matrix, row-major: element (r, c) is `values[r * columns + c]`. */
export interface Matrix {
  /** Tells a matrix from rows of data. */
  readonly kind: "matrix";
  /** The rows in use; `values` may have room for more. */
  rows: number;
  /** The length of a row. */
  readonly columns: number;
  /** The elements. */
  readonly values: Float32Array;
}

/** Rows of data, every entry stored. Entries of zero take no part in any sum: see {@linkcode SparseRows}. */
export interface DenseRows {
  /** Tells rows of data from a matrix. */
  readonly kind: "dense";
  /** The rows in use. */
  rows: number;
  /** The length of a row. */
  readonly columns: number;
  /** Entry (r, c) is `values[r * columns + c]`. */
  readonly values: Float32Array;
}

/**
 * Rows of data of which only the entries that are not zero are stored, as most of MNIST's are zero: row r holds the
 * entries `starts[r]` to `starts[r + 1]`, of which k is `values[k]` in column `indices[k]`.
 *
 * Leaving out the zeros is part of the contract and not a matter of speed alone: 0 · w is not added, be w infinite.
 */
export interface SparseRows {
  /** Tells rows of which only some entries are stored. */
  readonly kind: "sparse";
  /** The rows in use. */
  rows: number;
  /** The length of a row, zeros included. */
  readonly columns: number;
  /** Where each row begins, and where the last one ends; at least `rows + 1` elements. */
  readonly starts: Uint32Array;
  /** The column of each entry, increasing within a row. */
  readonly indices: Uint32Array;
  /** The value of each entry. */
  readonly values: Float32Array;
}

/** Rows of data, in either form: both give the same bits. */
export type DataRows = DenseRows | SparseRows;

/** What a layer takes in: data, or the activations of the layer before. */
export type Rows = Matrix | DataRows;

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
