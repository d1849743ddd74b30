/** The WebAssembly engine's `activate` and its kin: which kernel an activation function has. @module */

import { type BuiltIn, kernelOf } from "../built_in.ts";
import type { Activation } from "../engine.ts";
import type { Matrix } from "../matrix.ts";
import type { Context } from "./context.ts";
import { runElementwise } from "./elementwise.ts";

/** What an exponential costs, in elements that only wait for memory. */
const EXPONENTIAL = 3;

/** The kernels of the activation functions that work element by element. */
const FORWARD = new Map<
  BuiltIn | undefined,
  "activateSigmoid" | "activateRelu" | "activateLeakyRelu"
>([
  ["sigmoid", "activateSigmoid"],
  ["relu", "activateRelu"],
  ["leakyRelu", "activateLeakyRelu"],
]);

/** The slope and the height of the functions that have the kernel of tanh. */
const TANH = new Map<BuiltIn | undefined, readonly [slope: number, height: number]>([
  ["tanh", [1, 1]],
  ["scaledTanh", [Math.fround(2 / 3), Math.fround(1.7159)]],
]);

/** The kernels of their derivatives. */
const BACKWARD = new Map<
  BuiltIn | undefined,
  `backward${"Sigmoid" | "Tanh" | "ScaledTanh" | "Relu" | "LeakyRelu"}`
>([
  ["sigmoid", "backwardSigmoid"],
  ["tanh", "backwardTanh"],
  ["scaledTanh", "backwardScaledTanh"],
  ["relu", "backwardRelu"],
  ["leakyRelu", "backwardLeakyRelu"],
]);

/** a = f(z), in place, see {@linkcode Engine.activate}. */
export function activateInPlace(
  z: Matrix,
  activation: Activation,
  { store, kernels, run }: Context,
): void {
  const kernel = FORWARD.get(kernelOf(activation));
  const tanh = TANH.get(kernelOf(activation));
  const count = z.rows * z.columns;
  if (kernel !== undefined) {
    runElementwise(run, kernel, [store.output(z), 0, count], EXPONENTIAL * count);
  } else if (tanh !== undefined) {
    runElementwise(run, "activateTanh", [store.output(z), ...tanh, 0, count], EXPONENTIAL * count);
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
  const kernel = BACKWARD.get(kernelOf(activation));
  if (kernel !== undefined) {
    const [d, count] = [store.output(delta), a.rows * a.columns];
    runElementwise(run, kernel, [d, store.operand(a, "a"), 0, count], count);
  } else {
    activation.backward(delta, a);
    flushInPlace(delta, context);
  }
}

/** δ ← δ, where an error below 2⁻⁶³ becomes zero, see {@linkcode Engine.flush}. */
export function flushInPlace(delta: Matrix, { store, run }: Context): void {
  const count = delta.rows * delta.columns;
  runElementwise(run, "flushFactors", [store.output(delta), 0, count], count);
}
