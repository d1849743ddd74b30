/** The text of `--version`. @module */

import inkling from "../../deno.json" with { type: "json" };
import { openNativeHost } from "../native/host.ts";

/** The versions, and the kernels that `--engine auto` runs. */
export function versionText(): string {
  const { deno, v8 } = Deno.version;
  return `Inkling ${inkling.version}, Deno ${deno}, V8 ${v8}; ${kernelsText()}`;
}

/** Such as `native kernels (avx2, 8 lanes)`. */
function kernelsText(): string {
  try {
    const { variant, lanes } = openNativeHost();
    return `native kernels (${variant}, ${lanes} lanes)`;
  } catch {
    return "WebAssembly kernels (4 lanes)"; // there is no library, or it is refused, or may not be opened
  }
}
