/** That a run was chosen among others: its metric on the rows by which it was chosen is a little too good. @module */

import { join } from "@std/path";
import { isDeepStrictEqual } from "node:util";
import { writeAtomically } from "../system/files.ts";
import { FILES, json, readRun, RunFolder } from "./run_folder.ts";

/** Of what a run is the best. */
export interface BestOf {
  /** How many trials there were. */
  readonly trials: number;
  /** The verdict on it beside the recipe, by the test part. */
  readonly verdict?: string;
}

/**
 * Writes it into the summary of a run, whose folder is locked meanwhile.
 * @throws {Error} if a training run is writing there
 */
export async function writeBestOf(run: string, bestOf: BestOf): Promise<void> {
  await using _locked = await RunFolder.open(run);
  const { summary } = await readRun(run);
  if (isDeepStrictEqual(summary.bestOf, bestOf)) return;
  await writeAtomically(join(run, FILES.summary), json({ ...summary, bestOf }));
}
