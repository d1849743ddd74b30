/** The WebAssembly engine's `activate`, `activateBackward` and `flush`: which kernel an activation function has. @module */

import { type BuiltIn, kernelOf } from "../built_in.ts";
import { checkRoom } from "../check_shapes.ts";
import type { Activation } from "../engine.ts";
import type { Matrix } from "../matrix.ts";
import type { Context } from "./context.ts";
import { runElementwise } from "./elementwise.ts";

/** The cost of an exponential, in elements that only wait for memory. */
const EXPONENTIAL_COST = 3;

/** The activation functions that have kernels and work element by element, as the kernels' names end. */
const KERNELS = new Map<
  BuiltIn | undefined,
  "Sigmoid" | "Tanh" | "ScaledTanh" | "Relu" | "LeakyRelu"
>([
  ["sigmoid", "Sigmoid"],
  ["tanh", "Tanh"],
  ["scaledTanh", "ScaledTanh"],
  ["relu", "Relu"],
  ["leakyRelu", "LeakyRelu"],
]);

/** What the kernel of tanh makes LeCun's scaled tanh by. */
const SCALED = [Math.fround(2 / 3), Math.fround(1.7159)] as const;

/** a = f(z), in place, see {@linkcode Engine.activate}. */
export function activateInPlace(
  z: Matrix,
  activation: Activation,
  { store, kernels, run }: Context,
): void {
  const name = KERNELS.get(kernelOf(activation));
  const count = z.rows * z.columns;
  const cost = EXPONENTIAL_COST * count;
  if (name === "Tanh" || name === "ScaledTanh") {
    const [slope, height] = name === "Tanh" ? [1, 1] : SCALED;
    runElementwise(run, "activateTanh", [store.output(z), slope, height, 0, count], cost);
  } else if (name !== undefined) {
    runElementwise(run, `activate${name}`, [store.output(z), 0, count], cost);
  } else if (kernelOf(activation) === "softmax") {
    kernels.activateSoftmax(store.output(z), z.rows, z.columns);
  } else activation.forward(z);
}

/** δ ← δ ∘ f′(z), see {@linkcode Engine.activateBackward}. */
export function activateBackward(
  delta: Matrix,
  a: Matrix,
  activation: Activation,
  context: Context,
): void {
  const { store, run } = context;
  const name = KERNELS.get(kernelOf(activation));
  if (name !== undefined) {
    const [d, count] = [store.output(delta), a.rows * a.columns];
    runElementwise(run, `backward${name}`, [d, store.operand(a, "a"), 0, count], count);
  } else {
    activation.backward(delta, a);
    flushInPlace(delta, context);
  }
}

/** δ ← δ, where an error below 2⁻⁶³ becomes zero, see {@linkcode Engine.flush}. */
export function flushInPlace(delta: Matrix, { store, run }: Context): void {
  checkRoom("flush errors", "delta", delta); // here, since a caller's activation may have set its rows
  const count = delta.rows * delta.columns;
  runElementwise(run, "flushFactors", [store.output(delta), 0, count], count);
}
