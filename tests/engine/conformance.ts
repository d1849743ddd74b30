/**
 * What an engine has to give, element by element: the contract's sums written once more, each on its own, with none of
 * the loops that an engine shares between them. An engine conforms if it agrees bit for bit on every case.
 */

import { assertEquals } from "@std/assert";
import type { Rows, SparseRows } from "../../lib/engine/matrix.ts";
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

/** Whether a case takes longer than one waits for while working: a large shape, of values that others have too. */
export function isSlowCase(shape: readonly number[], values: Values): boolean {
  return values !== "special" && shape.reduce((product, size) => product * size) > 90_000;
}

/** Values that go wrong first. */
const SPECIAL = [
  0,
  -0,
  1,
  -1,
  3.4e38,
  -3.4e38,
  Infinity,
  -Infinity,
  NaN,
  1e-45,
  -1e-40,
  1.1754944e-38,
  7.888608e-31,
  -7.888609052210118e-31, // below 2⁻¹⁰⁰, and −2⁻¹⁰⁰
  1.0842021e-19,
  1.0842021724855044e-19, // below 2⁻⁶³, and 2⁻⁶³
  -88,
  88,
  -60.5,
  60.5,
  20.5,
  -10.5,
  1e13, // beyond where a function is saturated
].map(fround);

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** The bits of a float32, any NaN as one. */
function bits(value: number): number {
  float[0] = value;
  return Number.isNaN(value) ? 0x7fc00000 : word[0]!;
}

/** Requires two arrays of float32 to be equal bit for bit; any NaN equals any other, and −0 is not +0. */
export function assertSameBits(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  message: string,
): void {
  let same = actual.length === expected.length;
  for (let k = 0; same && k < actual.length; k++) same = bits(actual[k]!) === bits(expected[k]!);
  if (!same) assertEquals(Array.from(actual, bits), Array.from(expected, bits), message);
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

/** Compares a kernel's result with a specification that gives each element on its own. */
type Compare = (kernel: string, result: Matrix, of: (r: number, c: number) => number) => void;

function comparison(engine: Engine, title: string): Compare {
  return (kernel, { rows, columns, values }, of) => {
    const expected = Array.from(
      { length: rows * columns },
      (_, k) => of(Math.floor(k / columns), k % columns),
    );
    assertSameBits(values, expected, `${engine.name}: ${kernel}, ${title}`);
  };
}

/** A matrix in an engine's memory that holds these values. */
function copyIn(engine: Engine, rows: number, columns: number, values: ArrayLike<number>): Matrix {
  const matrix = engine.matrix(rows, columns);
  matrix.values.set(values);
  return matrix;
}

/** Runs one kernel after the other on a case and compares each element with its own sum. */
export function checkKernels(engine: Engine, { x, weights, biases, delta, forms, title }: Case) {
  const [batch, inputs, outputs] = [x.length, weights.rows, weights.columns];
  const [w, b, d] = [weights, biases, delta].map(({ values }) => values.slice()) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const [scale, rate] = [fround(1 / 3), fround(0.3)];
  const decay = inputs % 2 === 0 ? 0.99 : 1;
  const compare = comparison(engine, title);

  for (const [form, rows] of Object.entries(forms)) {
    // Zeros take part among activations, and not in data.
    const takesPart = (value: number) => form === "hidden" || value !== 0;
    /** A value and what is added to it, input after input of a row or row after row of an input. */
    const added = (value: number, terms: Iterable<[input: number, factor: number]>) => {
      for (const [input, factor] of terms) {
        if (takesPart(input)) value = fround(value + fround(input * factor));
      }
      return value;
    };
    const rowsOf = (i: number, factor: (r: number) => number) =>
      x.map((row, r): [number, number] => [row[i]!, factor(r)]);

    const z = engine.matrix(batch, outputs);
    engine.affine(z, rows, weights, biases);
    compare(
      `affine of ${form} rows`,
      z,
      (r, j) => added(b[j]!, x[r]!.map((input, i) => [input, w[i * outputs + j]!])),
    );

    const dw = copyIn(engine, inputs, outputs, w.map(() => 7)); // whatever was there
    const db = copyIn(engine, 1, outputs, b.map(() => 7));
    engine.gradient(dw, db, rows, delta, 1 / 3);
    compare(
      `gradient of ${form} rows`,
      dw,
      (i, j) => fround(added(0, rowsOf(i, (r) => d[r * outputs + j]!)) * scale),
    );
    compare(`gradient of the biases of ${form} rows`, db, (_, j) => {
      const sum = x.reduce((sum, _, r) => fround(sum + d[r * outputs + j]!), 0);
      return fround(sum * scale);
    });

    const stepped = copyIn(engine, inputs, outputs, w);
    const steppedBiases = copyIn(engine, 1, outputs, b);
    engine.descend(stepped, steppedBiases, rows, copyIn(engine, batch, outputs, d), 0.3, decay);
    const step = (r: number, j: number) => fround(d[r * outputs + j]! * rate);
    compare(`descend of ${form} rows`, stepped, (i, j) => {
      const value = w[i * outputs + j]!;
      const decayed = decay === 1 ? value : flushed(fround(value * fround(decay)));
      return added(decayed, rowsOf(i, (r) => -step(r, j)));
    });
    compare(
      `descend of the biases of ${form} rows`,
      steppedBiases,
      (_, j) => x.reduce((value, _, r) => fround(value - step(r, j)), b[j]!),
    );
  }

  const back = engine.matrix(batch, inputs);
  engine.backpropagate(back, delta, weights);
  compare("backpropagate", back, (r, i) => {
    let sum = 0;
    for (let j = 0; j < outputs; j++) {
      sum = fround(sum + fround(d[r * outputs + j]! * w[i * outputs + j]!));
    }
    return sum;
  });
}

/** Runs every kernel that works element by element, or row by row, and compares it with its scalar specification. */
export function checkElementwise(engine: Engine, { delta, title }: Case): void {
  const { rows, columns } = delta;
  const values = delta.values.slice(); // a view does not outlive the growth of a memory
  const copy = (values: ArrayLike<number>) => copyIn(engine, rows, columns, values);
  const same = (kernel: string, actual: Matrix, expected: ArrayLike<number>) =>
    assertSameBits(actual.values, expected, `${engine.name}: ${kernel}, ${title}`);
  const other = values.map((_, k) => values[(7 * k + 3) % values.length]!);
  for (const activation of Object.values(activations)) {
    const expected: Matrix = { kind: "matrix", rows, columns, values: values.slice() };
    activation.forward(expected);
    const [a, z, inPlace] = [copy(values.map(() => 7)), copy(values), copy(values)];
    engine.activate(inPlace, activation);
    same(`${activation.name} in place`, inPlace, expected.values);
    engine.activate(a, activation, z);
    same(activation.name, a, expected.values);
    same(`z of ${activation.name}`, z, values);
    const expectedError: Matrix = { ...expected, values: other.slice() };
    activation.backward(expectedError, expected, z);
    const error = copy(other);
    engine.activateBackward(error, a, activation, z);
    same(`${activation.name} backward`, error, expectedError.values.map(flushedError));
  }

  for (const [name, make] of Object.entries(optimizers)) {
    const rule = make({});
    const expected = [values, other, values, other.map(Math.abs)].map((array) => array.slice());
    const [w, g, ...all] = expected.map(copy) as [Matrix, Matrix, Matrix, Matrix];
    const moments = all.slice(0, rule.moments);
    const scalars = rule.scalars(0.1, 3, true).map(fround);
    rule.update(expected[0]!, expected[1]!, expected.slice(2, 2 + rule.moments), scalars);
    engine.update(rule, w, g, moments, scalars);
    same(name, w, expected[0]!);
    for (const [k, moment] of moments.entries()) {
      same(`moment ${k} of ${name}`, moment, expected[2 + k]!);
    }
  }

  const [s, r] = [fround(0.3), fround(1 - 0.9)];
  /** Each kernel in place on a copy of `from`, and what it makes of each element and of the other array's. */
  const kernels: {
    readonly [name: string]: [
      from: Float32Array,
      run: (matrix: Matrix) => void,
      of: (value: number, k: number) => number,
    ];
  } = {
    flush: [values, (matrix) => engine.flush(matrix), flushedError],
    average: [
      values,
      (matrix) => engine.average(matrix, copy(other), 0.9),
      (value, k) => flushed(fround(value + fround(r * fround(other[k]! - value)))),
    ],
    addScaled: [
      other,
      (matrix) => engine.addScaled(matrix, copy(values), 0.3),
      (value, k) => fround(value + fround(s * values[k]!)),
    ],
    addSigns: [
      other,
      (matrix) => engine.addSigns(matrix, copy(values), -0.3),
      (value, k) => fround(value + (values[k]! > 0 ? -s : values[k]! < 0 ? s : values[k]!)),
    ],
    scale: [values, (matrix) => engine.scale(matrix, 0.3), (value) => fround(value * s)],
  };
  for (const [name, [from, run, of]] of Object.entries(kernels)) {
    const matrix = copy(from);
    run(matrix);
    same(name, matrix, from.map(of));
  }
}

/** Runs the kernels that sum squares in float64, over whole matrices and over the weights into each unit. */
export function checkNorms(engine: Engine, { weights, title }: Case): void {
  const { rows, columns } = weights;
  const values = weights.values.slice();
  const squares = (of: (k: number) => number, count: number) => {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += values[of(k)]! * values[of(k)]!;
    return sum;
  };
  let total = 0;
  for (let r = 0; r < rows; r++) total += squares((c) => r * columns + c, columns);
  assertEquals(engine.sumOfSquares(weights), total, `${engine.name}: sumOfSquares, ${title}`);

  const norms = Array.from(
    { length: columns },
    (_, j) => Math.sqrt(squares((i) => i * columns + j, rows)),
  );
  const limit = norms.toSorted((a, b) => a - b)[columns >> 1]!; // half of the units are above it
  const limited = copyIn(engine, rows, columns, values);
  engine.limitNorms(limited, limit);
  comparison(engine, title)("limitNorms", limited, (r, c) => {
    const value = values[r * columns + c]!;
    return norms[c]! > limit ? fround(value * fround(limit / norms[c]!)) : value;
  });
}

/** Leaves units out of rows of every form, and compares each with what its own word of Threefry decides. */
export function checkDropout(engine: Engine, { x, forms, title }: Case): void {
  const mask = {
    rate: 0.3,
    key: new Uint32Array([0x89abcdef, 7]),
    examples: Uint32Array.from(x, (_, r) => 4294967295 - 3 * r),
  };
  const scale = fround(1 / (1 - 0.3));
  const words = new Uint32Array(2);
  const expected = x.map((row, r) =>
    row.map((value, c) => {
      threefry(words, mask.key, c >> 1, mask.examples[r]!);
      return words[c % 2]! < Math.floor(0.3 * 2 ** 32) ? 0 : fround(value * scale);
    })
  );
  for (const [form, rows] of Object.entries(forms)) {
    const make = { matrix: "matrix", dense: "denseRows", sparse: "sparseRows" } as const;
    const out = engine[make[rows.kind]](rows.rows, rows.columns);
    engine.dropout(out, rows, mask);
    const name = `${engine.name}: dropout of ${form} rows, ${title}`;
    if (out.kind !== "sparse") {
      assertSameBits(out.values, expected.flat(), name);
      continue;
    }
    const found = x.map((_, r) => {
      const [start, end] = [out.starts[r]!, out.starts[r + 1]!];
      return [...out.indices.slice(start, end)].map((c, k) => [c, out.values[start + k]!]);
    });
    const nonZeros = x.map((row, r) =>
      row.flatMap((value, c) => value !== 0 && expected[r]![c] !== 0 ? [[c, expected[r]![c]]] : [])
    );
    assertEquals<unknown>(found, nonZeros, name);
  }
  const hidden = copyIn(engine, x.length, x[0]!.length, x.flat());
  engine.dropout(hidden, hidden, mask);
  assertSameBits(hidden.values, expected.flat(), `${engine.name}: dropout in place, ${title}`);
}

/** Multiplies rows with joined columns, whose weights are added up, and adds their gradients back. */
export function checkJoined(engine: Engine, { x, weights, biases, delta, forms, title }: Case) {
  const [inputs, outputs] = [weights.rows, weights.columns];
  const [w, b, d] = [weights, biases, delta].map(({ values }) => values.slice());
  const joined = Uint8Array.from({ length: inputs }, (_, c) => Number(c % 7 > 1));
  const rows = engine.sparseRows(x.length, inputs, joined);
  const { starts, indices, values } = forms["sparse"] as SparseRows;
  engine.fill(rows, (out) => {
    if (out.kind !== "sparse") throw new Error("expected sparse rows");
    out.starts.set(starts.subarray(0, x.length + 1));
    out.indices.set(indices.subarray(0, starts[x.length]));
    out.values.set(values.subarray(0, starts[x.length]));
  });
  const compare = comparison(engine, title);
  const z = engine.matrix(x.length, outputs);
  engine.affine(z, rows, weights, biases);
  compare("affine of joined rows", z, (r, j) => {
    let [sum, added] = [b![j]!, 0];
    for (const [i, value] of x[r]!.entries()) {
      const weight = w![i * outputs + j]!;
      added = joined[i] === 1 ? fround(added + weight) : weight;
      if (value !== 0) sum = fround(sum + fround(value * added));
    }
    return sum;
  });
  assertSameBits(weights.values, w!, `${engine.name}: weights of joined rows, ${title}`);

  const dw = engine.matrix(inputs, outputs);
  const db = engine.matrix(1, outputs);
  engine.gradient(dw, db, rows, delta, 1 / 3);
  compare("gradient of joined rows", dw, (first, j) => {
    let last = first;
    while (joined[last + 1] === 1) last++;
    let gradient: number | undefined;
    for (let i = last; i >= first; i--) {
      let sum = 0;
      for (const [r, row] of x.entries()) {
        if (row[i] !== 0) sum = fround(sum + fround(row[i]! * d![r * outputs + j]!));
      }
      sum = fround(sum * fround(1 / 3));
      gradient = gradient === undefined ? sum : fround(sum + gradient);
    }
    return gradient!;
  });
}

/** Every check on a case. */
export function checkCase(engine: Engine, ...of: Tail<Parameters<typeof makeCase>>): void {
  const given = makeCase(engine, ...of);
  for (const check of [checkKernels, checkJoined, checkElementwise, checkNorms, checkDropout]) {
    check(engine, given);
  }
}

type Tail<T> = T extends [unknown, ...infer Rest] ? Rest : never;

/** The numbers of sparse rows, zeros too. */
export function denseValues({ rows, columns, starts, indices, values }: SparseRows): Float32Array {
  const all = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let k = starts[r]!; k < starts[r + 1]!; k++) all[r * columns + indices[k]!] = values[k]!;
  }
  return all;
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
      assertSameBits(denseValues(sparse), all, title);
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
