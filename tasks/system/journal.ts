/**
 * Files of a folder that are replaced together: no reader gets some old and some new files, even if the writer is killed.
 *
 * No system renames several files at once. So the writer flushes the new files to the disk under partial names, and then
 * writes the journal, a list of each partial file and its final name: from this moment on the new files count. Then it
 * renames them in the order of the list. While the last still has its partial name, readers find the files by the journal.
 * The next writer completes the renames first. @module
 */

import { basename, join } from "@std/path";
import { disk, syncFolder } from "./disk.ts";
import { readTextAtMost } from "./read_at_most.ts";

export const JOURNAL = ".journal.json";

/** The most bytes of a journal: it has some hundred for each file. */
const MAX_JOURNAL_BYTES = 1_048_576;

/** The final name of each partial file, in order; `null` for a file that is removed. */
type Renames = readonly (readonly [name: string, partial: string | null])[];

/** The text of a journal. */
export function formatJournal(renames: Renames): string {
  return JSON.stringify({ renames }) + "\n";
}

/** Reads the journal of a folder; `undefined` if there is none, or one whose renames are all done. */
export async function readJournal(folder: string): Promise<Map<string, string | null> | undefined> {
  try {
    const text = await readTextAtMost(join(folder, JOURNAL), MAX_JOURNAL_BYTES);
    const renames: Renames = JSON.parse(text).renames;
    // No name may lead out of the folder.
    const isName = (name: unknown) => typeof name === "string" && basename(name) === name;
    const areNames = renames.every(([name, partial]) =>
      isName(name) && (partial === null || isName(partial))
    );
    const last = renames.at(-1)?.[1];
    if (!areNames || typeof last !== "string") return undefined;
    await Deno.lstat(join(folder, last)); // fails once the last is renamed
    return new Map(renames);
  } catch {
    return undefined;
  }
}

interface RenameOptions {
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
    // The last marks that all are done, so it must not reach the disk before them.
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

/** Completes the renames of a writer that ended after its journal; the folder has to be locked. */
export async function completeRenames(
  folder: string,
  options: Pick<RenameOptions, "at"> = {},
): Promise<void> {
  const journal = await readJournal(folder);
  if (journal !== undefined) await rename(folder, [...journal], { ...options, again: true });
  await disk.remove(join(folder, JOURNAL)).catch(() => {}); // mostly there is none
}
