import { assert, assertEquals, assertLess } from "@std/assert";
import { cos, exp, log } from "../lib/elementary.ts";

/** Twice the error that Cephes states for `expf`, relative. */
const EXP_TOLERANCE = 4e-7;

/** Two units in the last place: fdlibm states less than one, `Math.log` may have one of its own. */
const LOG_TOLERANCE = 2 ** -51;

/** Two units in the last place of 1; near its zeros the cosine is as exact as that, and not more. */
const COS_TOLERANCE = 2 ** -52;

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

Deno.test("log is near Math.log over all magnitudes", () => {
  for (let x = 5e-324; x < Infinity; x *= 1.37) {
    if (x < 1e-320) x = 1e-320; // where multiplying moves on
    const wanted = Math.log(x);
    assertLess(
      Math.abs(log(x) - wanted),
      LOG_TOLERANCE * Math.max(Math.abs(wanted), 1e-3),
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

Deno.test("cos is near Math.cos in every quarter of the circle", () => {
  for (let k = -40_000; k <= 40_000; k++) {
    const x = k / 2000;
    assertLess(Math.abs(cos(x) - Math.cos(x)), COS_TOLERANCE, `at ${x}`);
  }
  for (let x = 20; x <= 2 ** 20; x *= 1.001) {
    assertLess(Math.abs(cos(-x) - Math.cos(x)), COS_TOLERANCE, `at ${-x}`);
  }
});

Deno.test("cos at its ends", () => {
  assertEquals(cos(0), 1);
  assertEquals(cos(-0), 1);
  assertEquals(cos(3.141592653589793), -1);
  assertEquals(cos(NaN), NaN);
  for (const x of [Infinity, -Infinity, 2 ** 20 + 1]) assertEquals(cos(x), NaN);
});

Deno.test("cos has the same bits on every machine", () => {
  const bits = new DataView(new ArrayBuffer(8));
  let hash = 0;
  for (let k = -9000; k <= 9000; k++) {
    bits.setFloat64(0, cos(k / 1000));
    hash = (Math.imul(hash, 31) + bits.getInt32(0)) | 0;
    hash = (Math.imul(hash, 31) + bits.getInt32(4)) | 0;
  }
  assertEquals(hash, COS_HASH);
});

/** A checksum of the bits of 18,001 results; the same formula in Python gives it too. */
const COS_HASH = -237829974;

/** A checksum of the bits of 18,001 results; the same formula in NumPy's float32 gives it too. */
const EXP_HASH = 2105671660;
