/** Work that meets a failing disk at one operation after the other, and then does it again. @module */

import { assert, assertMatch } from "@std/assert";
import { explain } from "../../tasks/system/explain.ts";
import { failingDisk, type Fault } from "../helpers/failing_disk.ts";
import { killAt } from "../helpers/kills.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { temporaryFolder } from "../helpers/run_task.ts";

/** The long tests fail at every operation, and in every way. */
const [STRIDE, FAULTS]: readonly [number, readonly Fault[]] = LONG_TESTS
  ? [1, ["ENOSPC", "EACCES", "EIO", "stop"]]
  : [9, ["ENOSPC"]];

/** What a task does to a folder. */
export interface Work {
  /** Does it all, from the beginning or from where it was left. */
  readonly act: (folder: string) => Promise<unknown>;
  /** Fails if anything in the folder is torn, or is lost that was there before. */
  readonly check: (folder: string) => Promise<void>;
  /** Fails if the work is not done; something may be left over. */
  readonly checkDone?: (folder: string) => Promise<void>;
  /** Fails if the work is not done, or something is left over. */
  readonly checkEnd: (folder: string) => Promise<void>;
}

/**
 * Lets the work fail at one operation after the other, until none is left to fail at.
 *
 * @param faults in which ways
 */
export async function failEverywhere(
  work: Work,
  faults: readonly Fault[] = FAULTS,
): Promise<void> {
  for (const fault of faults) {
    let hasFailed = true;
    for (let at = 1; hasFailed; at += STRIDE) {
      hasFailed = await killAt(`${fault} at operation ${at}`, () => failOnce(work, fault, at));
    }
  }
}

/** Lets the work fail at one operation, and does it again; returns whether it came to that operation. */
async function failOnce(
  { act, check, checkDone, checkEnd }: Work,
  fault: Fault,
  at: number,
): Promise<boolean> {
  await using folder = await temporaryFolder();
  const { path } = folder;
  let error: unknown;
  let hasFailed: boolean;
  {
    using failing = failingDisk(fault, { at });
    error = await act(path).then(() => undefined, (error) => error);
    hasFailed = failing.hasFailed;
    assert(hasFailed || at > 1, "the work meets no operation on the disk");
    if (error !== undefined && fault !== "stop") {
      assertMatch(
        explain(error),
        /^Cannot (write|lock|open|make the folder|rename|remove) \S+: [^\n]+$/,
      );
      assertMatch(explain(error), new RegExp(path));
    }
  }
  await check(path);
  if (error === undefined && fault !== "stop") await checkDone?.(path);
  using _ = failingDisk(fault, { at: Infinity }); // which does not wait for the disk itself
  await act(path);
  await checkEnd(path);
  return hasFailed;
}
