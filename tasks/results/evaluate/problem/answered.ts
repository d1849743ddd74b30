/** A model's answers to a split, by its problem: what `evaluate`, reports and pages on new data describe. @module */

import type { Dataset } from "../../../../lib/dataset.ts";
import type { Candidate } from "../../../../lib/ensemble/recorded.ts";
import {
  type ClassEvaluation,
  type Classifier,
  evaluate,
  ofClasses,
} from "../../../../lib/evaluate.ts";
import type { AskedMetric } from "../../../../lib/options/metric_names.ts";
import { type Calibration, calibration } from "../../../../lib/measure/metrics.ts";
import type { Importances } from "../../../../lib/measure/permutation_importance.ts";
import type { Predictions } from "../../../../lib/evaluate/predictions.ts";
import { expectedOf } from "../../../../lib/measure/row_scores.ts";
import type { ProblemName } from "../../../../lib/problem/contract.ts";
import type { TableDescription } from "../../../../lib/table/columns/columns.ts";
import { type Decision, labelThresholds } from "../../../../lib/table/decide/decide.ts";
import {
  type DecidedEvaluation,
  decidedEvaluation,
} from "../../../../lib/table/decide/evaluation.ts";
import type { ModelExplanation } from "../../../../lib/table/model/explain.ts";
import {
  firstNetworkOf,
  parametersOf,
  type TrainedModel,
} from "../../../../lib/table/folds/networks.ts";
import type { ExampleLocations } from "../../../data/source.ts";
import type { OpenData } from "../../../data/open_data.ts";
import { thresholdsOf } from "../../../run/decided.ts";
import { resultOf } from "../../../run/result.ts";
import type { AnsweredFrom, QuantityResult, Result } from "../../../run/run_folder.ts";
import { shownAs } from "../../problem/metrics.ts";
import type { ResultOf } from "../../problem/results.ts";
import type { Decided } from "../decisions.ts";
import { columnImportance } from "../importance.ts";
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
  readonly table: TableDescription | undefined;
  /** The importance of each column of a table; absent if it was not computed. */
  readonly importance: Importances | undefined;
  /** What the columns add to answers; absent if nobody asked, or if that takes long. */
  readonly explanation: ModelExplanation | undefined;
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
  /** Whether a text of a column may be shown. Default: all may */
  readonly mayShow?: (column: string, text: string) => boolean;
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
  extends Omit<Facts<Result>, "evaluation" | "activation" | "table" | "importance" | "thresholds"> {
  /** What answers to the split. */
  readonly answerer: Candidate;
  /** What answers to new rows: the importance of columns is for all rows alike. */
  readonly model: Classifier;
  /** The networks in it. */
  readonly trained: readonly TrainedModel[];
  readonly names: Names;
  readonly decision: Decision | undefined;
}

/** The answers of a model, and what they are worth. */
export function answeredBy(
  { answerer, model, trained, names, decision, ...facts }: Asked,
): Answered {
  const { data } = facts;
  const parameters = trained.reduce((sum, network) => sum + parametersOf(network), 0);
  const { table } = names;
  const problem = shownAs(data);
  return {
    ...facts,
    problem,
    table,
    thresholds: thresholdsOf(decision, names),
    activation: firstNetworkOf(trained[0]!).outputActivation.name,
    importance: table && columnImportance(model, parameters, data, table, {
      ...decision,
      metric: facts.metric,
      facts: { ...names, positive: facts.positive },
    }),
    ...answersTo[problem](answerer, data, names, decision, facts),
  } as Answered;
}
