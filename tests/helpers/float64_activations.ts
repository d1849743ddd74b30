/** The activation functions and their derivatives once more, in float64: what ours are checked against. */

/** erfc x for x ≥ 0, to float64's digits: a series of positive terms, and beyond 2.5 a continued fraction. */
function erfcAbove(x: number): number {
  const power = Math.exp(-x * x) / Math.sqrt(Math.PI);
  if (x < 2.5) {
    let [term, sum] = [x, x];
    for (let n = 1; term > 1e-18 * sum; n++) sum += term *= 2 * x * x / (2 * n + 1);
    return 1 - 2 * power * sum;
  }
  let fraction = 0;
  for (let n = 120; n > 0; n--) fraction = n / 2 / (x + fraction);
  return power / (x + fraction);
}

/** Φ(z), the normal distribution function. */
function normal(z: number): number {
  const tail = erfcAbove(Math.abs(z) / Math.SQRT2) / 2;
  return z < 0 ? tail : 1 - tail;
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const sigmoidSlope = (z: number) => sigmoid(z) * sigmoid(-z);
const [SELU_SCALE, SELU_DEPTH] = [1.0507009873554805, 1.0507009873554805 * 1.6732632423543772];

/** 2·√(2/π)·(z + 0.044715·z³), and its derivative. */
const geluTanhInner = (z: number) => 2 * Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3);
const geluTanhInnerSlope = (z: number) => 2 * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * z * z);

/** tanh(ln(1 + eᶻ)), and its derivative. */
const mishGate = (z: number) => Math.tanh(Math.log1p(Math.exp(z)));
const mishGateSlope = (z: number) => sigmoid(z) / Math.cosh(Math.log1p(Math.exp(z))) ** 2;

/** Of each function that takes each number by itself: f(z) and f′(z). */
export const ELEMENTWISE: {
  readonly [name: string]: readonly [of: (z: number) => number, derivative: (z: number) => number];
} = {
  sigmoid: [sigmoid, sigmoidSlope],
  tanh: [Math.tanh, (z) => 1 / Math.cosh(z) ** 2],
  scaledTanh: [
    (z) => 1.7159 * Math.tanh(2 * z / 3),
    (z) => 1.7159 * 2 / 3 / Math.cosh(2 * z / 3) ** 2,
  ],
  relu: [(z) => Math.max(z, 0), (z) => Number(z > 0)],
  leakyRelu: [(z) => z < 0 ? z / 100 : z, (z) => z > 0 ? 1 : 0.01],
  gelu: [
    (z) => z * normal(z),
    (z) => normal(z) + z * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI),
  ],
  geluTanh: [
    (z) => z * sigmoid(geluTanhInner(z)),
    (z) => sigmoid(geluTanhInner(z)) + z * sigmoidSlope(geluTanhInner(z)) * geluTanhInnerSlope(z),
  ],
  silu: [(z) => z * sigmoid(z), (z) => sigmoid(z) + z * sigmoidSlope(z)],
  mish: [(z) => z * mishGate(z), (z) => mishGate(z) + z * mishGateSlope(z)],
  selu: [
    (z) => z > 0 ? SELU_SCALE * z : SELU_DEPTH * Math.expm1(z),
    (z) => z > 0 ? SELU_SCALE : SELU_DEPTH * Math.exp(z),
  ],
  linear: [(z) => z, () => 1],
};

/** f(z) of a layer's units. */
export function activate(name: string, z: number[]): number[] {
  if (name !== "softmax") {
    const [of] = ELEMENTWISE[name] ?? [];
    if (of === undefined) throw new Error(`Cannot find "${name}" in ELEMENTWISE: add it here`);
    return z.map(of);
  }
  const powers = z.map((x) => Math.exp(x - Math.max(...z)));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
