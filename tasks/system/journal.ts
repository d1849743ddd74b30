/**
 * Files of a folder that are replaced together, so that no reader ever meets some of the old and some of the new, whenever
 * the writer is killed.
 *
 * No system renames several files at once. So the writer brings the new files to the disk under partial names, and then
 * writes the journal, which says which partial file is to have which name: from this moment on the new files count. Only
 * then it renames them, the last of the list last. Whoever reads the folder while the last has its partial name takes the
 * files where the journal says they are; whoever writes there next, completes the renames first.
 *
 * @module
 */

import { basename, join } from "@std/path";
import { disk, syncFolder } from "./disk.ts";
import { readTextAtMost } from "./read_at_most.ts";

/** The journal's name, in the folder of the files. */
export const JOURNAL = ".journal.json";

/** The largest that is read, in bytes: it has a line of some hundred characters for each file. */
const MAX_BYTES = 1_048_576;

/** By name in their order, the partial files that are to have it; `null` for a file that is to go. */
export type Renames = readonly (readonly [name: string, partial: string | null])[];

/** The text of a journal. */
export function formatJournal(renames: Renames): string {
  return JSON.stringify({ renames }) + "\n";
}

/** Reads the journal of a folder; `undefined` if there is none, or one whose renames are all done. */
export async function readJournal(folder: string): Promise<Map<string, string | null> | undefined> {
  const renames = parseJournal(
    await readTextAtMost(join(folder, JOURNAL), MAX_BYTES).catch(() => undefined),
  );
  const last = renames?.at(-1)?.[1];
  if (last === undefined || last === null) return undefined;
  const isUnderWay = await Deno.lstat(join(folder, last)).then(() => true, () => false);
  return isUnderWay ? new Map(renames) : undefined;
}

/** The renames of a journal; `undefined` if it is none. The names must not lead out of the folder. */
function parseJournal(text: string | undefined): Renames | undefined {
  try {
    const { renames } = JSON.parse(text ?? "");
    const isName = (name: unknown) => typeof name === "string" && basename(name) === name;
    const isRight = renames.every(([name, partial]: unknown[]) =>
      isName(name) && (partial === null || isName(partial))
    );
    return isRight ? renames : undefined;
  } catch {
    return undefined;
  }
}

/** How to rename. */
export interface RenameOptions {
  /** Told of each file before its turn. */
  readonly at?: (name: string) => void;
  /** Whether some may be done already. */
  readonly again?: boolean;
}

/** Does the renames of a list in a folder. */
export async function rename(
  folder: string,
  renames: Renames,
  { at = () => {}, again = false }: RenameOptions = {},
): Promise<void> {
  for (const [k, [name, partial]] of renames.entries()) {
    at(name);
    // The last says that all are done, so it must not come to the disk before them.
    if (k > 0 && k === renames.length - 1) await syncFolder(folder);
    try {
      if (partial === null) await disk.remove(join(folder, name)); // mostly there is none
      else await disk.rename(join(folder, partial), join(folder, name));
    } catch (error) {
      const isAbsent = error instanceof Deno.errors.NotFound;
      if (!isAbsent || partial !== null && !again) throw error;
    }
  }
}

/**
 * Completes what a writer began that was killed, or met an error, after its journal. The folder has to be locked.
 *
 * @throws {Error} what the system says, if it refuses a rename
 */
export async function completeRenames(
  folder: string,
  options: Pick<RenameOptions, "at"> = {},
): Promise<void> {
  const journal = await readJournal(folder);
  if (journal !== undefined) await rename(folder, [...journal], { ...options, again: true });
  await disk.remove(join(folder, JOURNAL)).catch(() => {}); // mostly there is none
}
