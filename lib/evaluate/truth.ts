/**
 * The truth about a model at the end of training: its metric on the test rows with an interval, out of fold with its spread,
 * simpler models beside it, a verdict. @module
 */

import type { TruthMetric } from "./amounts.ts";
import { spreadOf } from "./spread.ts";
import { type CurvePoint, type LearningCurve, learningCurveText } from "./learning_curve.ts";
import { type MetricInterval, metricInterval } from "./metric_interval.ts";
import { compareAnswers, type Comparison, type PairedDifference } from "./paired.ts";
import { type ExpectedOutputs, rowScores } from "./row_scores.ts";
import { OUT_OF_FOLD_NOTE, smallTestText, verdictOf } from "./verdict.ts";

/** A metric out of fold. */
export interface FoldMetric {
  /** Over all rows. */
  readonly value: number;
  /** The standard deviation over the folds; `null` for one fold. */
  readonly spread: number | null;
  /** The metric of each fold. */
  readonly folds: readonly number[];
}

/** A paired difference on the test rows. */
export interface TruthDifference {
  /** Above 0 where the model is better. */
  readonly value: number;
  /** Half the width of the 95 % interval; `null` where there are too few rows for one. */
  readonly plusMinus: number | null;
}

/** A simpler model beside the model. */
export interface TruthOfBaseline {
  /** `linear`, `trees`, `constant` */
  readonly name: string;
  /** Its metric out of fold, on the same folds; `null` where there is none. */
  readonly outOfFold: FoldMetric | null;
  /** Its metric on the test rows; `null` where there is none. */
  readonly test: MetricInterval | null;
  /** Its mean cost on the test rows: log loss, or half the squared error; `null` without test rows. */
  readonly cost: number | null;
  /** By how much the model's metric is better on the test rows, and ± at 95 %. */
  readonly difference: TruthDifference | null;
  /** By how much the model's cost is lower on the test rows; `null` of quantities, whose cost goes with R². */
  readonly costDifference: TruthDifference | null;
  /** The rounds of trees that each fold kept. */
  readonly rounds?: readonly number[];
}

/** All of it, as plain JSON. */
export interface Truth {
  /** What is measured: accuracy of classes and labels, R² of quantities. */
  readonly metric: TruthMetric;
  /** The model's metric on the test rows; `null` where there is none. */
  readonly test: MetricInterval | null;
  /** The model's mean cost on the test rows. */
  readonly cost: number | null;
  /** How many test rows there are. */
  readonly testRows: number;
  /** The model's metric out of fold; `null` without folds. */
  readonly outOfFold: FoldMetric | null;
  /** Simpler models on the same rows. */
  readonly baselines: readonly TruthOfBaseline[];
  /** A sentence; empty where there is nothing to compare on test rows. */
  readonly verdict: string;
  /** The metric by the number of training rows. */
  readonly curve: readonly CurvePoint[];
  /** What else there is to know, in sentences. */
  readonly notes: readonly string[];
}

/** The answers of a model: probabilities or quantities. */
export interface ModelAnswers {
  /** [all rows, outputs], each by the members that did not learn from the row */
  readonly outOfFold?: Float32Array | undefined;
  /** [test rows, outputs] */
  readonly test: Float32Array;
}

/** The answers of a simpler model. */
export interface BaselineAnswers extends ModelAnswers {
  /** Its name in files: `linear`. */
  readonly name: string;
  /** Its name in the verdict: `a linear model`. */
  readonly phrase: string;
  /** What to do where the model is not shown to be better. */
  readonly advice?: string | undefined;
  /** Whether it does not look at the inputs: the verdict names it where it is not beaten, or alone. */
  readonly isConstant?: boolean;
  /** The rounds of trees that each fold kept. */
  readonly rounds?: readonly number[];
}

/** Options of {@linkcode truthOf}. */
export interface TruthOptions {
  /** The rows of each fold; none without folds. */
  readonly folds?: readonly Uint32Array[];
  /** The rows of the test. */
  readonly test: Uint32Array;
  /** Simpler models, in the order of the verdict. */
  readonly baselines?: readonly BaselineAnswers[];
  /** The metric after training on fewer rows. */
  readonly curve?: LearningCurve | undefined;
  /** Sentences to add, such as those on leaks. */
  readonly notes?: readonly string[];
}

/**
 * Measures a model and the simpler ones on the same rows.
 * @param expected of all rows
 */
export function truthOf(
  model: ModelAnswers,
  expected: ExpectedOutputs,
  { folds = [], test, baselines = [], curve, notes = [] }: TruthOptions,
): Truth {
  const metric = expected.problem.hasAccuracy ? "accuracy" : "r2";
  const rivals: (BaselineAnswers & { readonly comparison: Comparison })[] = [];
  const measured = baselines.map((baseline): TruthOfBaseline => {
    const comparison = compareAnswers(model.test, baseline.test, expected, test);
    if (comparison !== undefined) rivals.push({ ...baseline, comparison });
    const { name, rounds } = baseline;
    return {
      name,
      outOfFold: foldMetric(baseline.outOfFold, expected, folds),
      test: metricInterval(baseline.test, expected, test) ?? null,
      cost: meanOf(rowScores(baseline.test, expected, test).costs),
      difference: differenceOf(comparison?.metric),
      costDifference: differenceOf(comparison?.cost),
      ...rounds && { rounds },
    };
  });
  const result = metricInterval(model.test, expected, test);
  const { right, costs } = rowScores(model.test, expected, test);
  const wrong = right && { wrong: right.reduce((sum, one) => sum - one, right.length) };
  const named = rivals.map(({ phrase, ...rival }) => ({ ...rival, name: phrase }));
  return {
    metric,
    test: result ?? null,
    cost: meanOf(costs),
    testRows: test.length,
    outOfFold: foldMetric(model.outOfFold, expected, folds),
    baselines: measured,
    verdict: verdictOf(metric, named),
    curve: curve?.points ?? [],
    notes: [
      smallTestText(test.length, { test: result, ...wrong }),
      curve && learningCurveText(curve),
      ...notes,
      folds.length > 0 && OUT_OF_FOLD_NOTE,
    ].filter((note) => typeof note === "string"),
  };
}

/** `null` of no values. */
function meanOf(values: Float64Array): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function differenceOf(difference: PairedDifference | undefined): TruthDifference | null {
  if (difference === undefined) return null;
  const { value, plusMinus } = difference;
  return { value, plusMinus };
}

/** The metric of all rows, and of each fold by itself; `null` without folds, or where a fold has none. */
function foldMetric(
  outOfFold: Float32Array | undefined,
  expected: ExpectedOutputs,
  folds: readonly Uint32Array[],
): FoldMetric | null {
  if (outOfFold === undefined || folds.length === 0) return null;
  const { outputs } = expected;
  const valueOf = (rows: Uint32Array) => {
    const answers = new Float32Array(rows.length * outputs);
    rows.forEach((row, r) =>
      answers.set(outOfFold.subarray(row * outputs, (row + 1) * outputs), r * outputs)
    );
    return metricInterval(answers, expected, rows)?.value;
  };
  const value = valueOf(Uint32Array.from(folds.flatMap((rows) => [...rows])));
  const values = folds.flatMap((rows) => valueOf(rows) ?? []);
  if (value === undefined || values.length < folds.length) return null;
  return { value, spread: spreadOf(values).sd, folds: values };
}
