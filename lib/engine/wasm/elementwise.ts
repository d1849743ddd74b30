/** The kernels of a WebAssembly engine that work element by element: how they are cut, and what they cost. @module */

import type { SharedKernels } from "./kernels.ts";
import type { Run, SharedKernelName, Split } from "./pool.ts";
import { LINE_FLOATS } from "./arena.ts";

/** The cost of an element, which waits for memory, in multiplications. */
const ELEMENT_COST = 3;

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
