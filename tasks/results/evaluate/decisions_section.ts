/** What a model decides by its probabilities: costs at thresholds, sets of classes, and whether its promises hold. @module */

import { onRows } from "../../data/names.ts";
import { list, type Section } from "../../../lib/document/blocks.ts";
import { fourDigits } from "../../cli/format.ts";
import { classCoverageTable, setsBlocks, setsSentence } from "./coverage.ts";
import type { Decided, Promises } from "./decisions.ts";
import { costsBlocks } from "./mistake_costs.ts";
import { intervalText } from "./out_of_fold.ts";

/** What the model decides, and whether its promises hold; `undefined` if it decides nothing. */
export function decisionsSection(
  { decided, split: name }: { decided: Decided; split: string },
): Section | undefined {
  const { costs, sets, promises, names = [] } = decided;
  if ((costs ?? sets ?? promises) === undefined) return undefined;
  const split = name === "new" ? "new data" : name;
  return {
    id: "decisions",
    title: "What the model decides",
    hint:
      "Each promise was chosen on four fifths of the out-of-fold rows and measured on the rest. " +
      `Beside it is the result on the ${name} rows, with 95 % confidence intervals.`,
    content: [
      (costs ?? []).map((one) => costsBlocks(one, split)),
      sets && setsBlocks(sets, names, split),
      promises && list(promiseSentences(promises, names, split)),
      promises?.sets && classCoverageTable(promises.sets, names, split),
    ],
  };
}

function promiseSentences(
  { threshold, thresholds = threshold ? [threshold] : [], sets }: Promises,
  names: readonly string[],
  split: string,
): string[] {
  const verdict = (holds: boolean) =>
    holds ? "." : ": the promise does not hold here, by more than chance.";
  return [
    ...thresholds.map(({ positive, falseAlarm, miss, promised, kept, holds }) =>
      `Mistakes about “${names[positive] ?? positive}” cost ${falseAlarm} for a false alarm and ` +
      `${miss} for a miss: promised ${intervalText(promised, fourDigits)} a row, ` +
      `${onRows(split)} ${intervalText(kept, fourDigits)}${verdict(holds)}`
    ),
    ...sets === undefined ? [] : [setsSentence(sets, split)],
  ];
}
