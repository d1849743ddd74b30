/** The text of `--version`. @module */

import inkling from "../../deno.json" with { type: "json" };
import { nativeHost } from "../native/host.ts";

/** The versions, and the kernels that `--engine auto` runs. */
export function versionText(): string {
  const { deno, v8 } = Deno.version;
  return `Inkling ${inkling.version}, Deno ${deno}, V8 ${v8}; ${kernelsText()}`;
}

/** Such as `native kernels (avx2, 8 lanes)`. */
function kernelsText(): string {
  const host = nativeHost();
  return host === undefined
    ? "WebAssembly kernels (4 lanes)"
    : `native kernels (${host.variant}, ${host.lanes} lanes)`;
}
