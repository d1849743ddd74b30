/**
 * The WebAssembly engine: the kernels of `kernels/`, with strict SIMD, which give the bits of the reference.
 *
 * @module
 */

import type { Activation } from "../activations.ts";
import type { Rule } from "../optimizers.ts";
import { Arena, ArenaMatrix, ArenaSparseRows, type Block } from "./arena.ts";
import type { DataRows, DenseRows, Engine, Matrix, Rows, SparseRows } from "./engine.ts";
import { gatherDense, gatherSparse, LEVELS } from "./gather.ts";
import { instantiate, type Kernels } from "./instantiate.ts";

/** From this many multiplications on, the product of two matrices is packed first. */
const PACKED = 100_000;

/** From this many outputs on, a step in place turns the entries of the batch first. */
const WIDE = 64;

/** What a packed product needs for itself besides its panels of rows, in floats. */
const PACKED_SCRATCH = 32 + 2048;

/** How deep the panels of a packed product are. */
const PACKED_DEPTH = 256;

/** The engine of WebAssembly kernels. */
export class WasmEngine implements Engine {
  readonly name = "wasm";
  readonly #arena = new Arena(false);
  readonly #kernels: Kernels = instantiate(this.#arena.memory, false);
  readonly #levels = this.#arena.floats(LEVELS.length);
  readonly #residents = new WeakMap<Uint8Array, Block<Uint8Array>>();
  readonly #scratch = new Map<string, Block<Float32Array>>();
  readonly #entryScratch = new Map<string, ArenaSparseRows>();
  #counting = this.#arena.words(0);
  #examples = this.#arena.words(0);
  #lastBytes: Uint8Array | undefined;
  #lastResident = 0;

  /** Makes an engine with an empty memory. */
  constructor() {
    this.#levels.view.set(LEVELS);
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
    if (inputs instanceof Float32Array || !(out instanceof ArenaSparseRows)) {
      return gatherSparse(out, inputs, order, start);
    }
    const { startsAddress, indicesAddress, valuesAddress, rows, columns } = out;
    const bytes = this.#resident(inputs);
    if (this.#examples.view.length < rows) this.#examples = this.#arena.words(rows);
    const examples = this.#examples.view;
    for (let r = 0; r < rows; r++) examples[r] = order[start + r]!;
    this.#kernels.gatherBytes(
      startsAddress,
      indicesAddress,
      valuesAddress,
      bytes,
      this.#examples.address,
      rows,
      columns,
      this.#levels.address,
      this.#floats("map", 2 * Math.ceil(columns / 64) * rows).address,
    );
  }

  affine(z: Matrix, x: Rows, weights: Matrix, biases: Matrix): void {
    const { rows: inputs, columns: outputs } = weights;
    const out = this.#result(z);
    const w = this.#matrix(weights);
    const b = this.#matrix(biases);
    if (x.kind !== "matrix") {
      this.#sparseProduct(out, this.#entries(x), w, b, 0, outputs, 1, x.rows);
    } else this.#denseProduct(out, this.#matrix(x), inputs, w, b, outputs, 1, x.rows);
  }

  backpropagate(out: Matrix, delta: Matrix, weights: Matrix): void {
    const { rows: inputs, columns: outputs } = weights;
    const to = this.#result(out);
    const d = this.#matrix(delta);
    const w = this.#matrix(weights);
    if (delta.rows * inputs * outputs >= PACKED) {
      this.#packed(to, d, outputs, 1, w, 1, outputs, 0, delta.rows, outputs, inputs, 1);
    } else {
      const turned = this.#floats("turned weights", inputs * outputs).address;
      this.#kernels.transpose(turned, w, inputs, outputs);
      this.#denseProduct(to, d, outputs, turned, 0, inputs, 1, delta.rows);
    }
  }

  gradient(weights: Matrix, biases: Matrix, x: Rows, delta: Matrix, scale: number): void {
    const { rows: inputs, columns: outputs } = weights;
    const dw = this.#result(weights);
    const db = this.#result(biases);
    const d = this.#matrix(delta);
    const s = Math.fround(scale);
    this.#kernels.sumRows(db, d, x.rows, outputs, s);
    if (x.kind !== "matrix") {
      this.#sparseProduct(dw, this.#turned(this.#entries(x)), d, 0, 0, outputs, s, inputs);
    } else if (x.rows * inputs * outputs >= PACKED) {
      this.#packed(dw, this.#matrix(x), 1, inputs, d, outputs, 1, 0, inputs, x.rows, outputs, s);
    } else {
      const turned = this.#floats("turned inputs", inputs * x.rows).address;
      this.#kernels.transpose(turned, this.#matrix(x), x.rows, inputs);
      this.#denseProduct(dw, turned, x.rows, d, 0, outputs, s, inputs);
    }
  }

  descend(weights: Matrix, biases: Matrix, x: Rows, delta: Matrix, rate: number): void {
    const { rows: inputs, columns: outputs } = weights;
    const w = this.#result(weights);
    const b = this.#result(biases);
    const d = this.#result(delta);
    // w − x·(δ·s) is w + x·(δ·−s), to the bit.
    this.#kernels.scale(d, x.rows * outputs, -Math.fround(rate));
    this.#kernels.addRows(b, d, x.rows, outputs);
    if (x.kind === "matrix") {
      const values = this.#matrix(x);
      const counting = this.#count(inputs);
      this.#kernels.denseAccumulate(w, counting, values, inputs, d, x.rows, outputs, 0, outputs);
    } else if (outputs >= WIDE) {
      // A row of weights is read and written once for the batch, not once for each image.
      this.#sparseProduct(w, this.#turned(this.#entries(x)), d, w, outputs, outputs, 1, inputs);
    } else {
      const { startsAddress, indicesAddress, valuesAddress } = this.#entries(x);
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
    const count = z.rows * z.columns;
    if (activation.name === "sigmoid") this.#kernels.activateSigmoid(this.#result(z), 0, count);
    else if (activation.name === "relu") this.#kernels.activateRelu(this.#result(z), 0, count);
    else if (activation.name === "softmax") {
      this.#kernels.activateSoftmax(this.#result(z), z.columns, 0, z.rows);
    } else activation.forward(z);
  }

  activateBackward(delta: Matrix, a: Matrix, activation: Activation): void {
    const count = a.rows * a.columns;
    const d = this.#result(delta);
    const values = this.#matrix(a);
    if (activation.name === "sigmoid") this.#kernels.backwardSigmoid(d, values, 0, count);
    else if (activation.name === "relu") this.#kernels.backwardRelu(d, values, 0, count);
    else activation.backward(delta, a);
  }

  decay(weights: Matrix, scale: number): void {
    this.#kernels.scale(this.#result(weights), weights.values.length, Math.fround(scale));
  }

  addScaled(gradient: Matrix, weights: Matrix, scale: number): void {
    const g = this.#result(gradient);
    const count = weights.values.length;
    this.#kernels.addScaled(g, this.#matrix(weights), Math.fround(scale), 0, count);
  }

  update(
    rule: Rule,
    parameters: Matrix,
    gradient: Matrix,
    moments: readonly Matrix[],
    scalars: readonly number[],
  ): void {
    const w = this.#result(parameters);
    const g = this.#matrix(gradient);
    const [first, second] = moments;
    const count = parameters.values.length;
    if (rule.name === "momentum") {
      const [mu, rate] = scalars;
      this.#kernels.updateMomentum(w, g, this.#result(first!), mu!, rate!, 0, count);
    } else if (rule.name === "adam") {
      const constants = this.#floats("scalars", scalars.length);
      constants.view.set(scalars);
      const m = this.#result(first!);
      this.#kernels.updateAdam(w, g, m, this.#result(second!), constants.address, 0, count);
    } else {
      rule.update(parameters.values, gradient.values, moments.map(({ values }) => values), scalars);
    }
  }

  /** out = (bias + x·w)·scale for rows of entries. */
  #sparseProduct(
    out: number,
    { startsAddress, indicesAddress, valuesAddress }: ArenaSparseRows,
    w: number,
    bias: number,
    biasStride: number,
    columns: number,
    scale: number,
    rows: number,
  ): void {
    this.#kernels.sparseProduct(
      out,
      startsAddress,
      indicesAddress,
      valuesAddress,
      w,
      bias,
      biasStride,
      columns,
      scale,
      0,
      rows,
      0,
      columns,
    );
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
    if (rows * length * columns >= PACKED) {
      this.#packed(out, x, length, 1, w, columns, 1, bias, rows, length, columns, scale);
    } else {
      const counting = this.#count(length);
      this.#kernels.denseProduct(
        out,
        counting,
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
      );
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
    const size = PACKED_SCRATCH + PACKED_DEPTH * 4 * Math.ceil(rows / 4);
    const scratch = this.#floats("panels", size).address;
    const panels = Math.ceil(columns / 8);
    this.#kernels.packedProduct(
      out,
      a,
      aRow,
      aColumn,
      b,
      bRow,
      bColumn,
      bias,
      rows,
      inner,
      columns,
      scale,
      scratch,
      0,
      panels,
    );
  }

  /** The entries of each column, in the order of the rows. */
  #turned(x: ArenaSparseRows): ArenaSparseRows {
    const turned = this.#entriesScratch("turned", x.columns, x.rows, x.capacity.entries);
    this.#kernels.transposeEntries(
      turned.startsAddress,
      turned.indicesAddress,
      turned.valuesAddress,
      x.startsAddress,
      x.indicesAddress,
      x.valuesAddress,
      x.rows,
      x.columns,
    );
    return turned;
  }

  /** Rows of data as entries in the arena: zeros are left out, and what is elsewhere is copied. */
  #entries(x: DataRows): ArenaSparseRows {
    if (x instanceof ArenaSparseRows && x.arena === this.#arena) return x;
    const { rows, columns } = x;
    const entries = this.#entriesScratch("entries", rows, columns, rows * columns);
    if (x.kind === "sparse") {
      const end = x.starts[rows]!;
      entries.starts.set(x.starts.subarray(0, rows + 1));
      entries.indices.set(x.indices.subarray(0, end));
      entries.values.set(x.values.subarray(0, end));
    } else {
      this.#kernels.dropZeros(
        entries.startsAddress,
        entries.indicesAddress,
        entries.valuesAddress,
        this.#matrix(x),
        rows,
        columns,
      );
    }
    return entries;
  }

  /** The address of a factor; one that is elsewhere is copied into the arena. */
  #matrix(matrix: Matrix | DenseRows): number {
    if (matrix instanceof ArenaMatrix && matrix.arena === this.#arena) return matrix.address;
    const length = matrix.rows * matrix.columns;
    const copy = this.#floats(`copy of ${matrix.kind} ${length}`, length);
    copy.view.set(matrix.values.subarray(0, length));
    return copy.address;
  }

  /** The address of a result. */
  #result(matrix: Matrix): number {
    if (matrix instanceof ArenaMatrix && matrix.arena === this.#arena) return matrix.address;
    throw new TypeError(
      "Cannot write a result to a matrix of another engine: engine.matrix makes one",
    );
  }

  /** The address of 0, 1, 2, … up to `length`: the columns of a row with every entry stored. */
  #count(length: number): number {
    if (this.#counting.view.length < length) {
      this.#counting = this.#arena.words(2 * length);
      this.#counting.view.forEach((_, k, counting) => counting[k] = k);
    }
    return this.#counting.address;
  }

  /** The address of the bytes of a data set, copied into the arena once. */
  #resident(bytes: Uint8Array): number {
    if (bytes === this.#lastBytes) return this.#lastResident; // it mostly is
    let resident = this.#residents.get(bytes);
    if (resident === undefined) {
      resident = this.#arena.bytes(bytes.length);
      resident.view.set(bytes);
      this.#residents.set(bytes, resident);
    }
    this.#lastBytes = bytes;
    this.#lastResident = resident.address;
    return resident.address;
  }

  /** Room that a kernel needs for itself, by purpose; only ever larger. */
  #floats(purpose: string, length: number): Block<Float32Array> {
    let block = this.#scratch.get(purpose);
    if (block === undefined || block.view.length < length) {
      this.#scratch.set(purpose, block = this.#arena.floats(length));
    }
    return block;
  }

  /** The same for rows of entries. */
  #entriesScratch(
    purpose: string,
    rows: number,
    columns: number,
    entries: number,
  ): ArenaSparseRows {
    let scratch = this.#entryScratch.get(purpose);
    const { capacity } = scratch ?? {};
    if (
      scratch === undefined || scratch.columns !== columns ||
      capacity!.rows < rows || capacity!.entries < entries
    ) {
      scratch = new ArenaSparseRows(this.#arena, rows, columns, entries);
      this.#entryScratch.set(purpose, scratch);
    }
    scratch.rows = rows;
    return scratch;
  }
}
