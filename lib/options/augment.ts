/** How training images are deformed. @module */

import type { TableOf } from "../checks/options.ts";

/** How an elastic distortion is drawn. */
export interface ElasticOptions {
  /** σ of the Gaussian that smooths the displacements, in pixels: Simard et al. use 4, Cireşan et al. 5 to 6. */
  sigma: number;
  /** α, by which the smoothed displacements are multiplied, in pixels: 34, and 36 to 38. */
  alpha: number;
}

/** How far images are deformed: each quantity is drawn evenly between the two bounds, for every image anew. */
export interface AugmentOptions {
  /** Shifts horizontally and vertically by at most so many pixels. Default: 0. */
  shift?: number;
  /** Rotates to the left or right by at most so many degrees, 0 to 180. Default: 0. */
  rotation?: number;
  /** Other bounds for digits that a rotation confuses, in degrees, such as { "1": 7.5, "7": 7.5 }. Default: none. */
  rotationByClass?: Readonly<Record<string, number>>;
  /** Scales width and height, each on its own, up or down by at most this fraction, 0 to 0.9. Default: 0. */
  scale?: number;
  /** Shears horizontally by at most so many degrees, 0 to 60: a vertical line leans by them. Default: 0. */
  shear?: number;
  /** Displaces every pixel at random, smoothly: an elastic distortion; null for none. Default: null. */
  elastic?: ElasticOptions | null;
  /** Mirrors each image with probability ½: its left becomes its right. Default: false. */
  flip?: boolean;
}

/** What each option of an elastic distortion may be. */
export const ELASTIC = {
  sigma: { type: "number", min: 0.1, max: 100, required: true, default: 4 },
  alpha: { type: "number", min: 0, max: 1000, required: true, default: 34 },
} as const satisfies TableOf<ElasticOptions>;

const DEGREES = { type: "number", min: 0, max: 180 } as const;

/** What each option may be. */
export const AUGMENT = {
  shift: { type: "number", min: 0, max: 1000, default: 0 },
  rotation: { ...DEGREES, default: 0 },
  rotationByClass: { type: "map", keys: "^[0-9]$", of: DEGREES, default: {} },
  scale: { type: "number", min: 0, max: 0.9, default: 0 },
  shear: { type: "number", min: 0, max: 60, default: 0 },
  elastic: { type: "object", of: ELASTIC, orNull: true, default: null },
  flip: { type: "flag" },
} as const satisfies TableOf<AugmentOptions>;

/** The most copies of an image. */
export const MAX_COPIES = 1000;
