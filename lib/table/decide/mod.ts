/**
 * What follows from probabilities: thresholds by what mistakes cost, and sets of classes.
 *
 * @module
 */

export { classScores, classSet, conformalBound } from "./conformal.ts";
export { crossFit } from "./cross_fit.ts";
export {
  decide,
  type Decision,
  type DecisionThreshold,
  namedSet,
  parseDecision,
} from "./decide.ts";
export { decidedClasses, type DecidedEvaluation, decidedEvaluation } from "./evaluation.ts";
export { decisionOf, decisionProblem, shareOf } from "./fit.ts";
export { decideLabels, labelThresholds } from "./labels.ts";
export {
  expectedThreshold,
  fitThreshold,
  type MistakeCosts,
  mistakesAt,
  rowCosts,
} from "./threshold.ts";
