/** How good a model is beside simpler ones, and what makes that doubtful. @module */

export type { TruthMetric } from "./amounts.ts";
export { commonerAnswers, type CommonestClass, commonestClass, errorsOfMeans } from "./baseline.ts";
export { type Leak, type LeakColumn, leaksIn, leakText } from "./leaks.ts";
export {
  type CurvePoint,
  type LearningCurve,
  learningCurveOf,
  learningCurveText,
} from "./learning_curve.ts";
export { type IndependentDifference, independentDifference } from "./independent.ts";
export {
  type BaselineAnswers,
  type FoldMetric,
  type ModelAnswers,
  type Truth,
  type TruthComparison,
  type TruthDifference,
  truthOf,
  type TruthOfBaseline,
  type TruthOfComparison,
  type TruthOptions,
} from "./truth.ts";
export { type Comparison, type Rival, smallTestText, verdictOf } from "./verdict.ts";
