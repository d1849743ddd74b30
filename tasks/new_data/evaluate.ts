/** How good a model is on new data, beside its test. @module */

import { evaluate } from "../../mod.ts";
import {
  type IndependentDifference,
  independentDifference,
  type MetricInterval,
  metricInterval,
  outputsFor,
  wilsonInterval,
} from "../../lib/evaluate/mod.ts";
import type { Evaluated, Outcome } from "../evaluate/evaluated.ts";
import { evaluateSplit } from "../evaluate/evaluate_split.ts";
import { resultOf } from "../run/result.ts";
import { holdsRun, readRun, type Result, type Summary } from "../run/run_folder.ts";
import { type NewData, type NewDataSource, readNewData } from "./read.ts";

/** The metric that matters: of quantities R², otherwise accuracy. */
export type MainMetric = "accuracy" | "r2";

/** A model on new data. */
export interface NewResult extends Pick<NewData, "counts" | "unknownClasses" | "drift" | "notes"> {
  readonly metric: MainMetric;
  /**
   * The metric on new data. Of accuracy a row with a label that gets no prediction, or is of an unknown class, is wrong.
   * `undefined` if R² is not defined, since the targets are all the same.
   */
  readonly now: MetricInterval | undefined;
  /** The metric on the test rows of training; `undefined` if the run has none. */
  readonly then: MetricInterval | undefined;
  readonly difference: IndependentDifference | undefined;
  /** On the rows that can be judged. */
  readonly result: Result;
  /** On the test rows of training. */
  readonly tested: Result | undefined;
  readonly outcome: Outcome;
  readonly hashes: NewData["hashes"];
}

type Asked = NewDataSource & Pick<Evaluated, "worst" | "noun" | "answering">;

/**
 * Evaluates networks on new data.
 * @throws {Error} if it cannot be read, or no example can be judged
 */
export async function evaluateNewData(given: Asked): Promise<NewResult> {
  const { opened, ensemble, worst, noun, answering } = given;
  const found = await readNewData(given);
  const { split, facts: data, counts, locations } = found;
  const model = await answering(ensemble);
  const result = resultOf(evaluate(model, split), data.quantities);
  const [first] = opened;
  const summary = opened.length === 1 && await holdsRun(first!.run)
    ? (await readRun(first!.run)).summary
    : undefined;
  const then = summary && testMetric(summary);
  const now = result.accuracy === undefined
    ? metricInterval(outputsFor(model, split), split, [...Array(split.size).keys()])
    : accuracyOf(result.correct, counts.judged + counts.unknownClass + counts.withoutPrediction);
  return {
    ...{ counts, result, then, now, hashes: found.hashes },
    ...{ unknownClasses: found.unknownClasses, drift: found.drift, notes: found.notes },
    metric: result.accuracy === undefined ? "r2" : "accuracy",
    tested: summary?.test,
    difference: then && now && independentDifference(then, now),
    outcome: await evaluateSplit({
      ...{ opened, ensemble, data, split, worst, noun, locations, answering },
    }),
  };
}

/** The metric of a run's test with its interval; runs of older versions have that of accuracy alone. */
export function testMetric({ truth, test }: Pick<Summary, "truth" | "test">): NewResult["then"] {
  if (truth?.test) return truth.test;
  if (test === undefined) return undefined;
  if (test.accuracy !== undefined) return accuracyOf(test.correct, test.size);
  return test.r2 === null ? undefined : { value: test.r2, low: null, high: null };
}

function accuracyOf(correct: number, size: number): MetricInterval {
  const [low, high] = wilsonInterval(correct, size);
  return { value: correct / size, low, high };
}
