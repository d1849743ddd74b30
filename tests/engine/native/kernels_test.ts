/** The native kernels against those in WebAssembly: on the same memory they write the same bits. */

import { assertEquals } from "@std/assert";
import { LONG_TESTS } from "../../helpers/long.ts";
import { NATIVE_HOSTS } from "../../helpers/native_kernels.ts";
import { drawCall, MEMORY_PAGES, NAMES } from "./twin.ts";

/** How many random calls of each kernel. */
const CALLS = LONG_TESTS ? 2000 : 24;

for (const { variant, geometry, open } of NATIVE_HOSTS) {
  Deno.test(`${variant} kernels write the bits of those in WebAssembly, and nothing else`, () => {
    const memory = new WebAssembly.Memory({ initial: MEMORY_PAGES });
    const native = new Uint8Array(memory.buffer);
    const { kernels } = open(memory);
    assertEquals(Object.keys(kernels).sort(), NAMES);
    for (const name of NAMES) {
      for (let k = 0; k < CALLS; k++) {
        const call = drawCall(name, k, native, geometry);
        kernels[name]!(...call.args);
        call.check(`${name}_${variant}`, native);
      }
    }
  });
}
