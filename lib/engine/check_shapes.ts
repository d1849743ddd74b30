/**
 * What every engine checks of a call before a loop addresses anything, in a few comparisons. An offset outside of the memory
 * would end the process in native code, and one inside of it would give wrong numbers. @module
 */

import { describe } from "../checks/texts.ts";
import { kernelOf } from "./built_in.ts";
import type { Deformation, Engine, Mask } from "./engine.ts";
import type { DataRows, DataValues, Matrix, Rows, SparseRows } from "./matrix.ts";
import { ArenaSparseRows } from "./wasm/arena.ts";

/** How many numbers the rules that are built in take, see {@linkcode Rule.scalars}. */
const SCALARS: { readonly [rule: string]: number } = {
  sgd: 1,
  momentum: 2,
  nesterov: 2,
  adam: 8,
};

/** The numbers of an image's affine map. */
const MAP_NUMBERS = 6;

/** The words of a key of Threefry. */
const KEY_WORDS = 2;

/** Whether a number is one that kernels take for a size, an index or an example. */
function isSize(number: number): boolean {
  return number >>> 0 === number;
}

/** How many rows there is room for. */
function maxRows(matrix: Rows & { readonly maxRows?: number }): number {
  if (matrix.maxRows !== undefined) return matrix.maxRows; // of an engine's own
  if (matrix.kind === "sparse") return matrix.starts.length - 1;
  return Math.floor(matrix.values.length / matrix.columns);
}

/**
 * Checks that a matrix has columns, and room for the rows in use, which anybody may set.
 * @throws {RangeError} if it has not
 */
export function checkRoom(action: string, name: string, matrix: Rows): void {
  const { rows, columns } = matrix;
  const sizes = isSize(rows) && isSize(columns) && columns > 0;
  if (!(sizes && rows <= maxRows(matrix))) refuseRoom(action, name, matrix);
}

/** Checks that a matrix has this shape, of sizes that were checked before, and room for it. */
function checkShape(
  action: string,
  name: string,
  matrix: Rows,
  rows: number,
  columns: number,
): void {
  if (matrix.rows !== rows || matrix.columns !== columns) {
    refuseShape(action, name, matrix, rows, columns);
  }
  if (!(rows <= maxRows(matrix))) refuseRoom(action, name, matrix);
}

// What throws is apart, so that the checks are small enough to be compiled into their callers.

function refuseRoom(action: string, name: string, matrix: Rows): never {
  const { rows, columns } = matrix;
  if (!(isSize(columns) && columns > 0)) {
    throw new RangeError(`Cannot ${action}: expected 1 or more columns of ${name}, got ${columns}`);
  }
  throw new RangeError(
    `Cannot ${action}: expected 0 to ${maxRows(matrix)} rows of ${name}, got ${rows}`,
  );
}

function refuseShape(
  action: string,
  name: string,
  matrix: Rows,
  rows: number,
  columns: number,
): never {
  throw new TypeError(
    `Cannot ${action}: expected ${name} of shape [${rows}, ${columns}], ` +
      `got [${matrix.rows}, ${matrix.columns}]`,
  );
}

/** Checks what a layer takes in: its room and, where a caller may have written them, where its non-zeros are. */
function checkInputs(action: string, x: Rows): void {
  checkRoom(action, "x", x);
  if (x.kind !== "sparse" || x instanceof ArenaSparseRows && x.trusted) return;
  checkNonZeros(action, x);
  if (x instanceof ArenaSparseRows) x.trust();
}

/** Checks what a function has written, see {@linkcode Engine.fill}; an engine's own rows then need no other check. */
export function checkFilled(out: DataRows): void {
  if (out.kind !== "sparse") return;
  checkNonZeros("fill rows", out);
  if (out instanceof ArenaSparseRows) out.trust();
}

/** Checks that sparse rows begin at 0, one after the other, and that the columns of each increase. */
function checkNonZeros(action: string, x: SparseRows): void {
  const { rows, columns } = x;
  const isUserData = x instanceof ArenaSparseRows;
  const { starts, indices, values } = isUserData ? x.views() : x;
  const room = isUserData ? x.maxNonZeros : Math.min(indices.length, values.length);
  if (starts[0] !== 0) {
    throw new RangeError(`Cannot ${action}: expected row 0 of x to begin at 0, got ${starts[0]}`);
  }
  for (let r = 0; r < rows; r++) {
    const [start, end] = [starts[r]!, starts[r + 1]!];
    if (!(start <= end && end <= room)) {
      throw new RangeError(
        `Cannot ${action}: expected row ${r} of x to end at ${start} to ${room}, got ${end}`,
      );
    }
    let least = 0;
    for (let k = start; k < end; k++) {
      const column = indices[k]!;
      if (!(column >= least && column < columns)) {
        throw new RangeError(
          `Cannot ${action}: expected a column from ${least} to ${columns - 1} in row ${r} of x, ` +
            `got ${column}`,
        );
      }
      least = column + 1;
    }
  }
}

/**
 * Checks which columns of new rows are joined.
 * @throws {TypeError} if they are not as many, or the first one is joined
 */
export function checkJoined(columns: number, joined: Uint8Array | undefined): void {
  if (joined === undefined || joined.length === columns && joined[0] === 0) return;
  throw new TypeError(
    `Cannot make sparse rows: expected whether each of ${columns} columns is joined, the first not; ` +
      `got [${joined.length}], the first ${joined[0]}`,
  );
}

/**
 * Checks that no columns are joined.
 * @throws {TypeError} if some are
 */
export function refuseJoined(action: string, x: Rows): void {
  if (x.kind !== "sparse" || x.joined === undefined) return;
  throw new TypeError(`Cannot ${action}: expected rows without joined columns`);
}

/**
 * Checks the shape of a new matrix.
 * @throws {RangeError} if a size is not a whole number, or there are no columns
 */
export function checkNew(rows: number, columns: number): void {
  if (isSize(rows) && isSize(columns) && columns > 0) return;
  throw new RangeError(
    `Cannot make a matrix of shape [${rows}, ${columns}]: expected whole numbers of rows, and of ` +
      "columns from 1 up",
  );
}

/** Checks {@linkcode Engine.affine}. */
export function checkAffine(z: Matrix, x: Rows, weights: Matrix, biases: Matrix): void {
  const action = "multiply x by weights";
  checkRoom(action, "weights", weights);
  checkInputs(action, x);
  if (x.columns !== weights.rows) refuseShape(action, "x", x, x.rows, weights.rows);
  checkShape(action, "z", z, x.rows, weights.columns);
  checkShape(action, "biases", biases, 1, weights.columns);
}

/** Checks {@linkcode Engine.backpropagate}. */
export function checkBackpropagate(out: Matrix, delta: Matrix, weights: Matrix): void {
  const action = "take errors back through weights";
  checkRoom(action, "weights", weights);
  checkRoom(action, "delta", delta);
  if (delta.columns !== weights.columns) {
    refuseShape(action, "delta", delta, delta.rows, weights.columns);
  }
  checkShape(action, "out", out, delta.rows, weights.rows);
}

/** Checks {@linkcode Engine.gradient} or {@linkcode Engine.descend}, which take the same matrices. */
export function checkLearning(
  action: string,
  weights: Matrix,
  biases: Matrix,
  x: Rows,
  delta: Matrix,
): void {
  checkRoom(action, "weights", weights);
  checkInputs(action, x);
  if (x.columns !== weights.rows) refuseShape(action, "x", x, x.rows, weights.rows);
  checkShape(action, "delta", delta, x.rows, weights.columns);
  checkShape(action, "biases", biases, 1, weights.columns);
}

/** Checks {@linkcode Engine.activate}. */
export function checkActivate(a: Matrix, z: Matrix): void {
  const action = "activate units";
  checkRoom(action, "z", z);
  if (a !== z) checkShape(action, "a", a, z.rows, z.columns);
}

/** Checks {@linkcode Engine.activateBackward}. */
export function checkActivateBackward(delta: Matrix, a: Matrix, z: Matrix | undefined): void {
  const action = "take errors back through an activation";
  checkRoom(action, "a", a);
  checkShape(action, "delta", delta, a.rows, a.columns);
  if (z !== undefined) checkShape(action, "z", z, a.rows, a.columns);
}

/** Checks what {@linkcode Engine.outputErrors} and {@linkcode Engine.meanCost} compare. */
export function checkCost(a: Matrix, y: Matrix, weights: Float32Array | undefined): void {
  const action = "compare outputs with targets";
  checkRoom(action, "the outputs", a);
  checkShape(action, "the targets", y, a.rows, a.columns);
  if (weights !== undefined) checkLength(action, "the weights", weights, a.rows);
}

/** Checks {@linkcode Engine.outputErrors}. */
export function checkOutputErrors(
  delta: Matrix,
  a: Matrix,
  y: Matrix,
  z: Matrix | undefined,
  weights: Float32Array | undefined,
): void {
  checkCost(a, y, weights);
  checkActivateBackward(delta, a, z);
}

/** Checks a call that changes all elements of a matrix, as of parameters, by those of another one. */
export function checkCombine(action: string, target: Matrix, source: Matrix): void {
  const [rows, { columns }] = [maxRows(target), target];
  checkShape(action, "the target", target, rows, columns);
  checkShape(action, "the source", source, rows, columns);
}

/** Checks {@linkcode Engine.update}. */
export function checkUpdate(
  [rule, parameters, gradient, moments, scalars]: Parameters<Engine["update"]>,
): void {
  const action = `take a step of ${rule.name}`;
  const { length } = scalars;
  const kernel = kernelOf(rule);
  const expected = kernel === undefined ? length : SCALARS[kernel];
  if (moments.length !== rule.moments || length !== expected) {
    throw new TypeError(
      `Cannot ${action}: expected ${rule.moments} moments and ${expected} scalars, ` +
        `got ${moments.length} and ${length}`,
    );
  }
  const [rows, { columns }] = [maxRows(parameters), parameters];
  checkShape(action, "the parameters", parameters, rows, columns);
  checkShape(action, "the gradient", gradient, rows, columns);
  for (const moment of moments) checkShape(action, "a moment", moment, rows, columns);
}

/** Checks {@linkcode Engine.dropout}. */
export function checkDropout(out: Rows, x: Rows, { rate, key, examples }: Mask): void {
  if (out.kind !== x.kind) {
    throw new TypeError(
      `Cannot drop units of ${x.kind} rows into ${out.kind} ones: expected both of one kind`,
    );
  }
  const action = "drop units";
  checkInputs(action, x);
  checkShape(action, "out", out, x.rows, x.columns);
  for (const rows of [x, out]) refuseJoined(action, rows);
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`Cannot drop units at the rate ${rate}: expected 0 to less than 1`);
  }
  checkKey(action, key);
  checkLength(action, "the mask's examples", examples, x.rows);
}

function checkLength(action: string, name: string, list: ArrayLike<number>, least: number): void {
  if (list.length >= least) return;
  throw new RangeError(
    `Cannot ${action}: expected ${name} to be ${least} or more, got ${list.length}`,
  );
}

function checkKey(action: string, key: Uint32Array): void {
  if (key.length === KEY_WORDS) return;
  throw new TypeError(`Cannot ${action}: expected a key of ${KEY_WORDS} words, got ${key.length}`);
}

/** Checks {@linkcode Engine.gather}, and what {@linkcode Engine.deform} takes as it does. */
export function checkGather(
  out: DataRows,
  inputs: DataValues,
  order: Uint32Array,
  start: number,
): void {
  const action = "gather examples";
  checkRoom(action, "out", out);
  if (!(inputs instanceof Uint8Array || inputs instanceof Float32Array)) {
    throw new TypeError(
      `Cannot ${action} of ${describe(inputs)}: expected a Uint8Array or a Float32Array`,
    );
  }
  checkOrder(action, out.rows, Math.floor(inputs.length / out.columns), order, start);
}

/** Checks the numbers of examples of a batch: they are in the list, and each is of an example. */
function checkOrder(
  action: string,
  rows: number,
  examples: number,
  order: Uint32Array,
  start: number,
): void {
  if (!(isSize(start) && start + rows <= order.length)) {
    throw new RangeError(
      `Cannot gather ${rows} examples from order[${start}] on: the order has ${order.length}`,
    );
  }
  for (let r = 0; r < rows; r++) {
    const example = order[start + r]!;
    if (isSize(example) && example < examples) continue;
    throw new RangeError(
      `Cannot ${action}: expected example 0 to ${examples - 1}, got ${example}`,
    );
  }
}

/** Checks {@linkcode Engine.gatherRows}. */
export function checkGatherRows(
  out: Matrix,
  from: Matrix,
  order: Uint32Array,
  start: number,
): void {
  const action = "gather rows";
  checkRoom(action, "out", out);
  checkShape(action, "the rows", from, from.rows, out.columns);
  checkOrder(action, out.rows, from.rows, order, start);
}

/** Checks what {@linkcode Engine.deform} takes besides. */
export function checkDeformation(
  { rows, columns }: DataRows,
  { width, height, channels, maps, examples, elastic }: Deformation,
): void {
  const action = "deform images";
  const areSizes = isSize(width) && isSize(height) && isSize(channels);
  if (!(areSizes && width * height * channels === columns)) {
    throw new TypeError(
      `Cannot ${action}: expected width × height × channels to be ${columns}, the columns of out, ` +
        `got ${width} × ${height} × ${channels}`,
    );
  }
  checkLength(action, "the numbers of maps", maps, MAP_NUMBERS * rows);
  if (examples !== undefined) checkLength(action, "the deformation's examples", examples, rows);
  if (elastic === undefined) return;
  checkKey(action, elastic.key);
  checkLength(action, "the taps", elastic.taps, 1);
}
