/**
 * The elementary functions, our own: those of `Math` may differ in the last bit between machines, and one seed has to
 * give the same bytes on all of them. Only additions, multiplications and divisions are used, which IEEE 754 fixes.
 *
 * @module
 */

const { floor, fround, max, min } = Math;

/** Beyond these `exp` saturates, so that its result and the reciprocal of it are never denormal. */
const EXP_LOWEST = -87;
const EXP_HIGHEST = 87;

/** log₂ e, and ln 2 in two parts: products of the first, nine bits long, with an exponent are exact. */
const LOG2_E = fround(1.44269504088896341);
const LN2_HIGH = fround(0.693359375);
const LN2_LOW = fround(-2.12194440e-4);

/** (e^r − 1 − r) / r² on |r| ≤ ln 2 / 2, highest power first: Cephes' `expf` (Moshier 1989), relative error 2e-7. */
const EXP_0 = fround(1.9875691500e-4);
const EXP_1 = fround(1.3981999507e-3);
const EXP_2 = fround(8.3334519073e-3);
const EXP_3 = fround(4.1665795894e-2);
const EXP_4 = fround(1.6666665459e-1);
const EXP_5 = fround(5.0000001201e-1);

/** The bits of a float64, high word first, and of a float32. */
const float64 = new Float64Array(1);
const words = new Uint32Array(float64.buffer);
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0]!; // 1 if the low word comes first
const float32 = new Float32Array(1);
const word = new Int32Array(float32.buffer);

/**
 * eˣ in float32, every operation rounded once. x is clamped to −87 … 87; NaN stays NaN.
 *
 * Cody and Waite's reduction: x = n·ln 2 + r, so that eˣ = 2ⁿ·eʳ with |r| ≤ ln 2 / 2.
 */
export function exp(x: number): number {
  const clamped = min(max(x, EXP_LOWEST), EXP_HIGHEST); // these two let a NaN through
  const n = floor(fround(fround(clamped * LOG2_E) + 0.5));
  const r = fround(fround(clamped - fround(n * LN2_HIGH)) - fround(n * LN2_LOW));
  let p = fround(fround(EXP_0 * r) + EXP_1);
  p = fround(fround(p * r) + EXP_2);
  p = fround(fround(p * r) + EXP_3);
  p = fround(fround(p * r) + EXP_4);
  p = fround(fround(p * r) + EXP_5);
  const y = fround(fround(fround(p * fround(r * r)) + r) + 1);
  word[0] = (n + 127) << 23; // the bits of 2ⁿ: its exponent, and a fraction of zero
  return fround(y * float32[0]!);
}

/** ln 2 in two parts: products of the first, 32 bits long, with an exponent are exact. */
const LN2_HIGH_64 = 6.93147180369123816490e-01;
const LN2_LOW_64 = 1.90821492927058770002e-10;

/** The polynomial of fdlibm's `e_log.c` (Sun Microsystems 1993), error below one unit in the last place. */
const LOG_1 = 6.666666666666735130e-01;
const LOG_2 = 3.999999999940941908e-01;
const LOG_3 = 2.857142874366239149e-01;
const LOG_4 = 2.222219843214978396e-01;
const LOG_5 = 1.818357216161805012e-01;
const LOG_6 = 1.531383769920937332e-01;
const LOG_7 = 1.479819860511658591e-01;

/** The natural logarithm in float64; −∞ at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0) || x === Infinity) return x === 0 ? -Infinity : x === Infinity ? x : NaN;
  // x = 2ᵏ·(1 + f) with √½ < 1 + f < √2.
  let k = 0;
  float64[0] = x;
  if (words[HIGH]! < 0x00100000) { // denormal: lift it by 2⁵⁴ first
    float64[0] = x * 18014398509481984;
    k = -54;
  }
  const high = words[HIGH]!;
  const fraction = high & 0x000fffff;
  const above = (fraction + 0x95f64) & 0x100000; // set where the fraction is √2 or more
  words[HIGH] = fraction | (above ^ 0x3ff00000);
  k += (high >> 20) - 1023 + (above >> 20);
  const f = float64[0]! - 1;

  // ln(1 + f) = f − f²/2 + s·(f²/2 + R(s²)), s = f / (2 + f).
  const s = f / (2 + f);
  const z = s * s;
  let r = LOG_7 * z + LOG_6;
  r = r * z + LOG_5;
  r = r * z + LOG_4;
  r = r * z + LOG_3;
  r = r * z + LOG_2;
  r = (r * z + LOG_1) * z;
  const half = 0.5 * f * f;
  return k * LN2_HIGH_64 - ((half - (s * (half + r) + k * LN2_LOW_64)) - f);
}

/** π/2 in two parts: products of the first, 33 bits long, with whole numbers up to 2²⁰ are exact (fdlibm, `e_rem_pio2.c`). */
const TWO_OVER_PI = 6.36619772367581382433e-01;
const HALF_PI_HIGH = 1.57079632673412561417e+00;
const HALF_PI_LOW = 6.07710050650619224932e-11;

/** The polynomials of fdlibm's `k_cos.c` and `k_sin.c` (Sun Microsystems 1993), for angles up to π/4. */
const COS_1 = 4.16666666666666019037e-02;
const COS_2 = -1.38888888888741095749e-03;
const COS_3 = 2.48015872894767294178e-05;
const COS_4 = -2.75573143513906633035e-07;
const COS_5 = 2.08757232129817482790e-09;
const COS_6 = -1.13596475577881948265e-11;
const SIN_1 = -1.66666666666666324348e-01;
const SIN_2 = 8.33333333332248946124e-03;
const SIN_3 = -1.98412698298579493134e-04;
const SIN_4 = 2.75573137070700676789e-06;
const SIN_5 = -2.50507602534068634195e-08;
const SIN_6 = 1.58969099521155010221e-10;

/**
 * The cosine of an angle in radians, in float64; NaN for an angle beyond ±2²⁰, which no use here has.
 *
 * x = n·π/2 + r with |r| ≤ π/4: cos x is cos r, −sin r, −cos r or sin r, as n says.
 */
export function cos(x: number): number {
  if (!(x >= -1048576 && x <= 1048576)) return NaN;
  const n = floor(x * TWO_OVER_PI + 0.5);
  const r = x - n * HALF_PI_HIGH - n * HALF_PI_LOW;
  const z = r * r;
  const quarter = n & 3;
  let y: number;
  if (quarter === 0 || quarter === 2) {
    y = ((((COS_6 * z + COS_5) * z + COS_4) * z + COS_3) * z + COS_2) * z + COS_1;
    y = 1 - (0.5 * z - z * z * y);
  } else {
    y = ((((SIN_6 * z + SIN_5) * z + SIN_4) * z + SIN_3) * z + SIN_2) * z + SIN_1;
    y = r + r * z * y;
  }
  return quarter === 1 || quarter === 2 ? -y : y;
}
