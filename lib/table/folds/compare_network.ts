/** A network without folds beside simpler models. @module */

import { constantAnswer, constantPhrase, rareClassMissed } from "../baselines/constant.ts";
import { persistenceOfTest, persistencePhrase } from "../baselines/persistence.ts";
import type { NetworkDecisions } from "../../measure/decide/fit.ts";
import { expectedThreshold } from "../../measure/decide/threshold.ts";
import { bestConstant } from "../../measure/metric_choice.ts";
import { METRICS } from "../../measure/metric_table.ts";
import { positiveOf } from "../../measure/metric/answered.ts";
import { outputsFor } from "../../evaluate/predictions.ts";
import { expectedOf, type MetricFacts } from "../../measure/row_scores.ts";
import { type BaselineAnswers, type Truth, truthOf } from "../../measure/verdict/truth.ts";
import type { TableDatasets } from "../encode/datasets.ts";
import type { TableDescription } from "../columns/columns.ts";
import { leakSentences } from "../columns/profile.ts";
import { joined } from "./all_rows.ts";
import type { TrainedModel } from "../../ensemble/trained_model.ts";

/** What a network without folds learned from, and is measured on. */
export interface ComparedSplits extends Pick<TableDatasets, "training" | "validation" | "test"> {
  /** What the columns are, and which give the target away; absent where the data is not a table. */
  readonly table?: TableDescription | undefined;
  /** The time of each row, if rows are split by time. */
  readonly times?: TableDatasets["times"];
}

/**
 * Measures a network without folds on the test rows beside the best constant answer, and after a split by time the last known
 * one.
 * @param facts the names of the classes, and the scale of quantities
 */
export function truthOfNetwork(
  network: TrainedModel,
  { training, validation, test, table, times }: ComparedSplits,
  { decision, metric, positive }: NetworkDecisions,
  facts: Omit<MetricFacts, "positive">,
): Truth {
  const rows = (size: number) => Uint32Array.from({ length: size }, (_, row) => row);
  const { threshold, thresholds = threshold && [threshold] } = decision ?? {};
  const learned = {
    ...expectedOf(training, { ...facts, positive }),
    ...table && table.weights === undefined && { weights: undefined }, // of version 0.1 they count in training alone
  };
  // The rarer class is counted in the rows that train: the test part may have another.
  const tested = {
    ...expectedOf(test, { ...facts, positive }),
    positive: training.classes === 2 ? positiveOf(learned) : undefined,
  };
  const expected = thresholds?.map((one) => ({ ...one, from: expectedThreshold(one) }));
  const baseline = (name: string, phrase: string, answer: Float32Array): BaselineAnswers => ({
    name,
    phrase,
    isConstant: true,
    thresholds: expected,
    test: Float32Array.from(
      { length: test.size * answer.length },
      (_, k) => answer[k % answer.length]!,
    ),
  });
  const constant = (metric && bestConstant(metric, learned, rows(training.size))) ??
    constantAnswer(learned, rows(training.size));
  const phrase = constantPhrase(
    constant,
    training,
    (metric && METRICS[metric].constant?.noun) ?? "mean",
  );
  const misses = rareClassMissed(
    constantAnswer(learned, rows(training.size)),
    constant,
    training,
  );
  const baselines: BaselineAnswers[] = [{ ...baseline("constant", phrase, constant), misses }];
  if (times !== undefined) {
    const test = persistenceOfTest(joined(training, validation), times);
    const phrase = persistencePhrase(training, times.panel?.columns);
    baselines.push({ name: "persistence", phrase, isConstant: true, thresholds: expected, test });
  }
  return truthOf({ test: outputsFor(network, test), thresholds }, tested, {
    test: rows(test.size),
    leaks: table && leakSentences(table),
    baselines,
    metric,
    column: table?.weights,
    classNames: training.problem.isOneHot ? training.classNames : ["no", "yes"],
  });
}
