/**
 * The files of a run that a training run may be writing, or was killed as it wrote. Each is read at the path that the
 * run's journal ({@link ../system/files.ts}) has for it now. @module
 */

import { join } from "@std/path";
import { explain, reasonOf } from "../system/explain.ts";
import { JOURNAL, readJournal } from "../system/files.ts";
import { checkOwnFile, LinkError } from "../system/links.ts";

/**
 * A text that changes whenever a run is written: its journal comes and goes, and the file that is written last is another.
 */
export async function stateOf(run: string, last: string): Promise<string> {
  const states = await Promise.all([JOURNAL, last].map(async (name) => {
    const there = await Deno.lstat(join(run, name)).catch(() => undefined);
    return there && [there.ino, there.mtime?.getTime(), there.size];
  }));
  return JSON.stringify(states);
}

/**
 * Reads a file of a run at its present path.
 * @throws {Deno.errors.NotFound} if there is none
 * @throws {LinkError} if it is a symbolic link
 */
export async function readInRun<T>(
  run: string,
  name: string,
  read: (path: string) => Promise<T>,
): Promise<T> {
  return await readPresent(run, name, async (path) => {
    await checkOwnFile(path);
    return await read(path);
  });
}

async function readPresent<T>(
  run: string,
  name: string,
  read: (path: string) => Promise<T>,
): Promise<T> {
  const partial = (await readJournal(run))?.get(name);
  if (partial === null) throw new Deno.errors.NotFound(`${join(run, name)} is removed`);
  if (partial !== undefined) {
    try {
      return await read(join(run, partial));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // it was renamed meanwhile
    }
  }
  return await read(join(run, name));
}

/**
 * Reads a file of a run, if there is one, by {@linkcode readInRun}.
 * @returns `undefined` if there is none
 * @throws {Error} if it cannot be read; the message names the file
 */
export async function readIfThere<T>(
  run: string,
  name: string,
  read: (path: string) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await readInRun(run, name, read);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof LinkError) throw error;
    throw new Error(`Cannot read ${join(run, name)}: ${reasonOf(error) ?? explain(error)}`, {
      cause: error,
    });
  }
}

export async function hasFile(run: string, name: string): Promise<boolean> {
  return await readPresent(run, name, Deno.lstat).then(() => true, () => false);
}

/** The names of a run's files, but for hidden ones. */
export async function filesOf(run: string): Promise<string[]> {
  const names = new Set<string>();
  for await (const { name, isFile } of Deno.readDir(run)) {
    if (isFile && !name.startsWith(".")) names.add(name);
  }
  for (const [name, partial] of await readJournal(run) ?? []) {
    if (partial === null) names.delete(name);
    else names.add(name);
  }
  return [...names];
}
