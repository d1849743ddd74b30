/**
 * What a network is made of: types for functions of your own, optimizers, penalties and dropout.
 *
 * @module
 */

export type { ElementwiseActivation } from "./activations.ts";
export { type Cost, COST_VERSION, costOfVersion } from "./costs.ts";
export { Dropout, type DropoutOptions } from "./dropout.ts";
export { metadataOf, type NetworkDetails } from "./weights.ts";
export { type Initializer, suitedInitializers } from "./initializers.ts";
export {
  type MakeRule,
  Optimizer,
  type OptimizerMemory,
  type OptimizerOptions,
} from "./optimizers.ts";
export { assign, parameterCount, type Parameters, weightCount } from "./parameters.ts";
export type { Penalties } from "./batch.ts";
export { exp } from "../numerics/elementary.ts";
