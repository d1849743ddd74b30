/**
 * The WebAssembly engine: the kernels of `kernels/`, with strict SIMD, which give the bits of the reference.
 *
 * @module
 */

import type { Activation } from "../activations.ts";
import type { Rule } from "../optimizers.ts";
import { Arena, ArenaMatrix, ArenaSparseRows } from "./arena.ts";
import { MOST_COMPACT_COLUMNS } from "./compact.ts";
import type { Deformation } from "./deform.ts";
import type { DataRows, DenseRows, Engine, Mask, Matrix, Rows, SparseRows } from "./engine.ts";
import { gatherDense, gatherSparse } from "./gather.ts";
import { instantiate, type KernelName, type Kernels } from "./instantiate.ts";
import { type Run, type Split, WorkerPool } from "./pool.ts";
import { Store } from "./store.ts";
import { deformInto } from "./wasm_deform.ts";
import { dropInto } from "./wasm_dropout.ts";
import type { LargeProduct, WasmEngineOptions } from "./wasm_options.ts";

/** More workers than this are taken for a slip. */
const MOST_WORKERS = 256;

/** From this many multiplications on, a kernel is worth the trouble of sharing it. */
const SHARE_FROM = 250_000;

/** What a step of an optimizer costs for each element, in multiplications: it waits for memory. */
const STEP = 3;

/** What an exponential costs, in steps of an optimizer. */
const EXPONENTIAL = 3;

/** From this many multiplications on, native code pays for the call. */
const NATIVE = 2_000_000;

/** From this many multiplications on, and in every direction, the product of two matrices is packed first. */
const PACKED = 100_000;
const PACKED_SIDE = 24;

/** What a core has of cache to itself, in bytes: most have a quarter of a megabyte or more. */
const OWN_CACHE = 400_000;

/** How many float32 a cache line has: no two workers write to the same. */
const LINE = 16;

/** How `sparseProduct` is cut. */
const BY_ROWS: Split = { at: 12, grain: LINE };
const BY_COLUMNS: Split = { at: 14, grain: LINE };

/** How `dataProduct` is cut. */
const DATA_BY_ROWS = { at: 7, grain: LINE };

/** How `denseProduct` is cut: into whole threes of rows. */
const DENSE_BY_ROWS: Split = { at: 8, grain: 3 * LINE };

/** How `turnedAccumulate` is cut: as `sparseProduct` is, so that each worker finds its columns in its own cache. */
const TURNED_BY_COLUMNS: Split = { at: 8, grain: LINE };

/** How `squareRows` is cut: into whole eights of rows. */
const SQUARES_BY_ROWS: Split = { at: 3, grain: 8 };

/** How many entries there are room for one that is there; exactly how many would have to be counted. */
const SPARSITY = 5;

/** From this many outputs on, a step in place turns the entries of the batch first. */
const WIDE = 64;

/** What a packed product needs for itself besides its panels of rows, in floats. */
const PACKED_SCRATCH = 32 + 2048;

/** How deep the panels of a packed product are. */
const PACKED_DEPTH = 256;

/** The kernels of the activation functions that work element by element. */
const ELEMENTWISE: ReadonlyMap<string, { forward: KernelName; backward: KernelName }> = new Map([
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
  readonly #shareFrom: number;
  readonly #multiply: ((product: LargeProduct) => void) | undefined;
  readonly #store: Store;

  /**
   * Makes an engine with an empty memory.
   *
   * @throws {RangeError} if the number of workers makes no sense
   */
  constructor(options: WasmEngineOptions = {}) {
    const { workers = 1, shareFrom = SHARE_FROM, patience, native } = options;
    this.name = native?.name ?? "wasm";
    this.#multiply = native?.multiply;
    if (!(Number.isSafeInteger(workers) && workers >= 1 && workers <= MOST_WORKERS)) {
      throw new RangeError(`Cannot use ${workers} workers: 1 to ${MOST_WORKERS} are wanted`);
    }
    this.#arena = new Arena(workers > 1);
    this.#kernels = instantiate(this.#arena.memory, workers > 1);
    this.#store = new Store(this.#arena, this.#kernels);
    this.workers = workers;
    this.#shareFrom = shareFrom;
    if (workers > 1) {
      this.#pool = new WorkerPool(this.#kernels, this.#arena.memory, workers - 1, patience);
    }
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
    const run: Run = (kernel, args, split, products) => this.#run(kernel, args, split, products);
    deformInto(out, inputs, order, start, deformation, this.#store, this.workers, run);
  }

  affine(z: Matrix, x: Rows, weights: Matrix, biases: Matrix): void {
    const { rows: inputs, columns: outputs } = weights;
    const out = this.#store.result(z);
    const w = this.#store.factor(weights, "weights");
    const b = this.#store.factor(biases, "biases");
    if (x.kind === "dense" && 4 * inputs * outputs <= OWN_CACHE) {
      const values = this.#store.factor(x, "x");
      const scratch = this.#store.floats("row", this.workers * 2 * inputs).address;
      const split = { ...DATA_BY_ROWS, scratch: { at: 6, bytes: 8 * inputs } };
      const args = [out, values, inputs, w, b, outputs, scratch, 0, x.rows];
      this.#run("dataProduct", args, split, x.rows * inputs * outputs / SPARSITY);
    } else if (x.kind !== "matrix") {
      this.#sparseProduct(out, this.#store.entries(x), w, b, 0, 1, outputs, 1, x.rows, inputs);
    } else this.#denseProduct(out, this.#store.factor(x, "x"), inputs, w, b, outputs, 1, x.rows);
  }

  backpropagate(out: Matrix, delta: Matrix, weights: Matrix): void {
    const { rows: inputs, columns: outputs } = weights;
    const to = this.#store.result(out);
    const d = this.#store.factor(delta, "delta");
    const w = this.#store.factor(weights, "weights");
    if (worthPacking(delta.rows, outputs, inputs)) {
      this.#packed(to, d, outputs, 1, w, 1, outputs, 0, delta.rows, outputs, inputs, 1);
    } else {
      const turned = this.#store.transposed(w, inputs, outputs);
      this.#denseProduct(to, d, outputs, turned, 0, inputs, 1, delta.rows);
    }
  }

  gradient(weights: Matrix, biases: Matrix, x: Rows, delta: Matrix, scale: number): void {
    const { rows: inputs, columns: outputs } = weights;
    const dw = this.#store.result(weights);
    const db = this.#store.result(biases);
    const d = this.#store.factor(delta, "delta");
    const s = Math.fround(scale);
    this.#kernels.sumRows(db, d, x.rows, outputs, s);
    if (x.kind !== "matrix") {
      this.#sparseProduct(
        dw,
        this.#store.turned(this.#store.entries(x)),
        d,
        0,
        0,
        1,
        outputs,
        s,
        inputs,
        x.rows,
      );
    } else if (worthPacking(inputs, x.rows, outputs)) {
      this.#packed(
        dw,
        this.#store.factor(x, "x"),
        1,
        inputs,
        d,
        outputs,
        1,
        0,
        inputs,
        x.rows,
        outputs,
        s,
      );
    } else {
      const turned = this.#store.transposed(this.#store.factor(x, "x"), x.rows, inputs);
      this.#denseProduct(dw, turned, x.rows, d, 0, outputs, s, inputs);
    }
  }

  descend(
    weights: Matrix,
    biases: Matrix,
    x: Rows,
    delta: Matrix,
    rate: number,
    decay = 1,
  ): void {
    const { rows: inputs, columns: outputs } = weights;
    const w = this.#store.result(weights);
    const b = this.#store.result(biases);
    const d = this.#store.result(delta);
    // w − x·(δ·s) is w + x·(δ·−s), to the bit.
    this.#kernels.scale(d, x.rows * outputs, -Math.fround(rate));
    this.#kernels.addRows(b, d, x.rows, outputs);
    const shrink = Math.fround(decay);
    if (x.kind !== "matrix" && outputs >= WIDE) {
      // A row of weights is read and written once for the batch, not once for each image.
      const turned = this.#store.turned(this.#store.entries(x));
      const entries = [turned.startsAddress, turned.indicesAddress, turned.valuesAddress];
      const args = [w, ...entries, d, inputs, outputs, shrink, 0, outputs];
      this.#run("turnedAccumulate", args, TURNED_BY_COLUMNS, x.rows * inputs * outputs / SPARSITY);
      return;
    }
    if (shrink !== 1) this.#kernels.scale(w, inputs * outputs, shrink);
    if (x.kind === "matrix") {
      const values = this.#store.factor(x, "x");
      const counting = this.#store.counting(inputs);
      this.#kernels.denseAccumulate(w, counting, values, inputs, d, x.rows, outputs, 0, outputs);
    } else {
      const { startsAddress, indicesAddress, valuesAddress } = this.#store.entries(x);
      this.#kernels.sparseAccumulate(
        w,
        startsAddress,
        indicesAddress,
        valuesAddress,
        d,
        x.rows,
        outputs,
        0,
        outputs,
      );
    }
  }

  activate(z: Matrix, activation: Activation): void {
    const kernels = ELEMENTWISE.get(activation.name);
    if (kernels !== undefined) {
      const count = z.rows * z.columns;
      this.#share(kernels.forward, [this.#store.result(z), 0, count], EXPONENTIAL * count);
    } else if (activation.name === "softmax") {
      this.#kernels.activateSoftmax(this.#store.result(z), z.columns, 0, z.rows);
    } else activation.forward(z);
  }

  activateBackward(delta: Matrix, a: Matrix, activation: Activation): void {
    const kernels = ELEMENTWISE.get(activation.name);
    if (kernels !== undefined) {
      const d = this.#store.result(delta);
      const count = a.rows * a.columns;
      this.#share(kernels.backward, [d, this.#store.factor(a, "a"), 0, count], count);
    } else activation.backward(delta, a);
  }

  dropout(out: Rows, x: Rows, mask: Mask): void {
    const run: Run = (kernel, args, split, products) => this.#run(kernel, args, split, products);
    const { workers } = this;
    dropInto(out, x, mask, { store: this.#store, kernels: this.#kernels, workers, run });
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
    if (rule.name === "momentum" || rule.name === "nesterov") {
      const [mu, rate] = scalars;
      const kernel = rule.name === "momentum" ? "updateMomentum" : "updateNesterov";
      this.#share(kernel, [w, g, this.#store.result(first!), mu!, rate!, 0, count], count);
    } else if (rule.name === "adam" || rule.name === "adamw") {
      const constants = this.#store.floats("scalars", scalars.length);
      constants.view.set(scalars);
      const m = this.#store.result(first!);
      const v = this.#store.result(second!);
      this.#share("updateAdam", [w, g, m, v, constants.address, 0, count], count);
    } else if (rule.name === "sgd") {
      this.addScaled(parameters, gradient, -scalars[0]!); // w + g·−η is w − η·g, to the bit
    } else {
      rule.update(parameters.values, gradient.values, moments.map(({ values }) => values), scalars);
    }
  }

  /** out = (bias·shrink + x·w)·scale for rows of entries. */
  #sparseProduct(
    out: number,
    { startsAddress, indicesAddress, valuesAddress, capacity }: ArenaSparseRows,
    w: number,
    bias: number,
    biasStride: number,
    shrink: number,
    columns: number,
    scale: number,
    rows: number,
    inner: number,
  ): void {
    const size = inner * columns;
    const panels = 4 * size > OWN_CACHE
      ? this.#store.floats("panels of weights", size + 64).address
      : 0;
    if (this.#pool === undefined) {
      this.#kernels.sparseProduct(
        out,
        startsAddress,
        indicesAddress,
        valuesAddress,
        w,
        bias,
        biasStride,
        shrink,
        columns,
        scale,
        inner,
        panels,
        0,
        rows,
        0,
        columns,
      );
      return;
    }
    const entries = [startsAddress, indicesAddress, valuesAddress];
    const factors = [w, bias, biasStride, shrink, columns, scale, inner, panels];
    const args = [out, ...entries, ...factors, 0, rows, 0, columns];
    const products = rows * capacity.entries / Math.max(1, capacity.rows) / SPARSITY * columns;
    const wide = columns >= WIDE * this.workers;
    this.#run("sparseProduct", args, wide ? BY_COLUMNS : BY_ROWS, products);
  }

  /** out = (bias + x·w)·scale for rows of `length` entries each. */
  #denseProduct(
    out: number,
    x: number,
    length: number,
    w: number,
    bias: number,
    columns: number,
    scale: number,
    rows: number,
  ): void {
    if (worthPacking(rows, length, columns)) {
      this.#packed(out, x, length, 1, w, columns, 1, bias, rows, length, columns, scale);
    } else {
      const args = [
        out,
        this.#store.counting(length),
        x,
        length,
        w,
        bias,
        columns,
        scale,
        0,
        rows,
        0,
        columns,
      ];
      this.#run("denseProduct", args, DENSE_BY_ROWS, rows * length * columns);
    }
  }

  /** out [rows, columns] = (bias + a·b)·scale for factors with these strides. */
  #packed(
    out: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    bias: number,
    rows: number,
    inner: number,
    columns: number,
    scale: number,
  ): void {
    if (this.#multiply !== undefined && rows * inner * columns >= NATIVE) {
      this.#multiply({
        memory: new Float32Array(this.#arena.memory.buffer),
        out: out / 4,
        a: { at: a / 4, row: aRow, column: aColumn },
        b: { at: b / 4, row: bRow, column: bColumn },
        bias: bias / 4,
        rows,
        inner,
        columns,
        scale,
      });
      return;
    }
    const size = PACKED_SCRATCH + PACKED_DEPTH * 4 * Math.ceil(rows / 4);
    const scratch = this.#store.floats("panels", size * this.workers).address;
    const factors = [out, a, aRow, aColumn, b, bRow, bColumn, bias, rows, inner, columns, scale];
    const args = [...factors, scratch, 0, Math.ceil(columns / 8)];
    const split = { at: 13, grain: 1, scratch: { at: 12, bytes: 4 * size } };
    this.#run("packedProduct", args, split, rows * inner * columns);
  }

  /** Runs a kernel on a range of elements, the last two arguments. */
  #share(kernel: KernelName, args: readonly number[], elements: number): void {
    const split = { at: args.length - 2, grain: LINE };
    this.#run(kernel, args, split, STEP * elements);
  }

  /** Runs a kernel of so many multiplications, alone or shared. */
  #run(kernel: KernelName, args: readonly number[], split: Split, products: number): void {
    if (products >= this.#shareFrom && this.#pool?.ready) this.#pool.run(kernel, args, split);
    else this.#kernels[kernel](...args);
  }
}

/** Whether packing the factors of a product costs less than it saves. */
function worthPacking(rows: number, inner: number, columns: number): boolean {
  return rows * inner * columns >= PACKED && Math.min(rows, inner, columns) >= PACKED_SIDE;
}
