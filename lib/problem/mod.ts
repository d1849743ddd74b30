/**
 * Problems: one class out of several, several yes-or-no labels, or quantities.
 *
 * @module
 */

export { type OutputFacts, problemOfKind, problemOfOutputs, problems } from "../problem.ts";
export { classification } from "./classification.ts";
export type {
  Answer,
  AnswerFacts,
  ExpectedAnswers,
  Problem,
  ProblemMetrics,
  ProblemName,
  Scorer,
} from "./contract.ts";
export { metricsOfEach, type QuantityMetrics } from "./errors.ts";
export { type ClassLabel, type NamedAnswer, YES_THRESHOLD } from "./answers.ts";
export { parseQuantities, quantityName, type QuantityScale } from "./quantities.ts";
export { regression } from "./regression.ts";
