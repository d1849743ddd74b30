/**
 * The products of matrices in a WebAssembly engine: which kernel makes them, how its work is cut, and the room that it
 * needs. Matrices are addresses. @module
 */

import type { Matrix, Rows } from "../matrix.ts";
import { type ArenaSparseRows, LINE_FLOATS } from "./arena.ts";
import type { Context } from "./context.ts";
import { ELEMENTS_PER_NON_ZERO, type Panels, panelWork } from "./panels.ts";
import type { Split } from "./pool.ts";

/** From this many multiplications on, and this size in every direction, the product of two matrices is packed first. */
const MIN_PACKED_MULTIPLICATIONS = 100_000;
const MIN_PACKED_SIDE = 24;

/** The cache that a core has to itself: most have a quarter of a megabyte or more. */
const CACHE_BYTES = 400_000;

/** From this many columns for each worker on, the product of sparse rows is cut by columns. */
const MIN_COLUMNS_PER_WORKER = 64;

/**
 * Products of at least this many multiplications, rows and columns have their zeros searched for. Up to the density of the
 * kernels' geometry they are left out: the product of sparse rows waits for the cache, and makes fewer multiplications in
 * the same time. After the transpose of a large matrix it pays only up to this part of that density.
 */
const MIN_SEARCHED_MULTIPLICATIONS = 10_000_000;
const MIN_SEARCHED_ROWS = 64;
const MIN_SEARCHED_COLUMNS = 256;
const TRANSPOSED_DENSITY = 0.8;

/** How `squareRows` is cut: into whole eights of rows. */
const BY_EIGHTS: Split = { grain: 8 };

/** How many columns of a large matrix `sparseProduct` copies at a time. */
const COPIED_COLUMNS = 144;

/** How `denseProduct` is cut: into whole threes of rows. */
const BY_THREES: Split = { grain: 3 * LINE_FLOATS };

/** How much of the inner index `packedProduct` packs at a time, and of how many rows. */
const PACKED_DEPTH = 256;
const PACKED_ROWS = 192;

/** A product out [rows, columns] = (bias + x·w)·scale for x [rows, inner]; a bias of 0 is zeros. */
interface Product {
  readonly out: number;
  readonly w: number;
  readonly bias: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly scale: number;
}

/** A matrix: where it is, and its shape. */
interface Shape {
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
}

/** An operand of a packed product: where it is, and how far apart its rows and columns are, in elements. */
interface Operand {
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

/** Makes products in the memory of one engine. */
export class Products {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Whether `packed` is the fastest way to a product. */
  packs(rows: number, inner: number, columns: number): boolean {
    return rows * inner * columns >= MIN_PACKED_MULTIPLICATIONS &&
      Math.min(rows, inner, columns) >= MIN_PACKED_SIDE;
  }

  /** The product of sparse rows. */
  ofSparse(x: ArenaSparseRows, { out, w, bias, rows, inner, columns, scale }: Product): void {
    const { store, workers, run } = this.#context;
    const large = 4 * inner * columns > CACHE_BYTES;
    const size = large
      ? inner * LINE_FLOATS * Math.ceil(Math.min(columns, COPIED_COLUMNS) / LINE_FLOATS)
      : 0;
    const scratch = large ? store.floats("panels", size * workers).address : 0;
    const byColumns = columns >= MIN_COLUMNS_PER_WORKER * workers;
    const nonZeros = rows * x.maxNonZeros / Math.max(1, x.maxRows) / ELEMENTS_PER_NON_ZERO;
    const shape = [rows, inner, columns] as const;
    const cut = [Number(byColumns), scratch, 0, byColumns ? columns : rows] as const;
    run(
      "sparseProduct",
      [out, ...x.addresses, w, bias, ...shape, scale, ...cut],
      { grain: LINE_FLOATS, scratchBytes: 4 * size, copies: [x.copyBytes] },
      nonZeros * columns,
    );
  }

  /** The product of sparse rows and weights in panels. */
  ofPanels(
    x: ArenaSparseRows,
    { address, stride, count }: Panels,
    { out, bias, rows, inner, columns }: Omit<Product, "w" | "scale">,
  ): void {
    this.#context.finish(); // a step may not be at its end
    this.#context.run(
      "panelProduct",
      [out, ...x.addresses, address, stride, count, bias, rows, inner, columns, 0, count],
      { grain: 1, copies: [x.copyBytes] },
      panelWork(x.rows, inner, columns),
    );
  }

  /**
   * The rows of a matrix without its zeros, if that makes a product with another one faster and leaves its bits as they
   * are.
   *
   * Zero times a finite number is a zero, and to add a zero changes no sum but −0. The sum of two numbers is −0 only if
   * both are −0. So no bias must be −0, and the other matrix must be finite.
   * @param columns how many products each element of `x` has a part in
   * @param bias 0 for zeros
   * @param transposed whether `other` has to be transposed for it
   */
  withoutZeros(
    x: Shape,
    other: Shape,
    columns: number,
    { bias = 0, transposed = false }: { bias?: number; transposed?: boolean } = {},
  ): ArenaSparseRows | undefined {
    const { store, kernels, geometry: { maxDensity } } = this.#context;
    const size = x.rows * x.columns;
    if (
      size * columns < MIN_SEARCHED_MULTIPLICATIONS || x.rows < MIN_SEARCHED_ROWS ||
      columns < MIN_SEARCHED_COLUMNS
    ) return undefined;
    this.#context.tape.spoil(); // what it finds decides
    const sparse = store.sparseRows("nonzeros", x.rows, x.columns, size);
    kernels.dropZeros(x.at, ...sparse.addresses, x.rows, x.columns, store.leftPackTable);
    const most = transposed ? TRANSPOSED_DENSITY * maxDensity : maxDensity;
    if (sparse.starts[x.rows]! > most * size) return undefined;
    if (bias !== 0) {
      const biases = store.memory().subarray(bias / 4, bias / 4 + columns);
      if (biases.some((value) => Object.is(value, -0))) return undefined;
    }
    return Number.isFinite(this.sumOfSquares(other)) ? sparse : undefined;
  }

  /** The address of the weights of x, added up along the runs of joined columns if it has some: see `Engine.affine`. */
  weightsOf(x: Rows, weights: Matrix): number {
    const { store, kernels } = this.#context;
    const from = store.operand(weights, "weights");
    if (x.kind !== "sparse" || x.joined === undefined) return from;
    const { rows, columns } = weights;
    const sums = store.floats("sums of weights", rows * columns).address;
    kernels.sumJoined(sums, from, store.joined(x), rows, columns);
    return sums;
  }

  /** Adds the gradients of sums at an address back from the end of each run: see `Engine.gradient`. */
  addBack(x: Rows, gradient: number, columns: number): void {
    if (x.kind !== "sparse" || x.joined === undefined) return;
    const { store, kernels } = this.#context;
    kernels.addBackJoined(gradient, store.joined(x), x.columns, columns);
  }

  /** The sum of the squares of a matrix, in float64, row after row. */
  sumOfSquares({ at, rows, columns }: Shape): number {
    const { store, run, tape } = this.#context;
    tape.spoil(); // the caller decides by it
    const sums = store.doubles("sums", rows);
    run("squareRows", [sums.address, at, columns, 0, rows], BY_EIGHTS, rows * columns);
    const { view } = sums;
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += view[r]!;
    return sum;
  }

  /** The address of the transpose of a matrix. */
  transpose(a: number, rows: number, columns: number): number {
    const { store, run } = this.#context;
    const out = store.floats("transpose", rows * columns).address;
    run(
      "transpose",
      [out, a, rows, columns, 0, columns],
      { grain: LINE_FLOATS },
      3 * rows * columns,
    );
    return out;
  }

  /** The product of rows of data at `x`, every element stored, of which zeros take no part; false if w is too large. */
  ofData(x: number, { out, w, bias, rows, inner, columns }: Omit<Product, "scale">): boolean {
    if (4 * inner * columns > CACHE_BYTES) return false;
    const { store, workers, run } = this.#context;
    const size = 2 * (inner + 4);
    const scratch = store.floats("row", size * workers).address;
    run(
      "dataProduct",
      [out, x, inner, w, bias, columns, store.leftPackTable, scratch, 0, rows],
      { grain: LINE_FLOATS, scratchBytes: 4 * size },
      rows * inner * columns / ELEMENTS_PER_NON_ZERO,
    );
    return true;
  }

  /** The product of a matrix at `x`. */
  ofMatrix(x: number, product: Product): void {
    const { out, w, bias, rows, inner, columns, scale } = product;
    if (this.packs(rows, inner, columns)) {
      const b = { at: w, row: columns, column: 1 };
      this.packed({ at: x, row: inner, column: 1 }, b, product);
      return;
    }
    const { store, run } = this.#context;
    run(
      "denseProduct",
      [out, store.columnIndices(inner), x, inner, w, bias, columns, scale, 0, rows],
      BY_THREES,
      rows * inner * columns,
    );
  }

  /** (bias + a·b)·scale for large operands, which may be transposed. */
  packed(a: Operand, b: Operand, product: Omit<Product, "w">): void {
    const { out, bias, rows, inner, columns, scale } = product;
    const { store, workers, run, geometry: { panelColumns, tileRows } } = this.#context;
    const panels = Math.ceil(columns / panelColumns);
    const packedRows = Math.min(PACKED_ROWS, tileRows * Math.ceil(rows / tileRows));
    // All workers' together is enough for one that makes all panels.
    const packedColumns = panelColumns * Math.ceil(panels / workers);
    const size = panelColumns + PACKED_DEPTH * (packedColumns + packedRows);
    const scratch = store.floats("panels", size * workers).address;
    const [left, right] = [[a.at, a.row, a.column], [b.at, b.row, b.column]] as const;
    run(
      "packedProduct",
      [out, ...left, ...right, bias, rows, inner, columns, scale, scratch, 0, panels],
      { grain: 1, scratchBytes: 4 * size },
      rows * inner * columns,
    );
  }
}
