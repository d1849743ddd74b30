/**
 * The contract between the mathematics, which is in TypeScript, and the loops, which an engine runs. `reference.ts` is
 * its specification: an engine is right when it gives the same bits.
 *
 * The numerics: matrices are float32, row-major. Every element of a result is accumulated in float32, with one rounding
 * after each multiplication and one after each addition, over the inner index in increasing order. Blocking may
 * interrupt that order, never change it; vectors and workers run across independent elements. Every NaN equals every
 * other. Some processors take a hundred times as long for float32's subnormals, so what is too small becomes +0: errors,
 * below 2⁻⁶³, gradients below 2⁻⁶³ before they are squared, and moments, averages and weights that have decayed where they
 * are below 2⁻¹⁰⁰.
 *
 * The caller owns the buffers, and the output is the first parameter. Only functions documented so allocate. @module
 */

import type { DataRows, DataValues, DenseRows, Matrix, Rows, SparseRows } from "./matrix.ts";

/**
 * The version of the numerics. Another version gives other bits from the same seed, so a run that began with it cannot go
 * on here.
 */
export const NUMERICS = 3;

/** Which units are left out of a batch: a function of the key, the example and the unit alone. */
export interface Mask {
  /** p, the probability that a unit is left out, from 0 to below 1. */
  readonly rate: number;
  /** Two words, for {@linkcode threefry}. */
  readonly key: Uint32Array;
  /** The number of each row's example. */
  readonly examples: Uint32Array;
}

/** An activation function over whole batches. */
export interface Activation {
  /** The name in a config. */
  readonly name: string;
  /** Whether the derivative needs z, which a network then keeps while it learns. Default: false, a = f(z) is enough. */
  readonly needsZ?: boolean;
  /** a = f(z), in place; z is [batch, units]. */
  forward(z: Matrix): void;
  /** δ ← δ ∘ f′(z), from a = f(z), and from z where {@linkcode Activation.needsZ} is true; all are [batch, units]. */
  backward(delta: Matrix, a: Matrix, z?: Matrix): void;
}

/** A cost function: how far a network's outputs are from their targets. */
export interface Cost {
  /** The name in a config. */
  readonly name: string;
  /** Cₓ of row `r`, summed over the outputs in order, in float64; a and y are [batch, outputs]. */
  of(a: Matrix, y: Matrix, r: number): number;
  /**
   * The error of the output layer, δ = ∂Cₓ/∂z = ∂Cₓ/∂a ∘ f′(z) (Nielsen, equation BP1), for every row.
   * @param delta [batch, outputs]
   * @param a [batch, outputs], the outputs
   * @param y [batch, outputs], the targets
   * @param activation f, of the output layer
   * @param z [batch, outputs], for an activation function whose derivative needs it
   */
  delta(delta: Matrix, a: Matrix, y: Matrix, activation: Activation, z?: Matrix): void;
}

/** How a gradient becomes a step: what an optimizer does to each parameter. */
export interface Rule {
  /** The name in a config. */
  readonly name: string;
  /** How many moments are kept for each parameter. */
  readonly moments: number;
  /**
   * What the step number `step`, counted from 1, is scaled by; each number is rounded to float32 once.
   * @param decays whether the parameters are weights, which a rule may let decay, and not biases
   */
  scalars(learningRate: number, step: number, decays: boolean): readonly number[];
  /**
   * Takes one step, element by element, every operation rounded to float32.
   * @param w the parameters
   * @param g the gradient of the batch's mean cost
   * @param moments arrays of the same length, zeros at first
   * @param scalars from {@linkcode Rule.scalars}, rounded
   */
  update(
    w: Float32Array,
    g: Float32Array,
    moments: readonly Float32Array[],
    scalars: readonly number[],
  ): void;
}

/** An elastic distortion: random displacements, smoothed, so that neighbours move together. */
export interface ElasticField {
  /** α, by which the smoothed displacements are multiplied, in pixels; rounded once to float32. */
  readonly alpha: number;
  /** The smoothing kernel from its middle outwards: `taps[d]` weighs what is d pixels away, beyond is nothing. */
  readonly taps: Float32Array;
  /** The two words that key Threefry: one epoch's. */
  readonly key: Uint32Array;
}

/** How to deform the images of a batch. */
export interface Deformation {
  /** The pixels of an image's row. */
  readonly width: number;
  /** The rows of an image. */
  readonly height: number;
  /** The numbers of a pixel, side by side: 1 of a gray one, 3 of one in color. They move together. */
  readonly channels: number;
  /**
   * [batch, 6]: where in the original the pixel in column c and row r comes from, column m₀·c + m₁·r + m₂ and row
   * m₃·c + m₄·r + m₅.
   */
  readonly maps: Float32Array;
  /** [batch] Which random numbers displace the pixels of each image. Default: those of its number in the inputs. */
  readonly examples?: Uint32Array | undefined;
  /** The elastic distortion, if there is one. */
  readonly elastic?: ElasticField | undefined;
}

/**
 * The loops of training and inference. Each checks what it is given before it changes anything: a TypeError is thrown if
 * shapes do not fit each other, a RangeError if a matrix has no room for its rows, or numbers lead outside of an array.
 */
export interface Engine {
  /** The name that a run records. */
  readonly name: string;

  /** How many threads share the work, the caller's too; the result does not depend on it. */
  readonly workers: number;

  /** Ends the workers, if there are any; the engine then works alone. */
  close(): void;

  /** Allocates a matrix of zeros in this engine's memory. */
  matrix(rows: number, columns: number): Matrix;

  /** Allocates room for `rows` rows of data in this engine's memory, every element stored. */
  denseRows(rows: number, columns: number): DenseRows;

  /**
   * Allocates room for `rows` rows of data in this engine's memory, zeros left out.
   * @param joined [columns] which columns are joined, see {@linkcode SparseRows}. Default: none
   */
  sparseRows(rows: number, columns: number, joined?: Uint8Array): SparseRows;

  /**
   * Fills rows with examples: row r becomes the example `order[start + r]`, a byte k as k/255, a float32 as it is.
   * @param out with `out.rows` rows
   * @param inputs [examples, features]; an engine may keep a copy for as long as the array lives, unless there are only as
   * many examples as `out` has rows
   */
  gather(out: DataRows, inputs: DataValues, order: Uint32Array, start: number): void;

  /**
   * Fills rows of a matrix with rows of another one: row r becomes row `order[start + r]`.
   * @param out with `out.rows` rows
   * @param from of as many columns
   */
  gatherRows(out: Matrix, from: Matrix, order: Uint32Array, start: number): void;

  /**
   * Lets a function fill rows of data, which come from elsewhere than a list of examples.
   * @param out with `out.rows` rows
   * @param write writes all elements of dense rows, or the non-zeros of sparse ones in the order of {@linkcode SparseRows}
   */
  fill(out: DataRows, write: (rows: DataRows) => void): void;

  /**
   * Fills rows with deformed images: row r becomes the example `order[start + r]`, deformed. Each pixel is read in
   * the original where the image's map leads, plus the displacement of an elastic distortion, and interpolated bilinearly;
   * beyond the edge everything is zero, and between four zeros too. In float32, with one rounding after each operation:
   *
   * - column x = (m₀·c + (m₁·r + m₂)) + α·dx and row y = (m₃·c + (m₄·r + m₅)) + α·dy for the pixel in column c and row r,
   *   clamped to −1 … width and −1 … height. The last terms are left out if there is no elastic distortion.
   * - dx = Σ꜀′ g|c−c′|·Σᵣ′ g|r−r′|·uᵣ′꜀′ with the taps g and in increasing order, from zero, over the pixels of the image
   *   alone; dy likewise. u = (2k + 1) / 65536 for the lower 16 bits k, signed, of a word of Threefry for dx, the upper
   *   for dy. The words of pixels (r, c) and (r + 1, c), r even, are those of the counter (r/2·width + c, example).
   * - With a, b above and d, e below, s = x − ⌊x⌋ and t = y − ⌊y⌋: p + (q − p)·t of p = a + (b − a)·s, q = d + (e − d)·s.
   *
   * @param out with `out.rows` rows; `out.columns` is the deformation's height · width · channels
   * @param inputs [examples, height · width · channels]
   */
  deform(
    out: DataRows,
    inputs: DataValues,
    order: Uint32Array,
    start: number,
    deformation: Deformation,
  ): void;

  /**
   * z = x·W + b, starting from the bias: zᵣⱼ = bⱼ + Σᵢ xᵣᵢ·wᵢⱼ.
   *
   * Of rows with joined columns zᵣⱼ = bⱼ + Σᵢ xᵣᵢ·cᵢⱼ, with the weights added up along each run: cᵢⱼ = cᵢ₋₁ⱼ + wᵢⱼ, and
   * cᵢⱼ = wᵢⱼ where a run begins.
   * @param z [batch, outputs]
   * @param x [batch, inputs]
   * @param weights [inputs, outputs]
   * @param biases [1, outputs]
   */
  affine(z: Matrix, x: Rows, weights: Matrix, biases: Matrix): void;

  /**
   * Takes errors back through the weights, starting from zero: outᵣᵢ = Σⱼ δᵣⱼ·wᵢⱼ.
   * @param out [batch, inputs]
   * @param delta [batch, outputs]
   * @param weights [inputs, outputs]
   */
  backpropagate(out: Matrix, delta: Matrix, weights: Matrix): void;

  /**
   * The gradient of the weights and biases, starting from zero: ∂wᵢⱼ = s·Σᵣ xᵣᵢ·δᵣⱼ and ∂bⱼ = s·Σᵣ δᵣⱼ.
   *
   * Of rows with joined columns that is ∂cᵢⱼ, and each wᵢⱼ is in all sums from cᵢⱼ to the end of its run: ∂wᵢⱼ = ∂cᵢⱼ + ∂wᵢ₊₁ⱼ,
   * from the end of the run backwards.
   * @param weights [inputs, outputs]
   * @param biases [1, outputs]
   * @param x [batch, inputs]
   * @param delta [batch, outputs]
   * @param scale s, rounded once to float32; it multiplies the whole sum
   */
  gradient(weights: Matrix, biases: Matrix, x: Rows, delta: Matrix, scale: number): void;

  /**
   * A step of plain stochastic gradient descent, in place and image by image in the order of the batch: first
   * wᵢⱼ ← wᵢⱼ·t once, where a weight below 2⁻¹⁰⁰ becomes zero unless t is 1, then
   * wᵢⱼ ← wᵢⱼ − xᵣᵢ·(δᵣⱼ·s) and bⱼ ← bⱼ − δᵣⱼ·s.
   * @param weights [inputs, outputs]
   * @param biases [1, outputs]
   * @param x [batch, inputs], no columns of which are joined
   * @param delta [batch, outputs]; used up: what it holds afterwards has no meaning
   * @param rate s, the learning rate over the batch's size, rounded once to float32
   * @param decay t, by which weights decay, rounded once to float32. Default: 1
   */
  descend(
    weights: Matrix,
    biases: Matrix,
    x: Rows,
    delta: Matrix,
    rate: number,
    decay?: number,
  ): void;

  /** a = f(z); z is [batch, units], and a itself where it is left out. */
  activate(a: Matrix, activation: Activation, z?: Matrix): void;

  /**
   * δ ← δ ∘ f′(z), from a = f(z), where an error below 2⁻⁶³ becomes zero.
   * @param z for an activation function that needs it
   */
  activateBackward(delta: Matrix, a: Matrix, activation: Activation, z?: Matrix): void;

  /**
   * The errors of the outputs, as a cost function has them, see {@linkcode Cost.delta}; then δ ← δ·w row by row, rounded once.
   * @param delta [batch, outputs]; the caller has its errors below 2⁻⁶³ become zero
   * @param a [batch, outputs], the outputs
   * @param y [batch, outputs], the targets
   * @param activation of the outputs
   * @param z [batch, outputs], for an activation function that needs it
   * @param weights w, how much each row counts; the array may be longer. Default: 1 each
   */
  outputErrors(
    delta: Matrix,
    a: Matrix,
    y: Matrix,
    cost: Cost,
    activation: Activation,
    z?: Matrix,
    weights?: Float32Array,
  ): void;

  /**
   * C = 1/n Σ wₓ·Cₓ of a batch's outputs: float64, added in the order of the rows.
   * @param a [batch, outputs], the outputs
   * @param y [batch, outputs], the targets
   * @param weights w, how much each row counts; the array may be longer. Default: 1 each
   */
  meanCost(a: Matrix, y: Matrix, cost: Cost, weights?: Float32Array): number;

  /** δ ← δ, where an error below 2⁻⁶³ becomes zero: for the errors that a cost function makes. */
  flush(delta: Matrix): void;

  /**
   * Leaves units out: outᵣᵢ = xᵣᵢ·s where unit i of row r's example stays, with s = 1/(1 − p) rounded once to float32, and
   * zero where it does not, whatever xᵣᵢ is. A unit stays if its word is ⌊p·2³²⌋ or more. Threefry makes two words of the
   * counter (⌊i/2⌋, example): the first is the word of an even i, the second that of an odd one.
   * @param out of the same kind and shape; it may be x itself
   * @param x [batch, units], no columns of which are joined
   */
  dropout(out: Rows, x: Rows, mask: Mask): void;

  /** g ← g + s·w: the gradient of a penalty on w²/2. */
  addScaled(gradient: Matrix, weights: Matrix, scale: number): void;

  /** g ← g + s·sgn(w), where sgn(0) is 0: the gradient of a penalty on |w|. g may be w itself. */
  addSigns(gradient: Matrix, weights: Matrix, scale: number): void;

  /** a ← a·s, s rounded once to float32. */
  scale(matrix: Matrix, scale: number): void;

  /** Σ a², in float64: a sum for each row, in the order of its columns, and these in the order of the rows. */
  sumOfSquares(matrix: Matrix): number;

  /**
   * Scales down the weights into a unit whose norm is above a limit: with ‖wⱼ‖ = √Σᵢ wᵢⱼ² in float64, i increasing,
   * wᵢⱼ ← wᵢⱼ·(c/‖wⱼ‖) where ‖wⱼ‖ > c, that factor rounded once to float32.
   * @param weights [inputs, outputs]
   * @param limit c
   */
  limitNorms(weights: Matrix, limit: number): void;

  /**
   * Takes parameters into their running average: t ← t + (1 − d)·(s − t), where an average below 2⁻¹⁰⁰ becomes zero.
   * @param target t, the average
   * @param source s, of the same shape
   * @param decay d; 1 − d is rounded once to float32
   */
  average(target: Matrix, source: Matrix, decay: number): void;

  /**
   * Takes a step of an optimizer.
   * @param rule which one, and its specification
   * @param parameters w
   * @param gradient g, of the same shape
   * @param moments as many as the rule keeps, of the same shape
   * @param scalars of the rule, rounded to float32
   */
  update(
    rule: Rule,
    parameters: Matrix,
    gradient: Matrix,
    moments: readonly Matrix[],
    scalars: readonly number[],
  ): void;

  /** What takes down what a batch asks of the engine. Absent, or none, in an engine that cannot do that. */
  recorder?(): Recorder | undefined;
}

/** A batch that was recorded. */
export interface Recorded {
  /** The mean cost of the batch. */
  readonly cost: number;
  /** Absent where more was to do than the engine can do again. */
  readonly recording?: Recording;
}

/** Takes down what batches ask of an engine. */
export interface Recorder {
  /**
   * Has a batch learned, and takes down what that asks of the engine.
   * @param rows of the batch
   * @param learn asks the engine for all that changes its memory, and returns the batch's mean cost
   */
  record(rows: number, learn: () => number): Recorded;
}

/** What an engine was asked for to learn from a batch: it can do the same again for a batch of other examples. */
export interface Recording {
  /** Whether another one is of the same calls, with the same numbers. */
  equals(other: Recording): boolean;
  /** Whether it can be repeated now. */
  isReady(): boolean;
  /**
   * Learns from the batch of as many examples from `order[start]` on.
   * @param weights of all examples, if they have some
   * @param scalars of each {@linkcode Engine.update}, in their order, see {@linkcode Rule.scalars}
   * @returns the batch's mean cost
   */
  repeat(
    order: Uint32Array,
    start: number,
    weights: Float32Array | undefined,
    scalars: readonly (readonly number[])[],
  ): number;
}
