/** Which engine runs: this file only chooses. @module */

import { type Defaults, withDefaults } from "../checks/options.ts";
import type { Engine } from "./engine.ts";
import type { KernelHost } from "./host.ts";
import { ReferenceEngine } from "./reference.ts";
import { checkWorkers, WasmEngine } from "./wasm.ts";
import { WasmUnavailableError } from "./wasm/instantiate.ts";
import { missingForWorkers } from "./wasm/pool.ts";

/** The names of engines that can be asked for; `"auto"` is the fastest that keeps the numerics contract. */
export const ENGINES = ["auto", "reference", "wasm"] as const;

/** The name of an engine that can be asked for. */
export type EngineName = typeof ENGINES[number];

/** How to make an engine. */
export interface EngineOptions {
  /** How many share the work of large kernels, the caller too; `"reference"` works alone. Default: 1. */
  workers?: number;
  /**
   * Called when `"auto"` has to do without workers, or with the reference, where the platform or a page's policy does not
   * allow the others. The bytes are the same; it is slower.
   */
  onWarning?: (message: string) => void;
  /** Who has kernels outside WebAssembly, to the same bits, for `"wasm"` and `"auto"`. Default: nobody. */
  host?: KernelHost;
}

const DEFAULTS = {
  workers: 1,
  onWarning: () => {},
  host: undefined,
} as const satisfies Defaults<EngineOptions>;

/**
 * Makes an engine.
 * @param name which; `"auto"` is the fastest that runs here, all give the same bits
 * @throws {RangeError} if there is none of that name, or the number of workers makes no sense
 * @throws {Error} if `"wasm"` is asked for where WebAssembly does not run, or with several workers where there are none or
 * no shared memory; `"auto"` warns of that and does without
 *
 * @example
 * ```ts
 * import { createEngine, Network } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const engine = createEngine("auto", { workers: 2, onWarning: console.warn });
 * const network = new Network([784, 2048, 10], { engine });
 * assertEquals(network.engine.workers, 2);
 * engine.close(); // ends the workers
 * ```
 */
export function createEngine(name: EngineName = "auto", options: EngineOptions = {}): Engine {
  const { workers, onWarning, host } = withDefaults("make an engine", options, DEFAULTS);
  checkWorkers(workers);
  if (name === "reference") return new ReferenceEngine();
  if (name === "wasm") return new WasmEngine({ workers, ...host && { host } });
  if (name === "auto") return createFastest(workers, onWarning, host);
  throw new RangeError(`Cannot find the engine "${name}": there are ${ENGINES.join(", ")}`);
}

function createFastest(
  workers: number,
  onWarning: (message: string) => void,
  host: KernelHost | undefined,
): Engine {
  const missing = workers > 1 ? missingForWorkers() : undefined;
  try {
    const engine = new WasmEngine({
      workers: missing === undefined ? workers : 1,
      onWarning,
      ...host && { host },
    });
    if (missing !== undefined) {
      onWarning(`Cannot use ${workers} workers: ${missing}; one works, with identical results`);
    }
    return engine;
  } catch (error) {
    if (!(error instanceof WasmUnavailableError)) throw error;
    onWarning(`${error.reason}: the reference engine works, slower, with identical results`);
    return new ReferenceEngine();
  }
}
