/** Which engine runs: this file only chooses. @module */

import type { Engine } from "./engine.ts";
import { ReferenceEngine } from "./reference.ts";
import { WasmEngine } from "./wasm.ts";

/** The names of engines that can be asked for; `"auto"` is the fastest that keeps the numerics contract. */
export const ENGINES = ["auto", "reference", "wasm"] as const;

/** The name of an engine that can be asked for. */
export type EngineName = typeof ENGINES[number];

/**
 * Makes an engine.
 *
 * @throws {RangeError} if there is none of that name
 * @param options.workers how many share the work of large kernels, the caller too; `"reference"` works alone. Default: 1
 */
export function createEngine(
  name: EngineName = "auto",
  options: { workers?: number } = {},
): Engine {
  if (name === "reference") return new ReferenceEngine();
  if (name === "auto" || name === "wasm") return new WasmEngine(options);
  throw new RangeError(`Cannot find the engine "${name}": there are ${ENGINES.join(", ")}`);
}
