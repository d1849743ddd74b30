/**
 * What follows from probabilities: thresholds by what mistakes cost, and sets of classes.
 *
 * @module
 */

export { decide, decideLabels, type Decision, parseDecision } from "./decide.ts";
