/**
 * What is learned: the class of an example, labels of which it may have any number, or quantities. Each is an object that
 * owns what depends on it in training, evaluation and answers; nothing else asks which it is.
 *
 * @module
 */

import { classification } from "./problem/classification.ts";
import type { AnswerFacts, Problem, ProblemName } from "./problem/contract.ts";
import { multiLabel } from "./problem/multi_label.ts";
import { regression } from "./problem/regression.ts";

export type {
  Answer,
  AnswerFacts,
  Interval,
  Metric,
  Problem,
  ProblemMetrics,
  ProblemName,
  Scorer,
  Wanted,
} from "./problem/contract.ts";
export { classification, multiLabel, regression };

/** All problems by name. */
export const problems: { readonly [Name in ProblemName]: Problem } = {
  classification,
  multiLabel,
  regression,
};

/** The problem that is learned with these functions where nothing else is said; otherwise classification. */
export function problemWith(
  { cost, outputActivation }: { readonly cost: string; readonly outputActivation: string | null },
): Problem {
  const hasThese = ({ defaults }: Problem) =>
    defaults.cost === cost && defaults.outputActivation === outputActivation;
  return Object.values(problems).find(hasThese) ?? classification;
}

/** The problem of which a config's `dataset.kind`, or the target of a table, says so. */
export function problemOfKind(kind: Problem["kind"]): Problem {
  return Object.values(problems).find((problem) => problem.kind === kind)!;
}

/** What is known of the outputs of a network. */
export interface OutputFacts extends AnswerFacts {
  /** The name of each label, if an example may have several. */
  readonly labels?: readonly string[] | undefined;
  /** The name of each class. */
  readonly classNames?: readonly string[] | undefined;
}

/** The problem that outputs belong to, where no config says so: those that are no probabilities are quantities. */
export function problemOfOutputs(
  { labels, classNames, quantities, intervals, areProbabilities }: OutputFacts,
): Problem {
  if (labels !== undefined) return multiLabel;
  if (classNames !== undefined) return classification;
  const areClasses = areProbabilities && (quantities ?? intervals) === undefined;
  return areClasses ? classification : regression;
}
