/** The options of a network: how it is made, finds a gradient and learns; and their checks. @module */

import { named } from "../checks/meant.ts";
import { checkNames } from "../checks/texts.ts";
import { type Defaults, type WithDefaults, withDefaults } from "../checks/options.ts";
import { createEngine } from "../engine/create.ts";
import type { Activation, Cost, Engine } from "../engine/engine.ts";
import type { QuantityScale } from "../problem/quantities.ts";
import { type FeatureScale, Standardization } from "../numerics/standardization.ts";
import { type ActivationName, activations } from "./activations.ts";
import { type CostName, costNamed, costProblem, softmaxProblem } from "./costs.ts";
import type { Dropout } from "./dropout.ts";
import { type Initializer, type InitializerName, initializers } from "./initializers.ts";
import type { Optimizer } from "./optimizers.ts";
import type { Penalties } from "./batch.ts";

/** Options of a network. */
export interface NetworkOptions {
  /** The seed of all randomness: a whole number from 0 to 2⁵³ − 1. Default: 1. */
  seed?: number;
  /** The activation function of the hidden layers, or its name. Default: `"sigmoid"`. */
  activation?: Activation | ActivationName;
  /** The activation function of the outputs, or its name. Default: the activation of the hidden layers. */
  outputActivation?: Activation | ActivationName;
  /** The cost function, or its name. Default: `"quadratic"`. */
  cost?: Cost | CostName;
  /** How weights and biases are drawn, or its name. Default: `"standardNormal"`. */
  initializer?: Initializer | InitializerName;
  /** The name of each class, in the order of the outputs. Default: the classes of the first data that the network learns from. */
  classNames?: readonly string[];
  /** The standardization of inputs. Default: the standardization of the first data that the network learns from. */
  standardization?: FeatureScale;
  /** What the outputs stand for. Default: the scale of the quantities of the first data that the network learns from. */
  quantities?: readonly QuantityScale[];
  /** What runs the loops. Default: the fastest that runs here; all keep the numerics contract. */
  engine?: Engine;
  /** Called when the default engine is the slow reference, because WebAssembly does not run here. */
  onWarning?: (message: string) => void;
}

const NETWORK_DEFAULTS = {
  seed: 1,
  activation: "sigmoid",
  outputActivation: undefined, // that of the hidden layers
  cost: "quadratic",
  initializer: "standardNormal",
  classNames: undefined,
  standardization: undefined,
  quantities: undefined,
  engine: undefined, // the fastest that runs here
  onWarning: undefined,
} as const satisfies Defaults<NetworkOptions>;

const SIZES_FIRST = "the sizes come first: new Network([784, 30, 10])";
const OF_TRAIN = "it is an option of `train`";

/** Options that other libraries give their networks, and where each is here, as the end of an error. */
const MISPLACED = {
  sizes: SIZES_FIRST,
  layers: SIZES_FIRST,
  hidden: SIZES_FIRST,
  units: SIZES_FIRST,
  optimizer: OF_TRAIN,
  learningRate: OF_TRAIN,
  lr: OF_TRAIN,
  epochs: OF_TRAIN,
  batchSize: OF_TRAIN,
  dropout: OF_TRAIN,
  l2: OF_TRAIN,
} as const;

/**
 * Checks what a network is made of, and fills in the defaults.
 * @throws {RangeError} if `sizes` has fewer than two layers, a size is not a whole number from 1 up, or there is no
 * function of a name
 * @throws {TypeError} if an option does not exist, or two of them do not fit each other or the sizes
 */
export function networkParts(sizes: readonly number[], given: NetworkOptions) {
  const options = withDefaults("make a network", given, NETWORK_DEFAULTS, MISPLACED);
  if (
    !Array.isArray(sizes) || sizes.length < 2 ||
    !sizes.every((size) => Number.isSafeInteger(size) && size > 0)
  ) {
    throw new RangeError(
      `Cannot make a network of sizes [${sizes}]: expected two or more whole numbers from 1 up; for example [784, 30, 10]`,
    );
  }
  const { seed, classNames, onWarning } = options;
  const activation = named("activation", activations, options.activation);
  const outputActivation = named("activation", activations, options.outputActivation ?? activation);
  const cost = costNamed(options.cost);
  const mismatch = costProblem(cost, outputActivation) ??
    softmaxProblem(outputActivation, sizes.at(-1)!);
  if (mismatch !== undefined) throw new TypeError(`Cannot make a network: ${mismatch}`);
  const initializer = named("initializer", initializers, options.initializer);
  const engine = options.engine ?? createEngine("auto", onWarning && { onWarning });
  const [inputs, outputs] = [sizes[0]!, sizes.at(-1)!];
  if (classNames !== undefined) checkNames("classNames", classNames, outputs === 1 ? 2 : outputs);
  const standardization = options.standardization && new Standardization(options.standardization);
  const means = standardization?.means.length ?? inputs;
  if (means !== inputs) {
    throw new TypeError(
      `Cannot use ${means} means for standardization: expected ${inputs}, one for each input`,
    );
  }
  const { quantities } = options;
  if (quantities !== undefined && quantities.length !== outputs) {
    throw new TypeError(
      `Cannot use ${quantities.length} quantities: expected ${outputs}, one for each output`,
    );
  }
  const functions = { activation, outputActivation, cost, initializer };
  return { ...functions, seed, engine, classNames, standardization, quantities };
}

/** Options for computing the gradient of a mini-batch. */
export interface BackpropOptions {
  /** The units to leave out. Default: none. */
  dropout?: Dropout | undefined;
  /** The number of the epoch, counted from 1; only dropout uses it. */
  epoch?: number;
}

/** Options for learning from a mini-batch. */
export interface UpdateOptions extends Penalties, BackpropOptions {
  /** How a gradient becomes a step. Default: plain stochastic gradient descent. */
  optimizer?: Optimizer;
  /** The largest norm of the gradient, penalties included; a longer one is scaled down. Default: Infinity. */
  clipNorm?: number;
  /**
   * The largest norm of a unit's incoming weights after a step; a longer vector is scaled down (Srivastava,
   * Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, section 5.1). Default: Infinity.
   */
  maxNorm?: number;
}

/** What the options are if they are left out. */
export const BACKPROP_DEFAULTS = {
  dropout: undefined,
  epoch: undefined,
} as const satisfies Defaults<BackpropOptions>;

/** What the options are if they are left out. */
export const UPDATE_DEFAULTS = {
  ...BACKPROP_DEFAULTS,
  optimizer: undefined, // plain steps, without an object for them
  clipNorm: Infinity,
  maxNorm: Infinity,
  l1: 0,
  l2: 0,
} as const satisfies Defaults<UpdateOptions>;

/** Options for learning from a mini-batch, with what is left out. */
export type FilledUpdate = WithDefaults<UpdateOptions, typeof UPDATE_DEFAULTS>;
