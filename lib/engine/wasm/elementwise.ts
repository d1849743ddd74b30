/**
 * The kernels of a WebAssembly engine that work element by element: how they are cut, what they cost, which of them takes
 * an optimizer's step, and those that leave units out. @module
 */

import { kernelOf } from "../built_in.ts";
import type { Engine, Mask } from "../engine.ts";
import type { Rows, SparseRows } from "../matrix.ts";
import { keptScale, smallestKept } from "../reference/dropout.ts";
import { LINE_FLOATS } from "./arena.ts";
import type { Context } from "./context.ts";
import type { SharedKernels } from "./kernels.ts";
import type { Run, SharedKernelName, Split } from "./pool.ts";

/** The cost of an element, which waits for memory, in multiplications. */
const ELEMENT_COST = 3;

/** The cost of a unit that may be left out: seven rounds and a half of Threefry. */
const UNIT_COST = 8;

/** A range is cut into whole cache lines. */
export const BY_LINES: Split = { grain: LINE_FLOATS };

/** Runs a kernel on so many elements. */
export function runElementwise<Name extends SharedKernelName>(
  run: Run,
  kernel: Name,
  args: Parameters<SharedKernels[Name]>,
  elements: number,
): void {
  run(kernel, args, BY_LINES, ELEMENT_COST * elements);
}

/** Takes a step of an optimizer, see {@linkcode Engine.update}. */
export function updateInPlace(
  [rule, parameters, gradient, moments, scalars]: Parameters<Engine["update"]>,
  { store, run, tape }: Context,
): void {
  const w = store.output(parameters);
  const g = store.operand(gradient, "gradient");
  const [first, second] = moments;
  const count = parameters.values.length;
  const kernel = kernelOf(rule);
  const scalarsAt = () => {
    const room = store.scalars(first!, scalars.length);
    room.view.set(scalars);
    tape.contents?.scalars.push(room);
    return room.address;
  };
  if (kernel === "sgd") {
    tape.spoil();
    // w + g·−η is w − η·g, to the bit.
    runElementwise(run, "addScaled", [w, g, -scalars[0]!, 0, count], count);
  } else if (kernel === "momentum" || kernel === "nesterov") {
    const name = kernel === "momentum" ? "updateMomentum" : "updateNesterov";
    runElementwise(run, name, [w, g, store.output(first!), scalarsAt(), 0, count], count);
  } else if (kernel === "adam") {
    const [m, v] = [store.output(first!), store.output(second!)];
    runElementwise(run, "updateAdam", [w, g, m, v, scalarsAt(), 0, count], count);
  } else {
    tape.spoil();
    rule.update(parameters.values, gradient.values, moments.map(({ values }) => values), scalars);
  }
}

/** Leaves units out, see {@linkcode Engine.dropout}. */
export function dropInto(
  out: Rows,
  x: Rows,
  mask: Mask,
  { store, kernels, workers, run }: Context,
): void {
  const { rows, columns } = x;
  const examples = store.examples(rows);
  examples.view.set(mask.examples.subarray(0, rows));
  const size = 8 * Math.ceil(columns / 8);
  const scratch = store.floats("mask", size * workers).address;
  const [key0 = 0, key1 = 0] = mask.key;
  const [smallest, scale] = [smallestKept(mask.rate), keptScale(mask.rate)];
  if (out.kind === "sparse" || x.kind === "sparse") {
    const [to, from] = [store.output(out as SparseRows), store.sparse(x as SparseRows)];
    const drawn = [key0, key1, examples.address, smallest, scale, scratch] as const;
    kernels.dropNonZeros(...to.addresses, ...from.addresses, rows, columns, ...drawn);
  } else {
    const [to, from] = [store.output(out), store.operand(x, "x")];
    run(
      "dropUnits",
      [to, from, columns, key0, key1, examples.address, smallest, scale, scratch, 0, rows],
      { grain: 1, scratchBytes: 4 * size },
      UNIT_COST * rows * columns,
    );
  }
}
