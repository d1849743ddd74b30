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

Deno.test("exp is near Math.exp from -87 to 87", () => {
  for (let k = -8700; k <= 8700; k++) {
    const x = Math.fround(k / 100);
    assertLess(Math.abs(exp(x) / Math.exp(x) - 1), EXP_TOLERANCE, `at ${x}`);
  }
});

Deno.test("exp gives float32 numbers that never fall as x rises", () => {
  let last = 0;
  for (let k = -20000; k <= 20000; k++) {
    const y = exp(Math.fround(k / 200));
    assertEquals(Math.fround(y), y);
    assert(y >= last, `at ${k / 200}`);
    last = y;
  }
});

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

Deno.test("tanh is near Math.tanh over all magnitudes, and odd", () => {
  for (let x = 1e-38; x < 100; x *= 1.01) {
    const z = Math.fround(x);
    assertLess(Math.abs(tanh(z) / Math.tanh(z) - 1), TANH_TOLERANCE, `at ${z}`);
    assertEquals(tanh(-z), -tanh(z));
  }
});

Deno.test("tanh gives float32 numbers that never fall as x rises", () => {
  let last = -1;
  for (let k = -20000; k <= 20000; k++) {
    const y = tanh(Math.fround(k / 2000));
    assertEquals(Math.fround(y), y);
    assert(y >= last && y <= 1, `at ${k / 2000}`);
    last = y;
  }
});

Deno.test("tanh at its ends, and at numbers that are hardly any", () => {
  assertEquals([tanh(Infinity), tanh(-Infinity)], [1, -1]);
  assert(Object.is(tanh(0), 0));
  assert(Object.is(tanh(-0), -0));
  assertEquals(tanh(2 ** -149), 2 ** -149);
  assertEquals(tanh(NaN), NaN);
});

Deno.test("log is near Math.log over all magnitudes", () => {
  for (let x = 5e-324; x < Infinity; x *= 1.37) {
    if (x < 1e-320) x = 1e-320; // where multiplying moves on
    const expected = Math.log(x);
    assertLess(
      Math.abs(log(x) - expected),
      LOG_TOLERANCE * Math.max(Math.abs(expected), 1e-3),
      `at ${x}`,
    );
  }
  for (let k = 1; k < 4000; k++) {
    const x = k / 2000;
    assertLess(
      Math.abs(log(x) - Math.log(x)),
      LOG_TOLERANCE * Math.max(Math.abs(Math.log(x)), 1e-3),
    );
  }
});

Deno.test("log at its ends", () => {
  assertEquals(log(1), 0);
  assertEquals(log(0), -Infinity);
  assertEquals(log(-0), -Infinity);
  assertEquals(log(Infinity), Infinity);
  assertEquals(log(-1), NaN);
  assertEquals(log(NaN), NaN);
});

Deno.test("sin and cos are near Math.sin and Math.cos", () => {
  for (let k = -20000; k <= 20000; k++) {
    const x = k / 997;
    assertLess(Math.abs(sin(x) - Math.sin(x)), SIN_TOLERANCE, `sin at ${x}`);
    assertLess(Math.abs(cos(x) - Math.cos(x)), SIN_TOLERANCE, `cos at ${x}`);
  }
  for (let x = 1e-300; x < 1; x *= 1.7) { // where sin x is small, relative to it
    assertLess(Math.abs(sin(x) - Math.sin(x)), SIN_TOLERANCE * x, `sin at ${x}`);
  }
  assertLess(Math.abs(sin(1e6) - Math.sin(1e6)), SIN_TOLERANCE);
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
