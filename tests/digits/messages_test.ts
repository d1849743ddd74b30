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
import { pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const pixels = Uint8Array.from({ length: 784 }, (_, k) => k % 256);
const [IMAGES, LABELS] = mnistPair(pixels, new Uint8Array([7]));
const sets = (images: Partial<ArrayFixture>, labels: Partial<ArrayFixture> = {}) => {
  const changed = [{ ...IMAGES, ...images }, { ...LABELS, ...labels }] as const;
  const pairs = [[IMAGES, LABELS], [IMAGES, LABELS], changed] as const;
  return parseMnistPickle(picklePairs(pairs, { python: 2, protocol: 2, numpy: 1 }));
};
const ofPixel = (value: number) =>
  sets({ bytes: floats(...Array.from(pixels, (k) => k === 5 ? value : k / 256)) });

pin("the tutorial's file", [
  () => parseMnistPickle(pickle("N.")),
  () => parseMnistPickle(pickle("NNN\x87.")),
  () => parseMnistPickle(pickle("U\x01aN\x86", "q\x00h\x00h\x00\x87.")),
  () => sets({ shape: [1, 28, 28] }),
  () => sets({}, { shape: [1, 1] }),
  () => ofPixel(0.3),
  () => ofPixel(5 / 255),
  () => sets({}, { bytes: longs(10) }),
]);

const white = (width: number, height: number, length: number) => ({
  width,
  height,
  data: new Uint8Array(length).fill(255),
});

pin("drawings", [
  () => inkOf(white(2, 2, 16)),
  () => inkOf(white(2, 2, 4)),
]);

const details = { labels: new Uint8Array(1), classes: 10, features: 4 };

pin("images of one width", [
  () => normalizeWidth(new Dataset({ ...details, pixels: new Uint8Array(4), shape: [2, 2] }), 0),
  () => normalizeWidth(new Dataset({ ...details, inputs: new Float32Array(4), shape: [2, 2] }), 1),
  () => normalizeWidth(new Dataset({ ...details, pixels: new Uint8Array(4) }), 1),
  () => normalizeRows({ kind: "dense", rows: 1, columns: 6, values: new Float32Array(6) }, 2),
]);
