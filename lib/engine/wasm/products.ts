/**
 * The products of matrices in a WebAssembly engine: which kernel makes them, how its work is cut, and the room that it
 * needs. Matrices are addresses.
 *
 * @module
 */

import type { ArenaSparseRows } from "./arena.ts";
import type { Run, Split } from "./pool.ts";
import type { Store } from "./store.ts";
import type { LargeProduct } from "./options.ts";

/** From this many multiplications on, native code pays for the call. */
const NATIVE = 2_000_000;

/** From this many multiplications on, and in every direction, the product of two matrices is packed first. */
const PACKED = 100_000;
const PACKED_SIDE = 24;

/** What a core has of cache to itself, in bytes: most have a quarter of a megabyte or more. */
const OWN_CACHE = 400_000;

/** How many float32 a cache line has: no two workers write to the same. */
export const LINE = 16;

/** From this many columns a worker on, the product of entries is cut by columns. */
const WIDE = 64;

/** How many entries there are room for one that is there; exactly how many would have to be counted. */
export const SPARSITY = 5;

/** How the kernels are cut; `denseProduct` into whole threes of rows. */
const SPARSE_BY_ROWS: Split = { at: 10, grain: LINE };
const SPARSE_BY_COLUMNS: Split = { at: 12, grain: LINE };
const DATA_BY_ROWS: Split = { at: 8, grain: LINE };
const DENSE_BY_ROWS: Split = { at: 8, grain: 3 * LINE };
const BY_PANELS: Split = { at: 13, grain: 1 };

/** What a packed product needs for itself besides its panels of rows, in floats, and how deep these are. */
const PACKED_SCRATCH = 32 + 2048;
const PACKED_DEPTH = 256;

/** A product out [rows, columns] = (bias + x·w)·scale, where x is [rows, inner]; a bias of 0 is zeros. */
interface Product {
  readonly out: number;
  readonly w: number;
  readonly bias: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly scale: number;
}

/** A factor of a packed product, and how far apart its rows and columns are, in elements. */
interface Factor {
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

/** Whether packing the factors of a product costs less than it saves. */
export function worthPacking(rows: number, inner: number, columns: number): boolean {
  return rows * inner * columns >= PACKED && Math.min(rows, inner, columns) >= PACKED_SIDE;
}

/** Makes products in the memory of one engine. */
export class Products {
  readonly #store: Store;
  readonly #workers: number;
  readonly #run: Run;
  readonly #multiply: ((product: LargeProduct) => void) | undefined;

  /**
   * @param workers how many may run a kernel at once
   * @param run runs a kernel
   * @param multiply makes large products instead of the kernels
   */
  constructor(
    store: Store,
    workers: number,
    run: Run,
    multiply: ((product: LargeProduct) => void) | undefined,
  ) {
    this.#store = store;
    this.#workers = workers;
    this.#run = run;
    this.#multiply = multiply;
  }

  /** The product of rows of entries. */
  ofEntries(x: ArenaSparseRows, { out, w, bias, rows, inner, columns, scale }: Product): void {
    const { startsAddress, indicesAddress, valuesAddress, capacity } = x;
    const large = 4 * inner * columns > OWN_CACHE;
    const panels = large
      ? this.#store.floats("panels of weights", inner * columns + 64).address
      : 0;
    const entries = [startsAddress, indicesAddress, valuesAddress] as const;
    const args = [out, ...entries, w, bias, columns, scale, inner, panels, 0, rows, 0, columns];
    const products = rows * capacity.entries / Math.max(1, capacity.rows) / SPARSITY * columns;
    const wide = columns >= WIDE * this.#workers;
    this.#run("sparseProduct", args, wide ? SPARSE_BY_COLUMNS : SPARSE_BY_ROWS, products);
  }

  /** The product of rows of data at `x`, every entry stored, that takes no account of zeros; false if w is too large. */
  ofData(x: number, { out, w, bias, rows, inner, columns }: Omit<Product, "scale">): boolean {
    if (4 * inner * columns > OWN_CACHE) return false;
    const room = 2 * (inner + 4);
    const scratch = this.#store.floats("row", this.#workers * room).address;
    const split = { ...DATA_BY_ROWS, scratch: { at: 7, bytes: 4 * room } };
    const args = [out, x, inner, w, bias, columns, this.#store.fronts, scratch, 0, rows];
    this.#run("dataProduct", args, split, rows * inner * columns / SPARSITY);
    return true;
  }

  /** The product of a matrix at `x`. */
  ofMatrix(x: number, product: Product): void {
    const { out, w, bias, rows, inner, columns, scale } = product;
    if (worthPacking(rows, inner, columns)) {
      const b = { at: w, row: columns, column: 1 };
      this.packed({ at: x, row: inner, column: 1 }, b, product);
    } else {
      const counting = this.#store.counting(inner);
      const args = [out, counting, x, inner, w, bias, columns, scale, 0, rows, 0, columns];
      this.#run("denseProduct", args, DENSE_BY_ROWS, rows * inner * columns);
    }
  }

  /** (bias + a·b)·scale for large factors, which may be transposed. */
  packed(a: Factor, b: Factor, product: Omit<Product, "w">): void {
    const { out, bias, rows, inner, columns, scale } = product;
    if (this.#multiply !== undefined && rows * inner * columns >= NATIVE) {
      this.#multiply({
        memory: this.#store.memory(),
        out: out / 4,
        a: { ...a, at: a.at / 4 },
        b: { ...b, at: b.at / 4 },
        bias: bias / 4,
        rows,
        inner,
        columns,
        scale,
      });
      return;
    }
    const size = PACKED_SCRATCH + PACKED_DEPTH * 4 * Math.ceil(rows / 4);
    const scratch = this.#store.floats("panels", size * this.#workers).address;
    const factors = [a.at, a.row, a.column, b.at, b.row, b.column] as const;
    const args = [out, ...factors, bias, rows, inner, columns, scale, scratch];
    const split = { ...BY_PANELS, scratch: { at: 12, bytes: 4 * size } };
    const panels = Math.ceil(columns / 8);
    this.#run("packedProduct", [...args, 0, panels], split, rows * inner * columns);
  }
}
