/** What the parts of a WebAssembly engine work with. @module */

import type { KernelGeometry } from "../host.ts";
import type { Kernels } from "./kernels.ts";
import type { Begin, Run } from "./pool.ts";
import type { Store } from "./store.ts";
import type { Tape } from "./tape.ts";

/** One engine's memory, its kernels, and how to run them. */
export interface Context {
  /** The memory. */
  readonly store: Store;
  /** The kernels, for what is too small to be shared. */
  readonly kernels: Kernels;
  /** What takes them down. */
  readonly tape: Tape;
  /** How they cut large products. */
  readonly geometry: KernelGeometry;
  /** How many may run a kernel at once. */
  readonly workers: number;
  /** Runs a kernel, alone or shared. */
  readonly run: Run;
  /**
   * Begins a kernel in all workers, and waits for the caller's part only. Undefined where the caller works alone, or on
   * fewer multiplications than it pays to share.
   */
  readonly begin: (multiplications: number) => Begin | undefined;
  /** Waits for what was begun, before what it writes is read, or what it reads is written. */
  readonly finish: () => void;
}
