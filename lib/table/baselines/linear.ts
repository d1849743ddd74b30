/**
 * A linear model that is solved: the parameters of the least cost with a ridge, not those that some epochs of steps come to. It
 * is a network without hidden layers. @module
 */

import { exp64, log } from "../../numerics/elementary.ts";
import { minimize } from "./minimize.ts";

const { abs, max, sqrt } = Math;

/** What the outputs are made of their sums by; each has its own cost, whose derivative by the sums is output − target. */
export type LinearOutputs = "softmax" | "sigmoid" | "linear";

/** The numbers of rows that are not 0: most inputs of levels are. */
export interface SparseInputs {
  /** How many inputs a row has. */
  readonly columns: number;
  /** [rows + 1] Where each row begins. */
  readonly starts: Uint32Array;
  /** The input of each number. */
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

export interface LinearData {
  readonly inputs: SparseInputs;
  /** [rows, outputs] */
  readonly targets: Float32Array;
  /** [rows] How much each row counts. Default: 1 each */
  readonly weights?: ArrayLike<number> | undefined;
  readonly outputs: number;
  readonly kind: LinearOutputs;
}

export interface LinearSolution {
  /** [inputs + 1, outputs] The weights, and the biases in the last row. */
  readonly parameters: Float64Array;
  /** How many multiplications it took, about. */
  readonly work: number;
  /** Whether the largest derivative that is left is at most {@linkcode TOLERANCE}, or what rounding leaves of it. */
  readonly isSolved: boolean;
}

/** The largest derivative that is left: a hundredth of scikit-learn's. */
const TOLERANCE = 1e-6;

/** How many times the tolerance rounding may leave. */
const ROUNDED = 10;

/** More elements of second derivatives are not kept: only their diagonals. */
const MOST_ELEMENTS = 2_000_000;

/**
 * Minimizes the mean cost of a row (cross-entropy, or half the squared error) plus ridge/2 · Σ weights², biases apart. With a
 * ridge above 0 there is a least cost for classes too that a line separates.
 *
 * Steps are Newton's by the second derivatives of each output, and L-BFGS makes up for those between outputs: quantities take one
 * step, which is the solution of the normal equations, and two classes Newton's iterations. Each step is a pass through the
 * numbers that are not 0. Where the second derivatives have over 2 million elements, their diagonals have to do. All is float64,
 * in order: the same everywhere.
 * @param start the parameters to start from, such as those with a larger ridge. Default: 0
 */
export function solveLinear(data: LinearData, ridge: number, start?: Float64Array): LinearSolution {
  if (data.kind === "softmax" && data.outputs === 2) return solveTwo(data, ridge, start);
  const { inputs: { columns, values }, outputs } = data;
  const total = totalWeight(data);
  const { at, passes, left } = minimize(start ?? new Float64Array((columns + 1) * outputs), {
    tolerance: TOLERANCE,
    metric: (parameters) => metricAt(data, total, ridge, parameters),
    evaluate: (parameters, gradient) => costOf(data, total, ridge, parameters, gradient),
  });
  const work = 2 * passes * values.length * outputs;
  return { parameters: at, work, isSolved: left <= ROUNDED * TOLERANCE };
}

/** Of two classes only the difference of their sums counts: its half, and less its half, have the least squares together. */
function solveTwo(data: LinearData, ridge: number, start?: Float64Array): LinearSolution {
  const second = <Values extends Float32Array | Float64Array>(pairs: Values) =>
    pairs.filter((_, k) => k % 2 === 1) as Values;
  const { parameters, work, isSolved } = solveLinear(
    { ...data, targets: second(data.targets), outputs: 1, kind: "sigmoid" },
    ridge / 2,
    start && second(start).map((half) => 2 * half),
  );
  const halves = Float64Array.from(
    { length: 2 * parameters.length },
    (_, k) => (k % 2 - 0.5) * parameters[k >> 1]!,
  );
  return { parameters: halves, work, isSolved };
}

function totalWeight({ inputs: { starts }, weights }: LinearData): number {
  const rows = starts.length - 1;
  let total = 0;
  for (let r = 0; r < rows; r++) total += weights?.[r] ?? 1;
  return total;
}

function sumRow(
  { inputs: { columns, starts, indices, values }, outputs }: LinearData,
  r: number,
  parameters: Float64Array,
  sums: Float64Array,
): void {
  for (let k = 0; k < outputs; k++) sums[k] = parameters[columns * outputs + k]!;
  for (let i = starts[r]!; i < starts[r + 1]!; i++) {
    const [value, from] = [values[i]!, indices[i]! * outputs];
    for (let k = 0; k < outputs; k++) sums[k]! += value * parameters[from + k]!;
  }
}

/** The cost of parameters, and its derivative. */
function costOf(
  data: LinearData,
  total: number,
  ridge: number,
  parameters: Float64Array,
  gradient: Float64Array,
): number {
  const { inputs: { columns, starts, indices, values }, targets, weights, outputs, kind } = data;
  const sums = new Float64Array(outputs);
  const bias = columns * outputs;
  let cost = 0;
  gradient.fill(0);
  for (let r = 0; r < starts.length - 1; r++) {
    sumRow(data, r, parameters, sums);
    const weight = (weights?.[r] ?? 1) / total;
    cost += weight * errorsOf(sums, targets, r, kind);
    for (let k = 0; k < outputs; k++) gradient[bias + k]! += sums[k]! *= weight;
    for (let i = starts[r]!; i < starts[r + 1]!; i++) {
      const [value, from] = [values[i]!, indices[i]! * outputs];
      for (let k = 0; k < outputs; k++) gradient[from + k]! += value * sums[k]!;
    }
  }
  for (let j = 0; j < bias; j++) {
    const parameter = parameters[j]!;
    cost += ridge / 2 * parameter * parameter;
    gradient[j]! += ridge * parameter;
  }
  return cost;
}

/** The cost of a row; puts output − target in place of its sums. */
function errorsOf(
  sums: Float64Array,
  targets: Float32Array,
  row: number,
  kind: LinearOutputs,
): number {
  const outputs = sums.length;
  let [most, all, cost] = [-Infinity, 0, 0];
  if (kind === "softmax") {
    for (let k = 0; k < outputs; k++) most = max(most, sums[k]!);
    for (let k = 0; k < outputs; k++) all += exp64(sums[k]! - most);
  }
  for (let k = 0; k < outputs; k++) {
    const [sum, target] = [sums[k]!, targets[row * outputs + k]!];
    if (kind === "softmax") {
      cost += target * (most + log(all) - sum);
      sums[k] = exp64(sum - most) / all - target;
    } else if (kind === "sigmoid") {
      const small = exp64(-abs(sum));
      cost += max(sum, 0) - target * sum + log(1 + small);
      sums[k] = (sum < 0 ? small : 1) / (1 + small) - target;
    } else {
      const error = sum - target;
      cost += error * error / 2;
      sums[k] = error;
    }
  }
  return cost;
}

/** The second derivatives of each output at some parameters; what it returns divides a derivative [inputs + 1, outputs] by them. */
function metricAt(
  data: LinearData,
  total: number,
  ridge: number,
  parameters: Float64Array,
): (gradient: Float64Array) => void {
  const { inputs: { columns, starts, indices, values }, targets, weights, outputs, kind } = data;
  const size = columns + 1;
  const isFull = size * size * outputs <= MOST_ELEMENTS;
  const metrics = Array.from(
    { length: outputs },
    () => new Float64Array(isFull ? size * size : size),
  );
  const sums = new Float64Array(outputs);
  for (let r = 0; r < starts.length - 1; r++) {
    sumRow(data, r, parameters, sums);
    errorsOf(sums, targets, r, kind);
    const [from, to] = [starts[r]!, starts[r + 1]!];
    for (const [k, metric] of metrics.entries()) {
      const output = sums[k]! + targets[r * outputs + k]!;
      const curvature = kind === "linear" ? 1 : output * (1 - output);
      const scale = curvature * (weights?.[r] ?? 1) / total;
      for (let i = from; i < to; i++) {
        const [row, value] = [indices[i]!, scale * values[i]!];
        if (!isFull) {
          metric[row]! += value * values[i]!;
          continue;
        }
        for (let j = from; j <= i; j++) metric[row * size + indices[j]!]! += value * values[j]!;
        metric[columns * size + row]! += value;
      }
      metric[metric.length - 1]! += scale;
    }
  }
  for (const metric of metrics) {
    for (let j = 0; j < columns; j++) metric[isFull ? j * size + j : j]! += ridge;
    if (isFull) factorize(metric, size);
  }
  const column = new Float64Array(size);
  return (gradient) => {
    for (const [k, metric] of metrics.entries()) {
      for (let j = 0; j < size; j++) column[j] = gradient[j * outputs + k]!;
      if (isFull) solveFactorized(metric, column);
      for (let j = 0; j < size; j++) {
        gradient[j * outputs + k] = isFull ? column[j]! : column[j]! / metric[j]!;
      }
    }
  };
}

/** A pivot is at least this part of its diagonal element, so that rounding never makes one negative. */
const LEAST_PIVOT = 1e-14;

/**
 * Cholesky's factors, A = L·Lᵀ: puts L in place of the lower triangle.
 * @param matrix [size, size] symmetric and positive definite; only the lower triangle is read
 */
export function factorize(matrix: Float64Array, size: number): void {
  for (let j = 0; j < size; j++) {
    const row = j * size;
    let pivot = matrix[row + j]!;
    const least = pivot * LEAST_PIVOT;
    for (let k = 0; k < j; k++) pivot -= matrix[row + k]! * matrix[row + k]!;
    const root = sqrt(max(pivot, least));
    matrix[row + j] = root;
    for (let i = j + 1; i < size; i++) {
      const other = i * size;
      let sum = matrix[other + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[other + k]! * matrix[row + k]!;
      matrix[other + j] = sum / root;
    }
  }
}

/**
 * Solves A·x = b in place of b.
 * @param factor [size, size] what {@linkcode factorize} left
 * @param values [size] b
 */
export function solveFactorized(factor: Float64Array, values: Float64Array): void {
  const size = values.length;
  for (let i = 0; i < size; i++) {
    let sum = values[i]!;
    for (let j = 0; j < i; j++) sum -= factor[i * size + j]! * values[j]!;
    values[i] = sum / factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    const value = values[i]! /= factor[i * size + i]!;
    for (let j = 0; j < i; j++) values[j]! -= factor[i * size + j]! * value;
  }
}
