/**
 * What is computed once, when all seeds of a row are trained to their end, and kept in their folders: the test result of a
 * row that needs a trial, where nothing of test is looked at before, and results over deformed copies.
 *
 * @module
 */

import { isDeepStrictEqual } from "node:util";
import { type Dataset, evaluate, weightsSha256 } from "../../mod.ts";
import { openData } from "../datasets/open_data.ts";
import { type Final, readFinal, writeFinal } from "../run/final.ts";
import { classResult, type Copies, resultOverCopies } from "../run/over_copies.ts";
import { readNetwork, type Summary, writtenAt } from "../run/run_folder.ts";

/** What to look at on test. */
export interface TestOptions {
  readonly data: string;
  /** Whether test is to be looked at now; else the metrics have it. */
  readonly once: boolean;
  readonly copies: Copies | undefined;
  /** Ends it, copies take a while. */
  readonly signal: AbortSignal;
}

/**
 * What is kept of a run that is trained to its end; begun with the day if there is nothing yet.
 *
 * @param summary the run's
 */
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
 * What is kept of a run with its results, which are computed if they are not kept yet. The network is evaluated without blas:
 * `verify` finds the same.
 *
 * @param options.data the folder of the data sets
 * @param options.once whether the metrics have no test result
 * @param options.copies over which deformed copies there are results too
 * @throws {Error} if the weights are not those that the training ended with
 */
export async function withTest(
  path: string,
  final: Final,
  { data, once, copies, signal }: TestOptions,
): Promise<Final> {
  const hasTest = !once || final.test !== undefined;
  const hasCopies = copies === undefined ||
    isDeepStrictEqual(wanted(final.copies), wanted(copies));
  if (hasTest && hasCopies) return final;
  const opened = await readNetwork(path);
  if (await weightsSha256(opened.network) !== final.weightsSha256) {
    throw new Error(
      `Cannot evaluate ${path}: its weights are not those that its summary describes; ` +
        `with --again the run is trained anew`,
    );
  }
  const { test, validation } = await openData(opened.config, data);
  const over = (split: Dataset) => resultOverCopies(split, opened, copies!, signal);
  const tested = {
    ...final,
    ...!hasTest && { test: classResult(evaluate(opened.network, test)) },
    ...!hasCopies && {
      copies: {
        ...wanted(copies)!,
        test: await over(test),
        ...opened.config.evaluate.includes("validation") && { validation: await over(validation) },
      },
    },
  };
  await writeFinal(path, tested);
  return tested;
}

/** What of a result over copies, or of a wish for one, says which they are. */
function wanted(copies: Copies | undefined): Copies | undefined {
  return copies && { copies: copies.copies, strength: copies.strength };
}
