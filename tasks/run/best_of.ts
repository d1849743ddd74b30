/** That a run was chosen among others: its metric on the rows by which it was chosen is a little too good. @module */

import { join } from "@std/path";
import { isDeepStrictEqual } from "node:util";
import { writeAtomically } from "../system/files.ts";
import { FILES, json, readRun, RunFolder, type Summary } from "./run_folder.ts";

/**
 * Writes it into the summary of a run, whose folder is locked meanwhile.
 * @throws {Error} if a training run is writing there
 */
export async function writeBestOf(run: string, bestOf: Summary["bestOf"]): Promise<void> {
  await using _locked = await RunFolder.open(run);
  const { summary } = await readRun(run);
  if (isDeepStrictEqual(summary.bestOf, bestOf)) return;
  await writeAtomically(join(run, FILES.summary), json({ ...summary, bestOf }));
}
