/**
 * Deformed training images: in every epoch each image is shifted, turned, scaled, sheared, elastically distorted a
 * little, or mirrored, at random, so that a network meets no image twice (Simard, Steinkraus and Platt, “Best practices for
 * convolutional neural networks applied to visual document analysis”, 2003; Cireşan, Meier, Gambardella and Schmidhuber,
 * “Deep, big, simple neural nets for handwritten digit recognition”, 2010, section 2). @module
 */

import { checkOptions, filledIn } from "../checks/options.ts";
import type { Dataset } from "../dataset.ts";
import { cos, exp, sin } from "../numerics/elementary.ts";
import type { Deformation } from "../engine/engine.ts";
import { streamKey, threefry } from "../numerics/random.ts";
import { AUGMENT, type AugmentOptions, ELASTIC } from "../options/augment.ts";

const { ceil, fround, max } = Math;

const RADIANS = 3.14159265358979323846 / 180;

/** Where the smoothing Gaussian ends, in σ: 99.7 % of it are within. */
const REACH = 3;

/**
 * Draws the deformations of a data set's images: a function of the seed, the epoch and the image's index alone, whatever
 * the order, the batch and the number of workers.
 */
export class Augmentation {
  readonly #shift: number;
  readonly #rotations: Float64Array; // by class; one, where there are none
  readonly #scale: number;
  readonly #shear: number;
  readonly #flip: boolean | undefined;
  readonly #labels: Uint8Array | Uint16Array;
  readonly #seed: number;
  readonly #words = new Uint32Array(2);
  readonly #affineKey = new Uint32Array(2);
  #epoch: number | undefined;
  #deformation: Deformation;

  /**
   * Makes ready to deform.
   * @param data of images, with their shape
   * @param seed a whole number from 0 to 2⁵³ − 1
   * @throws {TypeError} if the data does not have the shape of images
   * @throws {RangeError} if an option is out of range
   */
  constructor(
    options: AugmentOptions,
    { shape, labels, classes }: Pick<Dataset, "shape" | "labels" | "classes">,
    seed: number,
  ) {
    const { shift, rotation, rotationByClass, scale, shear, elastic, flip } = filledIn(
      "deform images",
      options,
      AUGMENT,
    );
    if (elastic) checkOptions("deform images elastically", elastic, ELASTIC);
    if (shape?.length !== 2 && shape?.length !== 3) {
      throw new TypeError(
        `Cannot deform examples of ${shape ? `shape [${shape}]` : "no shape"}: ` +
          "expected images of shape [height, width] or [height, width, channels]",
      );
    }
    const [height, width, channels = 1] = shape as readonly [number, number, number?];
    this.#rotations = new Float64Array(max(1, classes)).fill(rotation);
    for (const [name, degrees] of Object.entries(rotationByClass)) {
      const label = Number(name);
      if (!(Number.isInteger(label) && label >= 0 && label < classes && String(label) === name)) {
        const known = classes === 0 ? "the data has no" : `0 to ${classes - 1} are the`;
        throw new RangeError(`Cannot rotate the class ${name} otherwise: ${known} classes`);
      }
      this.#rotations[label] = degrees;
    }
    this.#shift = shift;
    this.#scale = scale;
    this.#shear = shear;
    this.#flip = flip;
    this.#labels = labels;
    this.#seed = seed;
    this.#deformation = {
      width,
      height,
      channels,
      maps: new Float32Array(0),
      elastic: elastic
        ? { alpha: elastic.alpha, taps: gaussian(elastic.sigma), key: new Uint32Array(2) }
        : undefined,
    };
  }

  /**
   * How to deform the examples `order[start]` to `order[end − 1]` in an epoch, for {@linkcode Engine.deform}.
   * @returns what the next call writes over
   */
  deformation(epoch: number, order: Uint32Array, start: number, end: number): Deformation {
    const { maps, elastic } = this.#deformation;
    if (epoch !== this.#epoch) {
      streamKey(this.#affineKey, this.#seed, "affine", epoch);
      if (elastic !== undefined) streamKey(elastic.key, this.#seed, "elastic", epoch);
      this.#epoch = epoch;
    }
    const size = 6 * (end - start);
    if (maps.length < size) {
      this.#deformation = { ...this.#deformation, maps: new Float32Array(size) };
    }
    for (let r = start; r < end; r++) this.#drawMap(6 * (r - start), order[r]!);
    return this.#deformation;
  }

  /** Draws an image's map, which undoes the shift, the turn, the shear and the scale, about the middle of the image. */
  #drawMap(at: number, example: number): void {
    const { width, height, maps } = this.#deformation;
    const words = this.#words;
    threefry(words, this.#affineKey, 3, example);
    const side = this.#flip && words[0]! % 2 ? -1 : 1;
    threefry(words, this.#affineKey, 0, example);
    const angle = this.#rotations[this.#labels[example] ?? 0]! * symmetric(words[0]!) * RADIANS;
    const lean = this.#shear * symmetric(words[1]!) * RADIANS;
    threefry(words, this.#affineKey, 1, example);
    const scaleX = side * (1 + this.#scale * symmetric(words[0]!));
    const scaleY = 1 + this.#scale * symmetric(words[1]!);
    threefry(words, this.#affineKey, 2, example);
    const middleX = (width - 1) / 2;
    const middleY = (height - 1) / 2;
    const movedX = middleX + this.#shift * symmetric(words[0]!);
    const movedY = middleY + this.#shift * symmetric(words[1]!);

    const [c, s, t] = [cos(angle), sin(angle), sin(lean) / cos(lean)];
    const m0 = (c + t * s) / scaleX;
    const m1 = (s - t * c) / scaleX;
    const m3 = -s / scaleY;
    const m4 = c / scaleY;
    maps[at] = m0;
    maps[at + 1] = m1;
    maps[at + 2] = middleX - m0 * movedX - m1 * movedY;
    maps[at + 3] = m3;
    maps[at + 4] = m4;
    maps[at + 5] = middleY - m3 * movedX - m4 * movedY;
  }
}

/** A word as a number between −1 and 1, above 0 as often as below. */
function symmetric(word: number): number {
  return (2 * word + 1) / 4294967296 - 1;
}

/** The Gaussian of σ from its middle on, up to 3σ, scaled so that both sides of it sum to 1. */
function gaussian(sigma: number): Float32Array {
  const taps = new Float32Array(ceil(REACH * sigma) + 1);
  let total = 0;
  for (let d = 0; d < taps.length; d++) {
    taps[d] = exp(fround(-d * d / (2 * sigma * sigma)));
    total += d === 0 ? taps[d]! : 2 * taps[d]!;
  }
  return taps.map((tap) => tap / total);
}
