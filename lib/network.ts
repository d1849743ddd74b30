/**
 * The network: what it computes, and how it learns from a mini-batch. Read it from top to bottom; the equations are
 * those of Nielsen, “Neural Networks and Deep Learning”, chapter 2.
 *
 * @module
 */

import type { Activation } from "./engine/engine.ts";
import { activations } from "./network/activations.ts";
import { type Cost, costs } from "./network/costs.ts";
import type { Dropout } from "./network/dropout.ts";
import { createEngine } from "./engine/create.ts";
import type { Engine, Mask } from "./engine/engine.ts";
import type { DataRows, Matrix, Rows } from "./engine/matrix.ts";
import { type Initializer, initializers } from "./network/initializers.ts";
import { named } from "./checks/named.ts";
import { Optimizer } from "./network/optimizer.ts";
import { RandomStream } from "./numerics/random.ts";
import { addPenalties, clipGradient, type Penalties } from "./network/regularization.ts";
import { formatWeights, parseWeights, zeros } from "./network/weights.ts";

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
  /** What runs the loops. Default: the fastest that keeps the numerics contract. */
  engine?: Engine;
}

/** A mini-batch: inputs, and the outputs wanted for them. */
export interface Batch {
  /** x [batch, inputs] */
  readonly inputs: DataRows;
  /** y [batch, outputs] */
  readonly targets: Matrix;
  /** The number of each row's example in its data set; only dropout asks for it. */
  readonly examples?: Uint32Array;
}

/** How units are left out of a mini-batch. */
export interface DropOptions {
  /** Which are left out. Default: none. */
  dropout?: Dropout | undefined;
  /** The number of the epoch, counted from 1; only dropout asks for it. */
  epoch?: number;
}

/** How a network learns from a mini-batch. */
export interface UpdateOptions extends Penalties, DropOptions {
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
 * import { dataRows, Network } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const network = new Network([2, 3, 1], { seed: 1 });
 * const outputs = network.feedforward(dataRows([[0, 1], [1, 1]])); // a batch of two
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
  /** The seed of the parameters, and of the training unless that is given its own. */
  readonly seed: number;
  /** What runs the loops. */
  readonly engine: Engine;

  /** a of each layer but the inputs, [batch, units], with room for the largest batch so far. */
  #activations: Matrix[] = [];
  /** δ of each layer but the inputs, [batch, units]. */
  #deltas: Matrix[] = [];
  /** What each layer but the inputs took in: the inputs, or a of the layer before, less what was dropped. */
  readonly #taken: Rows[] = [];
  /** Room for what dropout leaves of it. */
  #left: Rows[] = [];
  #capacity = 0;
  #gradient: Gradient | undefined;
  readonly #sgd = new Optimizer();

  /**
   * Makes a network with random parameters.
   *
   * @throws {RangeError} if `sizes` has fewer than two layers, or a size is not a whole number from 1 up
   */
  constructor(sizes: readonly number[], options: NetworkOptions = {}) {
    if (sizes.length < 2 || !sizes.every((size) => Number.isSafeInteger(size) && size > 0)) {
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
    this.cost = named("cost", costs, options.cost ?? "quadratic");
    this.seed = options.seed ?? 1;
    this.engine = options.engine ?? createEngine();
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
   * The outputs for a batch of inputs.
   *
   * @param inputs [batch, inputs]
   * @returns [batch, outputs], the caller's own
   * @throws {TypeError} if the inputs are not as wide as the first layer
   */
  feedforward(inputs: DataRows): Matrix {
    const { rows, columns, values } = this.#feedforward(inputs, () => undefined);
    return { kind: "matrix", rows, columns, values: values.slice(0, rows * columns) };
  }

  /**
   * Backpropagation: the gradient of the batch's mean cost C = 1/n Σ Cₓ.
   *
   * @returns buffers that the next call writes over
   * @throws {TypeError} if the batch does not fit the first and last layers, or does not say what dropout asks for
   */
  backprop(batch: Batch, options: DropOptions = {}): Gradient {
    this.#findErrors(batch, options);
    const gradient = this.#gradient ??= {
      biases: this.#matrices((_inputs, outputs) => [1, outputs]),
      weights: this.#matrices((inputs, outputs) => [inputs, outputs]),
    };
    for (let l = 0; l < this.weights.length; l++) { // ∂Cₓ/∂b = δ (BP3), ∂Cₓ/∂w = a·δ (BP4)
      const [a, delta] = [this.#taken[l]!, this.#deltas[l]!];
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
   * @returns the batch's mean cost before the step, without the penalties
   */
  updateMiniBatch(batch: Batch, learningRate: number, options: UpdateOptions = {}): number {
    const { optimizer = this.#sgd, clipNorm = Infinity, maxNorm = Infinity } = options;
    if (optimizer.inPlace && clipNorm === Infinity) this.#descend(batch, learningRate, options);
    else {
      const { weights, biases } = this.backprop(batch, options);
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
    return this.#meanCost(batch.targets); // the outputs are still those from before the step
  }

  /**
   * The network as a safetensors file: `layers.N.weight` [outputs, inputs] and `layers.N.bias` [outputs] for each layer,
   * as PyTorch keeps them, with the names of its functions in the metadata.
   *
   * @param metadata more of it
   */
  toSafetensors(metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
    return formatWeights(this, {
      activation: this.activation.name,
      outputActivation: this.outputActivation.name,
      cost: this.cost.name,
      seed: String(this.seed),
      ...metadata,
    });
  }

  /**
   * The network of a safetensors file in the layout of {@linkcode Network.toSafetensors}, or in that of PyTorch's
   * `nn.Sequential` of `nn.Linear`: `0.weight`, `0.bias`, `2.weight` …, also behind a prefix such as `model.`. Its
   * functions are those of the file's metadata, which `options` overrides; a file that PyTorch wrote has none.
   *
   * @throws {SyntaxError} if the bytes are not such a file
   */
  static fromSafetensors(bytes: Uint8Array, options: NetworkOptions = {}): Network {
    const { sizes, weights, biases, metadata } = parseWeights(bytes);
    const network = new Network(sizes, {
      ...metadata.activation !== undefined && { activation: metadata.activation },
      ...metadata.outputActivation !== undefined &&
        { outputActivation: metadata.outputActivation },
      ...metadata.cost !== undefined && { cost: metadata.cost },
      ...metadata.seed !== undefined && { seed: Number(metadata.seed) },
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
    this.#makeRoom(inputs.rows);
    let a: Rows = inputs;
    for (let l = 0; l < this.weights.length; l++) {
      const z = this.#activations[l]!;
      const mask = maskOf(l);
      if (mask !== undefined) this.engine.dropout(this.#roomFor(l, a), a, mask);
      const taken = this.#taken[l] = mask === undefined ? a : this.#left[l]!;
      this.engine.affine(z, taken, this.weights[l]!, this.biases[l]!);
      const last = l === this.weights.length - 1;
      this.engine.activate(z, last ? this.outputActivation : this.activation);
      a = z;
    }
    return this.#activations.at(-1)!;
  }

  /** A step of plain stochastic gradient descent, in place. */
  #descend(batch: Batch, learningRate: number, options: UpdateOptions): void {
    const { weightDecay = 0, signDecay = 0 } = options;
    const decay = 1 - learningRate * weightDecay;
    this.#findErrors(batch, options);
    for (let l = 0; l < this.weights.length; l++) {
      const [weights, biases] = [this.weights[l]!, this.biases[l]!];
      if (signDecay > 0) this.engine.addSigns(weights, weights, -learningRate * signDecay);
      const [a, delta] = [this.#taken[l]!, this.#deltas[l]!];
      this.engine.descend(weights, biases, a, delta, learningRate / a.rows, decay);
    }
  }

  /**
   * δ = ∂Cₓ/∂z of every layer and every row of the batch: forwards to the outputs, then back. The errors of units that
   * were dropped are dropped too, and f′ is taken at the a that a layer had before any was.
   */
  #findErrors({ inputs, targets, examples }: Batch, { dropout, epoch }: DropOptions): void {
    const maskOf = (l: number) => dropout?.mask(l, epoch, examples);
    const outputs = this.#feedforward(inputs, maskOf);
    checkColumns("targets", targets, outputs.columns);
    if (targets.rows !== inputs.rows) {
      throw new TypeError(
        `Cannot learn from ${inputs.rows} rows of inputs with ${targets.rows} rows of targets`,
      );
    }
    const last = this.#deltas.length - 1;
    this.cost.delta(this.#deltas[last]!, outputs, targets, this.outputActivation); // BP1
    this.engine.flush(this.#deltas[last]!);
    for (let l = last - 1; l >= 0; l--) { // δ = δ⁺·Wᵀ ∘ f′(z) (BP2)
      const delta = this.#deltas[l]!;
      this.engine.backpropagate(delta, this.#deltas[l + 1]!, this.weights[l + 1]!);
      const mask = maskOf(l + 1);
      if (mask !== undefined) this.engine.dropout(delta, delta, mask);
      this.engine.activateBackward(delta, this.#activations[l]!, this.activation);
    }
  }

  /** C = 1/n Σ Cₓ of the outputs at hand: float64, added in the order of the rows. */
  #meanCost(targets: Matrix): number {
    const outputs = this.#activations.at(-1)!;
    let sum = 0;
    for (let r = 0; r < targets.rows; r++) sum += this.cost.of(outputs, targets, r);
    return sum / targets.rows;
  }

  /** Sees to it that the buffers hold a batch of `rows`; only a batch larger than any before allocates. */
  #makeRoom(rows: number): void {
    if (rows > this.#capacity) {
      this.#capacity = rows;
      this.#activations = this.sizes.slice(1).map((units) => this.engine.matrix(rows, units));
      this.#deltas = this.sizes.slice(1).map((units) => this.engine.matrix(rows, units));
      this.#left = [];
    }
    for (const buffer of this.#activations) buffer.rows = rows;
    for (const buffer of this.#deltas) buffer.rows = rows;
  }

  /** Room for what dropout leaves of what a layer takes in. */
  #roomFor(l: number, { kind, rows, columns }: Rows): Rows {
    if (this.#left[l]?.kind !== kind) {
      const make = { matrix: "matrix", dense: "denseRows", sparse: "sparseRows" } as const;
      this.#left[l] = this.engine[make[kind]](this.#capacity, columns);
    }
    const room = this.#left[l]!;
    room.rows = rows;
    return room;
  }

  /** A matrix of zeros for each pair of layers. */
  #matrices(shape: (inputs: number, outputs: number) => [number, number]): Matrix[] {
    return this.sizes.slice(1).map((outputs, l) =>
      this.engine.matrix(...shape(this.sizes[l]!, outputs))
    );
  }
}

function checkColumns(what: string, rows: Rows, wanted: number): void {
  if (rows?.columns === undefined) { // from JavaScript, whose lists are no rows
    throw new TypeError(
      `Cannot use ${what} that are no rows of data: dataRows([[…], …]) makes them`,
    );
  }
  if (rows.columns !== wanted) {
    throw new TypeError(
      `Cannot use ${what} of shape [${rows.rows}, ${rows.columns}]: this network wants [batch, ${wanted}]`,
    );
  }
}
