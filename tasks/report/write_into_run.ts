/**
 * Writes the report of a run into the run's folder, where a training run may write too. Training removes the report of the
 * weights that it replaces, so a report of those weights must not be written after that.
 *
 * @module
 */

import { FolderLock } from "../run/lock.ts";
import { FILES, holdsRun } from "../run/run_folder.ts";
import { stateOf } from "../run/journaled_files.ts";
import { writeOutput } from "../system/files.ts";

/** The most attempts to write a report whose run is written meanwhile. */
const MAX_ATTEMPTS = 5;

/** The run is no longer the one that the report is of. */
class WrittenMeanwhile extends Error {}

/**
 * Writes a report into a run's folder, which is locked while the file gets its name.
 *
 * @param out the file
 * @param make makes the page; called again if the run was written meanwhile
 * @throws {Error} if a training run holds the folder
 */
export async function writeIntoRun(
  run: string,
  out: string,
  make: () => Promise<string>,
): Promise<void> {
  if (await holdsRun(run)) await (await lockOf(run, out))[Symbol.asyncDispose](); // not after all the work
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const before = await stateOf(run, FILES.summary);
    const page = await make();
    const guard = async () => {
      const lock = await lockOf(run, out);
      if (await stateOf(run, FILES.summary) === before) return lock;
      await lock[Symbol.asyncDispose]();
      throw new WrittenMeanwhile();
    };
    try {
      return await writeOutput(out, page, { guard });
    } catch (error) {
      if (!(error instanceof WrittenMeanwhile)) throw error;
    }
  }
  throw new Error(`Cannot write ${out}: ${run} is written again and again; try later`);
}

async function lockOf(run: string, out: string): Promise<FolderLock> {
  const lock = await FolderLock.take(run, { onWarning: () => {} }); // training warns of a disk without locks
  if (lock !== undefined) return lock;
  throw new Error(
    `Cannot write ${out}: a training run is writing there, and removes reports of earlier epochs; ` +
      "--out names another file",
  );
}
