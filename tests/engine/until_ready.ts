/** Waiting for an engine's workers; before they are there it would work without them. @module */

import { WasmEngine } from "../../lib/engine/wasm.ts";
import type { Engine } from "../../lib/engine/mod.ts";

/** Workers start within milliseconds; on a busy machine one was seen that never did. */
const PATIENCE = 60_000;

/**
 * Waits until all workers of an engine have started.
 *
 * @throws {Error} if that takes a minute
 */
export async function untilReady(engine: Engine): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (engine instanceof WasmEngine && !engine.ready) {
    if (performance.now() > end) throw new Error("a worker has not started within a minute");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
