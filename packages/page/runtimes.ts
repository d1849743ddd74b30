/** The code of modules, which the server has. @module */

import type { Runtime } from "../../lib/module/mod.ts";
import { fetchBytes } from "./site.ts";

/** The code of a runtime, and the version that stands in modules. */
export async function runtimeOf(name: Runtime): Promise<{ code: string; version: string }> {
  const runtimes: Readonly<Record<Runtime | "version", string>> = JSON.parse(
    new TextDecoder().decode(await fetchBytes("runtimes.json")),
  );
  return { code: runtimes[name], version: runtimes.version };
}
