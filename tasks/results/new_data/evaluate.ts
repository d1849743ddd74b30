/** How good a model is on new data, beside its test. @module */

import { isRefitted } from "../../../lib/ensemble/trained_model.ts";
import { dataKindOf } from "../../../lib/config/user_data.ts";
import type { Dataset } from "../../../lib/dataset.ts";
import type { Ensemble } from "../../../lib/ensemble.ts";
import { RecordedAnswers } from "../../../lib/ensemble/recorded.ts";
import { evaluate } from "../../../lib/evaluate.ts";
import { isInResults } from "../../../lib/measure/result_metrics.ts";
import type { MetricInterval } from "../../../lib/measure/metric_interval.ts";
import {
  ASKED_METRICS,
  type AskedMetric,
  type MetricName,
} from "../../../lib/options/metric_names.ts";
import { decidedEvaluation } from "../../../lib/measure/decide/evaluation.ts";
import {
  type IndependentDifference,
  independentDifference,
} from "../../../lib/measure/verdict/independent.ts";
import type { OpenData } from "../../data/source.ts";
import type { Decided } from "../evaluate/decisions.ts";
import { type Evaluated, evaluateNetworks, type Outcome } from "../evaluate/problem/outcome.ts";
import { answersOf } from "../predict/answers.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { ensembleAnswererOf, measuredEnsemble, resultSplit } from "../../run/evaluated_model.ts";
import { hasNoTest, measuredOf } from "../../run/measured.ts";
import { holdsRun, readRun, type Summary } from "../../run/run_folder.ts";
import {
  checkMetric,
  type MeasuredMetric,
  measuredMetrics,
  named,
  strictAccuracy,
  undefinedMetric,
  wholeMetric,
} from "./metrics.ts";
import { readNewExamples } from "./examples.ts";
import type { NewData, NewDataSource } from "./new_data.ts";
import { checkNew, readNewTable } from "./table.ts";

/** The metric that matters: of quantities R², otherwise accuracy. */
export type MainMetric = "accuracy" | "r2";

/** A metric on new data, and in the result of training. */
export interface MetricPair extends Pick<MeasuredMetric, "name" | "quantity"> {
  readonly now: MetricInterval;
  /** `null` if it is not known. */
  readonly then: MetricInterval | null;
}

/** A model on new data. */
export interface NewResult extends Omit<NewData, "split" | "facts" | "locations" | "wrong"> {
  /** What is compared: the metric that was asked for, or the one that matters. */
  readonly metric: MetricName;
  /** The metric that matters. */
  readonly mainMetric: MainMetric;
  /** It on new data. */
  readonly main: MetricInterval | undefined;
  /**
   * The metric on new data. Of accuracy an example with a label that gets no prediction, or is of an unknown class, is wrong.
   * `undefined` if it is not defined, such as R² of targets that are all the same.
   */
  readonly now: MetricInterval | undefined;
  /** What the metrics beside are of: the test of training, or all rows out of fold. */
  readonly by: "test" | "validation";
  /** The metric on these; `undefined` if the run has none. */
  readonly then: MetricInterval | undefined;
  readonly difference: IndependentDifference | undefined;
  /** Every metric on the examples that can be judged. */
  readonly metrics: readonly MetricPair[];
  /** How many examples these are; `undefined` if there are none. */
  readonly tested: number | undefined;
  /** Whether rows belong together: intervals are then over groups of them. */
  readonly isGrouped: boolean;
  /** Whether the data that the model learned from was there, for every metric of its test. */
  readonly isWhole: boolean;
  readonly outcome: Outcome;
}

type Asked = NewDataSource & Pick<Evaluated, "worst" | "noun"> & {
  /** Answers a data set, with test-time augmentation if that was asked for. */
  answering(ensemble: Ensemble, data: Dataset): RecordedAnswers | Promise<RecordedAnswers>;
  /** Opens the data that the networks learned from. Without it their files alone say how good they were. */
  readonly learned?: () => Promise<Pick<OpenData, "training" | "validation" | "test" | "folded">>;
  /** Whether rows that the networks learned from are scored too. */
  readonly scoresLearned?: boolean | undefined;
  /** The metric that was asked for. */
  readonly metric?: AskedMetric | undefined;
  /** The class that F1 and average precision are of. Default: the rarer one of two */
  readonly positive?: string | undefined;
  /** What follows from the answers. */
  readonly decide?: (answers: RecordedAnswers, split: Dataset) => Promise<Decided>;
};

/**
 * Evaluates networks on new data, which is read by what their files hold of the training data; nothing is guessed anew.
 * @throws {Error} if it cannot be read, or no example can be judged
 */
export async function evaluateNewData(given: Asked): Promise<NewResult> {
  const { opened, ensemble, worst, noun, answering, learned } = given;
  const { hasColumns } = dataKindOf(given.dataset);
  const read = hasColumns ? readNewTable : readNewExamples;
  const { split, facts: names, locations, wrong, ...found } = await read(given);
  const { positive } = given;
  const meaning = { ...answersOf(opened, ensemble), classes: names.classes, positive };
  const answers = await answering(ensemble, split);
  const known = await summaryOf(opened);
  const before = await learned?.().catch(() => undefined);
  if (before !== undefined && hasColumns && !given.scoresLearned) {
    const learned = opened.some(({ network }) => isRefitted(network))
      ? [before.training, before.test]
      : [before.training];
    checkNew(given, learned, split);
  }
  const by = before !== undefined
    ? resultSplit(before)
    : hasNoTest(known ?? {})
    ? "validation"
    : "test";
  const test = before?.[by];
  const tested = test &&
    (by === "test"
      ? await answering(measuredEnsemble(ensemble), test)
      : RecordedAnswers.of(ensembleAnswererOf(ensemble, by, before.folded), test));
  const others = tested ? measuredMetrics(tested, test, meaning) : testMetrics(known ?? {}, by);
  const { unknownClass, withoutPrediction } = found.counts;
  const { correct } = decidedEvaluation(
    evaluate(answers, split),
    meaning.decision,
    answers,
    split,
  );
  const mainMetric = correct === undefined ? "r2" : "accuracy";
  const { metric = mainMetric } = given;
  const main = correct === undefined
    ? wholeMetric(mainMetric, answers, split, meaning)
    : unknownClass + withoutPrediction === 0
    ? wholeMetric(mainMetric, answers, split, meaning)
    : strictAccuracy(answers, split, meaning, unknownClass + withoutPrediction, wrong);
  checkMetric(given.metric, split, meaning);
  const now = metric === mainMetric ? main : wholeMetric(metric, answers, split, meaning);
  if (now === undefined && given.metric !== undefined) {
    throw undefinedMetric(given.metric, "the new data");
  }
  const then = tested
    ? wholeMetric(metric, tested, test, meaning)
    : measuredOf(known ?? {}, by, metric);
  const outcome = await evaluateNetworks({
    opened,
    ensemble,
    answerer: answers,
    names,
    split: "new",
    data: split,
    worst,
    noun,
    isUserData: true,
    ...locations,
    metric: given.metric,
    positive,
    decided: await given.decide?.(answers, split) ?? {},
    answering: (networks) => answering(networks, split),
  });
  return {
    ...found,
    metric,
    mainMetric,
    main,
    now,
    then,
    difference: then && now && independentDifference(then, now),
    metrics: measuredMetrics(answers, split, meaning).map(({ name, quantity, interval }) => ({
      name,
      ...quantity !== undefined && { quantity },
      now: interval,
      then: others.find((one) => one.name === name && one.quantity === quantity)?.interval ?? null,
    })),
    by,
    tested: test?.size ?? known?.[by]?.size,
    isGrouped: split.units !== undefined,
    isWhole: test !== undefined,
    outcome,
  };
}

/** The summary of a run; `undefined` of several, or of weights alone. */
async function summaryOf(opened: readonly OpenNetwork[]): Promise<Summary | undefined> {
  const [first, ...others] = opened;
  const isRun = others.length === 0 && await holdsRun(first!.run);
  return isRun ? (await readRun(first!.run)).summary : undefined;
}

/** The metrics of a run's result that its files hold. */
function testMetrics(summary: Partial<Summary>, by: NewResult["by"]): MeasuredMetric[] {
  const known: MetricName[] = [
    ...ASKED_METRICS.filter(isInResults),
    ...summary.truth?.metrics.map(({ name }) => name) ?? [],
  ];
  return named(Object.fromEntries(known.map((name) => [name, measuredOf(summary, by, name)])));
}
