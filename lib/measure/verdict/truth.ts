/**
 * The truth about a model at the end of training: its metric on the test rows with an interval, out of fold with its spread,
 * simpler models beside it, a verdict. @module
 */

import { rowsOf } from "../../dataset/split.ts";
import { quoted } from "../../checks/texts.ts";
import { countText } from "./amounts.ts";
import { type PairedDifference, spreadOf } from "../distributions.ts";
import { countUnits } from "../uncertainty.ts";
import { type CurvePoint, type LearningCurve, learningCurveText } from "./learning_curve.ts";
import { type MetricInterval, metricInterval } from "../metric_interval.ts";
import { decidingMetric, rareClass, shownMetric } from "../metric_choice.ts";
import type { MeasuredAnswers, MeasuredThreshold } from "../metric.ts";
import { metricDifference, METRICS, metricValue, unitsOf } from "../metric_table.ts";
import type { MetricName } from "../../options/metric_names.ts";
import { askedMetric, METRIC_NAMES } from "../../options/metric_names.ts";
import { type ExpectedOutputs, rowScores } from "../row_scores.ts";
import { effectiveSize, meanOf, weightsOf } from "../row_weights.ts";
import {
  answersFrom,
  beatsConstant,
  compareModels,
  type Comparison,
  type Evidence,
  findingOf,
  gainsNote,
  outOfFoldNote,
  type Rival,
  smallTestText,
  verdictOf,
} from "./verdict.ts";

/** A metric out of fold. */
export interface FoldMetric {
  /** Over all rows. */
  readonly value: number;
  /** The standard deviation over the folds; `null` for one fold. */
  readonly spread: number | null;
  /** The metric of each fold. */
  readonly folds: readonly number[];
  /** The lower end of the interval at 95 % confidence, where there are no test rows; `null` if it has none. */
  readonly low?: number | null;
  /** The upper end. */
  readonly high?: number | null;
}

/** A paired difference; above 0 where the model is better. */
export type TruthDifference = Pick<PairedDifference, "value" | "plusMinus">;

/** What models are compared by, on all rows that they did not learn from: out of fold, and of the test. */
export interface TruthComparison extends Pick<Comparison, "metric" | "rows"> {
  /** So much worse in the metric counts as no worse; `null` without simpler models. */
  readonly margin: number | null;
  /** The model's. */
  readonly value: number;
  /** By how much its value is better where all folds answer, as they do new rows; absent in runs before this was measured. */
  readonly gain?: number;
}

/** A simpler model beside the model, by what they are compared by. */
export interface TruthOfComparison {
  /** Its own value. */
  readonly value: number;
  /** By how much its value is better where all folds answer, as they do new rows; absent in runs before this was measured. */
  readonly gain?: number;
  /** By how much the model is better on all rows, with half of what either gains. */
  readonly difference: TruthDifference;
  /** By how much it is better on the test rows alone, where there are others; `null` otherwise. */
  readonly test: TruthDifference | null;
}

/** A simpler model beside the model. */
export interface TruthOfBaseline {
  /** `linear`, `trees`, `constant`, `persistence` */
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
  /** The comparison that the verdict is decided by; `null` where it is not defined. */
  readonly compared: TruthOfComparison | null;
  /** The depth of trees. */
  readonly depth?: number;
  /** The rounds of trees that each fold kept. */
  readonly rounds?: readonly number[];
}

/** A metric of the model, by all that it decides. */
export interface TruthOfMetric {
  /** Which. */
  readonly name: MetricName;
  /** On the test rows; `null` where it is not defined, or there are none. */
  readonly test: MetricInterval | null;
  /** Out of fold; `null` without folds, or where it is not defined. */
  readonly outOfFold: MetricInterval | null;
}

/** A class that is rare, beside another one. */
export interface RareClass {
  /** Its name. */
  readonly name: string;
  /** The name of the other one. */
  readonly other: string;
  /** The share of its rows, by weight. */
  readonly share: number;
}

/** All of it, as plain JSON. */
export interface Truth {
  /**
   * What is measured: the metric that was asked for, or accuracy of classes and labels, average precision of a rare one of two,
   * R² of quantities.
   */
  readonly metric: MetricName;
  /** The class that is rare, of two, with the share of its rows; absent where none is. */
  readonly rare?: RareClass;
  /** Every metric of the model. */
  readonly metrics: readonly TruthOfMetric[];
  /** Over how many units intervals and ± are, where rows belong together. */
  readonly units?: number;
  /** The model's metric on the test rows; `null` where there is none. */
  readonly test: MetricInterval | null;
  /** The model's mean cost on the test rows. */
  readonly cost: number | null;
  /** How many test rows there are. */
  readonly testRows: number;
  /** The model's metric out of fold; `null` without folds. */
  readonly outOfFold: FoldMetric | null;
  /** What the verdict is decided by; `null` where it is not defined. */
  readonly compared: TruthComparison | null;
  /** Simpler models on the same rows. */
  readonly baselines: readonly TruthOfBaseline[];
  /** The sentences on leaks, and one for each simpler model; empty where there is nothing to say. */
  readonly verdict: string;
  /** The metric that decides by the number of training rows. */
  readonly curve: readonly CurvePoint[];
  /** Which metric the curve is of. Default, in runs before it was this one: `metric` */
  readonly curveMetric?: MetricName;
  /** What else there is to know, in sentences. */
  readonly notes: readonly string[];
}

/** The answers of a model: probabilities or quantities. */
export interface ModelAnswers {
  /** [all rows, outputs], each by the members that did not learn from the row */
  readonly outOfFold?: Float32Array | undefined;
  /** [test rows, outputs] */
  readonly test: Float32Array;
  /** What it decides by, for the rows out of fold and then those of the test, where mistakes have costs. */
  readonly thresholds?: readonly MeasuredThreshold[] | undefined;
  /** By how much the metric that decides is better for new rows, which all folds answer, than out of fold. Default: 0 */
  readonly gain?: number | undefined;
}

/** The answers of a simpler model. */
export interface BaselineAnswers
  extends ModelAnswers, Pick<Rival, "advice" | "kept" | "isConstant" | "isPlural" | "misses"> {
  /** Its name in files: `linear`. */
  readonly name: string;
  /** Its name in the verdict: `a linear model`. */
  readonly phrase: string;
  /** The depth of trees. */
  readonly depth?: number;
  /** The rounds of trees that each fold kept. */
  readonly rounds?: readonly number[];
}

/** Options of {@linkcode truthOf}. */
export interface TruthOptions {
  /** The rows of each fold; none without folds. */
  readonly folds?: readonly Uint32Array[];
  /** Whether folds are blocks of time. */
  readonly isTimed?: boolean;
  /** The rows of the test. */
  readonly test: Uint32Array;
  /** Simpler models, in the order of the verdict. */
  readonly baselines?: readonly BaselineAnswers[];
  /** The metric after training on fewer rows. */
  readonly curve?: LearningCurve | undefined;
  /** The sentences on the columns that give the target away, which the verdict begins with. */
  readonly leaks?: readonly string[] | undefined;
  /** The column of weights, if rows have weights of a column. */
  readonly column?: string | undefined;
  /** Sentences to add. */
  readonly notes?: readonly string[];
  /** The names of the classes. Default: their numbers */
  readonly classNames?: readonly string[] | undefined;
  /** What decides, and is shown first. Default: see {@linkcode decidingMetric} and {@linkcode shownMetric} */
  readonly metric?: MetricName | undefined;
}

/**
 * Measures a model and the simpler ones on the same rows.
 * @param expected of all rows
 */
export function truthOf(
  model: ModelAnswers,
  expected: ExpectedOutputs,
  { folds = [], test, baselines = [], curve, leaks = [], notes = [], ...more }: TruthOptions,
): Truth {
  const { isTimed = false, metric: asked, column } = more;
  const metric = shownMetric(expected, asked);
  const hasFolds = [model, ...baselines].every(({ outOfFold }) => outOfFold !== undefined);
  const outOfFoldRows = hasFolds ? folds.flatMap((rows) => [...rows]).sort((a, b) => a - b) : [];
  const rows = Uint32Array.from([...outOfFoldRows, ...test]);
  const evidence: Evidence = { expected, rows, testRows: test.length, metric: asked };
  const [own, ...others] = [model, ...baselines].map((answers) => allAnswers(answers, evidence));
  const gainOf = ({ gain = 0 }: ModelAnswers) => gain * outOfFoldRows.length / rows.length;
  const constant = others[baselines.findIndex(({ isConstant }) => isConstant)];
  const rivals = baselines.flatMap((baseline, k) => {
    const gains = [gainOf(model), gainOf(baseline)] as const;
    const comparison = compareModels(own!, others[k]!, evidence, gains);
    if (comparison === undefined) return [];
    const beside = constant && compareModels(others[k]!, constant, evidence, [gains[1], 0]);
    const isUseful = beside ? findingOf(beside) === "better" : beatsConstant(others[k]!, evidence);
    return { ...baseline, answers: others[k]!, comparison, isUseful };
  });
  const valueOf = (answers: MeasuredAnswers) =>
    metricValue(decidingMetric(expected, answers, asked), answers, expected, rows);
  /** The answers to the test, without what models decide by unless a metric was asked for. */
  const testOf = (answers: ModelAnswers, all: MeasuredAnswers): MeasuredAnswers =>
    asked === undefined
      ? { outputs: answers.test }
      : answersFrom(all, outOfFoldRows.length, expected);
  const ownTest = testOf(model, own!);
  const costOf = (answers: Float32Array) =>
    test.length === 0
      ? null
      : meanOf(rowScores(answers, expected, test).costs, weightsOf(expected, test));
  const foldMetricOf = ({ outOfFold, thresholds }: ModelAnswers) =>
    foldMetric(metric, outOfFold, asked && thresholds, expected, folds, test.length === 0);
  // The constants of the folds differ by chance, and would rank rows.
  const unranked = (answers: BaselineAnswers): ModelAnswers =>
    METRICS[metric].isRanking && answers.name === "constant"
      ? { ...answers, outOfFold: answers.outOfFold?.map(() => 0.5) }
      : answers;
  const measured = baselines.map((baseline, k): TruthOfBaseline => {
    const { name, depth, rounds, gain } = baseline;
    const other = testOf(baseline, others[k]!);
    const differenceBy = (of: MetricName) =>
      differenceOf(metricDifference(of, ownTest, other, expected, test));
    const rival = rivals.find((rival) => rival.name === name);
    return {
      name,
      outOfFold: foldMetricOf(unranked(baseline)),
      test: metricInterval(metric, other, expected, test) ?? null,
      cost: costOf(baseline.test),
      difference: differenceBy(metric),
      costDifference: differenceBy("logLoss"),
      compared: rival === undefined ? null : {
        value: valueOf(rival.answers)!,
        ...gain !== undefined && { gain },
        difference: differenceOf(rival.comparison.difference)!,
        test: differenceOf(rival.comparison.test),
      },
      ...depth && { depth },
      ...rounds && { rounds },
    };
  });
  const value = valueOf(own!);
  const { right } = rowScores(model.test, expected, test);
  // How many rows are wrong bounds no error where rows count by weight.
  const wrong = right && !expected.weights &&
    { wrong: right.reduce((sum, one) => sum - one, right.length) };
  const explained = metricInterval("r2", { outputs: model.test }, expected, test);
  const onTest = metricInterval(metric, ownTest, expected, test);
  const [first] = rivals;
  const ofUnits = unitsOf(expected, rows);
  const units = ofUnits && { units: countUnits(rows.length, ofUnits) };
  const rare = rareClass(expected);
  const nameOf = (k: number) => more.classNames?.[k] ?? String(k);
  return {
    metric,
    ...rare && {
      rare: { name: nameOf(rare.positive), other: nameOf(1 - rare.positive), share: rare.share },
    },
    metrics: metricsOf(own!, expected, outOfFoldRows, test),
    ...units,
    test: onTest ?? null,
    cost: costOf(model.test),
    testRows: test.length,
    outOfFold: foldMetricOf(model),
    compared: value === undefined ? null : {
      metric: decidingMetric(expected, own!, asked),
      rows: rows.length,
      margin: first?.comparison.margin ?? null,
      value,
      ...model.gain !== undefined && { gain: model.gain },
    },
    baselines: measured,
    verdict: [
      ...leaks,
      ...rivals.length === 0
        ? []
        : [verdictOf(rivals.map(({ phrase, ...rival }) => ({ ...rival, name: phrase })))],
    ].join(" "),
    curve: curve?.points ?? [],
    ...curve && { curveMetric: curve.metric },
    notes: [
      !units && smallTestText(test.length, { test: explained, ...wrong }),
      onTest?.reason &&
      `On the test rows ${METRICS[metric].label} has no interval: ${onTest.reason}.`,
      onTest === undefined && asked && test.length > 0 && undefinedText(asked),
      units && unitsText(units.units, rows.length),
      expected.weights && weightsText(weightsOf(expected, rows)!, column),
      model.gain !== undefined && rivals.length > 0 &&
      gainsNote(
        decidingMetric(expected, own!, asked),
        [{ ...model, phrase: "the network" }, ...baselines]
          .flatMap(({ phrase: name, gain }) => gain === undefined ? [] : { name, gain }),
      ),
      curve && learningCurveText(curve),
      ...notes,
      folds.length > 0 &&
      outOfFoldNote(isTimed, { rows: rows.length, testRows: test.length }, units !== undefined),
    ].filter((note) => typeof note === "string"),
  };
}

/** Over what errors are, where rows belong together. */
function unitsText(units: number, rows: number): string {
  return `Rows that belong together count as one: each ± and interval is based on ${
    countText(units, "group")
  }, not on ${countText(rows, "row")}.`;
}

/** By what rows count, and how many rows of equal weight they are worth. */
function weightsText(weights: Float64Array, column: string | undefined): string {
  const worth = Math.floor(effectiveSize(weights.length, weights));
  return `Metrics are weighted${column === undefined ? "" : ` by ${quoted(column)}`}: ${
    countText(weights.length, "row")
  } carry as much information as ${countText(worth, "row")} of equal weight.`;
}

/** That a metric is not defined on the test rows. */
function undefinedText(metric: MetricName): string {
  const { label, isShare } = METRICS[metric];
  return isShare
    ? `All test rows are of one class: ${label} is not defined on them.`
    : `All test rows have the same target: ${label} is not defined on them.`;
}

/** What models may be asked for, and the recall. */
const TOLD_METRICS = METRIC_NAMES.filter((name) => name === "recall" || askedMetric(name));

/** Every metric that is defined. */
function metricsOf(
  own: MeasuredAnswers,
  expected: ExpectedOutputs,
  outOfFold: readonly number[],
  test: Uint32Array,
): TruthOfMetric[] {
  const onTest = answersFrom(own, outOfFold.length, expected);
  const outside = { ...own, outputs: own.outputs.subarray(0, outOfFold.length * expected.outputs) };
  return TOLD_METRICS.flatMap((name): TruthOfMetric[] => {
    const [one, other] = [
      metricInterval(name, onTest, expected, test) ?? null,
      metricInterval(name, outside, expected, outOfFold) ?? null,
    ];
    return one === null && other === null ? [] : [{ name, test: one, outOfFold: other }];
  });
}

/** A model's answers to all rows: out of fold, where all models have these, and then to the test. */
function allAnswers(
  { outOfFold, test, thresholds }: ModelAnswers,
  { expected: { outputs: width }, rows, testRows }: Evidence,
): MeasuredAnswers {
  const outputs = new Float32Array(rows.length * width);
  const others = rows.subarray(0, rows.length - testRows);
  if (others.length > 0) outputs.set(rowsOf(outOfFold!, width, others));
  outputs.set(test, others.length * width);
  return { outputs, thresholds };
}

function differenceOf(difference: PairedDifference | undefined): TruthDifference | null {
  if (difference === undefined) return null;
  const { value, plusMinus } = difference;
  return { value, plusMinus };
}

/** The metric of all rows, and of each fold by itself; `null` without folds, or where a fold has none. */
function foldMetric(
  metric: MetricName,
  outOfFold: Float32Array | undefined,
  thresholds: readonly MeasuredThreshold[] | undefined,
  expected: ExpectedOutputs,
  folds: readonly Uint32Array[],
  hasInterval: boolean,
): FoldMetric | null {
  if (outOfFold === undefined || folds.length === 0) return null;
  const intervalOf = (rows: Uint32Array) =>
    metricInterval(
      metric,
      {
        outputs: rowsOf(outOfFold, expected.outputs, rows),
        thresholds: thresholds?.map(({ from, ...threshold }) => ({
          ...threshold,
          from: typeof from === "function" ? (index) => from(rows[index]!) : from,
        })),
      },
      expected,
      rows,
    );
  const found = intervalOf(Uint32Array.from(folds.flatMap((rows) => [...rows])));
  const values = folds.flatMap((rows) => intervalOf(rows)?.value ?? []);
  if (found === undefined || values.length < folds.length) return null;
  const { value, low, high } = found;
  return { value, spread: spreadOf(values).sd, folds: values, ...hasInterval && { low, high } };
}
