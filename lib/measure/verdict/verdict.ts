/** The verdict on a model: whether it is shown to be better than simpler ones, or one of them no worse, in a sentence. @module */

import { listText, quoted } from "../../checks/texts.ts";
import { countText, differenceText, metricValueText, sentence, withMargin } from "./amounts.ts";
import { largestErrorRate, type PairedDifference } from "../distributions.ts";
import type { MetricInterval } from "../metric_interval.ts";
import { constantValue, decidingMetric } from "../metric_choice.ts";
import type { MeasuredAnswers } from "../metric.ts";
import { metricDifference, METRICS, metricValue } from "../metric_table.ts";
import type { MetricName } from "../../options/metric_names.ts";
import type { ExpectedOutputs } from "../row_scores.ts";

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
 * @param gains by how much each is better in the metric where it answers new rows. Default: 0
 * @returns `undefined` where there are no rows, or the metric is not defined, such as R² of targets that are all the same
 */
export function compareModels(
  first: MeasuredAnswers,
  second: MeasuredAnswers,
  { expected, rows, testRows, metric: asked }: Evidence,
  gains: readonly [first: number, second: number] = [0, 0],
): Comparison | undefined {
  const metric = decidingMetric(expected, first, asked);
  const measured = metricDifference(metric, first, second, expected, rows);
  if (measured === undefined) return undefined;
  const difference = withGains(measured, gains);
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

/**
 * The difference on new rows. Out of fold is without what averaging gains there; against that, members chose their epochs, and
 * trees their rounds, on the rows that they answer out of fold. On drawn tables that flattered a network as much as it gained,
 * and no model shows by how much: so the difference is in the middle, and ± reaches what either of the two would have alone.
 */
function withGains(
  difference: PairedDifference,
  [first, second]: readonly [number, number],
): PairedDifference {
  const half = (first - second) / 2;
  if (half === 0) return difference;
  const value = difference.value + half;
  const { plusMinus: own } = difference;
  if (own === null) return { ...difference, value };
  const plusMinus = own + abs(half);
  const shown = value - plusMinus > 0 ? "first" : value + plusMinus < 0 ? "second" : "neither";
  // Where another test did not agree, nothing is shown.
  const isRefused = difference.shown === "neither" && abs(difference.value) > own;
  return { ...difference, value, plusMinus, shown: isRefused ? "neither" : shown };
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
  /** Whether its name is in the plural: `boosted trees`. Default: false */
  readonly isPlural?: boolean;
  /** The rare class that a constant answer never gives, which makes it no result. */
  readonly misses?: string | undefined;
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
  const advised = advisedOf(rivals);
  const said = named.length === 0 ? rivals : named;
  const open = advised === undefined && isKept ? said.filter(isOpen) : [];
  return [
    ...said.map((rival, k) => findingText(rival, k === 0, rival === advised)),
    ...new Set(open.map(({ kept = "the network" }) => `${kept} was kept`)),
  ].map(sentence).join(" ");
}

function mayReplace({ advice, isUseful = true }: Rival): boolean {
  return advice !== undefined && isUseful;
}

/** Whether nothing is shown of a rival that may replace the model. */
function isOpen(rival: Rival): boolean {
  return mayReplace(rival) && findingOf(rival.comparison, true) === "notShown";
}

/** The rival to ship instead: the one that is best of those shown to be better, or else the first, which is cheapest, that ties. */
function advisedOf(rivals: readonly Rival[]): Rival | undefined {
  const some = rivals.filter(mayReplace);
  const better = some.filter(({ comparison }) => findingOf(comparison, true) === "worse");
  if (better.length > 0) {
    const valueOf = ({ comparison }: Rival) => comparison.difference.value;
    return better.reduce((a, b) => valueOf(b) < valueOf(a) ? b : a);
  }
  return some.find(({ comparison }) => {
    const finding = findingOf(comparison, true);
    return finding === "noWorse" || finding === "notShown" && isTie(comparison);
  });
}

/** Whether nothing is shown and the model is not ahead by more than the margin, which a cheaper model is worth. */
function isTie({ difference: { value, plusMinus }, test, margin }: Comparison): boolean {
  return plusMinus !== null && value < margin && test?.shown !== "first";
}

function findingText(rival: Rival, isFirst: boolean, isAdvised: boolean): string {
  const { name, comparison, advice, isConstant = false, isPlural = false, misses } = rival;
  const { metric, rows, testRows, difference, test, margin } = comparison;
  const where = isFirst ? ` on ${rowsText(rows, testRows)}` : "";
  const isContradicted = test !== undefined && test.shown !== "neither" &&
    difference.shown !== "neither" && test.shown !== difference.shown;
  const amount = differenceText(metric, difference) + where +
    (isContradicted ? `, but ${differenceText(metric, test)} on the test rows alone` : "");
  const margins = withMargin(difference.value, difference.plusMinus) + where;
  const size = differenceText(metric, { ...difference, value: abs(difference.value) }) + where;
  const advised = isAdvised ? `: ${advice}` : "";
  const is = isPlural ? "are" : "is";
  const subject = isFirst ? `${rival.kept ?? "the network"} is ` : "";
  const noResult = misses === undefined
    ? ""
    : `; a model that never finds ${quoted(misses)} is useless`;
  switch (findingOf(comparison, mayReplace(rival))) {
    case "better":
      return `better than ${name} by ${size}`;
    case "worse":
      return `worse than ${name} by ${size}${advised}${noResult}`;
    case "noWorse":
      if (difference.value < 0) return `${name} ${is} no worse (better by ${size})${advised}`;
      return `${name} ${is} less than ${withMargin(margin, null, margin < 0.1 ? 4 : 2)} worse in ${
        METRICS[metric].label
      } (${margins})${advised}`;
    case "notShown":
      if (isConstant) {
        const other = valueOfOther(comparison);
        return `${subject}not measurably better than ${name}${other} (${amount})${noResult}`;
      }
      return `${subject}not measurably better than ${name} (${amount})${advised}`;
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
 * How far off the result on a few rows may be, in a sentence; `undefined` for 100 rows or more.
 * @param test R² with its interval, where no answer is right or wrong
 * @param wrong how many answers are wrong, of classes and labels
 * @param noun what is tested
 * @param part what its rows are: `test` or `new`
 */
export function smallTestText(
  rows: number,
  { test, wrong, noun = "row", part = "test" }: {
    readonly test?: MetricInterval | undefined;
    readonly wrong?: number;
    readonly noun?: string;
    readonly part?: "test" | "new";
  },
): string | undefined {
  if (rows >= SMALL_TEST || rows === 0) return undefined;
  const tested = countText(rows, `${part} ${noun}`);
  if (wrong !== undefined) {
    const mistakes = wrong === 0 ? "no mistakes" : countText(wrong, "mistake");
    const rate = (100 * largestErrorRate(wrong, rows)).toFixed();
    return `With ${mistakes} in only ${tested}, the true error could be as high as ${rate} %.`;
  }
  if (test?.low === undefined || test.low === null) {
    return `${tested} ${rows === 1 ? "is" : "are"} too few to rely on.`;
  }
  const value = (number: number) => number.toFixed(2).replace(/^-/, "−");
  return `R² is ${value(test.value)}, but with only ${tested} the true value could be as low as ${
    value(test.low)
  }.`;
}

/** Whether a note says how far off the result on a few rows may be; runs that were written before 0.2.0 have the first form. */
export function isSmallTestText(note: string): boolean {
  return /^The test part has |^With .* in only \d+ |, but with only \d+ | too few to rely on\.$/
    .test(note);
}

/** How many rows there are, and how many of them test. */
type OutOfFoldRows = Pick<Comparison, "rows" | "testRows">;

/** That differences are between what ships, and by how much that is better than out of fold: of each model, by its name. */
export function gainsNote(
  metric: MetricName,
  gains: readonly { readonly name: string; readonly gain: number }[],
): string {
  const amounts = gains.map(({ name, gain }) => `${withMargin(gain, null, 3)} for ${name}`);
  return "Differences compare the models that ship, which predict new rows with the mean over all folds. In " +
    `${METRICS[metric].label} that mean is better than a single fold by ${listText(amounts)}. ` +
    "But out-of-fold results are slightly optimistic, since members chose their epochs on the same rows. " +
    "So each difference is halfway between the two, and its ± covers both.";
}

/**
 * What out-of-fold metrics are worth.
 * @param isTimed whether folds are blocks of time
 * @param isGrouped whether rows belong together
 */
export function outOfFoldNote(
  isTimed: boolean,
  { rows, testRows }: OutOfFoldRows,
  isGrouped: boolean,
): string {
  const what = testRows === 0
    ? `Out of fold on ${
      countText(rows, "row")
    }: each was predicted only by networks that were not trained on it. The model averages all the networks, so it ` +
      `learned from all rows: it predicts new ${
        isGrouped ? "groups of rows" : "rows"
      } like these about as well, or a little better. `
    : isTimed
    ? "Out-of-fold metrics are from within the past, where networks were also trained on later rows: only the test rows lie ahead. "
    : "Out-of-fold metrics are slightly optimistic: each member chose its epoch on the rows that it predicts. ";
  return `${what}The spread over folds is a standard deviation, not an interval.`;
}
