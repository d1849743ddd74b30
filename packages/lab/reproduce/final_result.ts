/**
 * The test result of a row that needs a validation run: computed once, when all its seeds are trained to their end, and kept
 * in their folders. Before that the test set is not used. @module
 */

import { isDeepStrictEqual } from "node:util";
import { evaluate, weightsSha256 } from "../../../mod.ts";
import { openData } from "../../../tasks/data/source.ts";
import { type Final, readFinal, writeFinal } from "../../../tasks/run/final.ts";
import { classResult, testTimeResult } from "../../../tasks/run/test_time_augmentation.ts";
import type { TestTimeSettings } from "../../../tasks/run/test_time_options.ts";
import { readNetwork } from "../../../tasks/run/read_network.ts";
import { type Summary, writtenAt } from "../../../tasks/run/run_folder.ts";

export interface TestOptions {
  readonly data: string;
  readonly copies: TestTimeSettings | undefined;
  /** Ends it: test-time augmentation takes a while. */
  readonly signal: AbortSignal;
}

/** The final result of a run that is trained to its end; begun with the day if there is none yet. */
export async function finalOf(
  path: string,
  { weightsSha256 }: Pick<Summary, "weightsSha256">,
): Promise<Final> {
  const kept = await readFinal(path);
  if (kept?.weightsSha256 === weightsSha256) return kept;
  const written = await writtenAt(path);
  const final = { weightsSha256, ended: (written ?? new Date()).toISOString().slice(0, 10) };
  await writeFinal(path, final);
  return final;
}

/**
 * The final result of a run with its test result, which is computed if it is not kept yet. `verify` finds
 * the same.
 * @throws {Error} if the weights are not those that training ended with
 */
export async function withTest(
  path: string,
  final: Final,
  { data, copies, signal }: TestOptions,
): Promise<Final> {
  const has = copies === undefined ||
    isDeepStrictEqual(settingsOf(final.copies), settingsOf(copies));
  if (final.test !== undefined && has) return final;
  const opened = await readNetwork(path);
  if (await weightsSha256(opened.network) !== final.weightsSha256) {
    throw new Error(
      `Cannot evaluate ${path}: its weights are not those that its summary describes; ` +
        `with --again the run is trained anew`,
    );
  }
  const { test } = await openData(opened.config, data);
  const tested = {
    ...final,
    test: final.test ?? classResult(evaluate(opened.network, test)),
    ...copies && {
      copies: { ...settingsOf(copies)!, test: await testTimeResult(test, opened, copies, signal) },
    },
  };
  await writeFinal(path, tested);
  return tested;
}

function settingsOf(copies: TestTimeSettings | undefined): TestTimeSettings | undefined {
  return copies && { copies: copies.copies, strength: copies.strength };
}
