/** How to make a WebAssembly engine. @module */

/** A product out = bias + a·b, or scale·a·b, of matrices in one memory; addresses and strides are in elements. */
export interface LargeProduct {
  /** The memory. */
  readonly memory: Float32Array;
  /** Where out [rows, columns] is. */
  readonly out: number;
  /** Where a [rows, inner] is, and how far apart its rows and columns are; one of them is 1. */
  readonly a: { readonly at: number; readonly row: number; readonly column: number };
  /** Where b [inner, columns] is. */
  readonly b: { readonly at: number; readonly row: number; readonly column: number };
  /** Where the bias [columns] is, added to each row; 0 if there is none. */
  readonly bias: number;
  /** The rows of out. */
  readonly rows: number;
  /** The columns of a, which are the rows of b. */
  readonly inner: number;
  /** The columns of out. */
  readonly columns: number;
  /** What the product is scaled by. */
  readonly scale: number;
}

/** More workers than this are taken for a slip. */
const MAX_WORKERS = 256;

/**
 * Checks how many workers are asked for.
 * @throws {RangeError} if that makes no sense
 */
export function checkWorkers(workers: number): void {
  if (!(Number.isSafeInteger(workers) && workers >= 1 && workers <= MAX_WORKERS)) {
    throw new RangeError(`Cannot use ${workers} workers: expected 1 to ${MAX_WORKERS}`);
  }
}

/** How to make an engine. */
export interface WasmEngineOptions {
  /**
   * How many threads share the work of large kernels, the caller's too. One, the default, needs no shared memory; `close`
   * ends the others.
   */
  workers?: number;
  /**
   * Called if a worker cannot be started, say for a page's policy; the engine then works alone, to the same bytes.
   * Default: that is an error.
   */
  onWarning?: (message: string) => void;
  /** From how many multiplications on it pays to share a kernel. */
  shareFrom?: number;
  /** How long a worker may take for a kernel before it counts as dead, in milliseconds. */
  patience?: number;
  /** What multiplies large matrices instead of the kernels, under a name of its own: outside the numerics contract. */
  native?: { readonly name: string; readonly multiply: (product: LargeProduct) => void };
}
