/** The files that paths of a table stand for: themselves, or those that a pattern matches. @module */

import { basename, dirname, globToRegExp, join } from "@std/path";
import { quote } from "../../../lib/checks/mod.ts";
import { UsageError } from "../../cli/arguments.ts";
import { PROGRAM } from "../../system/installation.ts";

/** A path with a character of patterns: `data/2024-*.csv`. */
const PATTERN = /[*?[{]/;

/**
 * The files of a table, each once. Those of a pattern are in the order of their names' code units; a pattern is for names of
 * files, not of folders.
 * @param paths files or patterns; a file that has such a name is itself
 * @throws {Error} if nothing matches a pattern
 * @throws {UsageError} if a path is a URL; the message has the command that brings it
 */
export async function filesOf(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (/^https?:\/\//i.test(path)) throw urlError(path);
    const isPattern = PATTERN.test(basename(path)) && !await isThere(path);
    files.push(...isPattern ? await matching(path) : [path]);
  }
  return [...new Set(files)];
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function matching(pattern: string): Promise<string[]> {
  const names = globToRegExp(basename(pattern));
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(dirname(pattern))) {
    // As in a shell, a pattern finds no hidden file unless it begins with a point.
    const isHidden = name.startsWith(".") && !basename(pattern).startsWith(".");
    if (!isDirectory && !isHidden && names.test(name)) found.push(join(dirname(pattern), name));
  }
  if (found.length === 0) throw new Error(`Cannot find a file that matches ${quote(pattern)}`);
  return found.sort((a, b) => a < b ? -1 : 1);
}

function urlError(url: string): Error {
  return new UsageError(
    `Cannot read ${url}: expected a file; \`${PROGRAM} fetch --table ${
      quote(url)
    }\` brings it into data/`,
  );
}
