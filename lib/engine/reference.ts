/**
 * The specification of every engine: plain loops, in the order that the contract fixes, with `Math.fround` around each
 * operation. (`out[j] += x * w` on a Float32Array is something else: its product would not be rounded.) @module
 */

import { flush, flushFactor } from "../numerics/subnormals.ts";
import * as shapes from "./check_shapes.ts";
import type { Activation, Deformation, Engine, Mask } from "./engine.ts";
import { copyRows, PlainRows } from "./matrix.ts";
import type { DataRows, DataValues, DenseRows, Matrix, Rows, SparseRows } from "./matrix.ts";
import { showRows } from "./show_rows.ts";
import * as costs from "./reference/costs.ts";
import { deformRows } from "./reference/deform.ts";
import { dropNonZeros, dropUnits } from "./reference/dropout.ts";
import { gatherDense, gatherSparse } from "./reference/gather.ts";

const { fround, sqrt } = Math;

/**
 * Calls `visit(column, value)` for every element of row `r` that takes part in sums: for a matrix of activations all of
 * them, for data those that are not zero.
 */
function visitRow(x: Rows, r: number, visit: (column: number, value: number) => void): void {
  if (x.kind === "sparse") {
    const end = x.starts[r + 1]!;
    for (let k = x.starts[r]!; k < end; k++) visit(x.indices[k]!, x.values[k]!);
  } else {
    const start = r * x.columns;
    const skipZeros = x.kind === "dense";
    for (let c = 0; c < x.columns; c++) {
      const value = x.values[start + c]!;
      if (!skipZeros || value !== 0) visit(c, value);
    }
  }
}

/** The joined columns of rows; `undefined` if there are none. */
function joinedOf(x: Rows): Uint8Array | undefined {
  return x.kind === "sparse" ? x.joined : undefined;
}

/** Weights added up along the runs of joined columns, see {@linkcode Engine.affine}. */
function addedUp({ rows, columns, values }: Matrix, x: Rows): Float32Array {
  const joined = joinedOf(x);
  if (joined === undefined) return values;
  const sums = values.slice(0, rows * columns);
  for (let k = 0; k < sums.length; k++) {
    if (joined[Math.floor(k / columns)] === 1) sums[k] = fround(sums[k - columns]! + sums[k]!);
  }
  return sums;
}

/** Adds gradients of sums back from the end of each run, see {@linkcode Engine.gradient}. */
function addBack(gradient: Float32Array, { rows, columns }: Matrix, x: Rows): void {
  const joined = joinedOf(x);
  if (joined === undefined) return;
  for (let k = rows * columns - 1; k >= columns; k--) {
    if (joined[Math.floor(k / columns)] !== 1) continue;
    gradient[k - columns] = fround(gradient[k - columns]! + gradient[k]!);
  }
}

/** The engine of plain loops. */
export class ReferenceEngine implements Engine {
  readonly name = "reference";
  readonly workers = 1;

  close(): void {}

  matrix(rows: number, columns: number): Matrix {
    shapes.checkNew(rows, columns);
    return new PlainRows("matrix", rows, columns, new Float32Array(rows * columns));
  }

  denseRows(rows: number, columns: number): DenseRows {
    shapes.checkNew(rows, columns);
    return new PlainRows("dense", rows, columns, new Float32Array(rows * columns));
  }

  sparseRows(rows: number, columns: number, joined?: Uint8Array): SparseRows {
    shapes.checkNew(rows, columns);
    shapes.checkJoined(columns, joined);
    return showRows<SparseRows>({
      kind: "sparse",
      rows,
      columns,
      ...joined && { joined },
      starts: new Uint32Array(rows + 1),
      indices: new Uint32Array(rows * columns),
      values: new Float32Array(rows * columns),
    });
  }

  gather(out: DataRows, inputs: DataValues, order: Uint32Array, start: number): void {
    shapes.checkGather(out, inputs, order, start);
    if (out.kind === "sparse") gatherSparse(out, inputs, order, start);
    else gatherDense(out, inputs, order, start);
  }

  gatherRows(out: Matrix, from: Matrix, order: Uint32Array, start: number): void {
    shapes.checkGatherRows(out, from, order, start);
    const { rows, columns, values } = out;
    for (let r = 0; r < rows; r++) {
      const at = order[start + r]! * columns;
      values.set(from.values.subarray(at, at + columns), r * columns);
    }
  }

  fill(out: DataRows, write: (rows: DataRows) => void): void {
    shapes.checkRoom("fill rows", "out", out);
    write(out);
    shapes.checkFilled(out);
  }

  deform(
    out: DataRows,
    inputs: DataValues,
    order: Uint32Array,
    start: number,
    deformation: Deformation,
  ): void {
    shapes.checkGather(out, inputs, order, start);
    shapes.checkDeformation(out, deformation);
    deformRows(out, { inputs, order, start, deformation });
  }

  affine(z: Matrix, x: Rows, weights: Matrix, biases: Matrix): void {
    shapes.checkAffine(z, x, weights, biases);
    const outputs = weights.columns;
    const sum = z.values;
    const w = addedUp(weights, x);
    for (let r = 0; r < x.rows; r++) {
      const row = r * outputs;
      for (let j = 0; j < outputs; j++) sum[row + j] = biases.values[j]!;
      visitRow(x, r, (i, value) => {
        const start = i * outputs;
        for (let j = 0; j < outputs; j++) {
          sum[row + j] = fround(sum[row + j]! + fround(value * w[start + j]!));
        }
      });
    }
  }

  backpropagate(out: Matrix, delta: Matrix, weights: Matrix): void {
    shapes.checkBackpropagate(out, delta, weights);
    const { rows: inputs, columns: outputs, values: w } = weights;
    for (let r = 0; r < delta.rows; r++) {
      const row = r * outputs;
      for (let i = 0; i < inputs; i++) {
        let sum = 0;
        for (let j = 0; j < outputs; j++) {
          sum = fround(sum + fround(delta.values[row + j]! * w[i * outputs + j]!));
        }
        out.values[r * inputs + i] = sum;
      }
    }
  }

  gradient(weights: Matrix, biases: Matrix, x: Rows, delta: Matrix, scale: number): void {
    shapes.checkLearning("find a gradient", weights, biases, x, delta);
    const outputs = weights.columns;
    const dw = weights.values;
    const db = biases.values;
    const d = delta.values;
    const s = fround(scale);
    dw.fill(0);
    db.fill(0);
    for (let r = 0; r < x.rows; r++) {
      const row = r * outputs;
      for (let j = 0; j < outputs; j++) db[j] = fround(db[j]! + d[row + j]!);
      visitRow(x, r, (i, value) => {
        const start = i * outputs;
        for (let j = 0; j < outputs; j++) {
          dw[start + j] = fround(dw[start + j]! + fround(value * d[row + j]!));
        }
      });
    }
    for (let k = 0; k < dw.length; k++) dw[k] = fround(dw[k]! * s);
    addBack(dw, weights, x);
    for (let j = 0; j < outputs; j++) db[j] = fround(db[j]! * s);
  }

  descend(weights: Matrix, biases: Matrix, x: Rows, delta: Matrix, rate: number, decay = 1): void {
    shapes.checkLearning("descend", weights, biases, x, delta);
    shapes.refuseJoined("descend", x);
    const outputs = weights.columns;
    const w = weights.values;
    const b = biases.values;
    const d = delta.values;
    const s = fround(rate);
    const t = fround(decay);
    if (t !== 1) { for (let k = 0; k < w.length; k++) w[k] = flush(fround(w[k]! * t)); }
    // δ·s comes first, so that it is rounded once for all inputs.
    for (let k = 0; k < x.rows * outputs; k++) d[k] = fround(d[k]! * s);
    for (let r = 0; r < x.rows; r++) {
      const row = r * outputs;
      for (let j = 0; j < outputs; j++) b[j] = fround(b[j]! - d[row + j]!);
      visitRow(x, r, (i, value) => {
        const start = i * outputs;
        for (let j = 0; j < outputs; j++) {
          w[start + j] = fround(w[start + j]! - fround(value * d[row + j]!));
        }
      });
    }
  }

  activate(a: Matrix, activation: Activation, z = a): void {
    shapes.checkActivate(a, z);
    copyRows(a, z);
    activation.forward(a);
  }

  activateBackward(delta: Matrix, a: Matrix, activation: Activation, z?: Matrix): void {
    shapes.checkActivateBackward(delta, a, z);
    activation.backward(delta, a, z);
    this.flush(delta);
  }

  outputErrors(...step: Parameters<Engine["outputErrors"]>): void {
    const [delta, a, y, , , z, weights] = step;
    shapes.checkOutputErrors(delta, a, y, z, weights);
    costs.outputErrors(...step);
  }

  meanCost(...batch: Parameters<Engine["meanCost"]>): number {
    const [a, y, , weights] = batch;
    shapes.checkCost(a, y, weights);
    return costs.meanCost(...batch);
  }

  flush(delta: Matrix): void {
    shapes.checkRoom("flush errors", "delta", delta);
    const { rows, columns, values } = delta;
    for (let k = 0; k < rows * columns; k++) values[k] = flushFactor(values[k]!);
  }

  dropout(out: Rows, x: Rows, mask: Mask): void {
    shapes.checkDropout(out, x, mask);
    if (out.kind !== "sparse" && x.kind !== "sparse") dropUnits(out, x, mask);
    else dropNonZeros(out as SparseRows, x as SparseRows, mask);
  }

  addScaled(gradient: Matrix, weights: Matrix, scale: number): void {
    shapes.checkCombine("add a multiple", gradient, weights);
    const [{ values: g }, { values: w }] = [gradient, weights];
    const s = fround(scale);
    for (let k = 0; k < g.length; k++) g[k] = fround(g[k]! + fround(s * w[k]!));
  }

  addSigns(gradient: Matrix, weights: Matrix, scale: number): void {
    shapes.checkCombine("add signs", gradient, weights);
    const [{ values: g }, { values: w }] = [gradient, weights];
    const s = fround(scale);
    for (let k = 0; k < g.length; k++) {
      g[k] = fround(g[k]! + (w[k]! > 0 ? s : w[k]! < 0 ? -s : w[k]!)); // NaN passes
    }
  }

  scale(matrix: Matrix, scale: number): void {
    shapes.checkRoom("scale a matrix", "it", matrix);
    const { values } = matrix;
    const s = fround(scale);
    for (let k = 0; k < values.length; k++) values[k] = fround(values[k]! * s);
  }

  sumOfSquares(matrix: Matrix): number {
    shapes.checkRoom("sum squares", "the matrix", matrix);
    const { rows, columns, values } = matrix;
    let sum = 0;
    for (let r = 0; r < rows; r++) {
      let row = 0;
      for (let k = r * columns; k < (r + 1) * columns; k++) row += values[k]! * values[k]!;
      sum += row;
    }
    return sum;
  }

  limitNorms(weights: Matrix, limit: number): void {
    shapes.checkRoom("limit norms", "weights", weights);
    const { rows, columns, values: w } = weights;
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += w[i * columns + j]! * w[i * columns + j]!;
      const norm = sqrt(sum);
      if (!(norm > limit)) continue;
      const factor = fround(limit / norm);
      for (let i = 0; i < rows; i++) w[i * columns + j] = fround(w[i * columns + j]! * factor);
    }
  }

  average(target: Matrix, source: Matrix, decay: number): void {
    shapes.checkCombine("average", target, source);
    const [{ values: t }, { values: s }] = [target, source];
    const r = fround(1 - decay);
    for (let k = 0; k < t.length; k++) {
      t[k] = flush(fround(t[k]! + fround(r * fround(s[k]! - t[k]!))));
    }
  }

  update(...step: Parameters<Engine["update"]>): void {
    shapes.checkUpdate(step);
    const [rule, parameters, gradient, moments, scalars] = step;
    rule.update(parameters.values, gradient.values, moments.map(({ values }) => values), scalars);
  }
}
