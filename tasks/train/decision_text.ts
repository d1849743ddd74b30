/** What a trained model decides by its probabilities of classes, as lines. @module */

import type { Config } from "../../lib/config/mod.ts";
import { parseDecision } from "../../lib/decision/mod.ts";
import { parseSafetensors } from "../../lib/formats/mod.ts";
import { fourDigits, percent } from "../cli/format.ts";
import { intervalText } from "../evaluate/out_of_fold.ts";
import { readWeights } from "../run/run_folder.ts";

/** The lines of a run; none of one that decides nothing. */
export async function decisionLines(
  path: string,
  { sizes }: Pick<Config, "sizes">,
  classes: readonly string[] = [],
): Promise<string[]> {
  const { metadata } = parseSafetensors((await readWeights(path)).bytes);
  const { threshold, sets } = parseDecision(metadata["decision"], sizes.at(-1)!) ?? {};
  return [
    ...threshold === undefined ? [] : [
      `“${classes[threshold.positive]}” is ${
        threshold.from === null
          ? "never answered"
          : `answered from a probability of ${threshold.from.toFixed(4)} on`
      }: a row costs ${intervalText(threshold.promised, fourDigits)} out of fold`,
    ],
    ...sets === undefined ? [] : [
      `Sets have the classes with a probability of ${
        (1 - sets.bound).toFixed(4)
      } or more: they hold ` +
      `the class of ${intervalText(sets.promised, (share) => percent(share))} of rows out of fold`,
    ],
  ];
}
