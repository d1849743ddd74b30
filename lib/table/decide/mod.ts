/**
 * What follows from probabilities: thresholds by what mistakes cost, and sets of classes.
 *
 * @module
 */

export { countsAny, crossFit, decisionOf, decisionProblem, fitSets, shareOf } from "./fit.ts";
export {
  boundOf,
  classSet,
  decide,
  decideLabels,
  type Decision,
  type DecisionSets,
  type DecisionThreshold,
  labelThresholds,
  namedSet,
  parseDecision,
} from "./decide.ts";
export { decidedClasses, type DecidedEvaluation, decidedEvaluation } from "./evaluation.ts";
export {
  expectedThreshold,
  fitThreshold,
  type MistakeCosts,
  mistakesAt,
  rowCosts,
} from "./threshold.ts";
