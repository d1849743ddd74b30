/** Calls that an engine refuses, by the sentence with which every engine does, and before anything is changed. */

import type { Engine, Matrix } from "../../lib/engine/mod.ts";
import { activations, matrix, optimizers } from "../../mod.ts";

/** The calls, by what they are to throw with. */
export type BadCalls = { readonly [sentence: string]: (engine: Engine) => unknown };

/** A matrix with `rows` rows in use, whatever it has room for. */
function withRows<T extends { rows: number }>(matrix: T, rows: number): T {
  matrix.rows = rows;
  return matrix;
}

/** Sparse rows [2, 3] with these starts and columns. */
function sparse(engine: Engine, starts: readonly number[], columns: readonly number[]) {
  const x = engine.sparseRows(2, 3);
  x.starts.set(starts);
  x.indices.set(columns);
  return x;
}

const WEIGHTS = [3, 4] as const;

/** x · weights [3, 4], of these operands in place of those that fit. */
function affine(
  engine: Engine,
  { x = engine.matrix(2, 3), z = engine.matrix(2, 4), biases = engine.matrix(1, 4) }: {
    x?: Parameters<Engine["affine"]>[1];
    z?: Matrix;
    biases?: Matrix;
  },
): void {
  engine.affine(z, x, engine.matrix(...WEIGHTS), biases);
}

const MASK = { rate: 0.5, key: new Uint32Array(2), examples: new Uint32Array(2) };

/** Drops units of [2, 3], by a mask that differs from one that fits. */
function dropout(engine: Engine, mask: Partial<typeof MASK>): void {
  engine.dropout(engine.matrix(2, 3), engine.matrix(2, 3), { ...MASK, ...mask });
}

const DEFORMATION = { width: 2, height: 3, channels: 1, maps: new Float32Array(12) };

/** Deforms two of three images of 2 × 3 pixels, by a deformation that differs from one that fits. */
function deform(engine: Engine, deformation: Partial<Parameters<Engine["deform"]>[4]>): void {
  const out = engine.denseRows(2, 6);
  const all = { ...DEFORMATION, ...deformation };
  engine.deform(out, new Uint8Array(18), Uint32Array.of(2, 0), 0, all);
}

/** Gathers two of three examples of 4 bytes. */
function gather(engine: Engine, order: ArrayLike<number>, start = 0): void {
  engine.gather(engine.sparseRows(2, 4), new Uint8Array(12), order as Uint32Array, start);
}

const adam = optimizers.adam();
const SCALARS = adam.scalars(0.1, 1, true);

/** A step of Adam on [2, 3]. */
function update(
  engine: Engine,
  { gradient = engine.matrix(2, 3), moments, scalars = SCALARS }: {
    gradient?: Matrix;
    moments?: Matrix[];
    scalars?: readonly number[];
  },
): void {
  moments ??= [engine.matrix(2, 3), engine.matrix(2, 3)];
  engine.update(adam, engine.matrix(2, 3), gradient, moments, scalars);
}

const ACTIONS = {
  multiply: "Cannot multiply x by weights: expected ",
  back: "Cannot take errors back through weights: expected ",
} as const;

/** What has the wrong shape. */
export const WRONG_SHAPES: BadCalls = {
  [`${ACTIONS.multiply}x of shape [2, 3], got [2, 5]`]: (engine) =>
    affine(engine, { x: engine.matrix(2, 5) }),
  [`${ACTIONS.multiply}x of shape [2, 3], got [2, 2]`]: (engine) =>
    affine(engine, { x: engine.sparseRows(2, 2) }),
  [`${ACTIONS.multiply}z of shape [2, 4], got [1, 4]`]: (engine) =>
    affine(engine, { z: engine.matrix(1, 4) }),
  [`${ACTIONS.multiply}z of shape [2, 4], got [2, 5]`]: (engine) =>
    affine(engine, { z: engine.matrix(2, 5) }),
  [`${ACTIONS.multiply}biases of shape [1, 4], got [1, 3]`]: (engine) =>
    affine(engine, { biases: engine.matrix(1, 3) }),
  [`${ACTIONS.back}delta of shape [2, 4], got [2, 3]`]: (engine) =>
    engine.backpropagate(engine.matrix(2, 3), engine.matrix(2, 3), engine.matrix(...WEIGHTS)),
  [`${ACTIONS.back}out of shape [2, 3], got [3, 3]`]: (engine) =>
    engine.backpropagate(engine.matrix(3, 3), engine.matrix(2, 4), engine.matrix(...WEIGHTS)),
  "Cannot find a gradient: expected delta of shape [2, 4], got [3, 4]": (engine) =>
    engine.gradient(
      engine.matrix(...WEIGHTS),
      engine.matrix(1, 4),
      engine.denseRows(2, 3),
      engine.matrix(3, 4),
      1,
    ),
  "Cannot descend: expected biases of shape [1, 4], got [2, 4]": (engine) =>
    engine.descend(
      engine.matrix(...WEIGHTS),
      engine.matrix(2, 4),
      engine.denseRows(2, 3),
      engine.matrix(2, 4),
      1,
    ),
  "Cannot take errors back through an activation: expected delta of shape [2, 3], got [2, 2]": (
    engine,
  ) => engine.activateBackward(engine.matrix(2, 2), engine.matrix(2, 3), activations.sigmoid),
  "Cannot take errors back through an activation: expected z of shape [2, 3], got [3, 3]": (
    engine,
  ) => {
    const [delta, a] = [engine.matrix(2, 3), engine.matrix(2, 3)];
    engine.activateBackward(delta, a, activations.silu, engine.matrix(3, 3));
  },
  "Cannot activate units: expected a of shape [2, 3], got [1, 3]": (engine) =>
    engine.activate(engine.matrix(1, 3), activations.silu, engine.matrix(2, 3)),
  "Cannot add a multiple: expected the source of shape [2, 3], got [3, 2]": (engine) =>
    engine.addScaled(engine.matrix(2, 3), engine.matrix(3, 2), 1),
  "Cannot add signs: expected the source of shape [2, 3], got [1, 3]": (engine) =>
    engine.addSigns(engine.matrix(2, 3), engine.matrix(1, 3), 1),
  "Cannot average: expected the target of shape [2, 3], got [1, 3]": (engine) =>
    engine.average(withRows(engine.matrix(2, 3), 1), engine.matrix(1, 3), 0.9),
  "Cannot drop units: expected out of shape [2, 3], got [1, 3]": (engine) =>
    engine.dropout(engine.sparseRows(1, 3), engine.sparseRows(2, 3), MASK),
  "Cannot drop units: expected a key of 2 words, got 1": (engine) =>
    dropout(engine, { key: new Uint32Array(1) }),
  "Cannot take a step of adam: expected 2 moments and 8 scalars, got 1 and 8": (engine) =>
    update(engine, { moments: [engine.matrix(2, 3)] }),
  "Cannot take a step of adam: expected 2 moments and 8 scalars, got 2 and 7": (engine) =>
    update(engine, { scalars: SCALARS.slice(1) }),
  "Cannot take a step of adam: expected the gradient of shape [2, 3], got [2, 2]": (engine) =>
    update(engine, { gradient: engine.matrix(2, 2) }),
  "Cannot take a step of adam: expected a moment of shape [2, 3], got [1, 3]": (engine) =>
    update(engine, { moments: [engine.matrix(2, 3), engine.matrix(1, 3)] }),
  "Cannot gather examples of a Uint16Array: expected a Uint8Array or a Float32Array": (engine) =>
    engine.gather(engine.denseRows(1, 2), new Uint16Array(4) as never, new Uint32Array(1), 0),
  [
    "Cannot deform images: expected width × height × channels to be 6, the columns of out, " +
    "got 3 × 3 × 1"
  ]: (engine) => deform(engine, { width: 3 }),
  [
    "Cannot deform images: expected width × height × channels to be 6, the columns of out, " +
    "got 2 × 1.5 × 2"
  ]: (engine) => deform(engine, { height: 1.5, channels: 2 }),
};

/** What is outside of what there is. */
export const OUT_OF_RANGE: BadCalls = {
  ...Object.fromEntries(
    [[-1, 3], [2, NaN], [0.5, 2], [2 ** 32, 1], [Infinity, 1], [2, 0]].map((shape) => [
      `Cannot make a matrix of shape [${shape.join(", ")}]: expected whole numbers of rows, ` +
      "and of columns from 1 up",
      (engine: Engine) => engine.matrix(shape[0]!, shape[1]!),
    ]),
  ),
  ...Object.fromEntries(
    [3, -1, 1.5, NaN, Infinity, 2 ** 32 + 1].map((rows) => [
      `Cannot activate units: expected 0 to 2 rows of z, got ${rows}`,
      (engine: Engine) => engine.activate(withRows(engine.matrix(2, 3), rows), activations.sigmoid),
    ]),
  ),
  [`${ACTIONS.multiply}0 to 2 rows of x, got 5`]: (engine) =>
    affine(engine, { x: withRows(engine.sparseRows(2, 3), 5) }),
  [`${ACTIONS.multiply}0 to 1 rows of x, got 2`]: (engine) =>
    affine(engine, { x: withRows(matrix([[1, 2, 3]]), 2) }),
  [`${ACTIONS.multiply}1 or more columns of x, got 1.5`]: (engine) =>
    affine(engine, { x: { kind: "dense", rows: 2, columns: 1.5, values: new Float32Array(3) } }),
  [`${ACTIONS.multiply}row 0 of x to begin at 0, got 1`]: (engine) =>
    affine(engine, { x: sparse(engine, [1, 1, 2], [9, 0]) }),
  [`${ACTIONS.multiply}row 0 of x to end at 0 to 6, got 4294967295`]: (engine) =>
    affine(engine, { x: sparse(engine, [0, -1, 1], [0]) }),
  [`${ACTIONS.multiply}row 1 of x to end at 2 to 6, got 1`]: (engine) =>
    affine(engine, { x: sparse(engine, [0, 2, 1], [0, 1]) }),
  [`${ACTIONS.multiply}a column from 0 to 2 in row 1 of x, got 3`]: (engine) =>
    affine(engine, { x: sparse(engine, [0, 1, 2], [0, 3]) }),
  [`${ACTIONS.multiply}a column from 2 to 2 in row 0 of x, got 1`]: (engine) =>
    affine(engine, { x: sparse(engine, [0, 2, 2], [1, 1]) }),
  [`${ACTIONS.multiply}row 1 of x to end at 1 to 1, got 2`]: (engine) =>
    affine(engine, {
      x: {
        ...{ kind: "sparse", rows: 2, columns: 3, starts: Uint32Array.of(0, 1, 2) },
        ...{ indices: new Uint32Array(2), values: new Float32Array(1) },
      },
    }),
  "Cannot flush errors: expected 0 to 2 rows of delta, got 7": (engine) => {
    const meddling = { name: "meddling", forward() {}, backward: (d: Matrix) => void (d.rows = 7) };
    engine.activateBackward(engine.matrix(2, 3), engine.matrix(2, 3), meddling);
  },
  "Cannot scale a matrix: expected 0 to 2 rows of it, got 3": (engine) =>
    engine.scale(withRows(engine.matrix(2, 3), 3), 2),
  "Cannot sum squares: expected 0 to 2 rows of the matrix, got 3": (engine) =>
    engine.sumOfSquares(withRows(engine.matrix(2, 3), 3)),
  "Cannot limit norms: expected 0 to 2 rows of weights, got 3": (engine) =>
    engine.limitNorms(withRows(engine.matrix(2, 3), 3), 1),
  ...Object.fromEntries(
    [1, -0.1, NaN].map((rate) => [
      `Cannot drop units at the rate ${rate}: expected 0 to less than 1`,
      (engine: Engine) => dropout(engine, { rate }),
    ]),
  ),
  "Cannot drop units: expected the mask's examples to be 2 or more, got 1": (engine) =>
    dropout(engine, { examples: new Uint32Array(1) }),
  "Cannot drop units: expected a column from 0 to 2 in row 0 of x, got 9": (engine) =>
    engine.dropout(engine.sparseRows(2, 3), sparse(engine, [0, 1, 1], [9]), MASK),
  "Cannot gather 2 examples from order[0] on: the order has 1": (engine) => gather(engine, [1]),
  "Cannot gather 2 examples from order[1] on: the order has 2": (engine) =>
    gather(engine, [1, 0], 1),
  "Cannot gather 2 examples from order[NaN] on: the order has 2": (engine) =>
    gather(engine, [1, 0], NaN),
  "Cannot gather 2 examples from order[-1] on: the order has 2": (engine) =>
    gather(engine, [1, 0], -1),
  "Cannot gather examples: expected example 0 to 2, got 3": (engine) => gather(engine, [1, 3]),
  "Cannot gather examples: expected example 0 to 2, got -1": (engine) => gather(engine, [-1, 0]),
  "Cannot gather examples: expected example 0 to 0, got 1": (engine) =>
    engine.gather(engine.denseRows(1, 4), new Float32Array(7), Uint32Array.of(1), 0),
  "Cannot gather examples: expected 0 to 1 rows of out, got 2": (engine) =>
    engine.gather(withRows(engine.sparseRows(1, 2), 2), new Uint8Array(4), new Uint32Array(2), 0),
  "Cannot deform images: expected the numbers of maps to be 12 or more, got 11": (engine) =>
    deform(engine, { maps: new Float32Array(11) }),
  "Cannot deform images: expected the deformation's examples to be 2 or more, got 1": (engine) =>
    deform(engine, { examples: new Uint32Array(1) }),
  "Cannot deform images: expected the taps to be 1 or more, got 0": (engine) =>
    deform(engine, { elastic: { alpha: 1, taps: new Float32Array(0), key: MASK.key } }),
};

/** Typed arrays whose memory is gone, as after a transfer to a worker. */
export const DETACHED: BadCalls = {
  "Cannot gather examples: expected example 0 to -1, got 1": (engine) => {
    const inputs = new Uint8Array(12);
    structuredClone(inputs, { transfer: [inputs.buffer] });
    engine.gather(engine.sparseRows(2, 4), inputs, Uint32Array.of(1, 0), 0);
  },
  [`${ACTIONS.multiply}0 to 0 rows of x, got 2`]: (engine) => {
    const x = matrix([[1, 2, 3], [4, 5, 6]]);
    structuredClone(x.values, { transfer: [x.values.buffer as ArrayBuffer] });
    affine(engine, { x });
  },
};
