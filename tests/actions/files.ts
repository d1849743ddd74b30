/** Files by patterns, as actions name them. @module */

import { walk } from "@std/fs";
import { join, normalize, relative, resolve } from "@std/path";
import { createHash } from "node:crypto";
import { globSync } from "node:fs";

/** What patterns of files name. */
export interface Found {
  /** The paths of the files, sorted. */
  readonly files: readonly string[];
  /** The folder that all patterns are in; a file's path from here is its path in an artifact. */
  readonly root: string;
}

/** The lines of an action's input that are not empty. */
export function linesIn(input = ""): string[] {
  return input.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

/**
 * Finds the files that patterns name, one a line: a folder is all that is below it, and `!` before a pattern takes away.
 *
 * @param hidden whether files count whose path from the root has a name that starts with a dot
 */
export async function findFiles(patterns: string, cwd: string, hidden: boolean): Promise<Found> {
  const files = new Set<string>();
  const lines = linesIn(patterns);
  for (const line of lines) {
    const unwanted = line.startsWith("!");
    for (const path of globSync(unwanted ? line.slice(1) : line, { cwd })) {
      for await (const file of filesBelow(resolve(cwd, path))) {
        if (unwanted) files.delete(file);
        else files.add(file);
      }
    }
  }
  const searched = lines.filter((line) => !line.startsWith("!")).map((line) =>
    resolve(cwd, withoutPattern(line))
  );
  const single = searched.length === 1 && files.has(searched[0]!);
  const root = single ? join(searched[0]!, "..") : commonFolder(searched);
  const seen = [...files].filter((path) => hidden || !/(^|\/)\./.test(relative(root, path)));
  return { files: seen.sort(), root };
}

/** The files below a folder; a file is itself. */
async function* filesBelow(path: string): AsyncIterableIterator<string> {
  if ((await Deno.stat(path)).isFile) return yield path;
  for await (const file of walk(path, { includeDirs: false })) yield file.path;
}

/** The part of a pattern before the first name with a sign of its own: `data` of `data/*.txt`. */
function withoutPattern(pattern: string): string {
  const names = normalize(pattern).split("/");
  const first = names.findIndex((name) => /[*?[]/.test(name));
  return first < 0 ? names.join("/") : names.slice(0, first).join("/") || ".";
}

function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split("/"));
  const end = first.findIndex((name, k) => others.some((names) => names[k] !== name));
  return end < 0 ? first.join("/") : first.slice(0, end).join("/") || "/";
}

/** The function `hashFiles` of expressions: one hash over the files' hashes, empty if there is no file. */
export function hashFiles(cwd: string, patterns: readonly string[]): string {
  const paths = new Set(patterns.flatMap((pattern) => globSync(pattern, { cwd })));
  const files = [...paths].map((path) => join(cwd, path)).sort().filter((path) =>
    Deno.statSync(path).isFile
  );
  const all = createHash("sha256");
  for (const path of files) {
    all.update(createHash("sha256").update(Deno.readFileSync(path)).digest());
  }
  return files.length === 0 ? "" : all.digest("hex");
}
