/** What the parts of a WebAssembly engine work with. @module */

import type { Kernels } from "./kernels.ts";
import type { Run, RunEverywhere } from "./pool.ts";
import type { Store } from "./store.ts";

/** One engine's memory, its kernels, and how to run them. */
export interface Context {
  /** The memory. */
  readonly store: Store;
  /** The kernels, for what is too small to be shared. */
  readonly kernels: Kernels;
  /** How many may run a kernel at once. */
  readonly workers: number;
  /** Runs a kernel, alone or shared. */
  readonly run: Run;
  /** Runs a kernel in every worker, for itself; there is none where the caller works alone. */
  readonly runEverywhere: () => RunEverywhere | undefined;
  /** Waits for what still runs everywhere, before somebody writes to what it reads. */
  readonly finish: () => void;
}
