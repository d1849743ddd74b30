/**
 * Test-time augmentation: the mean output for an image and for copies of it, deformed as the training images were (Sato,
 * Nishimura and Yokoi, “APAC: Augmented PAttern Classification with neural networks”, 2015). @module
 */

import { checkOptions, type Option } from "../checks/options.ts";
import type { Dataset } from "../dataset.ts";
import { normalizeRows } from "../digits/normalize_rows.ts";
import { createEngine } from "../engine/create.ts";
import type { Engine } from "../engine/engine.ts";
import type { DataRows, Matrix } from "../engine/matrix.ts";
import { Ensemble, type EnsembleMember, weightedMean } from "../ensemble.ts";
import type { Candidate } from "../ensemble/recorded.ts";
import type { Cost } from "../engine/engine.ts";
import { denseOf } from "../network/prediction.ts";
import { addWeighted, meanOfSums } from "../numerics/weighted_mean.ts";
import { threefry } from "../numerics/random.ts";
import type { Standardization } from "../numerics/standardization.ts";
import { type AugmentOptions, MAX_COPIES } from "../options/augment.ts";
import { Augmentation } from "./augment.ts";

/** How to make the copies. */
interface TestTimeAugmentationOptions {
  /** How many, from 1 to {@linkcode MAX_COPIES}. */
  copies: number;
  /**
   * How far they are deformed, as the training images were. `rotationByClass` is ignored, since the class is unknown: every
   * copy is rotated by up to `rotation`.
   */
  augment: AugmentOptions;
  /** The shape of the images, [height, width] or [height, width, channels]. */
  shape: Dataset["shape"];
  /** A whole number from 0 to 2⁵³ − 1. */
  seed: number;
}

const OPTIONS = {
  copies: { type: "whole", min: 1, max: MAX_COPIES, required: true },
  augment: true,
  shape: true,
  seed: true,
} as const satisfies { [Name in keyof TestTimeAugmentationOptions]-?: Option | true };

/** How many copies go through the network at once; it does not change the result. */
const BATCH = 250;

/** The first of the epochs that copies are drawn in; training counts its own from 1 and never comes so far. */
const FIRST_EPOCH = 2147483648;

const { min } = Math;

/**
 * A network or an ensemble that answers with the mean of its outputs for the image as it is and for deformed copies of it:
 * added in this order in float64, rounded once.
 *
 * The deformations are a function of the seed, the image's pixels and the copy's number alone. All members of an ensemble see
 * the same ones; one whose images are normalized to a width sees the normalized image deformed, as in its training.
 */
export class TestTimeAugmentation implements Candidate {
  /** The networks; a single one is an ensemble of one. */
  readonly ensemble: Ensemble;
  /** How many deformed copies of an image are made. */
  readonly copies: number;
  /** The cost function of the first network, which an evaluation takes for the mean outputs. */
  readonly cost: Cost;
  /** The inputs are taken out of their rows, so they are best in ordinary memory. */
  readonly engine: Engine = createEngine("reference");
  readonly #augmentation: Augmentation;
  readonly #order: Uint32Array; // the copies' numbers
  #batch: DataRows | undefined;

  /**
   * Prepares the deformations.
   * @throws {RangeError} if an option is out of range
   * @throws {TypeError} if the shape is not that of images, or not of as many pixels as the network has inputs
   */
  constructor(network: EnsembleMember | Ensemble, options: TestTimeAugmentationOptions) {
    checkOptions("augment at test time", options, OPTIONS);
    const { copies, augment, shape, seed } = options;
    this.ensemble = "members" in network ? network : new Ensemble([network]);
    this.copies = copies;
    this.cost = this.ensemble.cost;
    const { features } = this.ensemble;
    if (shape !== undefined && shape.reduce((product, side) => product * side, 1) !== features) {
      throw new TypeError(
        `Cannot deform images of shape [${shape}] for a network of ${features} inputs`,
      );
    }
    const { rotationByClass: _, ...blind } = augment;
    this.#augmentation = new Augmentation(
      blind,
      { shape, labels: new Uint8Array(0), classes: 0 },
      seed,
    );
    this.#order = Uint32Array.from({ length: copies }, (_, copy) => copy);
  }

  /** The name of each class, in the order of the outputs, if classes have names. */
  get classNames(): readonly string[] | undefined {
    return this.ensemble.classNames;
  }

  /** The standardization of raw inputs, if there is one. */
  get standardization(): Standardization | undefined {
    return this.ensemble.standardization;
  }

  /** Whether the outputs are probabilities of classes instead of quantities. */
  get predictsClasses(): boolean {
    return this.ensemble.predictsClasses;
  }

  /**
   * The mean outputs for a batch of images.
   * @param inputs [batch, inputs]
   * @returns [batch, outputs], the caller's own
   * @throws {TypeError} if the inputs are not as wide as the first layers
   */
  feedforward(inputs: DataRows): Matrix {
    const outputs = this.ensemble.feedforward(inputs);
    const { rows, columns, values } = outputs;
    const images = pixelsOf(inputs);
    const seen = new Map([[null as number | null, images]]);
    for (const width of this.ensemble.normalizeWidths) {
      if (!seen.has(width)) seen.set(width, normalizeRows(inputs, width!).values);
    }
    const features = inputs.columns;
    const sums = new Float64Array(columns);
    for (let r = 0; r < rows; r++) {
      const epoch = copiesEpoch(images.subarray(r * features, (r + 1) * features));
      sums.set(values.subarray(r * columns, (r + 1) * columns));
      const sources = new Map(
        [...seen].map(([width, pixels]) => [
          width,
          repeated(pixels.subarray(r * features, (r + 1) * features), this.copies),
        ]),
      );
      for (let start = 0; start < this.copies; start += BATCH) {
        const answers = this.#answersTo(sources, epoch, start, min(start + BATCH, this.copies));
        for (let at = 0; at < answers.length; at += columns) {
          addWeighted(sums, answers.subarray(at, at + columns), 1);
        }
      }
      values.set(meanOfSums(sums, 1 + this.copies), r * columns);
    }
    return outputs;
  }

  /**
   * The outputs for the copies `start` to `end` − 1 of an image.
   * @param sources the image as often as there are copies, [copies, inputs], at each width
   */
  #answersTo(
    sources: ReadonlyMap<number | null, Float32Array>,
    epoch: number,
    start: number,
    end: number,
  ): Float32Array {
    const { members, engine, weights, normalizeWidths } = this.ensemble;
    const order = this.#order;
    const deformation = this.#augmentation.deformation(epoch, order, start, end);
    const batch = this.#batch ??= engine.sparseRows(min(BATCH, this.copies), members[0]!.features);
    batch.rows = end - start;
    const outputs: Float32Array[] = [];
    for (const width of new Set(normalizeWidths)) {
      engine.deform(batch, sources.get(width)!, order, start, deformation);
      for (const [m, member] of members.entries()) {
        if (normalizeWidths[m] === width) outputs[m] = member.feedforward(batch).values;
      }
    }
    return weightedMean(outputs, weights);
  }
}

/** Every pixel of rows, [batch, inputs], in memory of their own. */
function pixelsOf(inputs: DataRows): Float32Array {
  const { rows, columns, values } = denseOf(inputs);
  return values.slice(0, rows * columns);
}

/** An image so many times, one after the other. */
function repeated(image: Float32Array, times: number): Float32Array {
  const rows = new Float32Array(times * image.length);
  for (let row = 0; row < times; row++) rows.set(image, row * image.length);
  return rows;
}

/**
 * The epoch that an image's copies are drawn in, where {@linkcode Augmentation} counts a copy as an example: one of the 2³¹
 * that training never reaches, chosen by the pixels that are not zero.
 */
export function copiesEpoch(image: Float32Array): number {
  const bits = new Uint32Array(image.slice().buffer);
  const state = new Uint32Array(2);
  for (let k = 0; k < image.length; k++) {
    if (image[k] !== 0) threefry(state, state, k, bits[k]!);
  }
  return FIRST_EPOCH + (state[0]! >>> 1);
}
