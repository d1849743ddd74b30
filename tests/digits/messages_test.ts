/** The sentences of images of digits and of the tutorial's file, each pinned once. */

import { inkOf } from "../../lib/digits/digit_image.ts";
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
import { each, pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const pixels = Uint8Array.from({ length: 784 }, (_, k) => k % 256);
const FORM = { python: 2, protocol: 2, numpy: 1 } as const;
const [IMAGES, LABELS] = mnistPair(pixels, new Uint8Array([7]));
const sets = (images: Partial<ArrayFixture>, labels: Partial<ArrayFixture> = {}) => {
  const changed = [{ ...IMAGES, ...images }, { ...LABELS, ...labels }] as const;
  const pairs = [[IMAGES, LABELS], [IMAGES, LABELS], changed] as const;
  return parseMnistPickle(picklePairs(pairs, FORM));
};
const ofPixel = (value: number) =>
  sets({ bytes: floats(...Array.from(pixels, (k) => k === 5 ? value : k / 256)) });

pin("the tutorial's file", [
  () => parseMnistPickle(pickle("N.")),
  () => parseMnistPickle(pickle("NNN\x87.")),
  () => parseMnistPickle(pickle("U\x01aN\x86", "q\x00h\x00h\x00\x87.")),
  () => sets({ shape: [1, 28, 28] }),
  () => sets({}, { shape: [1, 1] }),
  ...each("a pixel of", [0.3, 1, -1 / 256, 1 / 512, NaN, Infinity, 256.5], ofPixel),
  () => ofPixel(5 / 255),
  () => sets({}, { bytes: longs(10) }),
  () => sets({}, { bytes: new Uint8Array(8).fill(255) }),
  () => sets({}, { code: "f4", bytes: floats(0.5) }),
  () => sets({ shape: [784, 1] }),
  () => sets({}, { shape: [2], bytes: longs(1, 2) }),
  () => sets({ code: "u1", bytes: pixels }),
  () => parseMnistPickle(picklePairs([[IMAGES, LABELS], [IMAGES, LABELS]], FORM)),
]);

const white = (width: number, height: number, length: number) => ({
  width,
  height,
  data: new Uint8Array(length).fill(255),
});

pin("drawings", [
  () => inkOf(white(2, 2, 4)),
  () => inkOf(white(12, 11, 576)),
  () => inkOf(white(0, 0, 0)),
  ...each(
    "a blank image of",
    [0, 255],
    (level) => inkOf({ ...white(2, 2, 16), data: new Uint8Array(16).fill(level) }),
  ),
  () => inkOf({ ...white(12, 12, 576), data: white(12, 12, 576).data.fill(230, 264, 267) }), // one pixel
]);

const digits = new Dataset({
  pixels: new Uint8Array(784),
  labels: new Uint8Array(1),
  features: 784,
  classes: 10,
  shape: [28, 28],
});
const details = { labels: new Uint8Array(1), classes: 10, features: 4 };

pin("images of one width", [
  ...each("a width of", [0, 29, 10.5, NaN], (width) => normalizeWidth(digits, width)),
  () => normalizeWidth(new Dataset({ ...details, pixels: new Uint8Array(4), shape: [2, 2] }), 0),
  () => normalizeWidth(new Dataset({ ...details, inputs: new Float32Array(4), shape: [2, 2] }), 1),
  () => normalizeWidth(new Dataset({ ...details, pixels: new Uint8Array(4) }), 1),
  () => normalizeRows({ kind: "dense", rows: 1, columns: 6, values: new Float32Array(6) }, 2),
]);
