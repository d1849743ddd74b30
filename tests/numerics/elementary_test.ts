import { assert, assertEquals, assertLess } from "@std/assert";
import { cos, exp, expm1, log, scaledTail, sin, tanh } from "../../lib/numerics/elementary.ts";

/** Twice the error that Cephes states for `expf`, relative. */
const EXP_TOLERANCE = 4e-7;

/** Twice the error that Cephes states for `tanhf`, relative. */
const TANH_TOLERANCE = 2.6e-7;

/** Two units in the last place: fdlibm states less than one, `Math.log` may have another. */
const LOG_TOLERANCE = 2 ** -51;

/** Two units in the last place of 1: fdlibm states less than one, `Math.sin` may have another. */
const SIN_TOLERANCE = 2 ** -52;

/** Numbers k/per from one k to another. */
const even = (from: number, to: number, per: number) =>
  Array.from({ length: to - from + 1 }, (_, k) => (from + k) / per);

/** Numbers from one to another, each so many times the one before. */
function growing(from: number, to: number, factor: number): number[] {
  const numbers: number[] = [];
  for (let x = from; x < to; x *= factor) numbers.push(x);
  return numbers;
}

const relative = (expected: number) => Math.abs(expected);
const absolute = () => 1;
const logScale = (expected: number) => Math.max(Math.abs(expected), 1e-3);

/** Our functions, the platform's, where they are compared, and how near they are, over a scale. */
const NEAR: readonly [
  of: (x: number) => number,
  platform: (x: number) => number,
  at: number[],
  tolerance: number,
  scale: (expected: number) => number,
][] = [
  [exp, Math.exp, even(-8700, 8700, 100).map(Math.fround), EXP_TOLERANCE, relative],
  [tanh, Math.tanh, growing(1e-38, 100, 1.01).map(Math.fround), TANH_TOLERANCE, relative],
  // Below 1e-320 a number times 1.37 may be itself.
  [
    log,
    Math.log,
    [5e-324, ...growing(1e-320, Infinity, 1.37), ...even(1, 3999, 2000)],
    LOG_TOLERANCE,
    logScale,
  ],
  [sin, Math.sin, [...even(-20000, 20000, 997), 1e6], SIN_TOLERANCE, absolute],
  [cos, Math.cos, even(-20000, 20000, 997), SIN_TOLERANCE, absolute],
  [sin, Math.sin, growing(1e-300, 1, 1.7), SIN_TOLERANCE, relative], // where sin x is small
];

for (const [of, platform, at, tolerance, scale] of NEAR) {
  Deno.test(`${of.name} is near Math.${of.name} at ${at.length} numbers from ${at[0]}`, () => {
    for (const x of at) {
      const expected = platform(x);
      assertLess(Math.abs(of(x) - expected), tolerance * scale(expected), `at ${x}`);
    }
  });
}

for (const [of, per, least] of [[exp, 200, 0], [tanh, 2000, -1]] as const) {
  Deno.test(`${of.name} gives float32 numbers that never fall as x rises`, () => {
    let last: number = least;
    for (const x of even(-20000, 20000, per).map(Math.fround)) {
      const y = of(x);
      assertEquals(Math.fround(y), y);
      assert(y >= last && (of === exp || y <= 1), `at ${x}`);
      last = y;
    }
  });
}

Deno.test("exp saturates at normal numbers, and NaN passes", () => {
  assertEquals(exp(0), 1);
  assertEquals(exp(-0), 1);
  assertEquals(exp(Infinity), exp(87));
  assertEquals(exp(-Infinity), exp(-87));
  assert(exp(-Infinity) >= 2 ** -126);
  assert(Math.fround(1 / exp(Infinity)) >= 2 ** -126);
  assertEquals(exp(NaN), NaN);
});

Deno.test("exp has the same bits on every machine", () => {
  const bits = new DataView(new ArrayBuffer(4));
  let hash = 0;
  for (let k = -9000; k <= 9000; k++) {
    bits.setFloat32(0, exp(Math.fround(k / 100)));
    hash = (Math.imul(hash, 31) + bits.getInt32(0)) | 0;
  }
  assertEquals(hash, EXP_HASH);
});

Deno.test("tanh at its ends, and at numbers that are hardly any", () => {
  assertEquals([tanh(Infinity), tanh(-Infinity)], [1, -1]);
  assert(Object.is(tanh(0), 0));
  assert(Object.is(tanh(-0), -0));
  assertEquals(tanh(2 ** -149), 2 ** -149);
  assertEquals(tanh(NaN), NaN);
  for (const x of growing(1e-38, 100, 1.01).map(Math.fround)) assertEquals(tanh(-x), -tanh(x));
});

Deno.test("log at its ends", () => {
  assertEquals(log(1), 0);
  assertEquals(log(0), -Infinity);
  assertEquals(log(-0), -Infinity);
  assertEquals(log(Infinity), Infinity);
  assertEquals(log(-1), NaN);
  assertEquals(log(NaN), NaN);
});

Deno.test("sin and cos at their ends", () => {
  assertEquals([sin(0), cos(0)], [0, 1]);
  assertEquals(sin(-0), -0);
  assertEquals([sin(NaN), cos(NaN), sin(Infinity), cos(-Infinity)], [NaN, NaN, NaN, NaN]);
  for (let k = 1; k < 100; k++) {
    assertEquals([sin(-k), cos(-k)], [-sin(k), cos(k)]);
  }
});

/** A checksum of the bits of 18,001 results; the same formula in NumPy's float32 gives it too. */
const EXP_HASH = 2105671660;

Deno.test("expm1 keeps its digits near zero, saturates at -1, and lets NaN pass", () => {
  let largest = 0;
  for (let k = 1; k < 20_000; k++) {
    const x = Math.fround((k % 2 === 0 ? 1 : -1) * 2 ** (-20 + k / 800));
    const error = Math.abs(expm1(x) / Math.expm1(x) - 1);
    if (error > largest) largest = error;
  }
  assertLess(largest, 3e-7);
  assertEquals([-Infinity, -87, 0, -0].map(expm1), [-1, -1, 0, 0]);
  assertEquals(expm1(NaN), NaN);
});

Deno.test("the tail of the normal distribution has float32's digits from 0 to 10", () => {
  // Φ(−x)·e^(x²/2) by the table of Abramowitz and Stegun 1964, 26.2: ½; 0.15865525·e^½; 0.02275013·e²; 2.866515719e-7·e^12.5.
  const expected = [[0, 0.5], [1, 0.15865525393146 * Math.exp(0.5)]];
  expected.push([2, 0.0227501319482 * Math.exp(2)], [5, 2.866515718792e-7 * Math.exp(12.5)]);
  for (const [x, value] of expected) assertLess(Math.abs(scaledTail(x!) / value! - 1), 4e-7);
  assertEquals(scaledTail(0), 0.5);
  assertEquals(scaledTail(NaN), NaN);
});
