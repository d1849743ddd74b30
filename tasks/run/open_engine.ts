/** Engines by the names that commands take: the library's, and that of the native kernels; and how many workers they get. @module */

import type { Config } from "../../lib/config.ts";
import { createEngine, type EngineName, ENGINES } from "../../lib/engine/create.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { weightCount } from "../../lib/network/parameters.ts";
import type { NativeHost } from "../native/host.ts";
import { findLibrary, mayOpen, NATIVE } from "../native/library.ts";
import { overFolds } from "../../lib/config/recipe.ts";
import { type Option, wholeNumber } from "../cli/arguments.ts";
import { printNote } from "../cli/print.ts";
import { explain } from "../system/explain.ts";

export const ENGINE = {
  description:
    "The engine; results do not depend on it. auto uses native kernels if they are built or installed",
  value: "NAME",
  choices: [...ENGINES, NATIVE],
  default: "auto",
} as const satisfies Option;

let native: NativeHost | undefined;

/**
 * Loads the native kernels for `openEngine`; does nothing for other engines. A command calls `chooseEngine` instead.
 * @param name as `chooseEngine` gives it
 * @throws {Error} if they cannot be opened; the message has what to do
 */
export async function loadEngine(name: string): Promise<void> {
  if (name !== NATIVE) return;
  const { openNativeHost } = await import("../native/host.ts");
  native ??= openNativeHost();
}

/**
 * Chooses the engine of a command, once: `auto` becomes `native` where a library of kernels is there and may be opened. A
 * line on stderr reports native kernels, or why a library is not used.
 * @throws {Error} if native kernels are asked for and cannot be opened; the message has what to do
 */
export async function chooseEngine(name: string): Promise<string> {
  // Native kernels run on WebAssembly's memory.
  const library = name === "auto" && "WebAssembly" in globalThis ? findLibrary() : undefined;
  if (name !== NATIVE && (library === undefined || !mayOpen(library))) return name;
  try {
    await loadEngine(NATIVE);
  } catch (error) {
    if (name === NATIVE) throw error;
    printNote(`${explain(error)}; WebAssembly runs, with identical results`);
    return name;
  }
  printNote(`Runs on engine native (${native!.variant})`);
  return NATIVE;
}

/**
 * Opens an engine; `using` ends its workers with the scope.
 * @param name as `chooseEngine` gives it; a thread or process of its own calls `loadEngine` first
 * @param onWarning called if `auto` uses a slower engine, which gives the same bytes
 */
export function openEngine(
  name: string,
  workers: number,
  onWarning?: (message: string) => void,
): Engine & Disposable {
  const engine = name === NATIVE
    ? createEngine("wasm", { workers, host: native! })
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
