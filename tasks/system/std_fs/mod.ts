/**
 * What we use of `@std/fs`, with its signatures and what they do. `deno.json` maps the name to this module, since no
 * package of npm has it; who can reach JSR maps it to `jsr:@std/fs@1` instead, and nothing else changes.
 *
 * @module
 */

import { basename, fromFileUrl, join, normalize } from "@std/path";

/** Makes a folder, and those that it is in; throws if something else has its name. */
export async function ensureDir(dir: string | URL): Promise<void> {
  try {
    await Deno.mkdir(dir, { recursive: true });
  } catch (error) {
    // Another process may have made it in between; Windows reports this for the root of a drive too.
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    if (!(await Deno.stat(dir)).isDirectory) throw error;
  }
}

/** Whether the path has to be a folder or a file, or a link to one; not both. */
export interface ExistsOptions {
  isDirectory?: boolean;
  isFile?: boolean;
}

/**
 * Whether something is at a path; a link that leads nowhere is nothing.
 *
 * Between this answer and the next step another process may change it: where the step itself reports whether it is there,
 * ask that instead.
 * @throws {TypeError} if both a folder and a file are expected
 * @throws {Deno.errors.NotCapable} if the task may not look there
 */
export async function exists(path: string | URL, options: ExistsOptions = {}): Promise<boolean> {
  const { isDirectory = false, isFile = false } = options;
  if (isDirectory && isFile) {
    throw new TypeError(
      "Cannot look for a path that is both: isDirectory and isFile exclude each other",
    );
  }
  try {
    const found = await Deno.stat(path);
    return !(isDirectory && !found.isDirectory || isFile && !found.isFile);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    // The system refuses to open it, so it is there.
    if (error instanceof Deno.errors.PermissionDenied) return true;
    throw error;
  }
}

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

/** Something that a walk comes to; its path begins with the root's. */
export interface WalkEntry extends Deno.DirEntry {
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
  const { maxDepth = Infinity, includeDirs = true, exts, match } = options;
  const fits = (path: string) =>
    (exts?.some((ext) => path.endsWith(ext.startsWith(".") ? ext : `.${ext}`)) ?? true) &&
    (match?.some((pattern) => path.search(pattern) !== -1) ?? true);
  if (maxDepth < 0) return;
  const folder = root instanceof URL ? fromFileUrl(root) : root;
  if (includeDirs && fits(folder)) {
    const { isFile, isDirectory, isSymlink } = await Deno.stat(folder);
    const path = normalize(folder);
    yield { path, name: basename(path), isFile, isDirectory, isSymlink };
  }
  if (maxDepth < 1) return;
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) yield* walk(path, { ...options, maxDepth: maxDepth - 1 });
    else if (fits(path)) yield { path, ...entry };
  }
}
