/**
 * Evaluation: what a network gets right and wrong, and how far its probabilities can be trusted.
 *
 * @module
 */

export { type ClassEvaluation, ofClasses, scoreOf } from "../evaluate.ts";
export {
  commonerAnswers,
  type CommonestClass,
  commonestClass,
  errorsOfMeans,
} from "../measure/baseline.ts";
export {
  deadUnits,
  type NetworkLayers,
  type Relevance,
  relevanceOf,
} from "../measure/activations.ts";
export {
  type Doubts,
  doubtsOf,
  doubtsText,
  isUnsure,
  MIN_CONFIDENCE,
  MIN_MARGIN,
  NOVEL_TEXT,
  UNSURE_TEXT,
} from "../measure/confidence.ts";
export {
  meanDifference,
  type PairedDifference,
  type Spread,
  spreadOf,
} from "../measure/distributions.ts";
export { intervalsOf, parseIntervals, type PredictionIntervals } from "../measure/intervals.ts";
export { matchClasses } from "./match_classes.ts";
export { type EvaluationMetadata, parseMetadata } from "../measure/metadata.ts";
export {
  accuracyInterval,
  fractionInterval,
  meanInterval,
  type MetricInterval,
  metricInterval,
} from "../measure/metric_interval.ts";
export {
  bestConstant,
  constantValue,
  decidingMetric,
  metricProblem,
  type MetricUse,
  shownMetric,
} from "../measure/metric_choice.ts";
export { isInResults, resultKey, resultMetrics } from "../measure/result_metrics.ts";
export { askedMetric, METRIC_NAMES } from "../options/metric_names.ts";
export type { MeasuredAnswers, MeasuredThreshold, Metric } from "../measure/metric.ts";
export type { AskedMetric, MetricName } from "../options/metric_names.ts";
export { metricDifference, METRICS, metricValue } from "../measure/metric_table.ts";
export { positiveOf, rarerClass } from "../measure/metric/answered.ts";
export {
  type Calibration,
  calibration,
  type ClassAverages,
  classAverages,
  type ClassMetrics,
  classMetrics,
  type ConfidenceBin,
} from "../measure/metrics.ts";
export { wilsonInterval } from "../measure/uncertainty.ts";
export { type FeatureRoles, NoveltyDetector, type NoveltyFile } from "../measure/novelty.ts";
export type { NoveltyStatistics, RimColumn } from "../measure/novelty_measure.ts";
export { outputsFor, predictDataset, type Predictions, worstMistakes } from "./predictions.ts";
export {
  type FeatureRange,
  type Importance,
  type ImportanceOptions,
  type Importances,
  permutationImportance,
} from "../measure/permutation_importance.ts";
export { precisionRecallCurve, type RankingCurve, rocCurve } from "../measure/ranking.ts";
export {
  expectedOf,
  type ExpectedOutputs,
  type MetricFacts,
  type RowScores,
  rowScores,
} from "../measure/row_scores.ts";
export { type RowWeights, totalWeight } from "../measure/row_weights.ts";
export type { RowGroups, Units } from "../measure/uncertainty.ts";
export {
  type Histogram,
  histogramOf,
  magnitudeQuantile,
  outgoingNorms,
} from "../measure/weight_statistics.ts";
