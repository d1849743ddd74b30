/**
 * Drift: how far new rows are from the training data, by the distributions that a model file holds.
 *
 * @module
 */

export {
  type ColumnDrift,
  type CountedPrediction,
  type Drift,
  DriftCounter,
  type DriftReading,
  LARGE_DRIFT,
  quotedDrift,
  type Shares,
  SOME_DRIFT,
} from "./drift_counter.ts";
export { featureRolesOf } from "../encode/distributions.ts";
export {
  brightnessOf,
  type Distributions,
  distributionsOf,
  meanBrightness,
  meaningOf,
  type OutputMeaning,
  parseDistributions,
} from "./distributions.ts";
