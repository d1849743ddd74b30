/** A model's answers to a split, by its problem: what `evaluate`, reports and pages on new data describe. @module */

import type { Dataset } from "../../../../lib/dataset.ts";
import type { Candidate } from "../../../../lib/ensemble/recorded.ts";
import { type ClassEvaluation, evaluate, ofClasses } from "../../../../lib/evaluate.ts";
import type { AskedMetric } from "../../../../lib/options/metric_names.ts";
import { type Calibration, calibration } from "../../../../lib/measure/metrics.ts";
import type { Predictions } from "../../../../lib/evaluate/predictions.ts";
import { expectedOf } from "../../../../lib/measure/row_scores.ts";
import type { ProblemName } from "../../../../lib/problem/contract.ts";
import { type Decision, labelThresholds } from "../../../../lib/measure/decide/decide.ts";
import {
  type DecidedEvaluation,
  decidedEvaluation,
} from "../../../../lib/measure/decide/evaluation.ts";
import type { TrainedModel } from "../../../../lib/ensemble/trained_model.ts";
import type { ExampleLocations, OpenData } from "../../../data/source.ts";
import { resultOf } from "../../../run/result.ts";
import type { AnsweredFrom, QuantityResult, Result } from "../../../run/run_folder.ts";
import type { ResultOf } from "../../problem/results.ts";
import type { Section } from "../../../../lib/document/blocks.ts";
import type { Distributions } from "../../../../lib/measure/drift/distributions.ts";
import type { Chosen } from "../chosen.ts";
import type { Decided } from "../decisions.ts";
import { labelsOf, type LabelsResult, wrongAnswers } from "../labels.ts";
import { rankingOf } from "../ranking.ts";
import { predictionsOf } from "../predictions.ts";
import { type QuantityAnswers, quantityAnswers } from "../quantities.ts";

/** What is known of the answers, whatever the problem is. */
interface Facts<R extends Result> extends ExampleLocations {
  /** The word for the split, such as test or new. */
  readonly split: string;
  readonly data: Dataset;
  /** The word for an example: image or row. */
  readonly noun: string;
  /** Whether the data are the user's, and none of the catalogue's. */
  readonly isUserData: boolean;
  readonly evaluation: R;
  /** The name of the outputs' activation function. */
  readonly activation: string;
  /** What there is of rows of a table alone. */
  readonly table: TableAnswered | undefined;
  /** What the model decides by its probabilities. */
  readonly decided: Decided;
  /** The thresholds that the model answers by; none if it has none. */
  readonly thresholds: readonly AnsweredFrom[];
  /** The metric that matters, if one was asked for. */
  readonly metric?: AskedMetric | undefined;
  /** The class that F1 and average precision are of. Default: the rarer one of two */
  readonly positive?: string | undefined;
  /** How many of the worst examples are shown. */
  readonly worst: number;
  /** Whether others read it: then texts of a table that may name someone are left out. */
  readonly isForOthers?: boolean;
}

/** What answers to rows of a table have besides. */
export interface TableAnswered {
  /** The names of the columns that are predicted. */
  readonly targets: readonly string[];
  /** The names of the columns that they are predicted from. */
  readonly columns: readonly string[];
  /** The column of weights. */
  readonly weights: string | undefined;
  /** What each column adds to predictions, for programs; absent if nobody asked, or if that takes long. */
  readonly explanation: object | undefined;
  /** How much each column matters, for programs; absent if it was not computed. */
  readonly importance: object | undefined;
  /** The sections on columns. */
  sections(): (Section | undefined)[];
  /** Chosen rows with the text of their file. */
  worstRows(chosen: Chosen): Promise<WorstRows>;
}

/** Rows with the text of their file: first the line, actual and predicted values, then columns. */
export interface WorstRows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many columns are left out. */
  readonly leftOut: number;
}

interface FactsOf<Name extends ProblemName> extends Facts<ResultOf[Name]> {
  readonly problem: Name;
}

export interface ClassesAnswered extends FactsOf<"classification"> {
  readonly evaluation: ClassEvaluation & DecidedEvaluation;
  readonly classes: readonly string[];
  readonly predictions: Predictions;
  /** Absent if the outputs are not probabilities. */
  readonly calibration: Calibration | undefined;
  /** How well two classes are ranked, at every threshold; absent for more, and of rows of one class. */
  readonly ranking: ReturnType<typeof rankingOf>;
}

/** Answers of yes or no for several labels. */
export interface LabelsAnswered extends FactsOf<"multiLabel"> {
  /** The result of whole examples: one is right if all its answers are. */
  readonly evaluation: ClassEvaluation & DecidedEvaluation;
  readonly answers: LabelsResult;
  /** The worst answers. */
  readonly wrong: ReturnType<typeof wrongAnswers>;
}

export interface QuantitiesAnswered extends FactsOf<"regression"> {
  /** In the order of the outputs. */
  readonly quantities: readonly QuantityAnswers[];
}

export interface AnsweredOf {
  classification: ClassesAnswered;
  multiLabel: LabelsAnswered;
  regression: QuantitiesAnswered;
}

export type Answered = AnsweredOf[ProblemName];

/** A function of answers for each problem. */
export type OfAnswered<T, Rest extends readonly unknown[] = []> = {
  readonly [Name in ProblemName]: (answered: AnsweredOf[Name], ...rest: Rest) => T;
};

/** Calls the function for a problem. */
export function ask<
  One extends { readonly problem: ProblemName },
  T,
  Rest extends readonly unknown[],
>(
  table: {
    readonly [Name in ProblemName]: (
      one: Extract<One, { readonly problem: Name }>,
      ...rest: Rest
    ) => T;
  },
  one: One,
  ...rest: Rest
): T {
  return (table[one.problem] as unknown as (one: One, ...rest: Rest) => T)(one, ...rest);
}

type Names = Pick<OpenData, "classes" | "labels" | "quantities" | "table">;

/** What the answers to a problem have besides. */
type Found<Name extends ProblemName> =
  & Pick<AnsweredOf[Name], "evaluation">
  & Omit<AnsweredOf[Name], keyof FactsOf<Name>>;

/** The answers to data, by its problem. */
export const answersTo: {
  readonly [Name in ProblemName]: (
    answerer: Candidate,
    data: Dataset,
    names: Names,
    decision: Decision | undefined,
    asked: Pick<Asked, "worst" | "positive">,
  ) => Found<Name>;
} = {
  classification(answerer, data, { classes }, decision, { positive: named }) {
    const likeliest = predictionsOf(answerer, data);
    const { predicted, confidences, labels } = likeliest;
    const right = Array.from(predicted, (k, example) => k === labels[example]);
    const areProbabilities = answerer.predictsClasses && !confidences.some(Number.isNaN);
    const evaluation = decidedResult(answerer, data, decision);
    const predictions = decision ? predictionsOf(answerer, data, decision.threshold) : likeliest;
    const { units } = data;
    const { positive } = expectedOf(data, { classes, positive: named });
    return {
      evaluation,
      predictions,
      ranking: rankingOf(predictions, evaluation, { units, positive }),
      classes: Array.from({ length: likeliest.classes }, (_, k) => classes?.[k] ?? String(k)),
      calibration: areProbabilities
        ? calibration(confidences, right, undefined, data.weights)
        : undefined,
    };
  },
  multiLabel(answerer, data, { labels }, decision, { worst }) {
    const from = labelThresholds(decision, data.outputs);
    return {
      evaluation: decidedResult(answerer, data, decision),
      answers: labelsOf(answerer, data, labels, from),
      wrong: wrongAnswers(answerer, data, labels, worst, from),
    };
  },
  regression: (answerer, data, { quantities }) => ({
    evaluation: resultOf(evaluate(answerer, data), quantities) as QuantityResult,
    quantities: quantityAnswers(answerer, data, quantities),
  }),
};

function decidedResult(answerer: Candidate, data: Dataset, decision: Decision | undefined) {
  return ofClasses(decidedEvaluation(evaluate(answerer, data), decision, answerer, data));
}

/** What is asked of a model. */
export interface Asked
  extends Omit<Facts<Result>, "evaluation" | "activation" | "table" | "thresholds"> {
  /** What answers to the split. */
  readonly answerer: Candidate;
  /** What answers to new rows: the importance of columns is for all rows alike. */
  readonly model: Candidate;
  /** What answers to changed rows of the split, if the model learned from all rows. */
  readonly changed?: ((data: Dataset, rows: Uint32Array) => Float32Array) | undefined;
  /** The networks in it. */
  readonly trained: readonly TrainedModel[];
  readonly names: Names;
  readonly decision: Decision | undefined;
  /** How the training data are distributed, if the model's file holds it. */
  readonly distributions?: Distributions | undefined;
  /** How answers to rows of a table are explained: by as many rows as take little time, or in any case. Default: not at all */
  readonly explains?: "briefly" | "inAnyCase" | undefined;
}
