/** The result on two classes of which one is rare, where accuracy says little. @module */

import type { MetricInterval } from "../../../lib/measure/metric_interval.ts";
import { percent } from "../../cli/format.ts";
import type { Truth } from "../../run/truth.ts";
import { valueText } from "./metrics.ts";

/** What is told of a rare class. */
export interface RareResult {
  /** The name of the class, and of the other one. */
  readonly name: string;
  readonly other: string;
  /** The share of its rows. */
  readonly share: number;
  readonly averagePrecision: number;
  readonly recall: number;
  readonly auc: number;
  readonly accuracy: Pick<MetricInterval, "value" | "low">;
}

/** How well a rare class is found, and what accuracy is worth beside that, as sentences. */
export function rareTexts(result: RareResult, where = ""): string[] {
  const { name, other, share, averagePrecision, recall, auc } = result;
  return [
    `Finding “${name}” (${percent(share, 1)} of rows)${where}: average precision ` +
    `${averagePrecision.toFixed(4)}, recall ${percent(recall)}, AUC ${auc.toFixed(4)}.`,
    accuracyText(result, other),
  ];
}

/** Whether accuracy is a result: what it is without looking at the row, and whether it is shown to be better. */
function accuracyText({ accuracy: { value, low }, share }: RareResult, other: string): string {
  const constant = `always answering “${other}” gets ${percent(1 - share)}`;
  return (low ?? value) > 1 - share
    ? `Accuracy is ${percent(value)}; ${constant}.`
    : `Accuracy ${percent(value)} means little: ${constant}.`;
}

/** What decides instead, as the options of the command. */
const DECIDING =
  "To choose what decides, use --metric averagePrecision, or --cost 'false alarm=1,miss=10'.";

/**
 * The result on two classes, in sentences; none of other problems, and of runs before it was told.
 * @param isDecided whether mistakes have costs
 */
export function classTexts(truth: Truth, isDecided: boolean): string[] {
  const { metric, compared, metrics, testRows, rare } = truth;
  const split = testRows > 0 ? "test" : "outOfFold";
  const found = (name: typeof metrics[number]["name"]) =>
    metrics.find((one) => one.name === name)?.[split] ?? undefined;
  const [accuracy, auc] = [found("accuracy"), found("auc")];
  if (accuracy === undefined || auc === undefined) return [];
  const where = testRows > 0 ? " on the test rows" : " out of fold";
  const [averagePrecision, recall] = [found("averagePrecision"), found("recall")];
  if (rare === undefined || averagePrecision === undefined || recall === undefined) {
    return [
      `Result${where}: ${percent(accuracy.value)} right, AUC ${valueText("auc", auc.value)}.`,
    ];
  }
  const isAsked = isDecided || compared?.metric === metric;
  const values = {
    ...rare,
    averagePrecision: averagePrecision.value,
    recall: recall.value,
    auc: auc.value,
    accuracy,
  };
  return [...rareTexts(values, where), ...isAsked ? [] : [DECIDING]];
}
