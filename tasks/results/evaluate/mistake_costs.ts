/** What the mistakes of two classes or of labels cost at several thresholds: promised out of fold, and kept on a split. @module */

import { onRows } from "../../data/names.ts";
import type { Dataset } from "../../../lib/dataset.ts";
import type { Classifier } from "../../../lib/evaluate.ts";
import { meanDifference } from "../../../lib/measure/distributions.ts";
import { meanInterval } from "../../../lib/measure/metric_interval.ts";
import { rarerClass } from "../../../lib/measure/metric/answered.ts";
import type { Predictions } from "../../../lib/evaluate/predictions.ts";
import { YES_THRESHOLD } from "../../../lib/problem/answers.ts";
import {
  expectedThreshold,
  fitThreshold,
  type MistakeCosts,
  mistakesAt,
  rowCosts,
} from "../../../lib/measure/decide/threshold.ts";
import { type Blocks, paragraph, table } from "../../../lib/document/blocks.ts";
import { UsageError } from "../../cli/arguments.ts";
import { fourDigits } from "../../cli/format.ts";
import { intervalText, isBroken, type OutOfFold } from "./out_of_fold.ts";
import { classAnswers, labelAnswers, predictionsOf, type YesAnswers } from "./predictions.ts";

interface Asked {
  readonly costs: MistakeCosts;
  /** The class to find; the rarer one of the rows that decide if left out, the second of equals. */
  readonly positive: string | undefined;
  readonly classes: readonly string[];
  readonly outOfFold: OutOfFold;
  /** The answers to the split. */
  readonly predictions: Predictions;
}

export type CostsResult = ReturnType<typeof costsOf>;

/** The costs of two classes at a half, at the expected threshold, and at the one that cost least out of fold. */
export function costsOf({ costs, positive: name, classes, outOfFold, predictions }: Asked) {
  const known = predictionsOf(outOfFold.networks, outOfFold.data);
  const positive = classToFind(name, classes, known);
  const [then, now] = [known, predictions].map((all) => classAnswers(all, positive));
  return { positive: classes[positive]!, ...costsAt(costs, then!, now!, outOfFold) };
}

/** The costs of each of several labels, at the same three thresholds. */
export function labelCostsOf(
  { costs, labels, outOfFold, networks, split }: Pick<Asked, "costs" | "outOfFold"> & {
    readonly labels: readonly string[] | undefined;
    /** What answers to the split. */
    readonly networks: Classifier;
    readonly split: Dataset;
  },
): CostsResult[] {
  const then = labelAnswers(outOfFold.networks, outOfFold.data);
  return labelAnswers(networks, split).map((now, k) => ({
    positive: labels?.[k] ?? String(k),
    ...costsAt(costs, then[k]!, now, outOfFold),
  }));
}

function costsAt(costs: MistakeCosts, then: YesAnswers, now: YesAnswers, outOfFold: OutOfFold) {
  const choose = (rows?: Uint32Array) =>
    fitThreshold(then.scores, then.positives, costs, rows, then.weights);
  const chosen = choose();
  const rows = ([
    ["half", YES_THRESHOLD],
    ["expected", expectedThreshold(costs)],
    ["chosen", chosen],
  ] as const).map(([name, threshold]) => {
    const promising = name === "chosen" ? outOfFold.crossFit(choose) : () => threshold;
    const promised = meanInterval(
      rowCosts(then.scores, then.positives, costs, promising),
      { weights: then.weights },
    );
    const each = rowCosts(now.scores, now.positives, costs, () => threshold);
    const kept = meanInterval(each, { weights: now.weights });
    const { falseAlarms, misses } = mistakesAt(now.scores, now.positives, () => threshold);
    const holds = !isBroken(promised, kept, "higher");
    return { name, threshold, promised, kept, holds, falseAlarms, misses, each };
  });
  const [half, , best] = rows as [typeof rows[0], typeof rows[0], typeof rows[0]];
  const saved = meanDifference(
    half.each.map((cost, row) => cost - best.each[row]!),
    { weights: now.weights },
  );
  const thresholds = rows.map(({ each: _, ...row }) => row);
  return { ...costs, thresholds, saved };
}

/** The thresholds in words. */
const NAMES = {
  half: "a half",
  expected: "c₁ / (c₁ + c₂)",
  chosen: "least out of fold",
};

/** The costs in a table, and what the chosen threshold saves. */
export function costsBlocks(
  { positive, falseAlarm, miss, thresholds, saved }: CostsResult,
  split: string,
): Blocks {
  const { value, plusMinus, shown } = saved;
  const beside = value < 0 ? "costs more" : "saves";
  const chance = shown === "neither" ? ", which may be chance" : "";
  const margin = plusMinus === null ? "" : ` (± ${fourDigits(plusMinus)})`;
  const broken = thresholds.filter(({ holds }) => !holds);
  return [
    paragraph(
      `What mistakes cost per row, with 95 % intervals, if “${positive}” is predicted at or above a threshold. ` +
        `A false alarm costs ${falseAlarm}, a miss ${miss}.`,
    ),
    table({
      label: `What mistakes about “${positive}” cost at several thresholds`,
      head: ["threshold", "from", "promised", onRows(split), "false alarms", "misses"],
      rows: thresholds.map((row) => [
        NAMES[row.name],
        row.threshold === Infinity ? "never" : row.threshold.toFixed(4),
        ...[row.promised, row.kept].map((cost) => intervalText(cost, fourDigits)),
        String(row.falseAlarms),
        String(row.misses),
      ]),
    }),
    paragraph(
      `Compared with a half, the threshold with the lowest cost out of fold ${beside} ` +
        `${fourDigits(Math.abs(value))} a row${margin}${chance}.`,
    ),
    broken.map(({ name }) =>
      paragraph(
        `The promise at ${
          NAMES[name]
        } does not hold here: the cost is higher, by more than chance.`,
      )
    ),
  ];
}

function classToFind(
  name: string | undefined,
  classes: readonly string[],
  { labels, weights }: Predictions,
): number {
  if (classes.length !== 2) {
    throw new UsageError(`--cost is for two classes: the run has ${classes.length}`);
  }
  if (name === undefined) return rarerClass(labels, weights);
  const found = classes.indexOf(name);
  if (found !== -1) return found;
  throw new UsageError(
    `--positive: expected ${classes.map((one) => JSON.stringify(one)).join(" or ")}, got "${name}"`,
  );
}
