/**
 * The library of native kernels in `native/`, which `deno task build_native` makes: its file, and what is known of it.
 * Everything else is denied writing there, since native code runs outside the sandbox. @module
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Signatures } from "./program.ts";
import { PROGRAM, ROOT } from "../system/installation.ts";

/** The sources of the kernels. */
export const SOURCES: URL = new URL("lib/engine/kernels/", ROOT);

/** Where the library of this machine is. */
export const FOLDER: URL = new URL("native/", ROOT);

/** The file beside a library that describes it. */
export const MANIFEST_NAME = "kernels.json";

/** What the build knew of a library. */
export interface Manifest {
  /** The name of the library's file. */
  readonly file: string;
  /** Its SHA-256. */
  readonly sha256: string;
  /** The SHA-256 of the sources that it was made of. */
  readonly sourcesSha256: string;
  /** Such as "clang 19.1.7". */
  readonly compiler: string;
  /** The machine that it is for, as compilers name it. */
  readonly target: string;
  /** The lanes of the vectors of each variant of the kernels, by the end of its symbols' names. */
  readonly variants: { readonly [suffix: string]: number };
  /** The variant that was the fastest where the library was built. */
  readonly fastest?: string;
  /** Up to which part of non-zeros it was faster there to leave zeros out of a large product. */
  readonly maxDensity?: number;
  readonly kernels: Signatures;
}

/** The SHA-256 of bytes, in hexadecimal. */
export function sha256Of(...parts: readonly (Uint8Array | string)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** The sources of the kernels, by name. */
export function readSources(): Map<string, string> {
  const names = readdirSync(SOURCES).filter((name) => /\.[ch]$/.test(name)).sort();
  return new Map(names.map((name) => [name, readFileSync(new URL(name, SOURCES), "utf8")]));
}

/** What identifies sources. */
export function sourcesSha256(sources: ReadonlyMap<string, string>): string {
  return sha256Of(...[...sources].flatMap(([name, text]) => [name, "\0", text, "\0"]));
}

/** A library whose file is what its manifest describes. */
export interface Library {
  readonly path: string;
  readonly manifest: Manifest;
}

const REBUILD = `run \`${PROGRAM} build_native\` again`;

/**
 * Reads the manifest in a folder, and checks the library beside it against it.
 * @returns undefined if there is no library
 * @throws {Error} if the library is not what was built, or was built of other sources
 */
export function readLibrary(folder: URL = FOLDER): Library | undefined {
  const manifest = readManifest(folder);
  if (manifest === undefined) return undefined;
  const path = fileURLToPath(new URL(manifest.file, folder));
  const found = sha256Of(readFileSync(path));
  if (found !== manifest.sha256) {
    throw new Error(
      `Cannot use ${path}: expected the SHA-256 ${manifest.sha256}, got ${found}; ${REBUILD}`,
    );
  }
  if (manifest.sourcesSha256 !== sourcesSha256(readSources())) {
    throw new Error(`Cannot use ${path}: it was built of other sources; ${REBUILD}`);
  }
  return { path, manifest };
}

function readManifest(folder: URL): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(new URL(MANIFEST_NAME, folder), "utf8"));
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
}
