/**
 * What an engine has to give, element by element: the contract's sums written once more, each on its own, with none of
 * the loops that an engine shares between them. An engine conforms if it agrees bit for bit on every case.
 */

import { assertEquals } from "@std/assert";
import type { Rows } from "../../lib/engine/matrix.ts";
import { activations, type Matrix, optimizers } from "../../mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { RandomStream, threefry } from "../../lib/numerics/random.ts";

const { fround } = Math;

/** [batch, inputs, outputs]: ones, odd sizes, and sizes beside the lengths of vectors. */
export const SHAPES: readonly (readonly [number, number, number])[] = [
  [1, 1, 1],
  [1, 3, 2],
  [2, 1, 5],
  [3, 4, 4],
  [2, 5, 7],
  [4, 8, 8],
  [3, 9, 15],
  [5, 16, 17],
  [7, 33, 31],
  [10, 784, 30],
  [10, 150, 100],
  [40, 30, 83], // more non-zeros in a column than a step in place takes at once
  [64, 130, 70], // products large enough to be packed
  [33, 300, 65],
  [200, 26, 27], // more rows than are packed at a time
];

/** Values that go wrong first. */
const SPECIAL = [
  0,
  -0,
  1,
  -1,
  1e-45,
  -1e-40,
  1.1754944e-38,
  7.888608e-31, // below 2⁻¹⁰⁰
  -7.888609052210118e-31, // −2⁻¹⁰⁰
  1.0842021e-19, // below 2⁻⁶³
  1.0842021724855044e-19, // 2⁻⁶³
  3.4e38,
  -3.4e38,
  Infinity,
  -Infinity,
  NaN,
].map(fround);

/** The bits of a float32, any NaN as one. */
function bits(value: number): number {
  if (Number.isNaN(value)) return 0x7fc00000;
  return new Uint32Array(new Float32Array([value]).buffer)[0]!;
}

/** Requires two arrays of float32 to be equal bit for bit; any NaN equals any other, and −0 is not +0. */
export function assertSameBits(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  message: string,
): void {
  assertEquals(Array.from(actual, bits), Array.from(expected, bits), message);
}

/** A number, or +0 if it is too small. */
function flushed(value: number): number {
  return Math.abs(value) < 2 ** -100 ? 0 : value;
}

/** An error, or +0 if it is too small. */
function flushedError(value: number): number {
  return Math.abs(value) < 2 ** -63 ? 0 : value;
}

/** How the values of a case are drawn. */
export type Values = "normal" | "special" | "zeros";

/** The ways to draw values. */
export const VALUES: readonly Values[] = ["normal", "special", "zeros"];

function draw(values: Values, random: RandomStream): number {
  if (values === "zeros") return 0;
  if (values === "special" && random.uniform() < 0.3) return SPECIAL[random.below(SPECIAL.length)]!;
  return fround(random.normal());
}

function fill(matrix: Matrix, values: Values, random: RandomStream): Matrix {
  for (let k = 0; k < matrix.values.length; k++) matrix.values[k] = draw(values, random);
  return matrix;
}

/** One case: every operand, with data in all three forms that a layer takes. */
export interface Case {
  title: string;
  x: number[][];
  forms: { [form: string]: Rows };
  weights: Matrix;
  biases: Matrix;
  delta: Matrix;
}

/** Makes a case in an engine's memory; the first row of data is all zeros if there is more than one. */
export function makeCase(
  engine: Engine,
  [batch, inputs, outputs]: readonly [number, number, number],
  values: Values,
): Case {
  const random = new RandomStream(batch * 1_000_000 + inputs * 1000 + outputs, "weights");
  const x = Array.from({ length: batch }, (_, r) =>
    Array.from({ length: inputs }, () => {
      const value = draw(values, random);
      return (batch > 1 && r === 0) || random.uniform() < 0.5 ? 0 : value;
    }));
  const dense = engine.denseRows(batch, inputs);
  const hidden = engine.matrix(batch, inputs);
  const sparse = engine.sparseRows(batch, inputs);
  dense.values.set(x.flat());
  hidden.values.set(x.flat());
  let k = 0;
  for (const [r, row] of x.entries()) {
    sparse.starts[r] = k;
    for (const [c, value] of row.entries()) {
      if (value === 0) continue;
      sparse.indices[k] = c;
      sparse.values[k++] = value;
    }
    sparse.starts[r + 1] = k;
  }
  return {
    title: `${batch} × ${inputs} × ${outputs}, ${values}`,
    x,
    forms: { dense, sparse, hidden },
    weights: fill(engine.matrix(inputs, outputs), values, random),
    biases: fill(engine.matrix(1, outputs), values, random),
    delta: fill(engine.matrix(batch, outputs), values, random),
  };
}

/** Runs one kernel after the other on a case and compares each element with its own sum. */
export function checkKernels(engine: Engine, given: Case): void {
  const { x, weights, biases, delta } = given;
  const [batch, inputs, outputs] = [x.length, weights.rows, weights.columns];
  const w = weights.values.slice();
  const b = biases.values.slice();
  const d = delta.values.slice();
  const each = (rows: number, columns: number, of: (r: number, c: number) => number) =>
    Array.from({ length: rows * columns }, (_, k) => of(Math.floor(k / columns), k % columns));
  const scale = fround(1 / 3);
  const decay = inputs % 2 === 0 ? 0.99 : 1;

  for (const [form, rows] of Object.entries(given.forms)) {
    // Zeros take part among activations, and not in data.
    const takesPart = (value: number) => form === "hidden" || value !== 0;
    const title = (kernel: string) => `${engine.name}: ${kernel} of ${form} rows, ${given.title}`;

    const z = engine.matrix(batch, outputs);
    engine.affine(z, rows, weights, biases);
    assertSameBits(
      z.values,
      each(batch, outputs, (r, j) => {
        let sum = b[j]!;
        for (let i = 0; i < inputs; i++) {
          const value = x[r]![i]!;
          if (takesPart(value)) sum = fround(sum + fround(value * w[i * outputs + j]!));
        }
        return sum;
      }),
      title("affine"),
    );

    const dw = engine.matrix(inputs, outputs);
    const db = engine.matrix(1, outputs);
    dw.values.fill(7); // whatever was there
    db.values.fill(7);
    engine.gradient(dw, db, rows, delta, 1 / 3);
    assertSameBits(
      dw.values,
      each(inputs, outputs, (i, j) => {
        let sum = 0;
        for (let r = 0; r < batch; r++) {
          const value = x[r]![i]!;
          if (takesPart(value)) sum = fround(sum + fround(value * d[r * outputs + j]!));
        }
        return fround(sum * scale);
      }),
      title("gradient"),
    );
    assertSameBits(
      db.values,
      each(1, outputs, (_, j) => {
        let sum = 0;
        for (let r = 0; r < batch; r++) sum = fround(sum + d[r * outputs + j]!);
        return fround(sum * scale);
      }),
      title("gradient of the biases"),
    );

    const stepped = engine.matrix(inputs, outputs);
    const steppedBiases = engine.matrix(1, outputs);
    const used = engine.matrix(batch, outputs);
    stepped.values.set(w);
    steppedBiases.values.set(b);
    used.values.set(d);
    engine.descend(stepped, steppedBiases, rows, used, 0.3, decay);
    const rate = fround(0.3);
    assertSameBits(
      stepped.values,
      each(inputs, outputs, (i, j) => {
        let value = w[i * outputs + j]!;
        if (decay !== 1) value = flushed(fround(value * fround(decay)));
        for (let r = 0; r < batch; r++) {
          const input = x[r]![i]!;
          if (!takesPart(input)) continue;
          value = fround(value - fround(input * fround(d[r * outputs + j]! * rate)));
        }
        return value;
      }),
      title("descend"),
    );
    assertSameBits(
      steppedBiases.values,
      each(1, outputs, (_, j) => {
        let value = b[j]!;
        for (let r = 0; r < batch; r++) value = fround(value - fround(d[r * outputs + j]! * rate));
        return value;
      }),
      title("descend of the biases"),
    );
  }

  const back = engine.matrix(batch, inputs);
  engine.backpropagate(back, delta, weights);
  assertSameBits(
    back.values,
    each(batch, inputs, (r, i) => {
      let sum = 0;
      for (let j = 0; j < outputs; j++) {
        sum = fround(sum + fround(d[r * outputs + j]! * w[i * outputs + j]!));
      }
      return sum;
    }),
    `${engine.name}: backpropagate, ${given.title}`,
  );
}

/** Runs every kernel that works element by element, or row by row, and compares it with its scalar specification. */
export function checkElementwise(engine: Engine, { delta, title }: Case): void {
  const { rows, columns } = delta;
  const values = delta.values.slice(); // a view does not outlive the growth of a memory
  const copy = (values: ArrayLike<number>) => {
    const matrix = engine.matrix(rows, columns);
    matrix.values.set(values);
    return matrix;
  };
  for (const activation of Object.values(activations)) {
    const expected: Matrix = { kind: "matrix", rows, columns, values: values.slice() };
    activation.forward(expected);
    const a = copy(values);
    engine.activate(a, activation);
    assertSameBits(a.values, expected.values, `${engine.name}: ${activation.name}, ${title}`);
    const expectedError: Matrix = { ...expected, values: values.slice() };
    activation.backward(expectedError, expected);
    expectedError.values.forEach((value, k, all) => all[k] = flushedError(value));
    const error = copy(values);
    engine.activateBackward(error, a, activation);
    assertSameBits(
      error.values,
      expectedError.values,
      `${engine.name}: ${activation.name} backward, ${title}`,
    );
  }

  const other = Float32Array.from(
    values,
    (_, k) => values[(7 * k + 3) % values.length]!,
  );
  for (const [name, make] of Object.entries(optimizers)) {
    const rule = make({});
    const expected = [values, other, values].map((array) => array.slice());
    const [w, g, v] = expected.map(copy);
    const moments = [v!, copy(other.map(Math.abs))].slice(0, rule.moments);
    const expectedMoments = [expected[2]!, other.map(Math.abs)].slice(0, rule.moments);
    const scalars = rule.scalars(0.1, 3, true).map(fround);
    rule.update(expected[0]!, expected[1]!, expectedMoments, scalars);
    engine.update(rule, w!, g!, moments, scalars);
    assertSameBits(w!.values, expected[0]!, `${engine.name}: ${name}, ${title}`);
    for (const [k, { values }] of moments.entries()) {
      assertSameBits(
        values,
        expectedMoments[k]!,
        `${engine.name}: moment ${k} of ${name}, ${title}`,
      );
    }
  }

  const w = copy(values);
  const g = copy(other);
  engine.addScaled(g, w, 0.3);
  const s = fround(0.3);
  assertSameBits(
    g.values,
    other.map((value, k) => fround(value + fround(s * values[k]!))),
    `${engine.name}: addScaled, ${title}`,
  );

  const errors = copy(values);
  engine.flush(errors);
  assertSameBits(errors.values, values.map(flushedError), `${engine.name}: flush, ${title}`);

  const average = copy(values);
  engine.average(average, copy(other), 0.9);
  const r = fround(1 - 0.9);
  assertSameBits(
    average.values,
    values.map((value, k) => {
      const moved = fround(value + fround(r * fround(other[k]! - value)));
      return flushed(moved);
    }),
    `${engine.name}: average, ${title}`,
  );

  const signed = copy(other);
  engine.addSigns(signed, w, -0.3);
  assertSameBits(
    signed.values,
    other.map((value, k) => {
      const sign = values[k]! > 0 ? -s : values[k]! < 0 ? s : values[k]!;
      return fround(value + sign);
    }),
    `${engine.name}: addSigns, ${title}`,
  );
  const scaled = copy(values);
  engine.scale(scaled, 0.3);
  assertSameBits(
    scaled.values,
    values.map((value) => fround(value * s)),
    `${engine.name}: scale, ${title}`,
  );
}

/** Runs the kernels that sum squares in float64, over whole matrices and over the weights into each unit. */
export function checkNorms(engine: Engine, { weights, title }: Case): void {
  const { rows, columns } = weights;
  const values = weights.values.slice();
  let total = 0;
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += values[r * columns + c]! * values[r * columns + c]!;
    total += sum;
  }
  assertEquals(engine.sumOfSquares(weights), total, `${engine.name}: sumOfSquares, ${title}`);

  const norms = Array.from({ length: columns }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += values[i * columns + j]! * values[i * columns + j]!;
    return Math.sqrt(sum);
  });
  const limit = norms.toSorted((a, b) => a - b)[columns >> 1]!; // half of the units are above it
  const limited = engine.matrix(rows, columns);
  limited.values.set(values);
  engine.limitNorms(limited, limit);
  assertSameBits(
    limited.values,
    values.map((value, k) => {
      const norm = norms[k % columns]!;
      return norm > limit ? fround(value * fround(limit / norm)) : value;
    }),
    `${engine.name}: limitNorms, ${title}`,
  );
}

/** Leaves units out of rows of every form, and compares each with what its own word of Threefry decides. */
export function checkDropout(engine: Engine, { x, forms, title }: Case): void {
  const key = new Uint32Array([0x89abcdef, 7]);
  const examples = Uint32Array.from(x, (_, r) => 4294967295 - 3 * r);
  const scale = fround(1 / (1 - 0.3));
  const expected = (r: number, c: number) => {
    const words = new Uint32Array(2);
    threefry(words, key, c >> 1, examples[r]!);
    return words[c % 2]! < Math.floor(0.3 * 2 ** 32) ? 0 : fround(x[r]![c]! * scale);
  };
  const all = x.flatMap((row, r) => row.map((_, c) => expected(r, c)));
  for (const [form, rows] of Object.entries(forms)) {
    const make = { matrix: "matrix", dense: "denseRows", sparse: "sparseRows" } as const;
    const out = engine[make[rows.kind]](rows.rows, rows.columns);
    engine.dropout(out, rows, { rate: 0.3, key, examples });
    const name = `${engine.name}: dropout of ${form} rows, ${title}`;
    if (out.kind !== "sparse") assertSameBits(out.values, all, name);
    else {
      const nonZeros = x.map((row, r) =>
        row.flatMap((value, c) => value !== 0 && expected(r, c) !== 0 ? [[c, expected(r, c)]] : [])
      );
      const found = x.map((_, r) =>
        Array.from({ length: out.starts[r + 1]! - out.starts[r]! }, (_, k) => {
          const index = out.starts[r]! + k;
          return [out.indices[index]!, out.values[index]!];
        })
      );
      assertEquals(found, nonZeros, name);
    }
  }
  const hidden = engine.matrix(x.length, x[0]!.length);
  hidden.values.set(x.flat());
  engine.dropout(hidden, hidden, { rate: 0.3, key, examples }); // in place
  assertSameBits(hidden.values, all, `${engine.name}: dropout in place, ${title}`);
}

/** Gathers examples of bytes and of float32, mostly zeros and not, into rows of both forms. */
export function checkGather(engine: Engine, examples: number, features: number): void {
  const random = new RandomStream(examples * 1000 + features, "shuffle");
  for (const zeros of [1, 0.8, 0.1]) {
    const bytes = Uint8Array.from(
      { length: examples * features },
      () => random.uniform() < zeros ? 0 : random.below(256),
    );
    const floats = Float32Array.from(bytes, (byte) => byte / 7);
    const order = Uint32Array.from({ length: examples + 2 }, () => random.below(examples));
    for (const inputs of [bytes, floats]) {
      const value = (r: number, c: number) => {
        const input = inputs[order[r + 2]! * features + c]!;
        return inputs === bytes ? fround(input / 255) : input;
      };
      const title = `${engine.name}: gather ${examples} × ${features}, ${100 * zeros} % zeros`;
      const dense = engine.denseRows(examples, features);
      engine.gather(dense, inputs, order, 2);
      const all = Array.from(
        { length: examples * features },
        (_, k) => value(Math.floor(k / features), k % features),
      );
      assertSameBits(dense.values, all, title);
      const sparse = engine.sparseRows(examples, features);
      engine.gather(sparse, inputs, order, 2);
      const back = new Float32Array(examples * features);
      for (let r = 0; r < examples; r++) {
        for (let k = sparse.starts[r]!; k < sparse.starts[r + 1]!; k++) {
          back[r * features + sparse.indices[k]!] = sparse.values[k]!;
        }
      }
      assertSameBits(back, all, title);
      assertEquals(sparse.starts[examples], all.filter((x) => x !== 0).length, title);
    }
  }
}

/** The sizes of {@linkcode checkGather}: around the lengths of vectors and of words of bits. */
export const GATHERS: readonly (readonly [examples: number, features: number])[] = [
  [1, 1],
  [3, 15],
  [2, 16],
  [5, 17],
  [4, 63],
  [2, 64],
  [3, 65],
  [10, 784],
];
