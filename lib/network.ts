/**
 * The network: what it computes, and how it learns from a mini-batch. Read it from top to bottom; the equations are
 * those of Nielsen, “Neural Networks and Deep Learning”, chapter 2.
 *
 * @module
 */

import { named } from "./checks/named.ts";
import { checkOptions, describe, type OptionNames } from "./checks/options.ts";
import { createEngine } from "./engine/create.ts";
import type { Activation, Engine, Mask } from "./engine/engine.ts";
import { type DataRows, dataRows, type Matrix, PlainRows, type Rows } from "./engine/matrix.ts";
import { activations } from "./network/activations.ts";
import { areProbabilities, costMismatch, softmaxMismatch } from "./network/compatibility.ts";
import { type Cost, costAliases, costs } from "./network/costs.ts";
import type { Dropout } from "./network/dropout.ts";
import { checkClassNames, checkStandardization, metadataOf, optionsIn } from "./network/file.ts";
import { type Initializer, initializers } from "./network/initializers.ts";
import { MISPLACED } from "./network/misplaced.ts";
import { Optimizer } from "./network/optimizer.ts";
import { type Prediction, type PredictionInputs, predictRows } from "./network/prediction.ts";
import { addPenalties, clipGradient, type Penalties } from "./network/regularization.ts";
import { networkJson, networkText } from "./network/show.ts";
import { formatWeights, parseWeights, zeros } from "./network/weights.ts";
import { Workspace } from "./network/workspace.ts";
import { RandomStream } from "./numerics/random.ts";
import { showAs } from "./numerics/show.ts";
import { type FeatureScale, Standardization } from "./numerics/standardization.ts";

const { fround } = Math;

/** How to make a network. */
export interface NetworkOptions {
  /** Where all randomness flows from: a whole number from 0 to 2⁵³ − 1. Default: 1. */
  seed?: number;
  /** The activation function of the hidden layers, or its name. Default: `"sigmoid"`. */
  activation?: Activation | string;
  /** The activation function of the outputs, or its name. Default: that of the hidden layers. */
  outputActivation?: Activation | string;
  /** The cost function, or its name. Default: `"quadratic"`. */
  cost?: Cost | string;
  /** How weights and biases are drawn, or its name. Default: `"standardNormal"`. */
  initializer?: Initializer | string;
  /** The name of each class, in the order of the outputs. Default: those of the data that it learns first. */
  classNames?: readonly string[];
  /** By what inputs are standardized. Default: what the data that it learns first was standardized by. */
  standardization?: FeatureScale;
  /** What runs the loops. Default: the fastest that runs here; all keep the numerics contract. */
  engine?: Engine;
  /** Told when the default engine is the slow reference, because WebAssembly does not run here. */
  onWarning?: (message: string) => void;
}

const NETWORK_OPTIONS: OptionNames<NetworkOptions> = {
  seed: true,
  activation: true,
  outputActivation: true,
  cost: true,
  initializer: true,
  classNames: true,
  standardization: true,
  engine: true,
  onWarning: true,
};

/** A mini-batch: inputs, and the outputs wanted for them. */
export interface Batch {
  /** x [batch, inputs] */
  readonly inputs: DataRows;
  /** y [batch, outputs] */
  readonly targets: Matrix;
  /** The number of each row's example in its data set; only dropout asks for it. */
  readonly examples?: Uint32Array;
  /** How much each row counts; its error is multiplied by this. There may be room for more. Default: 1 each. */
  readonly weights?: Float32Array | undefined;
}

/** How to find the gradient of a mini-batch. */
export interface BackpropOptions {
  /** What the outputs cost. Default: what they cost the network in evaluations too. */
  cost?: Cost | undefined;
  /** Which are left out. Default: none. */
  dropout?: Dropout | undefined;
  /** The number of the epoch, counted from 1; only dropout asks for it. */
  epoch?: number;
}

/** How a network learns from a mini-batch. */
export interface UpdateOptions extends Penalties, BackpropOptions {
  /** How a gradient becomes a step. Default: plain stochastic gradient descent. */
  optimizer?: Optimizer;
  /** The longest that the gradient may be, penalties included; a longer one is shortened. Default: Infinity. */
  clipNorm?: number;
  /**
   * The longest that the vector of the weights into a unit may be after a step; a longer one is shortened (Srivastava,
   * Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, section 5.1). Default: Infinity.
   */
  maxNorm?: number;
}

const BACKPROP_OPTIONS: OptionNames<BackpropOptions> = { cost: true, dropout: true, epoch: true };

const UPDATE_OPTIONS: OptionNames<UpdateOptions> = {
  ...BACKPROP_OPTIONS,
  optimizer: true,
  clipNorm: true,
  maxNorm: true,
  l1: true,
  l2: true,
};

/** The gradient of a batch's mean cost, in the shapes of the parameters, layer by layer. */
export interface Gradient {
  /** ∂C/∂b, each [1, outputs] */
  readonly biases: readonly Matrix[];
  /** ∂C/∂w, each [inputs, outputs] */
  readonly weights: readonly Matrix[];
}

/**
 * A fully connected network.
 *
 * `sizes` holds the number of units in each layer: `[2, 3, 1]` is a network with two inputs, a hidden layer of three
 * units, and one output. The first layer is the input and has no biases.
 *
 * @example
 * ```ts
 * import { Network } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const network = new Network([2, 3, 1], { seed: 1 });
 * const outputs = network.feedforward([[0, 1], [1, 1]]); // a batch of two
 * assertEquals([outputs.rows, outputs.columns], [2, 1]);
 * ```
 */
export class Network {
  /** The number of units in each layer, inputs first. */
  readonly sizes: readonly number[];
  /** The weights between each pair of layers, each [inputs, outputs]. */
  readonly weights: readonly Matrix[];
  /** The biases of each layer but the first, each [1, outputs]. */
  readonly biases: readonly Matrix[];
  /** The activation function of the hidden layers. */
  readonly activation: Activation;
  /** The activation function of the outputs. */
  readonly outputActivation: Activation;
  /** The cost function. */
  readonly cost: Cost;
  /** The seed of the parameters, and of training unless that is given its own. */
  readonly seed: number;
  /** What runs the loops. */
  readonly engine: Engine;

  /** The name of each class, in the order of the outputs, if they are known. */
  classNames: readonly string[] | undefined;
  /** By what inputs are standardized that are given as they are, if they are. */
  standardization: Standardization | undefined;

  readonly #workspace: Workspace;
  #gradient: Gradient | undefined;
  readonly #sgd = new Optimizer();

  /**
   * Makes a network with random parameters.
   *
   * @throws {RangeError} if `sizes` has fewer than two layers, a size is not a whole number from 1 up, or there is no
   * function of a name
   * @throws {TypeError} if an option does not exist, or the activation function of the outputs does not fit the cost
   * or their number
   */
  constructor(sizes: readonly number[], options: NetworkOptions = {}) {
    checkOptions("make a network", options, NETWORK_OPTIONS, MISPLACED);
    if (
      !Array.isArray(sizes) || sizes.length < 2 ||
      !sizes.every((size) => Number.isSafeInteger(size) && size > 0)
    ) {
      throw new RangeError(
        `Cannot make a network of sizes [${sizes}]: two or more whole numbers from 1 up are wanted`,
      );
    }
    this.sizes = [...sizes];
    this.activation = named("activation", activations, options.activation ?? "sigmoid");
    this.outputActivation = named(
      "activation",
      activations,
      options.outputActivation ?? this.activation,
    );
    this.cost = named("cost", costs, options.cost ?? "quadratic", costAliases);
    const misfit = costMismatch(this.cost, this.outputActivation) ??
      softmaxMismatch(this.outputActivation, sizes.at(-1)!);
    if (misfit !== undefined) throw new TypeError(`Cannot make a network: ${misfit}`);
    this.seed = options.seed ?? 1;
    const { onWarning } = options;
    this.engine = options.engine ?? createEngine("auto", onWarning && { onWarning });
    this.classNames = options.classNames;
    checkClassNames(this.classNames, this.sizes);
    this.standardization = options.standardization && new Standardization(options.standardization);
    checkStandardization(this.standardization, this.sizes);
    this.#workspace = new Workspace(this.engine, this.sizes);
    this.weights = this.#matrices((inputs, outputs) => [inputs, outputs]);
    this.biases = this.#matrices((_inputs, outputs) => [1, outputs]);

    const initializer = named(
      "initializer",
      initializers,
      options.initializer ?? "standardNormal",
    );
    for (const [l, weights] of this.weights.entries()) {
      initializer.weights(weights, new RandomStream(this.seed, "weights", l));
      initializer.biases(this.biases[l]!, new RandomStream(this.seed, "biases", l));
    }
  }

  /**
   * The outputs for a batch of inputs, which are taken as they are: not standardized, and not checked.
   *
   * @param inputs [batch, inputs]
   * @returns [batch, outputs], the caller's own
   * @throws {TypeError} if the inputs are not as wide as the first layer
   */
  feedforward(inputs: DataRows | readonly ArrayLike<number>[]): Matrix {
    const batch = Array.isArray(inputs) ? dataRows(inputs) : inputs as DataRows;
    const { rows, columns, values } = this.#feedforward(batch, () => undefined);
    return new PlainRows("matrix", rows, columns, values.slice(0, rows * columns));
  }

  /**
   * What the network says of new examples: the class of each, and how probable it is; of quantities the outputs.
   *
   * Inputs are numbers as people have them: if the network learned from standardized data, they are standardized here.
   *
   * @param inputs [examples, inputs], numbers that stand for themselves; `{ pixels }` are gray levels, bytes k for k/255
   * @throws {TypeError} if the inputs are not rows of as many numbers as the network has inputs
   * @throws {RangeError} if one of them is not finite; {@linkcode DataRows} are not looked through
   *
   * @example
   * ```ts
   * import { Network } from "@inkling/inkling";
   * import { assertEquals } from "@std/assert";
   *
   * const network = new Network([2, 2], { outputActivation: "softmax", classNames: ["no", "yes"] });
   * network.weights[0]!.values.set([-1, 1, -1, 1]); // yes, the more the larger the inputs are
   * const [prediction] = network.predict([[2, 1]]);
   * assertEquals(prediction!.label, "yes");
   * assertEquals(prediction!.probability > 0.99, true);
   * ```
   */
  predict(inputs: PredictionInputs): Prediction[] {
    return predictRows(this, inputs);
  }

  /** The number of inputs. */
  get features(): number {
    return this.sizes[0]!;
  }

  /** Whether the outputs are probabilities of classes, and not quantities. */
  get predictsClasses(): boolean {
    return areProbabilities(this.outputActivation);
  }

  /**
   * Backpropagation: the gradient of the batch's mean cost C = 1/n Σ Cₓ.
   *
   * @returns buffers that the next call writes over
   * @throws {TypeError} if the batch does not fit the first and last layers, or does not say what dropout asks for
   */
  backprop(batch: Batch, options: BackpropOptions = {}): Gradient {
    checkOptions("find a gradient", options, BACKPROP_OPTIONS);
    return this.#backprop(batch, options);
  }

  #backprop(batch: Batch, options: BackpropOptions): Gradient {
    this.#findErrors(batch, options);
    const gradient = this.#gradient ??= {
      biases: this.#matrices((_inputs, outputs) => [1, outputs]),
      weights: this.#matrices((inputs, outputs) => [inputs, outputs]),
    };
    const { layerInputs, deltas } = this.#workspace;
    for (let l = 0; l < this.weights.length; l++) { // ∂Cₓ/∂b = δ (BP3), ∂Cₓ/∂w = a·δ (BP4)
      const [a, delta] = [layerInputs[l]!, deltas[l]!];
      this.engine.gradient(gradient.weights[l]!, gradient.biases[l]!, a, delta, 1 / a.rows);
    }
    return gradient;
  }

  /**
   * Learns from one mini-batch: one step down the gradient of its mean cost.
   *
   * Plain stochastic gradient descent, the default, changes the parameters in place and image by image, once the errors
   * of all are known: w ← w − x·(δ·η/n). That is `backprop` and a step but for the rounding. With penalties the weights
   * decay first: of L1 by w ← w − η·λ/n·sgn(w), then of L2 by w ← (1 − η·λ/n)·w (Nielsen, chapter 3). A gradient that is
   * to be clipped is gathered all the same.
   *
   * @param batch n inputs, and the outputs wanted
   * @param learningRate η
   * @returns the batch's mean cost before the step, without the penalties; of weighted examples 1/n Σ wₓ·Cₓ
   */
  updateMiniBatch(batch: Batch, learningRate: number, options: UpdateOptions = {}): number {
    checkOptions("learn from a mini-batch", options, UPDATE_OPTIONS);
    const { optimizer = this.#sgd, clipNorm = Infinity, maxNorm = Infinity } = options;
    if (optimizer.inPlace && clipNorm === Infinity) this.#descend(batch, learningRate, options);
    else {
      const { weights, biases } = this.#backprop(batch, options);
      addPenalties(this.engine, weights, this.weights, options);
      if (clipNorm < Infinity) clipGradient(this.engine, [...weights, ...biases], clipNorm);
      for (let l = 0; l < this.weights.length; l++) {
        optimizer.step(this.engine, this.weights[l]!, weights[l]!, learningRate);
        optimizer.step(this.engine, this.biases[l]!, biases[l]!, learningRate, false);
      }
    }
    if (maxNorm < Infinity) {
      for (const weights of this.weights) this.engine.limitNorms(weights, maxNorm);
    }
    return this.#meanCost(batch, options); // the outputs are still those from before the step
  }

  /**
   * The network as a safetensors file: `layers.N.weight` [outputs, inputs] and `layers.N.bias` [outputs] for each layer,
   * as PyTorch keeps them, with the names of its functions and classes in the metadata, and how inputs are standardized.
   *
   * @param metadata more of it
   */
  toSafetensors(metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
    return formatWeights(this, { ...metadataOf(this), ...metadata });
  }

  /**
   * The network of a safetensors file in the layout of {@linkcode Network.toSafetensors}, or in that of PyTorch's
   * `nn.Sequential` of `nn.Linear`: `0.weight`, `0.bias`, `2.weight` …, also behind a prefix such as `model.`. Its
   * functions are those of the file's metadata, which `options` overrides; a file that PyTorch wrote has none.
   *
   * @throws {SyntaxError} if the bytes are not such a file
   * @throws {RangeError} if it names a function that there is not
   * @throws {TypeError} if they are no bytes, or what it says besides does not fit its parameters
   */
  static fromSafetensors(bytes: Uint8Array, options: NetworkOptions = {}): Network {
    const { sizes, weights, biases, metadata } = parseWeights(bytes);
    const network = new Network(sizes, {
      ...optionsIn(metadata),
      initializer: zeros,
      ...options,
    });
    for (const [l, values] of weights.entries()) {
      network.weights[l]!.values.set(values);
      network.biases[l]!.values.set(biases[l]!);
    }
    return network;
  }

  /** a for a batch, in buffers of the network: a = f(a·W + b), layer after layer, each less what its mask leaves out. */
  #feedforward(inputs: DataRows, maskOf: (l: number) => Mask | undefined): Matrix {
    checkColumns("inputs", inputs, this.sizes[0]!);
    const workspace = this.#workspace;
    workspace.resize(inputs.rows);
    let a: Rows = inputs;
    for (let l = 0; l < this.weights.length; l++) {
      const z = workspace.activations[l]!;
      const mask = maskOf(l);
      const x = workspace.layerInputs[l] = mask === undefined
        ? a
        : workspace.droppedInputsFor(l, a);
      if (mask !== undefined) this.engine.dropout(x, a, mask);
      this.engine.affine(z, x, this.weights[l]!, this.biases[l]!);
      const last = l === this.weights.length - 1;
      this.engine.activate(z, last ? this.outputActivation : this.activation);
      a = z;
    }
    return workspace.activations.at(-1)!;
  }

  /** A step of plain stochastic gradient descent, in place. */
  #descend(batch: Batch, learningRate: number, options: UpdateOptions): void {
    const { l1 = 0, l2 = 0 } = options;
    const decay = 1 - learningRate * l2;
    this.#findErrors(batch, options);
    const { layerInputs, deltas } = this.#workspace;
    for (let l = 0; l < this.weights.length; l++) {
      const [weights, biases] = [this.weights[l]!, this.biases[l]!];
      if (l1 > 0) this.engine.addSigns(weights, weights, -learningRate * l1);
      const [a, delta] = [layerInputs[l]!, deltas[l]!];
      this.engine.descend(weights, biases, a, delta, learningRate / a.rows, decay);
    }
  }

  /**
   * δ = ∂Cₓ/∂z of every layer and every row of the batch: forwards to the outputs, then back. The errors of units that
   * were dropped are dropped too; f′ is evaluated at the activations before dropout.
   */
  #findErrors(
    { inputs, targets, examples, weights }: Batch,
    { cost = this.cost, dropout, epoch }: BackpropOptions,
  ): void {
    const maskOf = (l: number) => dropout?.mask(l, epoch, examples);
    const outputs = this.#feedforward(inputs, maskOf);
    checkColumns("targets", targets, outputs.columns);
    if (targets.rows !== inputs.rows) {
      throw new TypeError(
        `Cannot learn from ${inputs.rows} rows of inputs with ${targets.rows} rows of targets`,
      );
    }
    const { activations, deltas } = this.#workspace;
    const last = deltas.length - 1;
    cost.delta(deltas[last]!, outputs, targets, this.outputActivation); // BP1
    if (weights !== undefined) scaleRows(deltas[last]!, weights);
    this.engine.flush(deltas[last]!);
    for (let l = last - 1; l >= 0; l--) { // δ = δ⁺·Wᵀ ∘ f′(z) (BP2)
      const delta = deltas[l]!;
      this.engine.backpropagate(delta, deltas[l + 1]!, this.weights[l + 1]!);
      const mask = maskOf(l + 1);
      if (mask !== undefined) this.engine.dropout(delta, delta, mask);
      this.engine.activateBackward(delta, activations[l]!, this.activation);
    }
  }

  /** C = 1/n Σ Cₓ of the outputs at hand: float64, added in the order of the rows. */
  #meanCost({ targets, weights }: Batch, { cost = this.cost }: BackpropOptions): number {
    const outputs = this.#workspace.activations.at(-1)!;
    let sum = 0;
    for (let r = 0; r < targets.rows; r++) {
      sum += cost.of(outputs, targets, r) * (weights?.[r] ?? 1);
    }
    return sum / targets.rows;
  }

  /** A matrix of zeros for each pair of layers. */
  #matrices(shape: (inputs: number, outputs: number) => [number, number]): Matrix[] {
    return this.sizes.slice(1).map((outputs, l) =>
      this.engine.matrix(...shape(this.sizes[l]!, outputs))
    );
  }
}

/** δ ← δ·w, row by row, each rounded once: how much an example counts. Steps are still over the batch's length. */
function scaleRows({ rows, columns, values }: Matrix, weights: Float32Array): void {
  for (let r = 0; r < rows; r++) {
    for (let k = r * columns; k < (r + 1) * columns; k++) {
      values[k] = fround(values[k]! * weights[r]!);
    }
  }
}

function checkColumns(what: string, rows: Rows, wanted: number): void {
  if (rows?.columns === undefined) { // from JavaScript
    throw new TypeError(
      `Cannot use ${
        describe(rows)
      } for ${what}: rows of data are wanted, which dataRows([[…], …]) makes`,
    );
  }
  if (rows.columns !== wanted) {
    throw new TypeError(
      `Cannot use ${what} of shape [${rows.rows}, ${rows.columns}]: this network wants [batch, ${wanted}]`,
    );
  }
}

showAs(Network.prototype, networkText, networkJson);
