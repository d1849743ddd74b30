/**
 * The test result of a row whose figure is our own: computed once, when all its seeds are trained to their end, and kept in
 * their folders. Before that nothing of test is looked at.
 *
 * @module
 */

import { join } from "@std/path";
import { ofClasses } from "../../lib/evaluate.ts";
import { evaluate, weightsSha256 } from "../../mod.ts";
import { openData } from "../datasets/open_data.ts";
import { type Final, readFinal, writeFinal } from "../run/final.ts";
import {
  type ClassResult,
  FILES,
  readNetwork,
  type RunNetwork,
  type Summary,
} from "../run/run_folder.ts";

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
  const { mtime } = await Deno.stat(join(path, FILES.summary)); // which is written last
  const final = { weightsSha256, ended: (mtime ?? new Date()).toISOString().slice(0, 10) };
  await writeFinal(path, final);
  return final;
}

/**
 * What is kept of a run with its test result, which is computed if it is not kept yet. The network is evaluated without blas:
 * `verify` finds the same.
 *
 * @param data the folder of the data sets
 * @throws {Error} if the weights are not those that the training ended with
 */
export async function withTest(path: string, final: Final, data: string): Promise<Final> {
  if (final.test !== undefined) return final;
  const opened = await readNetwork(path);
  if (await weightsSha256(opened.network) !== final.weightsSha256) {
    throw new Error(
      `Cannot evaluate ${path}: its weights are not those that its summary describes; ` +
        `with --again the run is trained anew`,
    );
  }
  const tested = { ...final, test: await testOf(opened, data) };
  await writeFinal(path, tested);
  return tested;
}

async function testOf({ network, config }: RunNetwork, data: string): Promise<ClassResult> {
  const { test } = await openData(config, data);
  const { correct, size, accuracy, cost } = ofClasses(evaluate(network, test));
  return { correct, size, accuracy, cost };
}
