/** Engines by the names that commands take: the library's, and that of the native kernels; and how many workers they get. @module */

import type { Config } from "../../lib/config.ts";
import { createEngine, type EngineName, ENGINES } from "../../lib/engine/create.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { weightCount } from "../../lib/network/parameters.ts";
import { NATIVE, nativeHost, openNativeHost } from "../native/host.ts";
import { overFolds } from "../../lib/config/recipe.ts";
import { type Option, wholeNumber } from "../cli/arguments.ts";
import { printNote } from "../cli/print.ts";

export const ENGINE = {
  description:
    "The engine; results do not depend on it. auto takes native kernels where they are built and permitted",
  value: "NAME",
  choices: [...ENGINES, NATIVE],
  default: "auto",
} as const satisfies Option;

/**
 * Chooses the engine of a command, once: `auto` becomes `native` where a library of kernels is there and may be opened, and
 * a line on stderr reports it.
 * @throws {Error} if native kernels are asked for and cannot be opened; the message has what to do
 */
export function chooseEngine(name: string): string {
  if (name === NATIVE) openNativeHost();
  if (name !== "auto") return name;
  const host = nativeHost();
  if (host === undefined) return name;
  printNote(`Runs on native kernels (${host.variant}, ${host.lanes} lanes)`);
  return NATIVE;
}

/**
 * Opens an engine; `using` ends its workers with the scope.
 * @param name as `chooseEngine` gives it
 * @param onWarning called if `auto` uses a slower engine, which gives the same bytes
 * @throws {Error} if native kernels are asked for and cannot be opened; the message has what to do
 */
export function openEngine(
  name: string,
  workers: number,
  onWarning?: (message: string) => void,
): Engine & Disposable {
  const engine = name === NATIVE
    ? createEngine("wasm", { workers, host: openNativeHost() })
    : createEngine(name as EngineName, { workers, ...onWarning && { onWarning } });
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
  config: Pick<Config, "sizes" | "batchSize" | "folds">,
): number {
  if (text !== "auto") return wholeNumber("workers", text, { min: 1, max: 256 });
  if (overFolds(config)) return navigator.hardwareConcurrency; // members side by side
  return weightCount(config.sizes) * config.batchSize >= MIN_SHARED_PRODUCTS
    ? navigator.hardwareConcurrency
    : 1;
}
