/**
 * The WebAssembly engine: the kernels of `kernels/`, with strict SIMD, which give the bits of the reference.
 *
 * @module
 */

import { type BuiltIn, kernelOf } from "./built_in.ts";
import type { Activation, Deformation, Engine, Mask, Rule } from "./engine.ts";
import { Arena, ArenaMatrix, ArenaSparseRows } from "./wasm/arena.ts";
import { MOST_COMPACT_COLUMNS } from "./wasm/compact.ts";
import type { DataRows, DenseRows, Matrix, Rows, SparseRows } from "./matrix.ts";
import { gatherDense, gatherSparse } from "./reference/gather.ts";
import { instantiate, type KernelName, type Kernels } from "./wasm/instantiate.ts";
import { missingForWorkers, type Run, type Split, WorkerPool } from "./wasm/pool.ts";
import { LINE, Products, worthPacking } from "./wasm/products.ts";
import { Store } from "./wasm/store.ts";
import { deformInto } from "./wasm/deform.ts";
import { descendInPlace } from "./wasm/descend.ts";
import { dropInto } from "./wasm/dropout.ts";
import type { WasmEngineOptions } from "./wasm/options.ts";

/** More workers than this are taken for a slip. */
const MOST_WORKERS = 256;

/** From this many multiplications on, a kernel is worth the trouble of sharing it. */
const SHARE_FROM = 250_000;

/** What a step of an optimizer costs for each element, in multiplications: it waits for memory. */
const STEP = 3;

/** What an exponential costs, in steps of an optimizer. */
const EXPONENTIAL = 3;

/** How `squareRows` is cut: into whole eights of rows. */
const SQUARES_BY_ROWS: Split = { at: 3, grain: 8 };

/** The kernels of the activation functions that work element by element. */
const ELEMENTWISE: ReadonlyMap<BuiltIn | undefined, { forward: KernelName; backward: KernelName }> =
  new Map([
    ["sigmoid", { forward: "activateSigmoid", backward: "backwardSigmoid" }],
    ["tanh", { forward: "activateTanh", backward: "backwardTanh" }],
    ["scaledTanh", { forward: "activateScaledTanh", backward: "backwardScaledTanh" }],
    ["relu", { forward: "activateRelu", backward: "backwardRelu" }],
    ["leakyRelu", { forward: "activateLeakyRelu", backward: "backwardLeakyRelu" }],
  ]);

/** The engine of WebAssembly kernels. */
export class WasmEngine implements Engine {
  readonly name: string;
  readonly workers: number;
  readonly #arena: Arena;
  readonly #kernels: Kernels;
  readonly #pool: WorkerPool | undefined;
  readonly #store: Store;
  readonly #products: Products;
  readonly #run: Run;

  /**
   * Makes an engine with an empty memory.
   *
   * @throws {RangeError} if the number of workers makes no sense
   * @throws {Error} if there are to be several where the platform has no web workers or no shared memory
   */
  constructor(options: WasmEngineOptions = {}) {
    const { workers = 1, shareFrom = SHARE_FROM, patience, native } = options;
    this.name = native?.name ?? "wasm";
    if (!(Number.isSafeInteger(workers) && workers >= 1 && workers <= MOST_WORKERS)) {
      throw new RangeError(`Cannot use ${workers} workers: 1 to ${MOST_WORKERS} are wanted`);
    }
    const missing = workers > 1 ? missingForWorkers() : undefined;
    if (missing !== undefined) {
      throw new Error(`Cannot use ${workers} workers: ${missing}; use 1, for the same bytes`);
    }
    this.#arena = new Arena(workers > 1);
    this.#kernels = instantiate(this.#arena.memory, workers > 1);
    this.#store = new Store(this.#arena, this.#kernels);
    this.workers = workers;
    if (workers > 1) {
      this.#pool = new WorkerPool(this.#kernels, this.#arena.memory, workers - 1, patience);
    }
    const [kernels, pool] = [this.#kernels, this.#pool];
    this.#run = (kernel, args, split, products) => {
      if (products >= shareFrom && pool?.ready) pool.run(kernel, args, split);
      else kernels[kernel](...args);
    };
    this.#products = new Products(this.#store, workers, this.#run, native?.multiply);
  }

  /** Whether all workers are there; they need a turn of the event loop, and until then the caller works alone. */
  get ready(): boolean {
    return this.#pool === undefined || this.#pool.ready;
  }

  /** Ends the workers, if there are any. */
  close(): void {
    this.#pool?.close();
  }

  /** The same, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  matrix(rows: number, columns: number): Matrix {
    return new ArenaMatrix("matrix", this.#arena, rows, columns);
  }

  denseRows(rows: number, columns: number): DenseRows {
    return new ArenaMatrix("dense", this.#arena, rows, columns);
  }

  sparseRows(rows: number, columns: number): SparseRows {
    return new ArenaSparseRows(this.#arena, rows, columns);
  }

  gather(
    out: DataRows,
    inputs: Uint8Array | Float32Array,
    order: Uint32Array,
    start: number,
  ): void {
    if (out.kind === "dense") return gatherDense(out, inputs, order, start);
    if (
      inputs instanceof Float32Array || out.columns > MOST_COMPACT_COLUMNS ||
      !(out instanceof ArenaSparseRows) || !this.#store.holds(out)
    ) {
      return gatherSparse(out, inputs, order, start);
    }
    const { startsAddress, indicesAddress, valuesAddress, rows, columns } = out;
    const from = this.#store.compact(inputs, columns);
    const examples = this.#store.words("examples", rows);
    const numbers = examples.view;
    for (let r = 0; r < rows; r++) numbers[r] = order[start + r]!;
    this.#kernels.gatherCompact(
      startsAddress,
      indicesAddress,
      valuesAddress,
      examples.address,
      rows,
      from.starts,
      from.entries,
    );
  }

  deform(
    out: DataRows,
    inputs: Uint8Array | Float32Array,
    order: Uint32Array,
    start: number,
    deformation: Deformation,
  ): void {
    deformInto(out, inputs, order, start, deformation, this.#store, this.workers, this.#run);
  }

  affine(z: Matrix, x: Rows, weights: Matrix, biases: Matrix): void {
    const { rows: inner, columns } = weights;
    const product = {
      out: this.#store.result(z),
      w: this.#store.factor(weights, "weights"),
      bias: this.#store.factor(biases, "biases"),
      rows: x.rows,
      inner,
      columns,
      scale: 1,
    };
    if (x.kind === "matrix") this.#products.ofMatrix(this.#store.factor(x, "x"), product);
    else if (x.kind === "sparse" || !this.#products.ofData(this.#store.factor(x, "x"), product)) {
      this.#products.ofEntries(this.#store.entries(x), product);
    }
  }

  backpropagate(out: Matrix, delta: Matrix, weights: Matrix): void {
    const { rows: columns, columns: inner } = weights; // of the product δ·Wᵀ
    const { rows } = delta;
    const product = { out: this.#store.result(out), bias: 0, rows, inner, columns, scale: 1 };
    const d = this.#store.factor(delta, "delta");
    const w = this.#store.factor(weights, "weights");
    if (worthPacking(rows, inner, columns)) {
      const turned = { at: w, row: 1, column: inner };
      this.#products.packed({ at: d, row: inner, column: 1 }, turned, product);
    } else {
      const turned = this.#store.transposed(w, columns, inner);
      this.#products.ofMatrix(d, { ...product, w: turned });
    }
  }

  gradient(weights: Matrix, biases: Matrix, x: Rows, delta: Matrix, scale: number): void {
    const { rows, columns } = weights; // of the product xᵀ·δ
    const inner = x.rows;
    const out = this.#store.result(weights);
    const d = this.#store.factor(delta, "delta");
    const s = Math.fround(scale);
    this.#kernels.sumRows(this.#store.result(biases), d, inner, columns, s);
    const product = { out, w: d, bias: 0, rows, inner, columns, scale: s };
    if (x.kind !== "matrix") {
      this.#products.ofEntries(this.#store.turned(this.#store.entries(x)), product);
      return;
    }
    const values = this.#store.factor(x, "x");
    if (worthPacking(rows, inner, columns)) {
      const turned = { at: values, row: 1, column: rows };
      this.#products.packed(turned, { at: d, row: columns, column: 1 }, product);
    } else this.#products.ofMatrix(this.#store.transposed(values, inner, rows), product);
  }

  descend(
    weights: Matrix,
    biases: Matrix,
    x: Rows,
    delta: Matrix,
    rate: number,
    decay = 1,
  ): void {
    const [store, kernels, { workers }] = [this.#store, this.#kernels, this];
    const step = { weights, biases, x, delta, rate, decay };
    descendInPlace(step, { store, kernels, workers, run: this.#run });
  }

  activate(z: Matrix, activation: Activation): void {
    const kernels = ELEMENTWISE.get(kernelOf(activation));
    if (kernels !== undefined) {
      const count = z.rows * z.columns;
      this.#share(kernels.forward, [this.#store.result(z), 0, count], EXPONENTIAL * count);
    } else if (kernelOf(activation) === "softmax") {
      this.#kernels.activateSoftmax(this.#store.result(z), z.columns, 0, z.rows);
    } else activation.forward(z);
  }

  activateBackward(delta: Matrix, a: Matrix, activation: Activation): void {
    const kernels = ELEMENTWISE.get(kernelOf(activation));
    if (kernels !== undefined) {
      const d = this.#store.result(delta);
      const count = a.rows * a.columns;
      this.#share(kernels.backward, [d, this.#store.factor(a, "a"), 0, count], count);
    } else {
      activation.backward(delta, a);
      this.flush(delta);
    }
  }

  flush(delta: Matrix): void {
    const count = delta.rows * delta.columns;
    this.#share("flushElements", [this.#store.result(delta), 0, count], count);
  }

  dropout(out: Rows, x: Rows, mask: Mask): void {
    const [store, kernels, { workers }] = [this.#store, this.#kernels, this];
    dropInto(out, x, mask, { store, kernels, workers, run: this.#run });
  }

  addScaled(gradient: Matrix, weights: Matrix, scale: number): void {
    const g = this.#store.result(gradient);
    const count = weights.values.length;
    this.#share("addScaled", [
      g,
      this.#store.factor(weights, "weights"),
      Math.fround(scale),
      0,
      count,
    ], count);
  }

  addSigns(gradient: Matrix, weights: Matrix, scale: number): void {
    const g = this.#store.result(gradient);
    const w = this.#store.factor(weights, "weights");
    const count = weights.values.length;
    this.#share("addSigns", [g, w, Math.fround(scale), 0, count], count);
  }

  scale(matrix: Matrix, scale: number): void {
    const count = matrix.values.length;
    const args = [this.#store.result(matrix), Math.fround(scale), 0, count];
    this.#share("scaleElements", args, count);
  }

  sumOfSquares(matrix: Matrix): number {
    const { rows, columns } = matrix;
    const sums = this.#store.doubles("sums", rows);
    const args = [sums.address, this.#store.factor(matrix, "matrix"), columns, 0, rows];
    this.#run("squareRows", args, SQUARES_BY_ROWS, rows * columns);
    const { view } = sums;
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += view[r]!;
    return sum;
  }

  limitNorms(weights: Matrix, limit: number): void {
    const { rows, columns } = weights;
    const w = this.#store.result(weights);
    const sums = this.#store.doubles("sums", columns).address;
    const factors = this.#store.floats("factors", columns).address;
    const args = [w, rows, columns, limit, sums, factors, 0, columns];
    this.#run("limitNorms", args, { at: 6, grain: LINE }, rows * columns);
  }

  average(target: Matrix, source: Matrix, decay: number): void {
    const t = this.#store.result(target);
    const s = this.#store.factor(source, "source");
    const count = target.values.length;
    this.#share("average", [t, s, Math.fround(1 - decay), 0, count], count);
  }

  update(
    rule: Rule,
    parameters: Matrix,
    gradient: Matrix,
    moments: readonly Matrix[],
    scalars: readonly number[],
  ): void {
    const w = this.#store.result(parameters);
    const g = this.#store.factor(gradient, "gradient");
    const [first, second] = moments;
    const count = parameters.values.length;
    const kernel = kernelOf(rule);
    if (kernel === "momentum" || kernel === "nesterov") {
      const [mu, rate] = scalars;
      const name = kernel === "momentum" ? "updateMomentum" : "updateNesterov";
      this.#share(name, [w, g, this.#store.result(first!), mu!, rate!, 0, count], count);
    } else if (kernel === "adam") {
      const constants = this.#store.floats("scalars", scalars.length);
      constants.view.set(scalars);
      const m = this.#store.result(first!);
      const v = this.#store.result(second!);
      this.#share("updateAdam", [w, g, m, v, constants.address, 0, count], count);
    } else if (kernel === "sgd") {
      this.addScaled(parameters, gradient, -scalars[0]!); // w + g·−η is w − η·g, to the bit
    } else {
      rule.update(parameters.values, gradient.values, moments.map(({ values }) => values), scalars);
    }
  }

  /** Runs a kernel on a range of elements, the last two arguments. */
  #share(kernel: KernelName, args: readonly number[], elements: number): void {
    const split = { at: args.length - 2, grain: LINE };
    this.#run(kernel, args, split, STEP * elements);
  }
}
