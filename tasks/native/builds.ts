/**
 * Which libraries of native kernels are opened: those of the release, whose hashes are in the source, and those that this
 * machine built, which a list has that only `deno task build_native` writes. What lies beside a library decides nothing,
 * since native code runs outside the sandbox. @module
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { INSTALLED, PROGRAM, ROOT } from "../system/installation.ts";
import { FOLDER, libraryIn, MACHINE } from "./library.ts";
import { RELEASED, RELEASED_SOURCES } from "./released.ts";

/** The sources of the kernels. */
export const SOURCES: URL = new URL("lib/engine/kernels/", ROOT);

/** The list of what was built here, where no other task may write. */
export const BUILDS: URL = new URL("tasks/native.json", ROOT);

/** What `build_native` knows of a library that it made. */
export interface Build {
  /** The SHA-256 of the sources that it was made of. */
  readonly sourcesSha256: string;
  /** Such as "clang 19.1.7". */
  readonly compiler: string;
  /** The variant of the kernels that was the fastest here. */
  readonly fastest?: string;
  /** Up to which part of non-zeros it was faster here to leave zeros out of a large product. */
  readonly maxDensity?: number;
}

/** Builds by the SHA-256 of their libraries. */
export interface Builds {
  readonly [sha256: string]: Build;
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

/** The list; empty if nothing was built here. */
export function readBuilds(): Builds {
  try {
    return JSON.parse(readFileSync(BUILDS, "utf8"));
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return {};
    throw error;
  }
}

/** Adds a library to the list, or what is known of it now, and keeps the others: one of them may be in its place still. */
export async function recordBuild(sha256: string, build: Build): Promise<void> {
  const builds: Builds = { ...readBuilds(), [sha256]: build };
  await Deno.writeTextFile(BUILDS, JSON.stringify(builds, null, 2) + "\n");
}

/** A library that is known. */
export interface Library {
  readonly path: string;
  /** The sources that it was made of. */
  readonly sources: ReadonlyMap<string, string>;
  /** What was measured when it was built here. */
  readonly build: Pick<Build, "fastest" | "maxDensity">;
}

/**
 * Checks a library.
 * @param path what it is
 * @throws {Error} if neither the source nor the list has its SHA-256, or it was made of other sources
 */
export function checkLibrary(path: string): Library {
  const sha256 = sha256Of(readFileSync(path));
  const released = RELEASED[MACHINE];
  const build = readBuilds()[sha256];
  const again = path === libraryIn(FOLDER) || !INSTALLED
    ? `run \`${PROGRAM} build_native\` again`
    : "install it again";
  if (build === undefined && sha256 !== released) {
    throw new Error(
      `Cannot use ${path}: expected the SHA-256 ${released}, or one that was built here, got ${sha256}; ${again}`,
    );
  }
  const sources = readSources();
  if ((build?.sourcesSha256 ?? RELEASED_SOURCES) !== sourcesSha256(sources)) {
    throw new Error(`Cannot use ${path}: it was built from other sources; ${again}`);
  }
  return { path, sources, build: build ?? {} };
}
