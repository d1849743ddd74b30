/**
 * What a network is made of: types for functions of your own, optimizers, penalties and dropout.
 *
 * @module
 */

export type { ElementwiseActivation } from "./elementwise.ts";
export { type Cost, COST_VERSION, costOfVersion } from "./costs.ts";
export { Dropout, type DropoutOptions } from "./dropout.ts";
export { metadataOf, type NetworkDetails } from "./file.ts";
export { type Initializer, suitedInitializers } from "./initializers.ts";
export { Optimizer, type OptimizerMemory } from "./optimizer.ts";
export type { MakeRule, OptimizerOptions } from "./optimizers.ts";
export { assign, parameterCount, type Parameters, weightCount } from "./parameters.ts";
export type { Penalties } from "./regularization.ts";
export { exp } from "../numerics/elementary.ts";
