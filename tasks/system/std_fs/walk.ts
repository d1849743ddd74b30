/** @module */

import { basename, join, normalize } from "@std/path";
import { toPath } from "./paths.ts";

/** Which entries a walk gives, and how far it goes. */
export interface WalkOptions {
  /** How deep to go: 0 is the root alone, 1 what is in it; without end by default. */
  maxDepth?: number;
  /** Whether files are given; `true` by default. */
  includeFiles?: boolean;
  /** Whether folders are given, the root among them; `true` by default. */
  includeDirs?: boolean;
  /** Whether links that are not followed are given; `true` by default. */
  includeSymlinks?: boolean;
  /** Whether links are followed; `false` by default. */
  followSymlinks?: boolean;
  /** Whether what a followed link leads to is given by its real path; `true` by default. */
  canonicalize?: boolean;
  /** The endings of what is given, with or without the dot; any by default. */
  exts?: string[];
  /** Patterns of which a path has to match one. */
  match?: RegExp[];
  /** Patterns of which a path may match none; a folder that matches is not entered. */
  skip?: RegExp[];
}

/** Something that a walk comes to. */
export interface WalkEntry extends Deno.DirEntry {
  /** The path, beginning with the root's. */
  path: string;
}

/**
 * Gives what is in a folder, and in the folders in it: first a folder, then what it holds, in the system's order.
 *
 * @throws {Deno.errors.NotFound} if there is no such folder
 */
export async function* walk(
  root: string | URL,
  options: WalkOptions = {},
): AsyncIterableIterator<WalkEntry> {
  const { maxDepth = Infinity, includeFiles = true, includeDirs = true, includeSymlinks = true } =
    options;
  const { followSymlinks = false, canonicalize = true } = options;
  if (maxDepth < 0) return;
  const folder = toPath(root);
  if (includeDirs && fits(folder, options)) {
    const { isFile, isDirectory, isSymlink } = await Deno.stat(folder);
    const path = normalize(folder);
    yield { path, name: basename(path), isFile, isDirectory, isSymlink };
  }
  if (maxDepth < 1 || matches(folder, options.skip)) return;
  for await (const entry of Deno.readDir(folder)) {
    let path = join(folder, entry.name);
    let { isDirectory, isSymlink } = entry;
    if (isSymlink && followSymlinks) {
      const target = await Deno.realPath(path);
      if (canonicalize) path = target;
      ({ isDirectory, isSymlink } = await Deno.lstat(target));
    }
    if (isDirectory) yield* walk(path, { ...options, maxDepth: maxDepth - 1 });
    else if ((isSymlink ? includeSymlinks : includeFiles) && fits(path, options)) {
      yield { path, ...entry };
    }
  }
}

/** Whether the options let a path through. */
function fits(path: string, { exts, match, skip }: WalkOptions): boolean {
  const hasEnding = exts === undefined ||
    exts.some((ext) => path.endsWith(ext.startsWith(".") ? ext : `.${ext}`));
  return hasEnding && (match === undefined || matches(path, match)) && !matches(path, skip);
}

function matches(path: string, patterns: readonly RegExp[] = []): boolean {
  return patterns.some((pattern) => path.search(pattern) !== -1);
}
