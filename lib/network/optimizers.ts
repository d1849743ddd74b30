/**
 * Optimizers: how a gradient becomes a step. A new one is a new entry of {@linkcode optimizers}. An engine may have loops of
 * its own for rules that are marked by {@linkcode builtIn}; for every other it runs what stands in the rule.
 *
 * @module
 */

import { checkOptions, type OptionNames } from "../checks/options.ts";
import { builtIn } from "../engine/built_in.ts";
import type { Rule } from "../engine/engine.ts";
import { flush, flushFactor } from "../numerics/subnormals.ts";

const { fround, sqrt } = Math;

/** Which optimizer, and its constants; one that is left out has its default. */
export interface OptimizerOptions {
  /** A name of {@linkcode optimizers}. */
  name: string;
  /** μ of `"momentum"` and `"nesterov"`, from 0 to below 1. Default: 0.9. */
  momentum?: number;
  /** β₁ of `"adam"` and `"adamw"`, from 0 to below 1. Default: 0.9. */
  beta1?: number;
  /** β₂ of `"adam"` and `"adamw"`, from 0 to below 1. Default: 0.999. */
  beta2?: number;
  /** ε of `"adam"` and `"adamw"`, 1e-45 to 1e9. Default: 1e-8. */
  epsilon?: number;
  /** λ of `"adamw"`, 0 or more: weights become (1 − η·λ)·w in every step. Default: 0.01. */
  weightDecay?: number;
}

/** What ε may be, from the least to the most: float32 rounds what is less to 0. */
export const EPSILON_RANGE: readonly [least: number, most: number] = [1e-45, 1e9];

const NO_CONSTANTS = { name: true } as const;
const MOMENTUM = { name: true, momentum: true } as const;
const ADAM = { name: true, beta1: true, beta2: true, epsilon: true } as const;
const ADAMW: OptionNames<Omit<OptimizerOptions, "momentum">> = { ...ADAM, weightDecay: true };

/** Whose constant it is, where another optimizer was asked for, and what other libraries call some of them. */
const HINTS = {
  momentum: 'that is for "momentum" and "nesterov"',
  beta1: 'that is for "adam" and "adamw"',
  beta2: 'that is for "adam" and "adamw"',
  epsilon: 'that is for "adam" and "adamw"',
  weightDecay: 'that is for "adamw"; `l2` of `train` is a penalty',
  lr: "`learningRate` of `train` is wanted",
  eta: "`learningRate` of `train` is wanted",
  learningRate: "it is an option of `train`",
  betas: "`beta1` and `beta2` are wanted",
  nesterov: 'the optimizer "nesterov" is wanted',
} as const;

/** Plain stochastic gradient descent, w ← w − η·∂C/∂w (Nielsen, equation 20). */
export function sgd(options: Omit<OptimizerOptions, "name"> = {}): Rule {
  checkOptions('use the optimizer "sgd"', options, NO_CONSTANTS, HINTS);
  return builtIn("sgd", {
    name: "sgd",
    moments: 0,
    scalars: (learningRate) => [learningRate],
    update(w, g, _moments, [rate]) {
      for (let k = 0; k < w.length; k++) w[k] = fround(w[k]! - fround(rate! * g[k]!));
    },
  });
}

/**
 * Momentum, v ← μ·v − η·∂C/∂w and w ← w + v (Polyak 1964; Nielsen, equations 107 and 108).
 *
 * @throws {RangeError} if the momentum is not from 0 to below 1
 */
export function momentum(options: Omit<OptimizerOptions, "name"> = {}): Rule {
  checkOptions('use the optimizer "momentum"', options, MOMENTUM, HINTS);
  const mu = fraction("momentum", options.momentum ?? 0.9);
  return builtIn("momentum", {
    name: "momentum",
    moments: 1,
    scalars: (learningRate) => [mu, learningRate],
    update(w, g, [velocity], [mu, rate]) {
      const v = velocity!;
      for (let k = 0; k < w.length; k++) {
        v[k] = flush(fround(fround(mu! * v[k]!) - fround(rate! * g[k]!)));
        w[k] = fround(w[k]! + v[k]!);
      }
    },
  });
}

/**
 * Nesterov's momentum, v ← μ·v − η·∂C/∂w and w ← w + μ·v − η·∂C/∂w: the gradient is taken where the velocity leads to.
 * (Nesterov 1983; Sutskever, Martens, Dahl and Hinton 2013, equations 3 and 4; in the form of Bengio,
 * Boulanger-Lewandowski and Pascanu 2013, which keeps the parameters at the place of the gradient, as Keras and PyTorch.)
 *
 * @throws {RangeError} if the momentum is not from 0 to below 1
 */
export function nesterov(options: Omit<OptimizerOptions, "name"> = {}): Rule {
  checkOptions('use the optimizer "nesterov"', options, MOMENTUM, HINTS);
  const mu = fraction("momentum", options.momentum ?? 0.9);
  return builtIn("nesterov", {
    name: "nesterov",
    moments: 1,
    scalars: (learningRate) => [mu, learningRate],
    update(w, g, [velocity], [mu, rate]) {
      const v = velocity!;
      for (let k = 0; k < w.length; k++) {
        const step = fround(rate! * g[k]!);
        v[k] = flush(fround(fround(mu! * v[k]!) - step));
        w[k] = fround(w[k]! + fround(fround(mu! * v[k]!) - step));
      }
    },
  });
}

/**
 * Adam: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − η·m̂ / (√v̂ + ε), with m̂ = m / (1 − β₁ᵗ) and
 * v̂ = v / (1 − β₂ᵗ) (Kingma and Ba 2015, algorithm 1).
 *
 * @throws {RangeError} if a constant is out of range
 */
export function adam(options: Omit<OptimizerOptions, "name"> = {}): Rule {
  checkOptions('use the optimizer "adam"', options, ADAM, HINTS);
  return builtIn("adam", { ...adamw({ ...options, weightDecay: 0 }), name: "adam" });
}

/**
 * AdamW: Adam's step from weights that have decayed by themselves, w ← (1 − η·λ)·w − η·m̂ / (√v̂ + ε), where an L2 penalty
 * would go through the moments. Biases do not decay. (Loshchilov and Hutter 2019, algorithm 2, in PyTorch's form.)
 *
 * @throws {RangeError} if a constant is out of range
 */
export function adamw(options: Omit<OptimizerOptions, "name"> = {}): Rule {
  checkOptions('use the optimizer "adamw"', options, ADAMW, HINTS);
  const beta1 = fraction("beta1", options.beta1 ?? 0.9);
  const beta2 = fraction("beta2", options.beta2 ?? 0.999);
  const { epsilon = 1e-8, weightDecay = 0.01 } = options;
  const [least, most] = EPSILON_RANGE;
  if (!(epsilon >= least && epsilon <= most)) {
    throw new RangeError(`Cannot use an epsilon of ${epsilon}: expected ${least} to ${most}`);
  }
  if (!(weightDecay >= 0 && weightDecay < Infinity)) {
    throw new RangeError(`Cannot use a weightDecay of ${weightDecay}: 0 or more is wanted`);
  }
  return builtIn("adam", {
    name: "adamw",
    moments: 2,
    scalars: (learningRate, step, decays) => [
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      learningRate / (1 - power(beta1, step)),
      1 / sqrt(1 - power(beta2, step)),
      epsilon,
      decays ? 1 - learningRate * weightDecay : 1,
    ],
    update(w, g, [first, second], [beta1, rest1, beta2, rest2, rate, correction, epsilon, decay]) {
      const [m, v] = [first!, second!];
      for (let k = 0; k < w.length; k++) {
        const square = fround(flushFactor(g[k]!) * flushFactor(g[k]!));
        m[k] = flush(fround(fround(beta1! * m[k]!) + fround(rest1! * g[k]!)));
        v[k] = flush(fround(fround(beta2! * v[k]!) + fround(rest2! * square)));
        const root = fround(fround(fround(sqrt(v[k]!)) * correction!) + epsilon!);
        const decayed = decay === 1 ? w[k]! : flush(fround(w[k]! * decay!));
        w[k] = fround(decayed - fround(fround(rate! * m[k]!) / root));
      }
    },
  });
}

/** Makes a rule of constants, each of which has a default. */
export type MakeRule = (options?: Omit<OptimizerOptions, "name">) => Rule;

/** What makes each optimizer, by name. */
export const optimizers: {
  readonly sgd: MakeRule;
  readonly momentum: MakeRule;
  readonly nesterov: MakeRule;
  readonly adam: MakeRule;
  readonly adamw: MakeRule;
} = { sgd, momentum, nesterov, adam, adamw };

/** A constant from 0 to below 1. */
function fraction(name: string, value: number): number {
  if (value >= 0 && value < 1) return value;
  throw new RangeError(`Cannot use a ${name} of ${value}: 0 to below 1 is wanted`);
}

/** xⁿ for a whole n, by squaring. */
function power(x: number, n: number): number {
  let result = 1;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= x;
    x *= x;
  }
  return result;
}
