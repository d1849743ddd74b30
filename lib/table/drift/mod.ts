/**
 * Drift: how far new rows are from the training data, by the distributions that a model file holds.
 *
 * @module
 */

export {
  type ColumnDrift,
  type CountedColumn,
  type CountedPrediction,
  type Drift,
  DriftCounter,
  type DriftReading,
  LARGE_DRIFT,
  type Shares,
  SOME_DRIFT,
} from "../../measure/drift/drift_counter.ts";
export { featureRolesOf, meaningOf } from "../encode/distributions.ts";
export { quotedDrift } from "./quoted_drift.ts";
export {
  brightnessOf,
  type Distributions,
  distributionsOf,
  meanBrightness,
  type OutputMeaning,
  parseDistributions,
} from "../../measure/drift/distributions.ts";
