/**
 * The parts of a network: optimizers, penalties, dropout, and types for your own functions.
 *
 * @module
 */

export { type ElementwiseActivation, suitedInitializers } from "./activations.ts";
export type { CostAlias } from "./costs.ts";
export type { Cost } from "../engine/engine.ts";
export { Dropout, type DropoutOptions } from "./dropout.ts";
export { metadataOf, type NetworkDetails } from "./weights.ts";
export type { Initializer } from "./initializers.ts";
export {
  type MakeRule,
  Optimizer,
  type OptimizerMemory,
  type OptimizerOptions,
} from "./optimizers.ts";
export { assign, parameterCount, type Parameters, weightCount } from "./parameters.ts";
export type { Penalties } from "./batch.ts";
export { exp } from "../numerics/elementary.ts";
