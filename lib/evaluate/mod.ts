/**
 * What a network gets right and wrong, and how far its probabilities can be trusted.
 *
 * @module
 */

export { type ClassEvaluation, ofClasses, scoreOf } from "../evaluate.ts";
export { deadUnits, type NetworkLayers, type Relevance, relevanceOf } from "./activations.ts";
export { commonerAnswers, type CommonestClass, commonestClass, errorsOfMeans } from "./baseline.ts";
export {
  type Doubts,
  doubtsOf,
  doubtsText,
  isUnsure,
  MIN_CONFIDENCE,
  MIN_MARGIN,
  NOVEL_TEXT,
  UNSURE_TEXT,
} from "./confidence.ts";
export { disagreementOf, type Spread, spreadOf } from "./diversity.ts";
export { intervalsOf, parseIntervals, type PredictionIntervals } from "./intervals.ts";
export { matchClasses } from "./match_classes.ts";
export { type EvaluationMetadata, parseMetadata } from "./metadata.ts";
export {
  type Calibration,
  calibration,
  type ClassAverages,
  classAverages,
  type ClassMetrics,
  classMetrics,
  type ConfidenceBin,
  wilsonInterval,
} from "./metrics.ts";
export { NoveltyDetector, type NoveltyFile } from "./novelty.ts";
export { outputsFor, predictDataset, type Predictions, worstMistakes } from "./predictions.ts";
export {
  type FeatureRange,
  type Importance,
  type ImportanceOptions,
  type Importances,
  permutationImportance,
} from "./permutation_importance.ts";
export { precisionRecallCurve, type RankingCurve, rocCurve } from "./ranking.ts";
export {
  type Histogram,
  histogramOf,
  magnitudeQuantile,
  outgoingNorms,
} from "./weight_statistics.ts";
