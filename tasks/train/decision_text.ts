/** What a trained model decides by its probabilities of classes, as lines. @module */

import type { Config } from "../../lib/config/mod.ts";
import { parseDecision } from "../../lib/decision/mod.ts";
import { parseSafetensors } from "../../lib/formats/mod.ts";
import { fourDigits, percent } from "../cli/format.ts";
import { intervalText } from "../evaluate/out_of_fold.ts";
import { readWeights } from "../run/run_folder.ts";

/**
 * The lines of a run; none of one that decides nothing.
 * @param names of the classes or labels
 */
export async function decisionLines(
  path: string,
  { sizes }: Pick<Config, "sizes">,
  names: readonly string[] = [],
): Promise<string[]> {
  const { metadata } = parseSafetensors((await readWeights(path)).bytes);
  const { threshold, thresholds, sets } = parseDecision(metadata["decision"], sizes.at(-1)!) ?? {};
  return [
    ...(thresholds ?? (threshold ? [threshold] : [])).map(({ positive, from, promised }) =>
      `“${names[positive] ?? positive}” is ${
        from === null ? "never answered" : `answered from a probability of ${from.toFixed(4)} on`
      }: a row costs ${intervalText(promised, fourDigits)} ${
        thresholds ? "on rows that did not choose it" : "out of fold"
      }`
    ),
    ...sets === undefined ? [] : [
      `Sets have the classes with a probability of ${
        (1 - sets.bound).toFixed(4)
      } or more: they hold ` +
      `the class of ${intervalText(sets.promised, (share) => percent(share))} of rows out of fold`,
    ],
  ];
}
