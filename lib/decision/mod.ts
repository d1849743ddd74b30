/**
 * What follows from probabilities: thresholds by what mistakes cost, and sets of classes.
 *
 * @module
 */

export { classScores, classSet, conformalBound } from "./conformal.ts";
export { crossFit } from "./cross_fit.ts";
export { expectedThreshold, fitThreshold, type MistakeCosts, mistakesAt } from "./threshold.ts";
