/** The WebAssembly engine's `activate` and its kin: which kernel an activation function has. @module */

import { type BuiltIn, kernelOf } from "../built_in.ts";
import type { Activation } from "../engine.ts";
import type { Matrix } from "../matrix.ts";
import type { Context } from "./context.ts";
import { runElementwise } from "./elementwise.ts";

/** What an exponential costs, in elements that only wait for memory. */
const EXPONENTIAL = 3;

/** The activation functions that have kernels and work element by element, as the kernels' names end. */
type Elementwise = "Sigmoid" | "Tanh" | "ScaledTanh" | "Relu" | "LeakyRelu";

/** Their kernels. */
const KERNELS: ReadonlyMap<
  BuiltIn | undefined,
  { forward: `activate${Elementwise}`; backward: `backward${Elementwise}` }
> = new Map([
  ["sigmoid", { forward: "activateSigmoid", backward: "backwardSigmoid" }],
  ["tanh", { forward: "activateTanh", backward: "backwardTanh" }],
  ["scaledTanh", { forward: "activateScaledTanh", backward: "backwardScaledTanh" }],
  ["relu", { forward: "activateRelu", backward: "backwardRelu" }],
  ["leakyRelu", { forward: "activateLeakyRelu", backward: "backwardLeakyRelu" }],
]);

/** a = f(z), in place, see {@linkcode Engine.activate}. */
export function activateInPlace(
  z: Matrix,
  activation: Activation,
  { store, kernels, run }: Context,
): void {
  const elementwise = KERNELS.get(kernelOf(activation));
  if (elementwise !== undefined) {
    const count = z.rows * z.columns;
    runElementwise(run, elementwise.forward, [store.output(z), 0, count], EXPONENTIAL * count);
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
  const elementwise = KERNELS.get(kernelOf(activation));
  if (elementwise !== undefined) {
    const [d, count] = [store.output(delta), a.rows * a.columns];
    runElementwise(run, elementwise.backward, [d, store.operand(a, "a"), 0, count], count);
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
