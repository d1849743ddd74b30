/** Engines by name: the library's, with native kernels too; and how many workers they get. @module */

import { createEngine } from "../../mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import type { Engine, EngineName } from "../../lib/engine/mod.ts";
import { weightCount } from "../../lib/network/mod.ts";
import { wholeNumber } from "../cli/arguments.ts";
import { NATIVE, nativeHost, openNativeHost } from "../native/mod.ts";

/**
 * Opens an engine; `using` ends its workers with the scope.
 * @param onWarning called if `auto` uses a slower engine, which gives the same bytes
 * @throws {Error} if native kernels are asked for, and there are none, or the task may not open them
 */
export function openEngine(
  name: string,
  workers: number,
  onWarning?: (message: string) => void,
): Engine & Disposable {
  const host = name === NATIVE ? openNativeHost() : name === "auto" ? nativeHost() : undefined;
  const library = name === NATIVE ? "wasm" : name as EngineName;
  const engine = createEngine(library, {
    workers,
    ...onWarning && { onWarning },
    ...host && { host },
  });
  return Object.assign(engine, { [Symbol.dispose]: () => engine.close() });
}

/** The least multiplications of a batch for which several workers are faster than one. */
const MIN_SHARED_PRODUCTS = 4_000_000;

/**
 * Reads `--workers`: a number, or `auto` for all cores or one, by the size of a config.
 * @throws {UsageError} if it is neither
 */
export function workersOf(
  text: string,
  { sizes, batchSize }: Pick<Config, "sizes" | "batchSize">,
): number {
  if (text !== "auto") return wholeNumber("workers", text, { min: 1, max: 256 });
  return weightCount(sizes) * batchSize >= MIN_SHARED_PRODUCTS ? navigator.hardwareConcurrency : 1;
}
