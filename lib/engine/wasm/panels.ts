/**
 * Weights that learn by steps in place, in panels, one for each worker: a panel holds some of the columns, row after row.
 * A worker reads and writes its own panel alone, which so stays in its cache, and waits for nobody: after a step it goes on
 * to what comes next, the batch that is expected and its product with the panel.
 *
 * @module
 */

import type { ArenaMatrix, ArenaSparseRows, Block } from "./arena.ts";
import type { Context } from "./context.ts";
import { gatherArguments } from "./gather.ts";
import type { Matrix } from "../matrix.ts";
import type { Begin, SharedKernelName } from "./pool.ts";
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

/** A product that was made before it is asked for. */
interface Product {
  readonly x: ArenaSparseRows;
  readonly biases: Matrix;
  readonly out: Block<Float32Array>;
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
  readonly #wait: () => void;
  #inUse = false;
  #steps = 0;
  #rest = 0;
  #product: Product | undefined;
  #room: Block<Float32Array> | undefined;

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
    this.#wait = () => {
      context.finish();
      this.#product = undefined;
    };
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
    if (this.#product !== undefined) this.#wait();
    this.#steps++;
    return true;
  }

  /**
   * Takes a step of a batch x with a kernel that works on panels. Where workers have copies of x, the caller does not wait
   * for them, and what comes next is made at once if it is known.
   */
  step<Name extends SharedKernelName>(
    kernel: Name,
    args: Parameters<SharedKernels[Name]>,
    { x, biases, delta, copies, scratchBytes }: {
      x: ArenaSparseRows;
      biases: Matrix;
      delta: Matrix;
      copies: number;
      scratchBytes: number;
    },
  ): void {
    const { run, begin } = this.#context;
    const { rows, columns } = this.#matrix;
    const work = panelWork(x.rows, rows, columns);
    const split = { grain: 1, scratchBytes, copies: [copies] as const };
    const beginStep = copies > 0 ? begin(work) : undefined;
    if (beginStep === undefined) return run(kernel, args, split, work);
    beginStep(kernel, args, split);
    this.#guard(delta);
    this.#goOn(x, biases, beginStep);
  }

  /** Gathers the batch that is expected next, and makes its product with the panels. */
  #goOn(x: ArenaSparseRows, biases: Matrix, begin: Begin): void {
    const { store } = this.#context;
    const { expected } = store;
    store.expected = undefined;
    if (expected?.out !== x || expected.batch.rows !== x.rows) return;
    const { rows: inner, columns } = this.#matrix;
    const { rows, copySize } = x;
    const gather = gatherArguments(x, expected.batch, "order of the next batch", this.#context);
    begin("gatherCompact", gather, { grain: 0, copies: [copySize] });
    store.gathered = expected;
    if (this.#room?.view.length !== rows * columns) {
      this.#room = this.#matrix.arena.floats(rows * columns);
    }
    const out = this.#room!;
    if (store.holds(biases)) biases.beforeUse = undefined;
    const bias = store.operand(biases, "biases");
    begin(
      "panelProduct",
      [
        out.address,
        ...x.addresses,
        this.address,
        this.stride,
        this.count,
        bias,
        rows,
        inner,
        columns,
        0,
        this.count,
      ],
      { grain: 1, copies: [copySize] },
    );
    this.#guard(biases);
    this.#product = { x, biases, out };
  }

  /** Puts the product of x and the weights, plus the biases, into z, if it is made; false if not. */
  takeProduct(z: Matrix, x: ArenaSparseRows, biases: Matrix): boolean {
    const product = this.#product;
    this.#product = undefined;
    this.#context.finish();
    if (product?.x !== x || !x.copied || product.biases !== biases) return false;
    if (z.values.length !== product.out.view.length) return false;
    z.values.set(product.out.view);
    return true;
  }

  /** Waits before anybody else uses a matrix that the workers may be reading; what was made of it counts no longer. */
  #guard(matrix: Matrix): void {
    if (this.#context.store.holds(matrix)) matrix.beforeUse = this.#wait;
  }

  #bringBack(): void {
    this.#wait();
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
