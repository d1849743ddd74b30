/** What a data set is made of: examples, and what a network is to answer to each. @module */

import type { Standardization } from "../numerics/standardization.ts";

/** More classes than this are taken for a slip: labels are 16 bits at most. */
export const MAX_CLASSES = 65_536;

/** What is known of examples besides their numbers. */
export interface ExampleDetails {
  /** The number of features of an example, say pixels. */
  readonly features: number;
  /** The shape of an example, [height, width] of an image; only what is for images alone asks for it. */
  readonly shape?: readonly number[] | undefined;
  /** The name of each feature. */
  readonly featureNames?: readonly string[] | undefined;
  /** What the features were before they were standardized, if they are. */
  readonly standardization?: Standardization | undefined;
  /** [examples] How much each example counts in training, 0 or more. Default: 1 each. */
  readonly weights?: Float32Array | undefined;
}

/** Numbers that stand for themselves. */
export interface Inputs extends ExampleDetails {
  /** [examples, features], row-major. */
  readonly inputs: Float32Array;
}

/** Gray levels. */
export interface Pixels extends ExampleDetails {
  /** [examples, features], row-major: a byte k stands for k/255, so that gray levels run from 0 to 1. */
  readonly pixels: Uint8Array;
}

/** The examples of a data set. */
export type Examples = Inputs | Pixels;

/** Examples that are each of one class: what a network with an output for each class learns from. */
export interface Labels {
  /** The class of each example, from 0 to `classes` − 1. */
  readonly labels: Uint8Array | Uint16Array;
  /** The number of classes, 1 to 65,536. */
  readonly classes: number;
  /** The name of each class. */
  readonly classNames?: readonly string[] | undefined;
}

/** Examples with the targets for their outputs: yes or no, several of these, or quantities. */
export interface Targets {
  /** y [examples, outputs], row-major: 1 for yes and 0 for no, or any numbers. */
  readonly targets: Float32Array;
  /** The number of outputs for an example. */
  readonly outputs: number;
  /** Whether each is a yes or a no, and not a quantity. Default: whether all are 0 or 1. */
  readonly classification?: boolean | undefined;
}

/** What a data set is made of. */
export type DatasetSource = Examples & (Labels | Targets);
