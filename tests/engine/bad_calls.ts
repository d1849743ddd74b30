/** Calls that every engine refuses with the same sentence, before anything is changed. */

import type { Engine, Matrix } from "../../lib/engine/mod.ts";
import { activations, costs, matrix, optimizers } from "../../mod.ts";

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

/** Sparse rows [2, 3] whose last two columns are joined. */
function joined(engine: Engine) {
  return engine.sparseRows(2, 3, Uint8Array.of(0, 1, 1));
}

/** Fills sparse rows [2, 3] with these starts and columns. */
function fill(engine: Engine, starts: readonly number[], columns: readonly number[]): void {
  engine.fill(engine.sparseRows(2, 3), (rows) => {
    if (rows.kind !== "sparse") return;
    rows.starts.set(starts);
    rows.indices.set(columns);
  });
}

/** Gathers two of three examples of 4 bytes. */
function gather(engine: Engine, order: ArrayLike<number>, start = 0): void {
  engine.gather(engine.sparseRows(2, 4), new Uint8Array(12), order as Uint32Array, start);
}

/** Compares outputs [2, 3] with targets. */
function compare(engine: Engine, targets: Matrix, weights?: Float32Array): void {
  engine.meanCost(engine.matrix(2, 3), targets, costs.quadratic, weights);
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

/** What has the wrong shape, is outside of what there is, or has no memory any more, as after a transfer to a worker. */
export const BAD_CALLS: readonly ((engine: Engine) => unknown)[] = [
  (engine) => affine(engine, { x: engine.matrix(2, 5) }),
  (engine) => affine(engine, { x: engine.sparseRows(2, 2) }),
  (engine) => affine(engine, { z: engine.matrix(1, 4) }),
  (engine) => affine(engine, { z: engine.matrix(2, 5) }),
  (engine) => affine(engine, { biases: engine.matrix(1, 3) }),
  (engine) =>
    engine.backpropagate(engine.matrix(2, 3), engine.matrix(2, 3), engine.matrix(...WEIGHTS)),
  (engine) =>
    engine.backpropagate(engine.matrix(3, 3), engine.matrix(2, 4), engine.matrix(...WEIGHTS)),
  (engine) =>
    engine.gradient(
      engine.matrix(...WEIGHTS),
      engine.matrix(1, 4),
      engine.denseRows(2, 3),
      engine.matrix(3, 4),
      1,
    ),
  (engine) =>
    engine.descend(
      engine.matrix(...WEIGHTS),
      engine.matrix(2, 4),
      engine.denseRows(2, 3),
      engine.matrix(2, 4),
      1,
    ),
  (
    engine,
  ) => engine.activateBackward(engine.matrix(2, 2), engine.matrix(2, 3), activations.sigmoid),
  (
    engine,
  ) => {
    const [delta, a] = [engine.matrix(2, 3), engine.matrix(2, 3)];
    engine.activateBackward(delta, a, activations.silu, engine.matrix(3, 3));
  },
  (engine) => engine.activate(engine.matrix(1, 3), activations.silu, engine.matrix(2, 3)),
  (engine) => engine.addScaled(engine.matrix(2, 3), engine.matrix(3, 2), 1),
  (engine) => engine.addSigns(engine.matrix(2, 3), engine.matrix(1, 3), 1),
  (engine) => engine.average(withRows(engine.matrix(2, 3), 1), engine.matrix(1, 3), 0.9),
  (engine) => engine.dropout(engine.sparseRows(1, 3), engine.sparseRows(2, 3), MASK),
  (engine) => dropout(engine, { key: new Uint32Array(1) }),
  (engine) => update(engine, { moments: [engine.matrix(2, 3)] }),
  (engine) => update(engine, { scalars: SCALARS.slice(1) }),
  (engine) => update(engine, { gradient: engine.matrix(2, 2) }),
  (engine) => update(engine, { moments: [engine.matrix(2, 3), engine.matrix(1, 3)] }),
  (engine) =>
    engine.gather(engine.denseRows(1, 2), new Uint16Array(4) as never, new Uint32Array(1), 0),
  (engine) => engine.sparseRows(2, 3, Uint8Array.of(0, 1)),
  (engine) => engine.sparseRows(2, 3, Uint8Array.of(1, 0, 0)),
  (engine) => engine.dropout(joined(engine), joined(engine), MASK),
  (engine) => engine.dropout(joined(engine), engine.sparseRows(2, 3), MASK),
  (engine) =>
    engine.descend(
      engine.matrix(...WEIGHTS),
      engine.matrix(1, 4),
      joined(engine),
      engine.matrix(2, 4),
      1,
    ),
  (engine) => deform(engine, { width: 3 }),
  (engine) => compare(engine, engine.matrix(2, 2)),
  (engine) => compare(engine, engine.matrix(2, 3), new Float32Array(1)),
  (engine) => {
    const [delta, a, y] = [engine.matrix(1, 3), engine.matrix(2, 3), engine.matrix(2, 3)];
    engine.outputErrors(delta, a, y, costs.quadratic, activations.sigmoid);
  },
  (engine) => engine.gatherRows(engine.matrix(1, 3), engine.matrix(2, 4), Uint32Array.of(1), 0),
  (engine) => engine.gatherRows(engine.matrix(1, 3), engine.matrix(2, 3), Uint32Array.of(2), 0),
  (engine) => deform(engine, { height: 1.5, channels: 2 }),

  ...[[-1, 3], [2, NaN], [0.5, 2], [2 ** 32, 1], [Infinity, 1], [2, 0]].map(
    (shape) => (engine: Engine) => engine.matrix(shape[0]!, shape[1]!),
  ),
  ...[3, -1, 1.5, NaN, Infinity, 2 ** 32 + 1].map((rows) => (engine: Engine) =>
    engine.activate(withRows(engine.matrix(2, 3), rows), activations.sigmoid)
  ),
  (engine) => affine(engine, { x: withRows(engine.sparseRows(2, 3), 5) }),
  (engine) => affine(engine, { x: withRows(matrix([[1, 2, 3]]), 2) }),
  (engine) =>
    affine(engine, { x: { kind: "dense", rows: 2, columns: 1.5, values: new Float32Array(3) } }),
  (engine) => affine(engine, { x: sparse(engine, [1, 1, 2], [9, 0]) }),
  (engine) => affine(engine, { x: sparse(engine, [0, -1, 1], [0]) }),
  (engine) => affine(engine, { x: sparse(engine, [0, 2, 1], [0, 1]) }),
  (engine) => affine(engine, { x: sparse(engine, [0, 1, 2], [0, 3]) }),
  (engine) => affine(engine, { x: sparse(engine, [0, 2, 2], [1, 1]) }),
  (engine) =>
    affine(engine, {
      x: {
        kind: "sparse",
        rows: 2,
        columns: 3,
        starts: Uint32Array.of(0, 1, 2),
        indices: new Uint32Array(2),
        values: new Float32Array(1),
      },
    }),
  (engine) => {
    const meddling = { name: "meddling", forward() {}, backward: (d: Matrix) => void (d.rows = 7) };
    engine.activateBackward(engine.matrix(2, 3), engine.matrix(2, 3), meddling);
  },
  (engine) => engine.scale(withRows(engine.matrix(2, 3), 3), 2),
  (engine) => engine.sumOfSquares(withRows(engine.matrix(2, 3), 3)),
  (engine) => engine.limitNorms(withRows(engine.matrix(2, 3), 3), 1),
  ...[1, -0.1, NaN].map((rate) => (engine: Engine) => dropout(engine, { rate })),
  (engine) => dropout(engine, { examples: new Uint32Array(1) }),
  (engine) => engine.dropout(engine.sparseRows(2, 3), sparse(engine, [0, 1, 1], [9]), MASK),
  (engine) => fill(engine, [0, 1, 2], [0, 3]),
  (engine) => fill(engine, [0, 2, 2], [1, 1]),
  (engine) => engine.fill(withRows(engine.denseRows(2, 3), 3), () => {}),
  (engine) => gather(engine, [1]),
  (engine) => gather(engine, [1, 0], 1),
  (engine) => gather(engine, [1, 0], NaN),
  (engine) => gather(engine, [1, 0], -1),
  (engine) => gather(engine, [1, 3]),
  (engine) => gather(engine, [-1, 0]),
  (engine) => engine.gather(engine.denseRows(1, 4), new Float32Array(7), Uint32Array.of(1), 0),
  (engine) =>
    engine.gather(withRows(engine.sparseRows(1, 2), 2), new Uint8Array(4), new Uint32Array(2), 0),
  (engine) => deform(engine, { maps: new Float32Array(11) }),
  (engine) => deform(engine, { examples: new Uint32Array(1) }),
  (engine) => deform(engine, { elastic: { alpha: 1, taps: new Float32Array(0), key: MASK.key } }),

  (engine) => {
    const inputs = new Uint8Array(12);
    structuredClone(inputs, { transfer: [inputs.buffer] });
    engine.gather(engine.sparseRows(2, 4), inputs, Uint32Array.of(1, 0), 0);
  },
  (engine) => {
    const x = matrix([[1, 2, 3], [4, 5, 6]]);
    structuredClone(x.values, { transfer: [x.values.buffer as ArrayBuffer] });
    affine(engine, { x });
  },
];
