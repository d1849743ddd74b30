/**
 * Probabilities that are acted on: thresholds by what mistakes cost, sets of classes, and how well probabilities hold.
 *
 * @module
 */

export { classScores, classSet, conformalBound } from "./conformal.ts";
export { crossFit } from "./cross_fit.ts";
export { fitTemperature, temper } from "./temperature.ts";
export {
  costOf,
  expectedThreshold,
  fitThreshold,
  type MistakeCosts,
  type Mistakes,
  mistakesAt,
} from "./threshold.ts";
