/** @module */

import { basename, fromFileUrl, join, normalize } from "@std/path";

/** Which entries a walk gives, and how far it goes. */
export interface WalkOptions {
  /** How deep to go: 0 is the root alone, 1 what is in it; without end by default. */
  maxDepth?: number;
  /** Whether folders are given, the root among them; `true` by default. */
  includeDirs?: boolean;
  /** The endings of what is given, with or without the dot; any by default. */
  exts?: string[];
  /** Patterns of which a path has to match one. */
  match?: RegExp[];
}

/** Something that a walk comes to. */
export interface WalkEntry extends Deno.DirEntry {
  /** The path, beginning with the root's. */
  path: string;
}

/**
 * Gives what is in a folder, and in the folders in it: first a folder, then what it holds, in the system's order.
 * Links are given, and not followed.
 * @throws {Deno.errors.NotFound} if there is no such folder
 */
export async function* walk(
  root: string | URL,
  options: WalkOptions = {},
): AsyncIterableIterator<WalkEntry> {
  const { maxDepth = Infinity, includeDirs = true } = options;
  if (maxDepth < 0) return;
  const folder = root instanceof URL ? fromFileUrl(root) : root;
  if (includeDirs && fits(folder, options)) {
    const { isFile, isDirectory, isSymlink } = await Deno.stat(folder);
    const path = normalize(folder);
    yield { path, name: basename(path), isFile, isDirectory, isSymlink };
  }
  if (maxDepth < 1) return;
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) yield* walk(path, { ...options, maxDepth: maxDepth - 1 });
    else if (fits(path, options)) yield { path, ...entry };
  }
}

/** Whether the options let a path through. */
function fits(path: string, { exts, match }: WalkOptions): boolean {
  const hasEnding = exts === undefined ||
    exts.some((ext) => path.endsWith(ext.startsWith(".") ? ext : `.${ext}`));
  return hasEnding && (match?.some((pattern) => path.search(pattern) !== -1) ?? true);
}
