/** The sentences of images of digits and of the tutorial's file, each pinned once. */

import { inkOf } from "../../lib/digits/ink.ts";
import { parseMnistPickle } from "../../lib/digits/mnist_pickle.ts";
import { normalizeRows } from "../../lib/digits/normalize_rows.ts";
import { normalizeWidth } from "../../lib/digits/normalize_width.ts";
import { Dataset } from "../../mod.ts";
import {
  type ArrayFixture,
  floats,
  longs,
  mnistPair,
  pickle,
  picklePairs,
} from "../formats/pickle_fixtures.ts";
import { testSentences } from "../helpers/says.ts";

const pixels = Uint8Array.from({ length: 784 }, (_, k) => k % 256);
const [IMAGES, LABELS] = mnistPair(pixels, new Uint8Array([7]));
const sets = (images: Partial<ArrayFixture>, labels: Partial<ArrayFixture> = {}) => () => {
  const changed = [{ ...IMAGES, ...images }, { ...LABELS, ...labels }] as const;
  const pairs = [[IMAGES, LABELS], [IMAGES, LABELS], changed] as const;
  return parseMnistPickle(picklePairs(pairs, { python: 2, protocol: 2, numpy: 1 }));
};
const ofPixel = (value: number) =>
  sets({ bytes: floats(...Array.from(pixels, (k) => k === 5 ? value : k / 256)) });

testSentences("the tutorial's file", [
  [SyntaxError, "Cannot read the MNIST pickle: ", {
    "it is not a tuple of three sets": () => parseMnistPickle(pickle("N.")),
    "the training set is not a pair of images and labels": () =>
      parseMnistPickle(pickle("NNN\x87.")),
    "the training set is not an array of float images and one of labels": () =>
      parseMnistPickle(pickle("U\x01aN\x86", "q\x00h\x00h\x00\x87.")),
    "expected the test images in the shape [n, 784], got [1,28,28]": sets({ shape: [1, 28, 28] }),
    "expected the test labels in the shape [1], got [1,1]": sets({}, { shape: [1, 1] }),
    "expected k/256 with k from 0 to 255 in pixel 5 of test image 0, got 0.30000001192092896":
      ofPixel(0.3),
    [
      "expected k/256 with k from 0 to 255 in pixel 5 of test image 0, got " +
      "0.019607843831181526; it looks like k/255"
    ]: ofPixel(5 / 255),
    "expected 0 to 9 in test label 0, got 10": sets({}, { bytes: longs(10) }),
  }],
]);

const white = (width: number, height: number, length: number) => ({
  width,
  height,
  data: new Uint8Array(length).fill(255),
});

testSentences("drawings", [
  [RangeError, "Cannot ", {
    "find a digit: the image is blank, or its ink is hardly darker or lighter than its paper": () =>
      inkOf(white(2, 2, 16)),
  }],
  [TypeError, "Cannot ", {
    "use an image of 2 × 2 with 4 values: expected four a pixel": () => inkOf(white(2, 2, 4)),
  }],
]);

const details = { labels: new Uint8Array(1), classes: 10, features: 4 };

testSentences("images of one width", [
  [RangeError, "Cannot ", {
    "normalize images to a width of 0: expected a whole number from 1 to 2": () =>
      normalizeWidth(new Dataset({ ...details, pixels: new Uint8Array(4), shape: [2, 2] }), 0),
  }],
  [TypeError, "Cannot ", {
    [
      "normalize the width of examples of shape [2,2] in float32: expected images of shape " +
      "[height, width] in bytes"
    ]: () =>
      normalizeWidth(new Dataset({ ...details, inputs: new Float32Array(4), shape: [2, 2] }), 1),
    [
      "normalize the width of examples of no shape in bytes: expected images of shape " +
      "[height, width] in bytes"
    ]: () => normalizeWidth(new Dataset({ ...details, pixels: new Uint8Array(4) }), 1),
    "normalize the width of examples of 6 features: expected square images": () =>
      normalizeRows({ kind: "dense", rows: 1, columns: 6, values: new Float32Array(6) }, 2),
  }],
]);
