/**
 * The network: what it computes, and how it learns from a mini-batch. Read it from top to bottom. The equations are those
 * of Nielsen, “Neural Networks and Deep Learning”, chapter 2. @module
 */

import { withDefaults } from "./checks/options.ts";
import type { Activation, Cost, Engine } from "./engine/engine.ts";
import { type DataRows, dataRows, type Matrix, PlainRows, type Rows } from "./engine/matrix.ts";
import {
  addPenalties,
  type Batch,
  checkBatch,
  checkColumns,
  clipGradient,
  type Gradient,
} from "./network/batch.ts";
import { areProbabilities } from "./network/costs.ts";
import { initialize } from "./network/initializers.ts";
import { Optimizer } from "./network/optimizers.ts";
import {
  BACKPROP_DEFAULTS,
  type FilledUpdate,
  networkParts,
  UPDATE_DEFAULTS,
} from "./network/options.ts";
import type { BackpropOptions, NetworkOptions, UpdateOptions } from "./network/options.ts";
import { zeroParameters } from "./network/parameters.ts";
import { type Prediction, type PredictionInputs, predictRows } from "./network/prediction.ts";
import { networkJson, networkText } from "./network/show.ts";
import { formatWeights, metadataOf, optionsIn, parseWeights, zeros } from "./network/weights.ts";
import { Workspace } from "./network/workspace.ts";
import type { QuantityScale } from "./problem/quantities.ts";
import { showAs } from "./numerics/show.ts";
import type { Standardization } from "./numerics/standardization.ts";

/**
 * A fully connected network.
 *
 * `sizes` holds the number of units in each layer: `[2, 3, 1]` is a network with two inputs, a hidden layer of three
 * units, and one output. The first layer is the input and has no biases.
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
  /** The seed of the parameters, and of training unless training has its own. */
  readonly seed: number;
  /** What runs the loops. */
  readonly engine: Engine;
  /** The name of each class, in the order of the outputs, if they are known. */
  classNames: readonly string[] | undefined;
  /** The standardization for raw inputs, if the network has one. */
  standardization: Standardization | undefined;
  /** What the outputs stand for, output × deviation + mean, if the network learned from standardized quantities. */
  quantities: readonly QuantityScale[] | undefined;

  readonly #workspace: Workspace;
  readonly #sgd = new Optimizer();

  /**
   * Makes a network with random parameters.
   * @throws {RangeError} if a size is not a whole number from 1 up, or there is no function of a name
   * @throws {TypeError} if an option does not exist, or the functions, the names and the sizes do not fit each other
   */
  constructor(sizes: readonly number[], options: NetworkOptions = {}) {
    const parts = networkParts(sizes, options);
    this.sizes = [...sizes];
    this.activation = parts.activation;
    this.outputActivation = parts.outputActivation;
    this.cost = parts.cost;
    this.seed = parts.seed;
    this.engine = parts.engine;
    this.classNames = parts.classNames;
    this.standardization = parts.standardization;
    this.quantities = parts.quantities;
    this.#workspace = new Workspace(this.engine, this.sizes);
    const { weights, biases } = zeroParameters(this.engine, this.sizes);
    [this.weights, this.biases] = [weights, biases];
    initialize(this, parts.initializer, this.seed);
  }

  /**
   * Forward: a = f(a·W + b), layer after layer, each without the units that dropout leaves out of what it takes in.
   * @param options of a pass that a backward one follows: z is kept for the derivatives that need it. Default: none follows
   */
  #forward(batch: Pick<Batch, "inputs" | "examples">, options?: BackpropOptions): Matrix {
    const workspace = this.#workspace;
    workspace.resize(batch.inputs.rows);
    const { activations } = workspace;
    const last = activations.length - 1;
    let a: Rows = batch.inputs;
    for (let l = 0; l <= last; l++) {
      const f = l === last ? this.outputActivation : this.activation;
      const mask = options?.dropout?.mask(l, options.epoch, batch.examples);
      const x = workspace.inputsFor(l, a, mask);
      const output = activations[l]!;
      const z = options && workspace.zFor(l, f) || output; // in place where nothing asks for z
      this.engine.affine(z, x, this.weights[l]!, this.biases[l]!);
      this.engine.activate(output, f, z);
      a = output;
    }
    return activations[last]!;
  }

  /** Backward: the errors δ = ∂Cₓ/∂z of every layer, from the outputs back; none of units that were left out. */
  #backward(batch: Batch, options: BackpropOptions): void {
    const { outputActivation: g, activation: f } = this;
    const workspace = this.#workspace;
    const { activations, deltas } = workspace;
    const { dropout, epoch } = options;
    const last = deltas.length - 1;
    const outputs = activations[last]!;
    const [z, { targets, weights }] = [workspace.zFor(last, g), batch];
    this.engine.outputErrors(deltas[last]!, outputs, targets, this.cost, g, z, weights); // BP1
    this.engine.flush(deltas[last]!); // what is nearly subnormal becomes 0
    for (let l = last - 1; l >= 0; l--) { // δ = δ⁺·Wᵀ ∘ f′(z) (BP2), at the activations before dropout
      const delta = deltas[l]!;
      this.engine.backpropagate(delta, deltas[l + 1]!, this.weights[l + 1]!);
      const mask = dropout?.mask(l + 1, epoch, batch.examples);
      if (mask !== undefined) this.engine.dropout(delta, delta, mask);
      this.engine.activateBackward(delta, activations[l]!, f, workspace.zFor(l, f));
    }
  }

  /** The gradient from the errors: ∂C/∂b = 1/n Σ δ (BP3), ∂C/∂w = 1/n Σ a·δ (BP4). */
  #gradient(): Gradient {
    const { layerInputs, deltas, gradient } = this.#workspace;
    for (let l = 0; l < deltas.length; l++) {
      const [w, b, a] = [gradient.weights[l]!, gradient.biases[l]!, layerInputs[l]!];
      this.engine.gradient(w, b, a, deltas[l]!, 1 / a.rows);
    }
    return gradient;
  }

  /** Step: in place w ← (1 − η·λ/n)·w − a·(δ·η/n), image by image; or by an optimizer, from the gradient. */
  #step(learningRate: number, options: FilledUpdate): void {
    const { optimizer = this.#sgd, l1, l2, clipNorm } = options;
    const { engine, weights, biases } = this;
    if (optimizer.inPlace(clipNorm)) {
      const { layerInputs, deltas } = this.#workspace;
      for (let l = 0; l < weights.length; l++) {
        const [w, b, a] = [weights[l]!, biases[l]!, layerInputs[l]!];
        if (l1 > 0) engine.addSigns(w, w, -learningRate * l1);
        engine.descend(w, b, a, deltas[l]!, learningRate / a.rows, 1 - learningRate * l2);
      }
      return;
    }
    const gradient = this.#gradient();
    addPenalties(engine, gradient.weights, weights, options);
    if (clipNorm < Infinity) {
      clipGradient(engine, [...gradient.weights, ...gradient.biases], clipNorm);
    }
    for (let l = 0; l < weights.length; l++) {
      optimizer.step(engine, weights[l]!, gradient.weights[l]!, learningRate);
      optimizer.step(engine, biases[l]!, gradient.biases[l]!, learningRate, false);
    }
  }

  /**
   * The outputs for a batch of inputs, which are neither standardized nor checked.
   * @param inputs [batch, inputs]
   * @returns [batch, outputs], a copy
   * @throws {TypeError} if the inputs are not as wide as the first layer
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
  feedforward(inputs: DataRows | readonly ArrayLike<number>[]): Matrix {
    const batch = Array.isArray(inputs) ? dataRows(inputs) : inputs as DataRows;
    checkColumns("inputs", batch, this.features);
    const { rows, columns, values } = this.#forward({ inputs: batch });
    return new PlainRows("matrix", rows, columns, values.slice(0, rows * columns));
  }

  /**
   * Backpropagation: the gradient of the batch's mean cost C = 1/n Σ Cₓ.
   * @returns buffers that the next call writes over
   * @throws {TypeError} if the batch does not fit the first and last layers, or lacks what dropout asks for
   */
  backprop(batch: Batch, given: BackpropOptions = {}): Gradient {
    const options = withDefaults("find a gradient", given, BACKPROP_DEFAULTS);
    checkBatch(batch, this.sizes);
    this.#forward(batch, options);
    this.#backward(batch, options);
    return this.#gradient();
  }

  /**
   * Learns from one mini-batch: one step down the gradient of its mean cost.
   *
   * Plain stochastic gradient descent, the default, changes the parameters in place and image by image, once the errors
   * of all are known: w ← w − x·(δ·η/n). That is `backprop` and a step but for the rounding. With penalties the weights
   * decay first: of L1 by w ← w − η·λ/n·sgn(w), then of L2 by w ← (1 − η·λ/n)·w (Nielsen, chapter 3). A gradient that
   * is to be clipped is gathered first.
   * @param batch n inputs, and their targets
   * @param learningRate η
   * @returns the batch's mean cost before the step, without the penalties; of weighted examples 1/n Σ wₓ·Cₓ
   */
  updateMiniBatch(batch: Batch, learningRate: number, given: UpdateOptions = {}): number {
    const options = withDefaults("learn from a mini-batch", given, UPDATE_DEFAULTS);
    checkBatch(batch, this.sizes);
    const outputs = this.#forward(batch, options);
    this.#backward(batch, options);
    this.#step(learningRate, options);
    if (options.maxNorm < Infinity) {
      for (const weights of this.weights) this.engine.limitNorms(weights, options.maxNorm);
    }
    return this.engine.meanCost(outputs, batch.targets, this.cost, batch.weights); // the outputs are still those from before the step
  }

  /**
   * The answers to new examples: for classes the `label` and its probability, for quantities `value`, or `values` if there are several.
   *
   * Inputs are raw numbers: if the network learned from standardized data, this method standardizes them. Quantities are
   * in the unit of the targets.
   * @param inputs [examples, inputs], numbers that stand for themselves; `{ pixels }` are gray levels, bytes k for k/255
   * @throws {TypeError} if the inputs are not rows of as many numbers as the network has inputs
   * @throws {RangeError} if one of them is not finite; {@linkcode DataRows} are not checked
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
   * assertEquals(prediction!.probability! > 0.99, true);
   * ```
   */
  predict(inputs: PredictionInputs): Prediction[] {
    return predictRows(this, inputs);
  }

  /** The number of inputs. */
  get features(): number {
    return this.sizes[0]!;
  }

  /** Whether the outputs are probabilities of classes instead of quantities. */
  get predictsClasses(): boolean {
    return areProbabilities(this.outputActivation);
  }

  /**
   * The network as a safetensors file: `layers.N.weight` [outputs, inputs] and `layers.N.bias` [outputs] for each layer,
   * as PyTorch keeps them, with the names of its functions and classes in the metadata, and how inputs are standardized.
   */
  toSafetensors(metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
    return formatWeights(this, { ...metadataOf(this), ...metadata });
  }

  /**
   * The network of a safetensors file in the layout of {@linkcode Network.toSafetensors}, or in that of PyTorch's
   * `nn.Sequential` of `nn.Linear`: `0.weight`, `0.bias`, `2.weight` …, also behind a prefix such as `model.`. Its
   * functions are those of the file's metadata, which `options` overrides; a file that PyTorch wrote has none.
   * @throws {SyntaxError} if the bytes are not such a file
   * @throws {RangeError} if it names a function that there is not
   * @throws {TypeError} if they are no bytes, or the metadata do not fit the parameters
   */
  static fromSafetensors(bytes: Uint8Array, options: NetworkOptions = {}): Network {
    const { sizes, weights, biases, metadata } = parseWeights(bytes);
    const network = new Network(sizes, { ...optionsIn(metadata), initializer: zeros, ...options });
    for (const [l, values] of weights.entries()) {
      network.weights[l]!.values.set(values);
      network.biases[l]!.values.set(biases[l]!);
    }
    return network;
  }
}

showAs(Network.prototype, networkText, networkJson);
