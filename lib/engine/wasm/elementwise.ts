/** The kernels of a WebAssembly engine that work element by element: how they are cut, and what they cost. @module */

import type { SharedKernels } from "./kernels.ts";
import type { Run, SharedKernelName, Split } from "./pool.ts";
import { LINE } from "./products.ts";

/** What an element costs, in multiplications: it waits for memory. */
const ELEMENT = 3;

/** Into whole cache lines. */
const BY_LINES: Split = { grain: LINE };

/** Runs a kernel on so many elements. */
export function runElementwise<Name extends SharedKernelName>(
  run: Run,
  kernel: Name,
  args: Parameters<SharedKernels[Name]>,
  elements: number,
): void {
  run(kernel, args, BY_LINES, ELEMENT * elements);
}
