/** What an engine works on: matrices, and rows of data; and both from plain arrays. @module */

import { describe } from "../checks/texts.ts";
import { showRows } from "./show_rows.ts";

/** A float32 matrix, row-major: element (r, c) is `values[r * columns + c]`. */
export interface Matrix {
  /** Distinguishes a matrix from rows of data. */
  readonly kind: "matrix";
  /** The number of rows in use; `values` may be longer. */
  rows: number;
  /** The length of a row. */
  readonly columns: number;
  /** The elements. */
  readonly values: Float32Array;
}

/** Rows of data with every element stored. Elements of zero take no part in any sum: see {@linkcode SparseRows}. */
export interface DenseRows {
  /** Tells rows of data from a matrix. */
  readonly kind: "dense";
  /** The rows in use. */
  rows: number;
  /** The length of a row. */
  readonly columns: number;
  /** Element (r, c) is `values[r * columns + c]`. */
  readonly values: Float32Array;
}

/**
 * Rows of data of which only the non-zeros are stored, since most of MNIST's pixels are zero: compressed sparse rows (CSR).
 * The non-zeros of row r are those from `starts[r]` up to `starts[r + 1]`; number k is `values[k]`, in column `indices[k]`.
 *
 * To leave out the zeros is part of the contract, not only a matter of speed: 0 · w is not added, even if w is infinite.
 */
export interface SparseRows {
  /** Marks rows of which only the non-zeros are stored. */
  readonly kind: "sparse";
  /** The rows in use. */
  rows: number;
  /** The length of a row, zeros included. */
  readonly columns: number;
  /** Where each row begins, the first at 0, and where the last one ends; at least `rows + 1` elements. */
  readonly starts: Uint32Array;
  /** The column of each non-zero, increasing within a row. */
  readonly indices: Uint32Array;
  /** The value of each non-zero. */
  readonly values: Float32Array;
  /**
   * [columns] 1 for a column that is joined to the one before it, 0 for one that begins a run; absent where none is joined.
   *
   * A non-zero then counts for its column and for those of its run before it. So 1 1 1 s 0, a number as ramps of bins, is
   * 0 0 1−s s 0: two non-zeros, however many bins there are.
   */
  readonly joined?: Uint8Array | undefined;
}

/** Rows of data, in either form: both give the same bits. */
export type DataRows = DenseRows | SparseRows;

/** Numbers of a data set, row-major: float32 as they are, or bytes k for k/255. */
export type DataValues = Uint8Array | Float32Array;

/** What a layer takes in: data, or the activations of the layer before. */
export type Rows = Matrix | DataRows;

/** A matrix in memory of its own, or rows of data with every element stored; `console.log` shows its numbers. */
export class PlainRows<Kind extends "matrix" | "dense"> {
  readonly kind: Kind;
  rows: number;
  readonly columns: number;
  readonly values: Float32Array;

  /** Takes the elements as they are; there may be more than `rows` rows of them. */
  constructor(kind: Kind, rows: number, columns: number, values: Float32Array) {
    this.kind = kind;
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }
}

showRows(PlainRows.prototype);

/** Copies the rows of a matrix into another one, unless that is the same. */
export function copyRows(out: Matrix, from: Matrix): void {
  if (out === from) return;
  const [target, source] = [out.values, from.values];
  for (let k = 0; k < from.rows * from.columns; k++) target[k] = source[k]!;
}

/**
 * Rows of equal length, one after the other, as they are.
 * @param what the rows are, for the error
 * @throws {TypeError} if the rows differ in length, or hold something else than numbers
 */
export function flattenExactly(
  what: string,
  rows: readonly ArrayLike<number>[],
): { columns: number; values: Float64Array } {
  const columns = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * columns);
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r]!;
    if (typeof row !== "object" || row === null || row.length === undefined) {
      throw new TypeError(
        `Cannot use ${describe(row)} for row ${r} of the ${what}: expected a list of rows; ` +
          "for example [[0, 1], [1, 1]]",
      );
    }
    if (row.length !== columns) {
      throw new TypeError(
        `Cannot use ${what} whose rows are of different lengths: row 0 has ${columns}, row ${r} has ${row.length}`,
      );
    }
    for (let c = 0; c < columns; c++) {
      const value = row[c];
      if (typeof value !== "number") {
        throw new TypeError(
          `Cannot use ${describe(value)} in row ${r}, column ${c} of the ${what}: expected a ` +
            "number",
        );
      }
      values[r * columns + c] = value;
    }
  }
  return { columns, values };
}

/**
 * A matrix, such as targets, from an array of rows; each number is rounded to float32.
 * @throws {TypeError} if the rows differ in length, or hold something else than numbers
 */
export function matrix(rows: readonly ArrayLike<number>[]): Matrix {
  const { columns, values } = flattenExactly("targets", rows);
  return new PlainRows("matrix", rows.length, columns, Float32Array.from(values));
}

/**
 * Rows of data for a network, from an array of rows; each number is rounded to float32.
 * @throws {TypeError} if the rows differ in length, or hold something else than numbers
 */
export function dataRows(rows: readonly ArrayLike<number>[]): DenseRows {
  const { columns, values } = flattenExactly("inputs", rows);
  return new PlainRows("dense", rows.length, columns, Float32Array.from(values));
}

/**
 * One-hot encoding: for each label a row of zeros with a one in the label's column.
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
      throw new RangeError(`Cannot encode the label ${label}: expected 0 to ${classes - 1}`);
    }
    values[r * classes + label] = 1;
  }
  return new PlainRows("matrix", labels.length, classes, values);
}
