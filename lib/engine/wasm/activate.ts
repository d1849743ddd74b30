/** The WebAssembly engine's `activate`, `activateBackward` and `flush`: which kernel an activation function has. @module */

import { kernelOf, requireZ } from "../built_in.ts";
import { checkRoom } from "../check_shapes.ts";
import type { Activation } from "../engine.ts";
import { copyRows, type Matrix } from "../matrix.ts";
import type { Context } from "./context.ts";
import { runElementwise } from "./elementwise.ts";

/** The cost of an exponential, in elements that only wait for memory. */
const EXPONENTIAL_COST = 3;

/** The names of a function's kernels. */
function kernelsOf<Name extends string>(name: Name) {
  return { forward: `activate${name}`, backward: `backward${name}` } as const;
}

/** The activation functions that work element by element and whose derivative comes from a. */
const KERNELS = new Map(Object.entries(
  {
    sigmoid: kernelsOf("Sigmoid"),
    tanh: kernelsOf("Tanh"),
    scaledTanh: { forward: "activateTanh", backward: "backwardScaledTanh" },
    relu: kernelsOf("Relu"),
    leakyRelu: kernelsOf("LeakyRelu"),
    selu: kernelsOf("Selu"),
  } as const,
));

/** What the kernel of tanh makes LeCun's scaled tanh by. */
const SCALED = [Math.fround(2 / 3), Math.fround(1.7159)] as const;

/** The smooth rectifiers, in the order in which their kernels number them. */
const SMOOTH: readonly (string | undefined)[] = ["gelu", "geluTanh", "silu", "mish"];

/** Whether errors are taken back through an activation function by a kernel. */
export function hasBackwardKernel(activation: Activation): boolean {
  const builtIn = kernelOf(activation);
  return KERNELS.has(builtIn!) || SMOOTH.includes(builtIn);
}

/** a = f(z), see {@linkcode Engine.activate}. */
export function activateInto(
  a: Matrix,
  activation: Activation,
  z: Matrix,
  { store, kernels, run, tape }: Context,
): void {
  const builtIn = kernelOf(activation);
  const kernel = KERNELS.get(builtIn!)?.forward;
  const smooth = kernel === undefined ? SMOOTH.indexOf(builtIn) : -1;
  const count = z.rows * z.columns;
  const cost = EXPONENTIAL_COST * count;
  if (smooth >= 0) {
    const [out, at] = [store.output(a), store.operand(z, "z")];
    return runElementwise(run, "activateSmooth", [out, at, smooth, 0, count], cost);
  }
  if (a !== z) {
    tape.spoil();
    copyRows(a, z);
  }
  if (kernel === "activateTanh") {
    const [slope, height] = builtIn === "tanh" ? [1, 1] : SCALED;
    runElementwise(run, kernel, [store.output(a), slope, height, 0, count], cost);
  } else if (kernel !== undefined) {
    runElementwise(run, kernel, [store.output(a), 0, count], cost);
  } else if (builtIn === "softmax") {
    kernels.activateSoftmax(store.output(a), a.rows, a.columns);
  } else if (builtIn !== "linear") {
    tape.spoil();
    activation.forward(a);
  }
}

/** δ ← δ ∘ f′(z), see {@linkcode Engine.activateBackward}. */
export function activateBackward(
  { delta, a, z }: { delta: Matrix; a: Matrix; z: Matrix | undefined },
  activation: Activation,
  context: Context,
): void {
  const { store, run, tape } = context;
  const builtIn = kernelOf(activation);
  const kernel = KERNELS.get(builtIn!)?.backward;
  const count = a.rows * a.columns;
  if (kernel !== undefined) {
    const d = store.output(delta);
    return runElementwise(run, kernel, [d, store.operand(a, "a"), 0, count], count);
  }
  const smooth = SMOOTH.indexOf(builtIn);
  if (smooth >= 0) {
    const at = store.operand(requireZ(activation.name, z), "z");
    const d = store.output(delta);
    runElementwise(run, "backwardSmooth", [d, at, smooth, 0, count], EXPONENTIAL_COST * count);
  } else {
    if (builtIn !== "linear") {
      tape.spoil();
      activation.backward(delta, a, z);
    }
    flushInPlace(delta, context);
  }
}

/** δ ← δ, where an error below 2⁻⁶³ becomes zero, see {@linkcode Engine.flush}. */
export function flushInPlace(delta: Matrix, { store, run }: Context): void {
  checkRoom("flush errors", "delta", delta); // here, since a caller's activation may have set its rows
  const count = delta.rows * delta.columns;
  runElementwise(run, "flushFactors", [store.output(delta), 0, count], count);
}
