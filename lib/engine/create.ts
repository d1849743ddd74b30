/** Which engine runs: this file only chooses. @module */

import { checkOptions } from "../checks/options.ts";
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
 * @param name which; `"auto"` is the fastest that gives the bits of all others
 * @param options.workers how many share the work of large kernels, the caller too; `"reference"` works alone. Default: 1
 * @throws {RangeError} if there is none of that name, or the number of workers makes no sense
 * @throws {Error} if there are to be several workers where there are none, or no shared memory
 *
 * @example
 * ```ts
 * import { createEngine, Network } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const engine = createEngine("auto", { workers: 2 });
 * const network = new Network([784, 2048, 10], { engine });
 * assertEquals(network.engine.workers, 2);
 * engine.close(); // ends the workers
 * ```
 */
export function createEngine(
  name: EngineName = "auto",
  options: { workers?: number } = {},
): Engine {
  checkOptions("make an engine", options, { workers: true });
  if (name === "reference") return new ReferenceEngine();
  if (name === "auto" || name === "wasm") return new WasmEngine(options);
  throw new RangeError(`Cannot find the engine "${name}": there are ${ENGINES.join(", ")}`);
}
