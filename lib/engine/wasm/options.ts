/** How to make a WebAssembly engine. @module */

import type { KernelHost } from "../host.ts";

/** More workers than this are taken for a slip. */
const MAX_WORKERS = 256;

/**
 * Checks how many workers are asked for.
 * @throws {RangeError} if that makes no sense
 */
export function checkWorkers(workers: number): void {
  if (!(Number.isSafeInteger(workers) && workers >= 1 && workers <= MAX_WORKERS)) {
    throw new RangeError(`Cannot use ${workers} workers: expected 1 to ${MAX_WORKERS}`);
  }
}

/** How to make an engine. */
export interface WasmEngineOptions {
  /**
   * How many threads share the work of large kernels, the caller's too. One, the default, needs no shared memory; `close`
   * ends the others.
   */
  workers?: number;
  /**
   * Called if a worker cannot be started, say for a page's policy; the engine then works alone, to the same bytes.
   * Default: that is an error.
   */
  onWarning?: (message: string) => void;
  /** From how many multiplications on it pays to share a kernel. */
  shareFrom?: number;
  /** How long a worker may take for a kernel before it counts as dead, in milliseconds. */
  patience?: number;
  /** Who has kernels outside WebAssembly, to the same bits: native code. Its name is the engine's. */
  host?: KernelHost;
}
