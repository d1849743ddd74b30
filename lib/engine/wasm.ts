/** The WebAssembly engine: the kernels of `kernels/`, with strict SIMD, which give the bits of the reference. @module */

import { type Defaults, withDefaults } from "../checks/options.ts";
import * as shapes from "./check_shapes.ts";
import type { Activation, Engine, Mask, Recorder } from "./engine.ts";
import { type KernelHost, WASM_GEOMETRY } from "./host.ts";
import type { DataRows, DataValues, DenseRows, Matrix, Rows, SparseRows } from "./matrix.ts";
import { gatherDense, gatherSparse } from "./reference/gather.ts";
import { activateBackward, activateInto, flushInPlace } from "./wasm/activate.ts";
import { type Arena, ArenaMatrix, ArenaSparseRows } from "./wasm/arena.ts";
import type { Context } from "./wasm/context.ts";
import { meanCost, outputErrors } from "./wasm/costs.ts";
import { deformInto } from "./wasm/deform.ts";
import { panelsOf } from "./wasm/panels.ts";
import { descendInPlace } from "./wasm/descend.ts";
import { BY_LINES, dropInto, runElementwise, updateInPlace } from "./wasm/elementwise.ts";
import { openArena } from "./wasm/instantiate.ts";
import type { Kernels } from "./wasm/kernels.ts";
import { missingForWorkers, WorkerPool } from "./wasm/pool.ts";
import type { Begin, Run, SharedKernelName, Split } from "./wasm/pool.ts";
import { Products } from "./wasm/products.ts";
import { KernelRecorder } from "./wasm/recorder.ts";
import { gatherCompact, transposeSparse } from "./wasm/sparse_rows.ts";
import { type Join, Tape } from "./wasm/tape.ts";
import { MAX_COMPACT_COLUMNS, Store } from "./wasm/store.ts";

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
   * Called if a worker cannot be started, say for a page's policy; the engine then works alone, with identical results.
   * Default: that is an error.
   */
  onWarning?: (message: string) => void;
  /** From how many multiplications on it pays to share a kernel. */
  shareFrom?: number;
  /** How long a worker may take for a kernel before it counts as dead, in milliseconds. */
  patience?: number;
  /** Who has kernels outside WebAssembly, to the same bits: native code. Its name is the engine's. */
  host?: KernelHost;
}

/** From this many multiplications on, it pays to share a kernel. */
const MIN_SHARED_MULTIPLICATIONS = 250_000;

const DEFAULTS = {
  workers: 1,
  onWarning: undefined, // a worker that cannot be started is then an error
  shareFrom: MIN_SHARED_MULTIPLICATIONS,
  patience: undefined, // as long as the pool waits
  host: undefined,
} as const satisfies Defaults<WasmEngineOptions>;

/** The engine of WebAssembly kernels. */
export class WasmEngine implements Engine {
  readonly name: string;
  readonly #arena: Arena;
  readonly #kernels: Kernels;
  #pool: WorkerPool | undefined;
  readonly #store: Store;
  readonly #run: Run;
  readonly #context: Context;
  readonly #products: Products;
  readonly #tape: Tape;
  readonly #join: Join | undefined;

  /**
   * Makes an engine with an empty memory.
   * @throws {RangeError} if the number of workers makes no sense
   * @throws {Error} if WebAssembly does not run here, or several workers are asked for where the platform has none or no
   * shared memory
   */
  constructor(given: WasmEngineOptions = {}) {
    const options = withDefaults("make an engine", given, DEFAULTS);
    const { workers, shareFrom, host } = options;
    this.name = host?.name ?? "wasm";
    checkWorkers(workers);
    const missing = workers > 1 ? missingForWorkers() : undefined;
    if (missing !== undefined) {
      throw new Error(`Cannot use ${workers} workers: ${missing}; use 1, for identical results`);
    }
    const { arena, kernels, join } = openArena(this.name, workers > 1, host);
    [this.#arena, this.#kernels] = [arena, kernels];
    const tape = this.#tape = new Tape();
    this.#join = join;
    const store = this.#store = new Store(arena, kernels, workers, tape);
    if (workers > 1) this.#pool = this.#startPool(workers, options);
    const run = (kernel: SharedKernelName, args: readonly number[], split: Split, size: number) => {
      const pool = this.#pool;
      if (size >= shareFrom && pool?.ready) pool.run(kernel, args, split);
      else (kernels[kernel] as (...numbers: number[]) => void)(...args);
    };
    const beginInPool: Begin = (kernel, args, split) => this.#pool!.begin(kernel, args, split);
    const begin = (size: number) =>
      size >= shareFrom && this.#pool?.ready ? beginInPool : undefined;
    const finish = () => this.#pool?.finish();
    this.#run = run; // which takes the arguments of each kernel, by name
    const geometry = host?.geometry ?? WASM_GEOMETRY;
    this.#context = { store, kernels, tape, geometry, workers, run, begin, finish };
    this.#products = new Products(this.#context);
  }

  /** Starts the workers; undefined if they are refused and `onWarning` reports it. */
  #startPool(workers: number, options: WasmEngineOptions): WorkerPool | undefined {
    const { patience, host, onWarning } = options;
    const onRefused = onWarning && ((reason: string) => {
      this.#pool = undefined;
      onWarning(
        `Cannot use ${workers} workers: one did not start (${reason}); one works, with identical results`,
      );
    });
    const behavior = { patience, host, onRefused };
    try {
      return new WorkerPool(this.#kernels, this.#arena.memory, workers - 1, behavior);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (onRefused === undefined) {
        throw new Error(
          `Cannot use ${workers} workers: one did not start (${reason}); use 1, for identical results`,
          { cause: error },
        );
      }
      onRefused(reason);
      return undefined;
    }
  }

  get workers(): number {
    return this.#pool?.size ?? 1;
  }

  /** Whether all workers have started. They need a turn of the event loop; until then the caller works alone. */
  get ready(): boolean {
    return this.#pool === undefined || this.#pool.ready;
  }

  /** Ends the workers, if there are any. */
  close(): void {
    this.#pool?.close();
  }

  matrix(rows: number, columns: number): Matrix {
    shapes.checkNew(rows, columns);
    return new ArenaMatrix("matrix", this.#arena, rows, columns);
  }

  denseRows(rows: number, columns: number): DenseRows {
    shapes.checkNew(rows, columns);
    return new ArenaMatrix("dense", this.#arena, rows, columns);
  }

  sparseRows(rows: number, columns: number, joined?: Uint8Array): SparseRows {
    shapes.checkNew(rows, columns);
    shapes.checkJoined(columns, joined);
    const { workers } = this.#context;
    return new ArenaSparseRows(this.#arena, rows, columns, rows * columns, workers, joined);
  }

  gather(out: DataRows, inputs: DataValues, order: Uint32Array, start: number): void {
    shapes.checkGather(out, inputs, order, start);
    if (out.kind === "dense") {
      this.#tape.spoil();
      return gatherDense(out, inputs, order, start);
    }
    if (!(out instanceof ArenaSparseRows && this.#store.holds(out))) {
      this.#tape.spoil();
      return gatherSparse(out, inputs, order, start);
    }
    if (inputs instanceof Float32Array || out.columns > MAX_COMPACT_COLUMNS) {
      this.#tape.spoil();
      gatherSparse(out.views(), inputs, order, start);
      return out.trust();
    }
    gatherCompact(out, inputs, order, start, this.#context);
  }

  gatherRows(out: Matrix, from: Matrix, order: Uint32Array, start: number): void {
    shapes.checkGatherRows(out, from, order, start);
    const { rows, columns } = out;
    const examples = this.#store.examples(rows);
    examples.view.set(order.subarray(start, start + rows));
    const [to, all] = [this.#store.output(out), this.#store.operand(from, "rows")];
    this.#kernels.gatherRows(examples.address, to, all, rows, columns);
  }

  fill(out: DataRows, write: (rows: DataRows) => void): void {
    shapes.checkRoom("fill rows", "out", out);
    this.#tape.spoil();
    this.#context.finish(); // a worker may still read the batch before
    write(out instanceof ArenaSparseRows ? out.views() : out);
    shapes.checkFilled(out);
  }

  deform(...images: Parameters<Engine["deform"]>): void {
    const [out, inputs, order, start, deformation] = images;
    shapes.checkGather(out, inputs, order, start);
    shapes.checkDeformation(out, deformation);
    this.#tape.spoil();
    deformInto(out, { inputs, order, start, deformation }, this.#context);
  }

  affine(z: Matrix, x: Rows, weights: Matrix, biases: Matrix): void {
    shapes.checkAffine(z, x, weights, biases);
    const [store, products] = [this.#store, this.#products];
    const { rows: inner, columns } = weights;
    const panels = x.kind === "sparse" && x.joined === undefined
      ? panelsOf(weights, this.#context)
      : undefined;
    if (x.kind === "sparse" && panels !== undefined) {
      const out = store.output(z);
      const bias = store.operand(biases, "biases");
      products.ofPanels(store.sparse(x), panels, { out, bias, rows: x.rows, inner, columns });
      return;
    }
    const product = {
      out: store.output(z),
      w: products.weightsOf(x, weights),
      bias: store.operand(biases, "biases"),
      rows: x.rows,
      inner,
      columns,
      scale: 1,
    };
    if (x.kind === "matrix") {
      const values = store.operand(x, "x");
      const sparse = products.withoutZeros(
        { at: values, rows: x.rows, columns: inner },
        { at: product.w, rows: inner, columns },
        columns,
        product,
      );
      if (sparse !== undefined) products.ofSparse(sparse, product);
      else products.ofMatrix(values, product);
      return;
    }
    if (x.kind === "sparse" || !products.ofData(store.operand(x, "x"), product)) {
      products.ofSparse(store.sparse(x), product);
    }
  }

  backpropagate(out: Matrix, delta: Matrix, weights: Matrix): void {
    shapes.checkBackpropagate(out, delta, weights);
    const [store, products] = [this.#store, this.#products];
    const { rows: columns, columns: inner } = weights; // of the product δ·Wᵀ
    const { rows } = delta;
    const product = { out: store.output(out), bias: 0, rows, inner, columns, scale: 1 };
    const d = store.operand(delta, "delta");
    const w = store.operand(weights, "weights");
    const sparse = products.withoutZeros(
      { at: d, rows, columns: inner },
      { at: w, rows: columns, columns: inner },
      columns,
      { transposed: true },
    );
    if (sparse !== undefined) {
      products.ofSparse(sparse, { ...product, w: products.transpose(w, columns, inner) });
    } else if (products.packs(rows, inner, columns)) {
      const transposed = { at: w, row: 1, column: inner };
      products.packed({ at: d, row: inner, column: 1 }, transposed, product);
    } else {
      products.ofMatrix(d, { ...product, w: products.transpose(w, columns, inner) });
    }
  }

  gradient(weights: Matrix, biases: Matrix, x: Rows, delta: Matrix, scale: number): void {
    shapes.checkLearning("find a gradient", weights, biases, x, delta);
    const [store, products] = [this.#store, this.#products];
    const { rows, columns } = weights; // of the product xᵀ·δ
    const inner = x.rows;
    const out = store.output(weights);
    const d = store.operand(delta, "delta");
    const s = Math.fround(scale);
    this.#kernels.sumRows(store.output(biases), d, inner, columns, s);
    const product = { out, w: d, bias: 0, rows, inner, columns, scale: s };
    const b = { at: d, row: columns, column: 1 };
    if (x.kind !== "matrix") {
      products.ofSparse(transposeSparse(store.sparse(x), this.#context), product);
      products.addBack(x, out, columns);
      return;
    }
    const values = store.operand(x, "x");
    const sparse = products.withoutZeros(
      { at: values, rows: inner, columns: rows },
      { at: d, rows: inner, columns },
      columns,
    );
    if (sparse !== undefined) {
      products.ofSparse(transposeSparse(sparse, this.#context), product);
    } else if (products.packs(rows, inner, columns)) {
      products.packed({ at: values, row: 1, column: rows }, b, product);
    } else products.ofMatrix(products.transpose(values, inner, rows), product);
  }

  descend(...step: Parameters<Engine["descend"]>): void {
    const [weights, biases, x, delta] = step;
    shapes.checkLearning("descend", weights, biases, x, delta);
    shapes.refuseJoined("descend", x);
    descendInPlace(step, this.#context);
  }

  activate(a: Matrix, activation: Activation, z = a): void {
    shapes.checkActivate(a, z);
    activateInto(a, activation, z, this.#context);
  }

  activateBackward(delta: Matrix, a: Matrix, activation: Activation, z?: Matrix): void {
    shapes.checkActivateBackward(delta, a, z);
    activateBackward({ delta, a, z }, activation, this.#context);
  }

  outputErrors(...step: Parameters<Engine["outputErrors"]>): void {
    const [delta, a, y, , , z, weights] = step;
    shapes.checkOutputErrors(delta, a, y, z, weights);
    outputErrors(step, this.#context);
  }

  meanCost(...batch: Parameters<Engine["meanCost"]>): number {
    const [a, y, , weights] = batch;
    shapes.checkCost(a, y, weights);
    return meanCost(batch, this.#context);
  }

  flush(delta: Matrix): void {
    flushInPlace(delta, this.#context);
  }

  dropout(out: Rows, x: Rows, mask: Mask): void {
    shapes.checkDropout(out, x, mask);
    dropInto(out, x, mask, this.#context);
  }

  addScaled(gradient: Matrix, weights: Matrix, scale: number): void {
    shapes.checkCombine("add a multiple", gradient, weights);
    this.#combine("addScaled", gradient, weights, scale);
  }

  addSigns(gradient: Matrix, weights: Matrix, scale: number): void {
    shapes.checkCombine("add signs", gradient, weights);
    this.#combine("addSigns", gradient, weights, scale);
  }

  scale(matrix: Matrix, scale: number): void {
    shapes.checkRoom("scale a matrix", "it", matrix);
    const [at, count] = [this.#store.output(matrix), matrix.values.length];
    runElementwise(this.#run, "scaleElements", [at, Math.fround(scale), 0, count], count);
  }

  sumOfSquares(matrix: Matrix): number {
    shapes.checkRoom("sum squares", "the matrix", matrix);
    const { rows, columns } = matrix;
    const at = this.#store.operand(matrix, "matrix");
    return this.#products.sumOfSquares({ at, rows, columns });
  }

  limitNorms(weights: Matrix, limit: number): void {
    shapes.checkRoom("limit norms", "weights", weights);
    const { rows, columns } = weights;
    const w = this.#store.output(weights);
    const sums = this.#store.doubles("sums", columns).address;
    const factors = this.#store.floats("factors", columns).address;
    this.#run(
      "limitNorms",
      [w, rows, columns, limit, sums, factors, 0, columns],
      BY_LINES,
      rows * columns,
    );
  }

  average(target: Matrix, source: Matrix, decay: number): void {
    shapes.checkCombine("average", target, source);
    this.#combine("average", target, source, 1 - decay);
  }

  /** Changes a matrix in place, element by element, by a scaled other one. */
  #combine(
    kernel: "addScaled" | "addSigns" | "average",
    target: Matrix,
    source: Matrix,
    scale: number,
  ): void {
    const [t, s] = [this.#store.output(target), this.#store.operand(source, "source")];
    const count = target.values.length;
    runElementwise(this.#run, kernel, [t, s, Math.fround(scale), 0, count], count);
  }

  /** Several workers have no recorder: what they share is not called by the caller alone. */
  recorder(): Recorder | undefined {
    return this.#pool === undefined ? new KernelRecorder(this.#context, this.#join) : undefined;
  }

  update(...step: Parameters<Engine["update"]>): void {
    shapes.checkUpdate(step);
    updateInPlace(step, this.#context);
  }
}
