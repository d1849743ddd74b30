/** The WebAssembly engine's `update`: which kernel takes an optimizer's step. @module */

import { kernelOf } from "../built_in.ts";
import type { Engine } from "../engine.ts";
import type { Context } from "./context.ts";
import { runElementwise } from "./elementwise.ts";

/** Takes a step of an optimizer, see {@linkcode Engine.update}. */
export function updateInPlace(
  [rule, parameters, gradient, moments, scalars]: Parameters<Engine["update"]>,
  { store, run }: Context,
): void {
  const w = store.output(parameters);
  const g = store.operand(gradient, "gradient");
  const [first, second] = moments;
  const count = parameters.values.length;
  const kernel = kernelOf(rule);
  if (kernel === "sgd") {
    // w + g·−η is w − η·g, to the bit.
    runElementwise(run, "addScaled", [w, g, -scalars[0]!, 0, count], count);
  } else if (kernel === "momentum" || kernel === "nesterov") {
    const [mu, rate] = scalars;
    const name = kernel === "momentum" ? "updateMomentum" : "updateNesterov";
    runElementwise(run, name, [w, g, store.output(first!), mu!, rate!, 0, count], count);
  } else if (kernel === "adam") {
    const constants = store.floats("scalars", scalars.length);
    constants.view.set(scalars);
    const [m, v] = [store.output(first!), store.output(second!)];
    runElementwise(run, "updateAdam", [w, g, m, v, constants.address, 0, count], count);
  } else {
    rule.update(parameters.values, gradient.values, moments.map(({ values }) => values), scalars);
  }
}
