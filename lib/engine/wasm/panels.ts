/**
 * Weights that learn by steps in place, in panels, one for each worker: a panel holds some of the columns, row after row.
 * A worker reads and writes its own panel alone, which so stays in its cache.
 *
 * @module
 */

import type { ArenaMatrix } from "./arena.ts";
import type { Context } from "./context.ts";
import type { Matrix } from "../matrix.ts";
import type { SharedKernelName, Split } from "./pool.ts";
import type { SharedKernels } from "./kernels.ts";

/** The floats of a cache line, and of a vector. */
const LINE = 16;
const VECTOR = 4;

/** Panels that are taken apart again before so many steps are not worth it, */
const WORTH = 20;

/** and are then not made for so many steps. */
const REST = 1000;

/** Panels are worth sharing sooner than other work: what a worker needs of them is in its cache. */
const SOONER = 6;

/** How many elements of sparse rows there are for one that is not zero. This is a guess: to know it takes a count. */
export const SPARSITY = 5;

/** How much work a kernel has that goes through sparse rows and the panels of weights [inner, columns]. */
export function panelWork(rows: number, inner: number, columns: number): number {
  return SOONER * rows * inner * columns / SPARSITY;
}

/** The columns of a matrix, in panels for as long as nobody asks for its rows. */
export class Panels {
  /** How many there are. */
  readonly count: number;
  /** The bytes between the rows of a panel. */
  readonly stride: number;
  /** The bytes of a panel. */
  readonly size: number;
  /** Where the first is. */
  readonly address: number;
  readonly #matrix: ArenaMatrix<"matrix">;
  readonly #context: Context;
  #inUse = false;
  #steps = 0;
  #rest = 0;

  /** Makes room for the panels of a matrix, one for each worker. */
  constructor(matrix: ArenaMatrix<"matrix">, context: Context) {
    const { rows, columns, arena } = matrix;
    const vectors = Math.ceil(columns / VECTOR);
    this.count = Math.min(vectors, context.workers);
    const widest = VECTOR * Math.ceil(vectors / this.count);
    this.stride = 4 * LINE * Math.ceil(widest / LINE);
    this.size = rows * this.stride;
    this.address = arena.allocate(this.size * this.count);
    this.#matrix = matrix;
    this.#context = context;
  }

  /** Whether the elements are in the panels, and not in the matrix. */
  get inUse(): boolean {
    return this.#inUse;
  }

  /** Makes ready for a step: moves the elements here, unless others ask for them too often. */
  take(): boolean {
    if (!this.#inUse) {
      if (this.#rest-- > 0) return false;
      const { rows, columns, address } = this.#matrix;
      const { kernels } = this.#context;
      kernels.packPanels(this.address, this.stride, this.count, address, rows, columns);
      this.#inUse = true;
      this.#steps = 0;
      this.#matrix.beforeUse = () => this.#bringBack();
    }
    this.#steps++;
    return true;
  }

  /**
   * Takes a step of so many rows with a kernel that works on panels. Where workers have copies of the rows, the caller does
   * not wait for them.
   *
   * @param delta which nobody may write to before the workers have read it
   */
  step<Name extends SharedKernelName>(
    kernel: Name,
    args: Parameters<SharedKernels[Name]>,
    split: Split,
    rows: number,
    delta: Matrix,
  ): void {
    const { run, begin, finish, store } = this.#context;
    const work = panelWork(rows, this.#matrix.rows, this.#matrix.columns);
    const beginStep = split.copies?.[0] ? begin(work) : undefined;
    if (beginStep === undefined) {
      finish();
      return run(kernel, args, split, work);
    }
    beginStep(kernel, args, split);
    if (store.holds(delta)) delta.beforeUse = finish;
  }

  #bringBack(): void {
    this.#context.finish();
    this.#matrix.beforeUse = undefined;
    this.#inUse = false;
    this.#rest = this.#steps < WORTH ? REST : 0;
    const { rows, columns, address } = this.#matrix;
    const { kernels } = this.#context;
    kernels.unpackPanels(address, this.address, this.stride, this.count, rows, columns);
  }
}

/** The panels of weights, for as long as there are the weights. */
const PANELS = new WeakMap<Matrix, Panels>();

/** The panels of weights, if these are in them. */
export function panelsOf(weights: Matrix): Panels | undefined {
  const panels = PANELS.get(weights);
  return panels?.inUse ? panels : undefined;
}

/** The panels of weights for a step in place, unless panels are not worth it. */
export function takePanels(weights: Matrix, context: Context): Panels | undefined {
  const { store, workers } = context;
  if (workers === 1 || !store.holds(weights)) return undefined;
  let panels = PANELS.get(weights);
  if (panels === undefined) PANELS.set(weights, panels = new Panels(weights, context));
  return panels.take() ? panels : undefined;
}
