/** An optimizer at work: its rule, and what it remembers between steps. @module */

import { kernelOf } from "../engine/built_in.ts";
import type { Engine, Rule } from "../engine/engine.ts";
import type { Matrix } from "../engine/matrix.ts";
import { named } from "../checks/named.ts";
import { type OptimizerOptions, optimizers } from "./optimizers.ts";

const { fround } = Math;

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
  readonly #memory = new Map<Matrix, { moments: Matrix[]; steps: number }>();

  /**
   * Makes an optimizer that remembers nothing yet.
   * @throws {RangeError} if there is none of that name, or a constant is out of range
   */
  constructor(options: OptimizerOptions | Rule | string = "sgd") {
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

  /** Goes on from what was remembered of a matrix of parameters; it is copied. */
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
    memory.steps++;
    const scalars = this.rule.scalars(learningRate, memory.steps, decays);
    engine.update(this.rule, parameters, gradient, memory.moments, scalars.map(fround));
  }
}
