/**
 * What is kept of a run once it is trained to its end: the day, and the test result of a network whose config does not
 * evaluate test. It is computed once, and a file of its own, since nothing that training writes depends on it.
 *
 * @module
 */

import { join } from "@std/path";
import { readTextAtMost } from "../system/read_at_most.ts";
import { writeAtomically } from "../system/files.ts";
import type { TestTimeAugmentation } from "./test_time_augmentation.ts";
import { type ClassResult, FINAL, inFile, MAX_JSON } from "./run_folder.ts";
import { readIfThere } from "./journaled_files.ts";

/** What `final.json` says. */
export interface Final {
  /** Of the weights that it is about. */
  readonly weightsSha256: string;
  /** The day on which the training ended, in UTC: `2026-11-26`. */
  readonly ended: string;
  /** The result on test; absent where the run's metrics have it, or it was not computed yet. */
  readonly test?: ClassResult;
  /** The result on test of the mean over deformed copies of each image; absent where none is wanted. */
  readonly copies?: TestTimeAugmentation & { readonly test: ClassResult };
}

/**
 * Reads what is kept of a run.
 *
 * @returns `undefined` if nothing is
 * @throws {Error} if the file is damaged
 */
export async function readFinal(run: string): Promise<Final | undefined> {
  const path = join(run, FINAL);
  const text = await readIfThere(run, FINAL, (path) => readTextAtMost(path, MAX_JSON));
  if (text === undefined) return undefined;
  return inFile(path, () => {
    const final = Object(JSON.parse(text)) as Partial<Final>;
    if (typeof final.weightsSha256 !== "string" || typeof final.ended !== "string") {
      throw new SyntaxError("weightsSha256 and ended are wanted");
    }
    return final as Final;
  });
}

/** Keeps it in the run's folder. */
export async function writeFinal(run: string, final: Final): Promise<void> {
  await writeAtomically(join(run, FINAL), JSON.stringify(final, null, 2) + "\n");
}
