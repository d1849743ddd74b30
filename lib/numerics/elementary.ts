/**
 * The elementary functions, our own: those of `Math` may differ in the last bit between machines, and one seed has to
 * give the same bytes on all of them. Only additions, multiplications and divisions are used, which IEEE 754 fixes. @module
 */

const { abs, floor, fround, max, min } = Math;

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
 * eʳ − 1 for x = n·ln 2 + r with |r| ≤ ln 2 / 2 (Cody and Waite's reduction), which leaves 2ⁿ in `float32`. x is clamped to
 * −87 … 87; NaN stays NaN.
 */
function reduced(x: number): number {
  const clamped = min(max(x, EXP_LOWEST), EXP_HIGHEST); // these two let a NaN through
  const n = floor(fround(fround(clamped * LOG2_E) + 0.5));
  const r = fround(fround(clamped - fround(n * LN2_HIGH)) - fround(n * LN2_LOW));
  let p = fround(fround(EXP_0 * r) + EXP_1);
  p = fround(fround(p * r) + EXP_2);
  p = fround(fround(p * r) + EXP_3);
  p = fround(fround(p * r) + EXP_4);
  p = fround(fround(p * r) + EXP_5);
  word[0] = (n + 127) << 23; // the bits of 2ⁿ: its exponent, and a fraction of zero
  return fround(fround(p * fround(r * r)) + r);
}

/** eˣ = 2ⁿ·eʳ in float32, every operation rounded once. x is clamped to −87 … 87; NaN stays NaN. */
export function exp(x: number): number {
  const y = fround(reduced(x) + 1);
  return fround(y * float32[0]!);
}

/** eˣ − 1 = 2ⁿ·(eʳ − 1) + (2ⁿ − 1) in float32, which keeps its digits near zero; otherwise as {@linkcode exp}. */
export function expm1(x: number): number {
  const y = reduced(x);
  return fround(fround(y * float32[0]!) + fround(float32[0]! - 1));
}

/**
 * Φ(−x)·e^(x²/2) = u·P(u), u = k / (k + x), on 0 … 10, highest power first: Φ is the normal distribution function, so this is
 * Mills' ratio over √(2π). The least maximum of the relative error, 1.2e-8, by Lawson's weights (Lawson 1961).
 */
const TAIL_SCALE = 4.75;
const TAIL = [
  -6.99810613306e-2,
  2.73200408665e-1,
  -3.10507219866e-1,
  3.28128809518e-1,
  -7.98114966410e-2,
  1.19037419684e-1,
  7.09575325838e-2,
  8.50380233515e-2,
  8.39375780141e-2,
].map(fround);

/** Φ(−x)·e^(x²/2) in float32 for x from 0 to 10, every operation rounded once; NaN stays NaN. */
export function scaledTail(x: number): number {
  const u = fround(TAIL_SCALE / fround(TAIL_SCALE + x));
  return fround(TAIL.reduce((p, coefficient) => fround(fround(p * u) + coefficient)) * u);
}

/** Below this `tanh` is a polynomial, since 1 − 2 / (e²ˣ + 1) would lose digits. */
const TANH_SMALL = fround(0.625);

/** (tanh x − x) / x³ in x², highest power first: Cephes' `tanhf` (Moshier 1989), relative error 1.3e-7. */
const TANH_0 = fround(-5.70498872745e-3);
const TANH_1 = fround(2.06390887954e-2);
const TANH_2 = fround(-5.37397155531e-2);
const TANH_3 = fround(1.33314422036e-1);
const TANH_4 = fround(-3.33332819422e-1);

/** The hyperbolic tangent in float32, every operation rounded once; ±0 and NaN stay what they are. */
export function tanh(x: number): number {
  const size = abs(x);
  let y: number;
  if (size >= TANH_SMALL) y = fround(1 - fround(2 / fround(exp(fround(size + size)) + 1)));
  else {
    const square = fround(size * size);
    let p = fround(fround(TANH_0 * square) + TANH_1);
    p = fround(fround(p * square) + TANH_2);
    p = fround(fround(p * square) + TANH_3);
    p = fround(fround(p * square) + TANH_4);
    y = fround(fround(fround(p * square) * size) + size);
  }
  return x > 0 ? y : x < 0 ? -y : x;
}

/** log₂ e */
const LOG2_E_64 = 1.4426950408889634;

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

const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** 2ᵏ at 1024 + k, from 2⁻¹⁰²⁴ to 2¹⁰²³. */
const POWERS_OF_TWO = new Float64Array(2048);
POWERS_OF_TWO[1024] = 1;
for (let k = 1024; k < 2047; k++) POWERS_OF_TWO[k + 1] = 2 * POWERS_OF_TWO[k]!;
for (let k = 1024; k > 0; k--) POWERS_OF_TWO[k - 1] = POWERS_OF_TWO[k]! / 2;

/** The natural logarithm in float64; −∞ at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0) || x === Infinity) return x === 0 ? -Infinity : x === Infinity ? x : NaN;
  // x = 2ᵏ·(1 + f) with √½ < 1 + f < √2.
  let k = 0;
  if (x < SMALLEST_NORMAL) { // denormal: lift it by 2⁵⁴ first
    x *= 18014398509481984;
    k = -54;
  }
  float64[0] = x;
  const high = words[HIGH]!;
  const fraction = high & 0x000fffff;
  const above = (fraction + 0x95f64) & 0x100000; // set where the fraction is √2 or more
  const exponent = (high >> 20) - 1023 + (above >> 20);
  k += exponent;
  const f = x * POWERS_OF_TWO[1024 - exponent]! - 1; // exact, and faster than to write the exponent's bits

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

/** 1/k! from k = 13 down to 0: on |r| ≤ ln 2 / 2 what the series of eʳ leaves out is below 10⁻¹⁷. */
const EXPONENTIAL = [1];
for (let k = 1; k <= 13; k++) EXPONENTIAL.unshift(EXPONENTIAL[0]! / k);

/** The exponential function in float64, to about a unit in the last place; 0 below −708, and from 709 on e⁷⁰⁹. */
export function exp64(x: number): number {
  if (x < -708) return 0;
  const n = floor(min(x, 709) * LOG2_E_64 + 0.5);
  const r = (min(x, 709) - n * LN2_HIGH_64) - n * LN2_LOW_64;
  let p = EXPONENTIAL[0]!;
  for (let k = 1; k < 14; k++) p = p * r + EXPONENTIAL[k]!;
  return p * POWERS_OF_TWO[1024 + n]!;
}

/** 2/π, and π/2 in two parts: products of the first, 33 bits long, with a quarter's number are exact. */
const TWO_OVER_PI = 6.36619772367581382433e-01;
const HALF_PI_HIGH = 1.57079632673412561417e+00;
const HALF_PI_LOW = 6.07710050650619224932e-11;

/** The sine in float64, for angles in radians up to a million or so: beyond, the reduction grows coarse. */
export function sin(x: number): number {
  return sinOfQuarters(x, 0);
}

/** The cosine in float64, for the same angles: a quarter of a turn ahead of the sine. */
export function cos(x: number): number {
  return sinOfQuarters(x, 1);
}

/** sin(x + quarters·π/2): Cody and Waite's reduction, x = n·π/2 + r, and then the sine or cosine of |r| ≤ π/4. */
function sinOfQuarters(x: number, quarters: number): number {
  const n = floor(x * TWO_OVER_PI + 0.5);
  const r = (x - n * HALF_PI_HIGH) - n * HALF_PI_LOW;
  const quarter = (n + quarters) & 3;
  const y = (quarter & 1) === 0 ? sinNearZero(r) : cosNearZero(r);
  return (quarter & 2) === 0 ? y : -y;
}

/** The polynomials of fdlibm's `k_sin.c` and `k_cos.c`, highest power first (Sun Microsystems 1993), error below one unit in the last place. */
const SIN = [
  1.58969099521155010221e-10,
  -2.50507602534068634195e-08,
  2.75573137070700676789e-06,
  -1.98412698298579493134e-04,
  8.33333333332248946124e-03,
  -1.66666666666666324348e-01,
];
const COS = [
  -1.13596475577881948265e-11,
  2.08757232129817482790e-09,
  -2.75573143513906633035e-07,
  2.48015872894767294178e-05,
  -1.38888888888741095749e-03,
  4.16666666666666019037e-02,
];

/** The value at z of a polynomial, highest power first. */
function polynomial(coefficients: readonly number[], z: number): number {
  return coefficients.reduce((p, coefficient) => p * z + coefficient);
}

/** r + r³·S(r²) */
function sinNearZero(r: number): number {
  const z = r * r;
  return r + r * z * polynomial(SIN, z);
}

/** 1 − r²/2 + r⁴·C(r²); what the first difference loses is added back. */
function cosNearZero(r: number): number {
  const z = r * r;
  const half = 0.5 * z;
  const most = 1 - half;
  return most + (((1 - most) - half) + z * z * polynomial(COS, z));
}
