/** The verdict on a model: whether it is shown to be better than simpler ones, or one of them no worse, in a sentence. @module */

import { countText, differenceText, metricValueText, sentence, withMargin } from "./amounts.ts";
import { largestErrorRate, type PairedDifference } from "../../measure/distributions.ts";
import type { MetricInterval } from "../../measure/metric_interval.ts";
import { constantValue, decidingMetric } from "../../measure/metric_choice.ts";
import type { MeasuredAnswers } from "../../measure/metric.ts";
import { metricDifference, METRICS, metricValue } from "../../measure/metric_table.ts";
import type { MetricName } from "../../options/metric_names.ts";
import type { ExpectedOutputs } from "../../measure/row_scores.ts";

const { abs } = Math;

/** A model beside another one on the same rows. */
export interface Comparison {
  /** What is compared, see {@linkcode decidingMetric}. */
  readonly metric: MetricName;
  /** The second model's on all rows; absent where nobody needs it. */
  readonly other?: number | undefined;
  /** How many rows both answered. */
  readonly rows: number;
  /** How many of them are test rows, which no model had any part of. */
  readonly testRows: number;
  /** On all rows; above 0 where the first model is better. */
  readonly difference: PairedDifference;
  /** On the test rows alone, where there are others. */
  readonly test?: PairedDifference | undefined;
  /** So much worse is no worse. */
  readonly margin: number;
}

/** Answers to rows, of which the last are those of the test. */
export interface Evidence extends Pick<Comparison, "testRows"> {
  /** What is expected to all rows. */
  readonly expected: ExpectedOutputs;
  /** Which of all rows are answered. */
  readonly rows: Uint32Array;
  /** What models are compared by, if that was asked for. */
  readonly metric?: MetricName | undefined;
}

/**
 * The part of the way from the best constant answer to perfect answers that counts as no difference: 0.01 of R², and of two
 * classes that are equally frequent 0.007 of log loss. What is smaller is not worth a more complex model.
 */
const MARGIN = 0.01;

/**
 * Compares two models on the same rows.
 * @returns `undefined` where there are no rows, or the metric is not defined, such as R² of targets that are all the same
 */
export function compareModels(
  first: MeasuredAnswers,
  second: MeasuredAnswers,
  { expected, rows, testRows, metric: asked }: Evidence,
): Comparison | undefined {
  const metric = decidingMetric(expected, first, asked);
  const difference = metricDifference(metric, first, second, expected, rows);
  if (difference === undefined) return undefined;
  const constant = constantValue(metric, expected, rows, first.thresholds)!;
  const others = rows.length - testRows;
  const [one, other] = [first, second].map((answers) => answersFrom(answers, others, expected));
  return {
    metric,
    rows: rows.length,
    testRows,
    difference,
    other: metricValue(metric, second, expected, rows),
    ...others > 0 && testRows > 0 &&
      { test: metricDifference(metric, one!, other!, expected, rows.subarray(others)) },
    margin: MARGIN * (METRICS[metric].goal === "minimize" ? constant : 1 - constant),
  };
}

/** The answers from one row on, such as those to the test rows, which come last. */
export function answersFrom(
  { outputs, thresholds }: MeasuredAnswers,
  start: number,
  { outputs: width }: Pick<ExpectedOutputs, "outputs">,
): MeasuredAnswers {
  return {
    outputs: outputs.subarray(start * width),
    thresholds: thresholds?.map(({ from, ...threshold }) => ({
      ...threshold,
      from: typeof from === "function" ? (index) => from(start + index) : from,
    })),
  };
}

/** Whether answers are better than the best constant answer to these rows. */
export function beatsConstant(
  answers: MeasuredAnswers,
  { expected, rows, metric: asked }: Evidence,
): boolean {
  const metric = decidingMetric(expected, answers, asked);
  const value = metricValue(metric, answers, expected, rows);
  const constant = constantValue(metric, expected, rows, answers.thresholds);
  if (value === undefined || constant === undefined) return false;
  return METRICS[metric].goal === "minimize" ? value < constant : value > constant;
}

/** What a model is compared with. */
export interface Rival {
  /** Its name in a sentence: `a linear model`. */
  readonly name: string;
  /** The model's answers beside its answers. */
  readonly comparison: Comparison;
  /** What to do where it may replace the model: `ship that, with --model linear`; absent where nothing is to be done. */
  readonly advice?: string | undefined;
  /** What is kept where nothing is shown. Default: `the network` */
  readonly kept?: string | undefined;
  /** Whether it is better than a constant answer: otherwise nobody is advised to use it. Default: true */
  readonly isUseful?: boolean;
  /** Whether it does not look at the inputs: it is named where it is not beaten, or alone. */
  readonly isConstant?: boolean;
}

/**
 * What a comparison shows of the first model: `"better"`, `"worse"`, or nothing. Where the second may replace it,
 * `"noWorse"`: the second is worse by less than the margin, at 95 % confidence. What the test rows alone contradict is not shown.
 */
export type Finding = "better" | "worse" | "noWorse" | "notShown";

/** @param mayReplace whether the second model may replace the first one, since it is simpler */
export function findingOf(
  { difference: { value, plusMinus, shown }, test, margin }: Comparison,
  mayReplace = false,
): Finding {
  if (shown === "second") return test?.shown === "first" ? "notShown" : "worse";
  const isWithin = plusMinus !== null && value + plusMinus < margin;
  if (mayReplace && isWithin && test?.shown !== "first") return "noWorse";
  return shown === "first" && test?.shown !== "second" ? "better" : "notShown";
}

/**
 * The verdict by the paired differences on all rows that a model answered without learning from them.
 * @param rivals in the order of the sentences, one each; a constant answer that is beaten is named only if it is alone
 */
export function verdictOf(rivals: readonly Rival[]): string {
  const isBeaten = ({ comparison }: Rival) => findingOf(comparison) === "better";
  const named = rivals.filter((rival) => !rival.isConstant || !isBeaten(rival));
  const isKept = rivals.every((rival) => !rival.isConstant || isBeaten(rival));
  return (named.length === 0 ? rivals : named).map((rival, k) =>
    sentence(findingText(rival, k === 0, isKept))
  ).join(" ");
}

function findingText(
  { name, comparison, advice, kept = "the network", isUseful = true, isConstant = false }: Rival,
  isFirst: boolean,
  isKept: boolean,
): string {
  const { metric, rows, testRows, difference, test, margin } = comparison;
  const where = isFirst ? ` on ${rowsText(rows, testRows)}` : "";
  const isContradicted = test !== undefined && test.shown !== "neither" &&
    difference.shown !== "neither" && test.shown !== difference.shown;
  const amount = differenceText(metric, difference) + where +
    (isContradicted ? `, but ${differenceText(metric, test)} on the test rows alone` : "");
  const margins = withMargin(difference.value, difference.plusMinus) + where;
  const size = differenceText(metric, { ...difference, value: abs(difference.value) }) + where;
  const mayReplace = advice !== undefined && isUseful;
  const advised = mayReplace ? `: ${advice}` : "";
  switch (findingOf(comparison, mayReplace)) {
    case "better":
      return `better than ${name} by ${size}`;
    case "worse":
      return `worse than ${name} by ${size}${advised}`;
    case "noWorse":
      if (difference.value < 0) return `${name} is no worse (better by ${size})${advised}`;
      return `${name} is less than ${withMargin(margin, null, margin < 0.1 ? 4 : 2)} worse in ${
        METRICS[metric].label
      } (${margins})${advised}`;
    case "notShown":
      if (isConstant) {
        return `not shown to be better than ${name}${valueOfOther(comparison)} (${amount})`;
      }
      return `no difference from ${name} is shown (${amount})` +
        (mayReplace && isKept ? `; kept: ${kept}` : "");
  }
}

/** What the second model gets by the metric: `, which has an average precision of 0.065`. */
function valueOfOther({ metric, other }: Comparison): string {
  if (other === undefined) return "";
  return `, which gets ${metricValueText(metric, other)} in ${METRICS[metric].label}`;
}

function rowsText(rows: number, testRows: number): string {
  if (rows === testRows) return countText(rows, "test row");
  const all = countText(rows, "row");
  return testRows === 0 ? `${all} out of fold` : `${all}, ${testRows} of them test rows`;
}

/** A test of fewer rows is called small. */
const SMALL_TEST = 100;

/**
 * What a small test part allows, in a sentence; `undefined` for one of 100 rows or more.
 * @param test R² with its interval, where no answer is right or wrong
 * @param wrong how many answers are wrong, of classes and labels
 * @param noun what is tested
 */
export function smallTestText(
  rows: number,
  { test, wrong, noun = "row", part = "test part" }: {
    readonly test?: MetricInterval | undefined;
    readonly wrong?: number;
    readonly noun?: string;
    readonly part?: string;
  },
): string | undefined {
  if (rows >= SMALL_TEST || rows === 0) return undefined;
  const start = `The ${part} has ${countText(rows, noun)}:`;
  if (wrong !== undefined) {
    const rate = (100 * largestErrorRate(wrong, rows)).toFixed();
    const allows = wrong === 0 ? "still allows" : "allows";
    return `${start} ${wrong} of ${rows} wrong ${allows} an error of up to ${rate} %.`;
  }
  if (test?.low === undefined || test.low === null) return `${start} too few to rely on.`;
  const value = (number: number) => number.toFixed(2).replace(/^-/, "−");
  return `${start} R² ${value(test.value)} allows one as low as ${value(test.low)}.`;
}

/**
 * What out-of-fold metrics are worth.
 * @param isTimed whether folds are blocks of time
 */
export function outOfFoldNote(isTimed: boolean): string {
  const what = isTimed
    ? "Out-of-fold metrics look inside the past, where later rows train too: only the test rows lie ahead. "
    : "Out-of-fold metrics are slightly favorable: each member chose its epoch on the rows that it answers. ";
  return `${what}The spread over folds is their standard deviation and no interval.`;
}
