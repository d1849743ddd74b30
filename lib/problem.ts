/**
 * What is learned: the class of an example, any number of labels, or quantities. Each is an object that owns what depends
 * on it in training, evaluation and answers; nothing else asks which it is. @module
 */

import { classification } from "./problem/classification.ts";
import type { AnswerFacts, Problem, ProblemName } from "./problem/contract.ts";
import { multiLabel } from "./problem/multi_label.ts";
import { regression } from "./problem/regression.ts";

export type {
  Answer,
  AnswerFacts,
  ExpectedAnswers,
  Interval,
  Problem,
  ProblemMetrics,
  ProblemName,
  Scorer,
} from "./problem/contract.ts";
export { classification, multiLabel, regression };

/** All problems by name. */
export const problems: { readonly [Name in ProblemName]: Problem } = {
  classification,
  multiLabel,
  regression,
};

/** The problem whose default functions these are; otherwise classification. */
export function problemWith(
  { cost, outputActivation }: { readonly cost: string; readonly outputActivation: string | null },
): Problem {
  const hasThese = ({ defaults }: Problem) =>
    defaults.cost === cost && defaults.outputActivation === outputActivation;
  return Object.values(problems).find(hasThese) ?? classification;
}

/** The problem of a config's `dataset.kind`, or of a table's target. */
export function problemOfKind(kind: Problem["kind"]): Problem {
  return Object.values(problems).find((problem) => problem.kind === kind)!;
}

/** What the outputs of a network stand for. */
export interface OutputFacts extends AnswerFacts {
  /** The name of each label, if an example may have several. */
  readonly labels?: readonly string[] | undefined;
  /** The name of each class. */
  readonly classNames?: readonly string[] | undefined;
}

/** The problem that outputs belong to, where no config names it: outputs that are not probabilities are quantities. */
export function problemOfOutputs(
  { labels, classNames, quantities, intervals, areProbabilities }: OutputFacts,
): Problem {
  if (labels !== undefined) return multiLabel;
  if (classNames !== undefined) return classification;
  const areClasses = areProbabilities && (quantities ?? intervals) === undefined;
  return areClasses ? classification : regression;
}
