/** What a batch asks of the kernels, as the parts of an engine note it while a recorder runs, see `recorder.ts`. @module */

import type { Block } from "./arena.ts";
import type { Kernels } from "./kernels.ts";

/** A call of a kernel. */
export type Call = readonly [kernel: keyof Kernels, args: readonly number[]];

/** Makes one function of calls, or `undefined` if it has not all of the kernels. */
export type Join = (calls: readonly Call[]) => (() => void) | undefined;

/** What is on a tape. */
export interface Contents {
  readonly calls: Call[];
  /** What makes weights ready for a step in panels, or cannot. */
  readonly panels: { take(): boolean }[];
  /** The scalars of each step of an optimizer. */
  readonly scalars: Block<Float32Array>[];
}

/** Holds what was noted; nothing if none is to be, or what cannot be noted was done. */
export class Tape {
  contents: Contents | undefined;

  /** Notes that something else than a kernel changes the memory, or decides which are called. */
  spoil(): void {
    this.contents = undefined;
  }
}
