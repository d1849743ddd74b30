/**
 * The tutorial's `mnist.pkl.gz`: a pickled tuple of training, validation and test set, each a pair of images
 * [n, 784] and labels [n] (https://github.com/mnielsen/neural-networks-and-deep-learning, `src/mnist_loader.py`). @module
 */

import { CLASSES, PIXELS } from "./mnist.ts";
import { type NdArray, parsePickle, type PickleValue } from "../formats/pickle.ts";

/** One of the three sets of the tutorial's file. */
export interface MnistPickleSet {
  /** [n, 784], the bytes k that the file holds as k/256. */
  readonly images: Uint8Array<ArrayBuffer>;
  /** [n], 0 to 9. */
  readonly labels: Uint8Array<ArrayBuffer>;
}

/** The content of the tutorial's file. */
export interface MnistPickle {
  /** The first 50,000 of MNIST's training images. */
  readonly training: MnistPickleSet;
  /** The last 10,000 of MNIST's training images. */
  readonly validation: MnistPickleSet;
  /** MNIST's 10,000 test images. */
  readonly test: MnistPickleSet;
}

/**
 * Reads the tutorial's `mnist.pkl`, and gives back the bytes of the original images: the file holds them as the floats
 * k/256, which are exact.
 * @param bytes the whole file, decompressed
 * @throws {SyntaxError} if it is not such a file; the message names the first pixel or label that is wrong, image and
 *   pixel counted from 0
 */
export function parseMnistPickle(bytes: Uint8Array): MnistPickle {
  const sets = parsePickle(bytes);
  if (!isTuple(sets, 3)) throw bad("it is not a tuple of three sets");
  const [training, validation, test] = sets;
  return {
    training: parseSet("training", training),
    validation: parseSet("validation", validation),
    test: parseSet("test", test),
  };
}

function parseSet(name: string, set?: PickleValue): MnistPickleSet {
  if (!isTuple(set, 2)) throw bad(`the ${name} set is not a pair of images and labels`);
  const [images, labels] = set;
  if (!isArray(images) || !images.dtype.startsWith("float") || !isArray(labels)) {
    throw bad(`the ${name} set is not an array of float images and one of labels`);
  }
  const [n, pixels] = images.shape;
  if (images.shape.length !== 2 || pixels !== PIXELS) {
    throw bad(`expected the ${name} images in the shape [n, ${PIXELS}], got [${images.shape}]`);
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== n) {
    throw bad(`expected the ${name} labels in the shape [${n}], got [${labels.shape}]`);
  }
  return { images: parseImages(name, images), labels: parseLabels(name, labels) };
}

function parseImages(name: string, { data }: NdArray): Uint8Array<ArrayBuffer> {
  const images = new Uint8Array(data.length);
  for (let k = 0; k < data.length; k++) {
    const value = Number(data[k]);
    images[k] = 256 * value;
    if (images[k] === 256 * value) continue;
    const image = Math.floor(k / PIXELS);
    throw bad(
      `expected k/256 with k from 0 to 255 in pixel ${k % PIXELS} of ${name} image ${image}, ` +
        `got ${value}` +
        (isGrayLevel(value) ? "; it looks like k/255" : ""),
    );
  }
  return images;
}

function isGrayLevel(value: number): boolean {
  const level = Math.floor(255 * value + 0.5);
  return level >= 0 && level <= 255 && Math.fround(level / 255) === Math.fround(value);
}

function parseLabels(name: string, { data }: NdArray): Uint8Array<ArrayBuffer> {
  const labels = new Uint8Array(data.length);
  for (let k = 0; k < data.length; k++) {
    const label = Number(data[k]);
    labels[k] = label;
    if (labels[k] === label && label < CLASSES) continue;
    throw bad(`expected 0 to ${CLASSES - 1} in ${name} label ${k}, got ${label}`);
  }
  return labels;
}

function isTuple(value: PickleValue | undefined, length: number): value is readonly PickleValue[] {
  return Array.isArray(value) && value.length === length;
}

function isArray(value?: PickleValue): value is NdArray {
  return typeof value === "object" && value !== null && "dtype" in value;
}

function bad(what: string): SyntaxError {
  return new SyntaxError(`Cannot read the MNIST pickle: ${what}`);
}
