/**
 * Optimizers: how a gradient becomes a step, and what is remembered between steps. A new one is a new entry of
 * {@linkcode OPTIMIZERS}. An engine may have loops of its own for rules that are marked by {@linkcode builtIn}; for every other it
 * runs what stands in the rule. @module
 */

import { constantsOf, type Kinds, type OptionTable, type TableOf } from "../checks/options.ts";
import { builtIn, kernelOf } from "../engine/built_in.ts";
import type { Engine, Rule } from "../engine/engine.ts";
import { flush, flushFactor } from "../numerics/subnormals.ts";
import type { Matrix } from "../engine/matrix.ts";
import { named } from "../checks/meant.ts";

const { fround, sqrt } = Math;

/** The name of an optimizer. */
export type OptimizerName = "sgd" | "momentum" | "nesterov" | "adam" | "adamw";

/** Which optimizer, and its constants; one that is left out has its default. */
export interface OptimizerOptions {
  /** A name of {@linkcode optimizers}. */
  name: OptimizerName;
  /** μ of `momentum` and `nesterov`, the share of the last step that goes into the next, from 0 to below 1. Default: 0.9. */
  momentum?: number;
  /** β₁ of `adam` and `adamw`, the decay rate of the mean gradient, from 0 to below 1. Default: 0.9. */
  beta1?: number;
  /** β₂ of `adam` and `adamw`, the decay rate of the mean squared gradient, from 0 to below 1. Default: 0.999. */
  beta2?: number;
  /** ε of `adam` and `adamw`, which keeps the division finite, 1e-45 to 1e9. Default: 1e-8. */
  epsilon?: number;
  /** λ of `adamw`, the share of itself, times η, by which a weight shrinks in a step, 0 or more. Default: 0.01. */
  weightDecay?: number;
}

const FRACTION = { type: "number", min: 0, below: 1 } as const;

type Constants = Omit<OptimizerOptions, "name">;

/** An optimizer: what a step multiplies by, what it then does to w and its moments, and what there is to know beside that. */
interface Definition extends Pick<Rule, "moments" | "update"> {
  /** What its constants may be. */
  readonly constants: Partial<TableOf<Constants>>;
  /** The learning rate that it has if none is given. */
  readonly learningRate: number;
  /** Whether a step is as long where gradients are small, as Adam's. */
  readonly adaptive?: true;
  /** The loop of an engine that does the same, see {@linkcode builtIn}; without one every engine runs `update`. */
  readonly kernel?: string;
  /** The factors of step number `step`, counted from 1, rounded to float32 by who uses them. */
  scalars(
    constants: Required<Constants>,
    learningRate: number,
    step: number,
    decays: boolean,
  ): readonly number[];
}

/** Plain stochastic gradient descent, w ← w − η·∂C/∂w (Nielsen, equation 20). */
const SGD: Definition = {
  constants: {},
  learningRate: 0.1,
  kernel: "sgd",
  moments: 0,
  scalars: (_, learningRate) => [learningRate],
  update(w, g, _, [rate]) {
    for (let k = 0; k < w.length; k++) w[k] = fround(w[k]! - fround(rate! * g[k]!));
  },
};

/** Momentum, v ← μ·v − η·∂C/∂w and w ← w + v (Polyak 1964; Nielsen, equations 107 and 108). */
const MOMENTUM: Definition = {
  constants: { momentum: { ...FRACTION, default: 0.9 } },
  learningRate: 0.01,
  kernel: "momentum",
  moments: 1,
  scalars: ({ momentum }, learningRate) => [momentum, learningRate],
  update(w, g, [velocity], [mu, rate]) {
    const v = velocity!;
    for (let k = 0; k < w.length; k++) {
      v[k] = flush(fround(fround(mu! * v[k]!) - fround(rate! * g[k]!)));
      w[k] = fround(w[k]! + v[k]!);
    }
  },
};

/**
 * Nesterov's momentum, v ← μ·v − η·∂C/∂w and w ← w + μ·v − η·∂C/∂w: the gradient is taken where the velocity leads to.
 * (Nesterov 1983; Sutskever, Martens, Dahl and Hinton 2013, equations 3 and 4; in the form of Bengio,
 * Boulanger-Lewandowski and Pascanu 2013, which keeps the parameters where the gradient is taken, as Keras and PyTorch.)
 */
const NESTEROV: Definition = {
  ...MOMENTUM,
  kernel: "nesterov",
  update(w, g, [velocity], [mu, rate]) {
    const v = velocity!;
    for (let k = 0; k < w.length; k++) {
      const step = fround(rate! * g[k]!);
      v[k] = flush(fround(fround(mu! * v[k]!) - step));
      w[k] = fround(w[k]! + fround(fround(mu! * v[k]!) - step));
    }
  },
};

/**
 * Adam: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − η·m̂ / (√v̂ + ε), with m̂ = m / (1 − β₁ᵗ) and
 * v̂ = v / (1 − β₂ᵗ) (Kingma and Ba 2015, algorithm 1). AdamW steps from weights that have decayed by themselves,
 * w ← (1 − η·λ)·w, where an L2 penalty would go through the moments; biases do not decay (Loshchilov and Hutter 2019,
 * algorithm 2, in PyTorch's form).
 */
const ADAM: Definition = {
  constants: {
    beta1: { ...FRACTION, default: 0.9 },
    beta2: { ...FRACTION, default: 0.999 },
    epsilon: { type: "number", min: 1e-45, max: 1e9, default: 1e-8 }, // float32 rounds what is less to 0
  },
  learningRate: 0.001,
  adaptive: true,
  kernel: "adam",
  moments: 2,
  scalars: ({ beta1, beta2, epsilon, weightDecay = 0 }, learningRate, step, decays) => [
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
};

/** xⁿ for a whole n, by squaring. */
function power(x: number, n: number): number {
  let result = 1;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= x;
    x *= x;
  }
  return result;
}

/** Every optimizer, by name; the text on each describes it in a config. */
export const OPTIMIZERS: { readonly [Name in OptimizerName]: Definition } = {
  /** Plain stochastic gradient descent. */
  sgd: SGD,
  /** Stochastic gradient descent with momentum. */
  momentum: MOMENTUM,
  /** Stochastic gradient descent with Nesterov's momentum. */
  nesterov: NESTEROV,
  /** Adam. */
  adam: ADAM,
  /** Adam with decoupled weight decay. */
  adamw: {
    ...ADAM,
    constants: { ...ADAM.constants, weightDecay: { type: "number", min: 0, default: 0.01 } },
  },
};

/** What is made of each optimizer, by name. */
function ofEach<Value>(make: (name: OptimizerName) => Value) {
  const names = Object.keys(OPTIMIZERS) as OptimizerName[];
  return Object.fromEntries(names.map((name) => [name, make(name)])) as {
    readonly [Name in OptimizerName]: Value;
  };
}

/** What the constants of each optimizer may be. */
export const OPTIMIZER_CONSTANTS: Kinds = ofEach((name) =>
  OPTIMIZERS[name].constants as OptionTable
);

/** Whether an optimizer lets weights decay by itself, apart from the gradient. */
export function decaysWeights(name: string): boolean {
  return "weightDecay" in OPTIMIZER_CONSTANTS[name]!;
}

/** Where constants are that other libraries have. */
const HINTS = {
  weightDecay: 'that is for "adamw"; `l2` of `train` is a penalty',
  lr: "expected `learningRate` of `train`",
  eta: "expected `learningRate` of `train`",
  learningRate: "it is an option of `train`",
  betas: "expected `beta1` and `beta2`",
  nesterov: 'expected the optimizer "nesterov"',
};

/** Makes a rule of constants, each of which has a default; one out of range is a RangeError. */
export type MakeRule = (options?: Omit<OptimizerOptions, "name">) => Rule;

function makerOf(name: OptimizerName): MakeRule {
  const { kernel, moments, scalars, update } = OPTIMIZERS[name];
  return (options = {}) => {
    const constants = constantsOf<Constants>(
      "optimizer",
      name,
      options,
      OPTIMIZER_CONSTANTS,
      HINTS,
    );
    const rule: Rule = {
      name,
      moments,
      scalars: (learningRate, step, decays) => scalars(constants, learningRate, step, decays),
      update,
    };
    return kernel === undefined ? rule : builtIn(kernel, rule);
  };
}

/** What makes each optimizer, by name. */
export const optimizers: { readonly [Name in OptimizerName]: MakeRule } = ofEach(makerOf);

/** What an optimizer remembers of a matrix of parameters. */
export interface OptimizerMemory {
  /** As many as its rule keeps, each of the shape of the parameters. */
  readonly moments: readonly Matrix[];
  /** How many steps were taken. */
  readonly steps: number;
}

/** An optimizer at work on one network: its rule, and what it remembers of each matrix of parameters. */
export class Optimizer {
  /** How a gradient becomes a step. */
  readonly rule: Rule;
  readonly #memory = new Map<Matrix, { moments: Matrix[]; steps: number; decays?: boolean }>();

  /**
   * Makes an optimizer that remembers nothing yet.
   * @throws {RangeError} if there is none of that name, or a constant is out of range
   */
  constructor(options: OptimizerOptions | Rule | OptimizerName = "sgd") {
    if (typeof options === "string") options = { name: options };
    this.rule = "update" in options
      ? options
      : named("optimizer", optimizers, options.name)(options);
  }

  /**
   * Whether a mini-batch is applied image by image, in place, with no gradient gathered, which engines do in one pass:
   * plain stochastic gradient descent, unless the gradient is clipped.
   * @param clipNorm the largest norm of the gradient. Default: any
   */
  inPlace(clipNorm = Infinity): boolean {
    return kernelOf(this.rule) === "sgd" && clipNorm === Infinity;
  }

  /** What is remembered of a matrix of parameters; nothing before its first step, and in place never anything. */
  memoryOf(parameters: Matrix): OptimizerMemory | undefined {
    return this.#memory.get(parameters);
  }

  /** Continues from what was remembered of a matrix of parameters; it is copied. */
  restore(engine: Engine, parameters: Matrix, { moments, steps }: OptimizerMemory): void {
    const { rows, columns } = parameters;
    const copies = moments.map(({ values }) => {
      const copy = engine.matrix(rows, columns);
      copy.values.set(values);
      return copy;
    });
    this.#memory.set(parameters, { moments: copies, steps });
  }

  /**
   * Takes one step on a matrix of parameters, given the gradient of the batch's mean cost, of the same shape.
   * @param decays whether the parameters are weights, which a rule may let decay, and not biases. Default: true
   */
  step(
    engine: Engine,
    parameters: Matrix,
    gradient: Matrix,
    learningRate: number,
    decays = true,
  ): void {
    let memory = this.#memory.get(parameters);
    if (memory === undefined) {
      const { rows, columns } = parameters;
      const moments = Array.from({ length: this.rule.moments }, () => engine.matrix(rows, columns));
      this.#memory.set(parameters, memory = { moments, steps: 0 });
    }
    this.#memory.delete(parameters); // so that they stand in the order of the last steps, after a checkpoint too
    this.#memory.set(parameters, memory);
    memory.steps++;
    memory.decays = decays;
    const scalars = this.rule.scalars(learningRate, memory.steps, decays);
    engine.update(this.rule, parameters, gradient, memory.moments, scalars.map(fround));
  }

  /**
   * Counts one more step on all matrices, which an engine takes as it took the last one, see {@linkcode Recording}.
   * @returns the scalars of each, in the order of their last steps
   */
  repeatStep(learningRate: number): readonly (readonly number[])[] {
    const scalars: (readonly number[])[] = [];
    for (const memory of this.#memory.values()) {
      memory.steps++;
      scalars.push(this.rule.scalars(learningRate, memory.steps, memory.decays ?? true));
    }
    return scalars;
  }
}
