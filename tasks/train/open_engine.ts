/** Engines by name: the library's, and the one that needs a native library. @module */

import { createEngine, type Engine, type EngineName } from "../../mod.ts";
import { createBlasEngine } from "./blas.ts";

/**
 * Opens an engine.
 *
 * @param name one of the library's, or `blas`
 * @param workers how many share the work of large kernels
 * @throws {Error} if there is no CBLAS, or the task may not open it
 */
export function openEngine(name: string, workers: number): Engine {
  return name === "blas"
    ? createBlasEngine({ workers })
    : createEngine(name as EngineName, { workers });
}
