/** Other runtimes than Deno, and our measurements as one script that they can run. @module */

import { fromFileUrl } from "@std/path";
import { outputOf } from "./programs.ts";

const PROGRAM = fromFileUrl(new URL("./measure_elsewhere.ts", import.meta.url));

export interface Runtime {
  readonly command: string;
  readonly version: string;
  /** The arguments with which it reads a module from its stdin. */
  readonly script: readonly string[];
  readonly program: string;
}

/** The arguments with which each of them reads a module from its stdin. */
const SCRIPTS = { node: ["--input-type=module", "-"], bun: ["run", "-"] } as const;

export const RUNTIMES = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];

/** Finds a runtime on the PATH, and bundles our measurements for it; `undefined` if it is not there. */
export async function findRuntime(name: keyof typeof SCRIPTS): Promise<Runtime | undefined> {
  const printed = await outputOf(name, ["--version"]);
  // Where there is no Node, Deno starts itself by that name, and prints more.
  const version = printed?.match(/^v?([\d.]+)\s*$/)?.[1];
  if (version === undefined) return undefined;
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: [PROGRAM],
    write: false,
  });
  if (!success) {
    throw new Error(`Cannot bundle ${PROGRAM}: ${errors.map(({ text }) => text).join("; ")}`);
  }
  return { command: name, version, script: SCRIPTS[name], program: outputFiles[0]!.text() };
}
