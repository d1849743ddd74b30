/**
 * `final.json`, which `reproduce` writes beside a run that is trained to its end: the day, and test results that the run's
 * own files lack. It is a file of its own, since training does not depend on it. @module
 */

import { join } from "@std/path";
import { readTextAtMost } from "../system/read_at_most.ts";
import { writeAtomically } from "../system/files.ts";
import type { TestTimeSettings } from "./test_time_options.ts";
import { type ClassResult, FINAL, inFile, MAX_JSON, readRun } from "./run_folder.ts";
import { RunFolder } from "./run_writer.ts";
import { readIfThere } from "./journaled_files.ts";

export interface Final {
  readonly weightsSha256: string;
  /** The day on which the training ended, in UTC: `2026-11-26`. */
  readonly ended: string;
  /** The result on test; absent where the run's metrics have it, or it was not computed yet. */
  readonly test?: ClassResult;
  /** The result on test with test-time augmentation; absent where it was not asked for. */
  readonly copies?: TestTimeSettings & { readonly test: ClassResult };
}

/**
 * Reads the file.
 * @returns `undefined` if there is none
 * @throws {Error} if it is damaged
 */
export async function readFinal(run: string): Promise<Final | undefined> {
  const path = join(run, FINAL);
  const text = await readIfThere(run, FINAL, (path) => readTextAtMost(path, MAX_JSON));
  if (text === undefined) return undefined;
  return inFile(path, () => {
    const final = Object(JSON.parse(text)) as Partial<Final>;
    if (typeof final.weightsSha256 !== "string" || typeof final.ended !== "string") {
      throw new SyntaxError("expected the keys weightsSha256 and ended");
    }
    return final as Final;
  });
}

/**
 * Writes the file into the run's folder, which is locked meanwhile.
 * @throws {Error} if another training run is writing there, or has written other weights
 */
export async function writeFinal(run: string, final: Final): Promise<void> {
  await using _locked = await RunFolder.open(run);
  const { summary } = await readRun(run);
  if (summary.weightsSha256 !== final.weightsSha256) {
    throw new Error(
      `Cannot write ${
        join(run, FINAL)
      }: another training run has written ${run} just now; try again`,
    );
  }
  await writeAtomically(join(run, FINAL), JSON.stringify(final, null, 2) + "\n");
}
