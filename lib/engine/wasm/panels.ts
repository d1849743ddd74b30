/**
 * Weights that learn by steps in place, in panels, one for each worker: a panel holds some of the columns, row after row.
 * A worker reads and writes its own panel alone, so that it stays in its cache. Its rows begin at cache lines, which pays
 * off for a single worker with wide vectors. @module
 */

import { type ArenaMatrix, LINE_FLOATS } from "./arena.ts";
import type { Context } from "./context.ts";
import type { Matrix } from "../matrix.ts";
import type { SharedKernelName, Split } from "./pool.ts";
import type { SharedKernels } from "./kernels.ts";

const VECTOR_FLOATS = 4;

/** Kernels multiply the numbers of panels and of vectors in 32 bits. */
const MAX_INTEGER = 2_147_483_647;

/** Panels pay from this many steps on. */
const MIN_PANEL_STEPS = 20;

/** After panels that did not pay, none are made for this many steps. */
const STEPS_WITHOUT_PANELS = 1000;

/** Work on panels pays to share when it is this many times smaller than other work: a worker's panel is in its cache. */
const PANEL_WORK_FACTOR = 6;

/** Assumed density of sparse rows: one non-zero in 5. To count them would take time. */
export const ELEMENTS_PER_NON_ZERO = 5;

/** The work of a kernel on sparse rows and the panels of weights [inner, columns], in multiplications of other kernels. */
export function panelWork(rows: number, inner: number, columns: number): number {
  return PANEL_WORK_FACTOR * rows * inner * columns / ELEMENTS_PER_NON_ZERO;
}

/** The columns of a matrix, in panels until its rows are used. */
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
  #stepsWithoutPanels = 0;

  /** Makes room for the panels of a matrix, one for each worker. */
  constructor(matrix: ArenaMatrix<"matrix">, context: Context) {
    const { maxRows, columns, arena } = matrix;
    const vectors = Math.ceil(columns / VECTOR_FLOATS);
    this.count = Math.min(vectors, context.workers, Math.floor(MAX_INTEGER / vectors));
    const widest = VECTOR_FLOATS * Math.ceil(vectors / this.count);
    this.stride = 4 * LINE_FLOATS * Math.ceil(widest / LINE_FLOATS);
    this.size = maxRows * this.stride;
    this.address = arena.allocate(this.size * this.count);
    this.#matrix = matrix;
    this.#context = context;
  }

  /** Whether the elements are in the panels, and not in the matrix. */
  get inUse(): boolean {
    return this.#inUse;
  }

  /** Makes ready for a step: moves the elements here, unless they were moved back too often. */
  take(): boolean {
    if (!this.#inUse) {
      if (this.#stepsWithoutPanels-- > 0) return false;
      const { maxRows, columns, address } = this.#matrix;
      const { kernels } = this.#context;
      kernels.packPanels(this.address, this.stride, this.count, address, maxRows, columns);
      this.#inUse = true;
      this.#steps = 0;
      this.#matrix.flushPending = () => this.#unpack();
    }
    this.#steps++;
    this.#context.tape.contents?.panels.push(this);
    return true;
  }

  /**
   * Takes a step of so many rows with a kernel that works on panels. Where workers have copies of the rows, the caller does
   * not wait for them.
   * @param delta not to be written to before the workers have read it
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
    if (store.holds(delta)) delta.flushPending = finish;
  }

  /** Moves the elements back into the matrix. */
  #unpack(): void {
    this.#context.finish();
    this.#matrix.flushPending = undefined;
    this.#inUse = false;
    this.#stepsWithoutPanels = this.#steps < MIN_PANEL_STEPS ? STEPS_WITHOUT_PANELS : 0;
    const { maxRows, columns, address } = this.#matrix;
    const { kernels } = this.#context;
    kernels.unpackPanels(address, this.address, this.stride, this.count, maxRows, columns);
  }
}

/** The panels of weights, for as long as there are the weights. */
const PANELS = new WeakMap<Matrix, Panels>();

/** The panels of weights, if these are in them, all rows are in use, and they are in this engine's memory. */
export function panelsOf(weights: Matrix, { store }: Context): Panels | undefined {
  if (!store.holds(weights) || weights.rows !== weights.maxRows) return undefined;
  const panels = PANELS.get(weights);
  return panels?.inUse ? panels : undefined;
}

/** The panels of weights for a step in place, unless panels do not pay. */
export function takePanels(weights: Matrix, context: Context): Panels | undefined {
  const { store, workers, geometry } = context;
  if (workers === 1 && !geometry.padsRows || !store.holds(weights)) return undefined;
  if (weights.rows !== weights.maxRows) return undefined;
  let panels = PANELS.get(weights);
  if (panels === undefined) PANELS.set(weights, panels = new Panels(weights, context));
  return panels.take() ? panels : undefined;
}
