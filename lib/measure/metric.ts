/** What a metric is: one entry has all that differs from one metric to another, and whoever shows or compares answers reads it. @module */

import type { MetricName } from "../options/metric_names.ts";
import type { ExpectedOutputs } from "./row_scores.ts";

/** From which probability on the answer is yes, and what mistakes cost; a `DecisionThreshold` is one. */
export interface MeasuredThreshold {
  /** What a yes to a row that is none costs. */
  readonly falseAlarm: number;
  /** What a no to a row that is one costs. */
  readonly miss: number;
  /** The index of the output: the class to find, or the label. */
  readonly positive: number;
  /** The least probability of a yes, `null` for never; or one for each row, by its index among the answered rows. */
  readonly from: number | null | ((index: number) => number);
}

/** The answers of a model to some rows. */
export interface MeasuredAnswers {
  /** [rows, outputs] Probabilities or quantities. */
  readonly outputs: Float32Array;
  /** The threshold of the class to find, or of each label. Default: the most probable class, and yes from ½ on */
  readonly thresholds?: readonly MeasuredThreshold[] | undefined;
}

/** A metric of answers: a mean over rows, or what moves as one. */
export interface Metric {
  /** Its name in a sentence: `log loss`. */
  readonly label: string;
  /** Its name in a heading, and in a sentence on charts. Default: the label */
  readonly short?: string;
  /** What rows are that it counts, over a column: `right`. Default: its name */
  readonly counted?: string;
  /** How to read its curve, and which way is better. */
  readonly hint: string;
  /** How a value is written: in percent, with four decimals, or with four digits. */
  readonly print: "percent" | "decimals" | "digits";
  /** Its key and its words in the results of a run and of a sweep. Default: its name, and that in a heading */
  readonly result?: { readonly key: string; readonly words: string };
  /** Whether a run's results have it in any case. Default: false */
  readonly isInResults?: boolean;

  /**
   * What it measures: classes and labels; classes, or a single label; two classes, or a single label; labels; classes and labels
   * with costs of mistakes; quantities.
   */
  readonly of: "classes" | "one of classes" | "two classes" | "labels" | "costs" | "quantities";
  /** Whether it is of how rows are ranked, whatever the threshold. Default: false */
  readonly isRanking?: boolean;
  /** Which way is better. */
  readonly goal: "minimize" | "maximize";
  /** Whether it is a share, from 0 to 1. */
  readonly isShare: boolean;
  /** Whether it has a unit of its own, or is in a mix of units, which nobody reads. Default: it has no unit */
  readonly unit?: "own" | "mixed";
  /** Whether outputs have to be probabilities. Default: false */
  readonly needsProbabilities?: boolean;
  /** Which metric it is with more than two classes, where that one is shown. */
  readonly withMoreClasses?: MetricName;
  /**
   * How the interval of rows by themselves is made, see {@linkcode metricInterval}: of counts, of the logit, as of a share, of a
   * mean from 0 up, of 1 less a ratio, or of the root of such a mean.
   */
  readonly interval: "counts" | "logit" | "share" | "mean" | "ratio" | "root";
  /**
   * Whether its uncertainty depends on how many rows each class has, which have to be enough: because they weigh the rows, or
   * though they do not. Default: it does not
   */
  readonly rowsOfClasses?: "weigh" | "matter";

  /**
   * What each row adds, [rows]: the metric is the mean, by weight if rows have weights, and the deviation gives its standard error. Of a metric that is no
   * mean over rows it is the metric, and the row's influence on it.
   * @param expected of all rows
   * @param rows which of all rows are answered
   * @returns `undefined` where the metric is not defined, such as log loss of quantities
   */
  rowValues(
    answers: MeasuredAnswers,
    expected: ExpectedOutputs,
    rows: ArrayLike<number>,
  ): Float64Array | undefined;
  /** How much too high the metric is on average on so many rows. Default: 0 */
  biasOf?(
    answers: MeasuredAnswers,
    expected: ExpectedOutputs,
    rows: ArrayLike<number>,
  ): number;
  /** The constant answer that is best. Default: the mean of the rows */
  readonly constant?: {
    /** What it is of quantities. */
    readonly noun?: "median";
    /** [outputs] The answer, or `undefined` where it is the mean. */
    of(expected: ExpectedOutputs, rows: ArrayLike<number>): Float32Array | undefined;
  };
}
