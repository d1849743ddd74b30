/** What is found where WebAssembly does not run. @module */

import { assertEquals, assertMatch } from "@std/assert";
import { findEngine, type Found } from "./fallback.ts";

/** Fails unless the reference has trained to the same weights, alone, with a warning of this reason, a regular expression. */
export async function assertFellBack({ alone, together, network, error }: Found, reason: string) {
  const { weightsSha256 } = await findEngine("wasm");
  const why = `WebAssembly does not run here \\(${reason}\\)`;
  for (const { warnings, ...rest } of [alone, together]) {
    assertEquals(rest, { engine: "reference", workers: 1, weightsSha256 });
    const expected = `^${why}: the reference engine works, slower, with identical results$`;
    assertMatch(warnings.join("\n"), RegExp(expected));
  }
  assertEquals(network, { engine: "reference", warnings: alone.warnings });
  assertMatch(error, RegExp(`^Error: Cannot make the engine "wasm": ${why}$`));
}
