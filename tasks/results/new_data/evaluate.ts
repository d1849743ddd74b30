/** How good a model is on new data, beside its test. @module */

import { dataKindOf } from "../../../lib/config/mod.ts";
import { type Dataset, evaluate } from "../../../mod.ts";
import { decidedEvaluation } from "../../../lib/table/decide/mod.ts";
import type { Ensemble, RecordedAnswers } from "../../../lib/ensemble/mod.ts";
import { type MetricInterval, wilsonInterval } from "../../../lib/evaluate/mod.ts";
import {
  type IndependentDifference,
  independentDifference,
} from "../../../lib/table/verdict/mod.ts";
import type { OpenData } from "../../data/open_data.ts";
import type { Decided } from "../evaluate/decisions.ts";
import { type Evaluated, evaluateNetworks, type Outcome } from "../evaluate/problem/outcome.ts";
import { answersOf } from "../predict/answers.ts";
import type { OpenNetwork } from "../../run/open_network.ts";
import { holdsRun, readRun, type Summary } from "../../run/run_folder.ts";
import { mainMetric, type MeasuredMetric, measuredMetrics, named } from "./metrics.ts";
import { readNewExamples } from "./examples.ts";
import type { NewData, NewDataSource } from "./new_data.ts";
import { readNewTable } from "./table.ts";

/** The metric that matters: of quantities R², otherwise accuracy. */
export type MainMetric = "accuracy" | "r2";

/** A metric on new data, and on the test of training. */
export interface MetricPair extends Pick<MeasuredMetric, "name" | "quantity"> {
  readonly now: MetricInterval;
  /** `null` if it is not known. */
  readonly then: MetricInterval | null;
}

/** A model on new data. */
export interface NewResult extends Omit<NewData, "split" | "facts" | "locations"> {
  readonly metric: MainMetric;
  /**
   * The metric on new data. Of accuracy an example with a label that gets no prediction, or is of an unknown class, is wrong.
   * `undefined` if R² is not defined, since the targets are all the same.
   */
  readonly now: MetricInterval | undefined;
  /** The metric on the test of training; `undefined` if the run has none. */
  readonly then: MetricInterval | undefined;
  readonly difference: IndependentDifference | undefined;
  /** Every metric on the examples that can be judged. */
  readonly metrics: readonly MetricPair[];
  /** How many examples the test of training has; `undefined` if there is none. */
  readonly tested: number | undefined;
  /** Whether the data that the model learned from was there, for every metric of its test. */
  readonly isWhole: boolean;
  readonly outcome: Outcome;
}

type Asked = NewDataSource & Pick<Evaluated, "worst" | "noun"> & {
  /** Answers a data set, with test-time augmentation if that was asked for. */
  answering(ensemble: Ensemble, data: Dataset): RecordedAnswers | Promise<RecordedAnswers>;
  /** Opens the data that the networks learned from. Without it their files alone say how good they were. */
  readonly learned?: () => Promise<Pick<OpenData, "test">>;
  /** What follows from the answers. */
  readonly decide?: (answers: RecordedAnswers, split: Dataset) => Promise<Decided>;
};

/**
 * Evaluates networks on new data, which is read by what their files hold of the training data; nothing is guessed anew.
 * @throws {Error} if it cannot be read, or no example can be judged
 */
export async function evaluateNewData(given: Asked): Promise<NewResult> {
  const { opened, ensemble, worst, noun, answering, learned } = given;
  const read = dataKindOf(given.dataset).hasColumns ? readNewTable : readNewExamples;
  const { split, facts: names, locations, ...found } = await read(given);
  const meaning = answersOf(opened, ensemble);
  const { threshold, thresholds } = meaning.decision ?? {};
  const answers = await answering(ensemble, split);
  const summary = await summaryOf(opened);
  // That of an older version has the results at one half.
  const isDecided = (threshold ?? thresholds) !== undefined;
  const known = isDecided === (summary?.decision !== undefined) ? summary : undefined;
  const test = await learned?.().then((learned) => learned.test, () => undefined);
  const tested = test && await answering(ensemble, test);
  const before = tested ? measuredMetrics(tested, test, meaning) : testMetrics(known);
  const { judged, unknownClass, withoutPrediction } = found.counts;
  const { correct } = decidedEvaluation(
    evaluate(answers, split),
    meaning.decision,
    answers,
    split,
  );
  const now = correct === undefined
    ? mainMetric(answers, split, meaning)
    : accuracyOf(correct, judged + unknownClass + withoutPrediction);
  const then = tested ? mainMetric(tested, test, meaning) : testMetric(known);
  const outcome = await evaluateNetworks({
    ...{ opened, ensemble, answerer: answers, names, split: "new", data: split, worst, noun },
    ...{ isOwn: true, explanation: undefined, ...locations },
    decided: await given.decide?.(answers, split) ?? {},
    answering: (networks) => answering(networks, split),
  });
  return {
    ...{ ...found, now, then },
    metric: correct === undefined ? "r2" : "accuracy",
    difference: then && now && independentDifference(then, now),
    metrics: measuredMetrics(answers, split, meaning).map(({ name, quantity, interval }) => ({
      ...{ name, ...quantity !== undefined && { quantity }, now: interval },
      then: before.find((one) => one.name === name && one.quantity === quantity)?.interval ?? null,
    })),
    tested: test?.size ?? known?.test?.size,
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

/** The metric that matters on a run's test; runs of older versions have an interval of accuracy alone. */
function testMetric({ truth, test, decision }: Partial<Summary> = {}): MetricInterval | undefined {
  if (truth?.test && decision === undefined) return truth.test;
  if (test === undefined) return undefined;
  if (test.accuracy !== undefined) return accuracyOf(test.correct, test.size);
  return test.r2 === null ? undefined : withoutInterval(test.r2);
}

/** The metrics of a run's test that its files hold. */
function testMetrics(summary: Partial<Summary> = {}): MeasuredMetric[] {
  const { test, truth } = summary;
  const main = testMetric(summary);
  const isClass = test?.accuracy !== undefined;
  const found = {
    [isClass ? "accuracy" : "r2"]: main,
    logLoss: isClass && truth?.cost ? withoutInterval(truth.cost) : undefined,
    mae: test?.mae === undefined ? undefined : withoutInterval(test.mae),
    rmse: test?.rmse === undefined ? undefined : withoutInterval(test.rmse),
  };
  return named(found);
}

function withoutInterval(value: number): MetricInterval {
  return { value, low: null, high: null };
}

function accuracyOf(correct: number, size: number): MetricInterval {
  const [low, high] = wilsonInterval(correct, size);
  return { value: correct / size, low, high };
}
