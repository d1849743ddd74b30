import { assert, assertEquals } from "@std/assert";
import { normalizeRows } from "../../lib/digits/normalize_rows.ts";
import { normalizeWidth } from "../../lib/digits/normalize_width.ts";
import { sha256 } from "../../lib/formats/sha256.ts";
import { Dataset, RandomStream } from "../../mod.ts";

const SIDE = 28;

/** Of {@linkcode blots} at a width of 12, so that it stays the same on every machine and in every version. */
const GOLDEN = "8684b33a32baabbbaf3f6d97fbd3c7d7cfab00a4b8fff6df511b6158f2207b14";

/** Images in bytes. */
function imagesOf(pixels: Uint8Array, [height, width] = [SIDE, SIDE]): Dataset {
  const features = height! * width!;
  const labels = new Uint8Array(pixels.length / features);
  return new Dataset({ pixels, labels, features, classes: 10, shape: [height!, width!] });
}

/** Images with ink at random in boxes of every width and position, half of it as faint as can be. */
function blots(): Dataset {
  const random = new RandomStream(3, "data");
  const images: number[] = [];
  for (let width = 1; width <= SIDE; width++) {
    const left = random.below(SIDE + 1 - width);
    for (let k = 0; k < SIDE * SIDE; k++) {
      const column = k % SIDE - left;
      const isInk = column >= 0 && column < width && random.below(2) === 0;
      images.push(isInk ? random.below(2) === 0 ? 1 : random.below(256) : 0);
    }
  }
  return imagesOf(Uint8Array.from(images));
}

/** The first and the last column of an image with ink in it; of blank paper the columns 28 and -1. */
function edgesOf({ inputs }: Dataset, image: number): [left: number, right: number] {
  let [left, right] = [SIDE, -1];
  for (let k = 0; k < SIDE * SIDE; k++) {
    if (inputs[image * SIDE * SIDE + k] === 0) continue;
    left = Math.min(left, k % SIDE);
    right = Math.max(right, k % SIDE);
  }
  return [left, right];
}

/** The column of an image's center of mass, in pixels. */
function centerOf({ inputs }: Dataset, image: number): number {
  let [mass, moment] = [0, 0];
  for (let k = 0; k < SIDE * SIDE; k++) {
    const value = inputs[image * SIDE * SIDE + k]!;
    mass += value;
    moment += value * (k % SIDE + 0.5);
  }
  return moment / mass;
}

Deno.test("a box of ink becomes as wide as asked, by weights worked by hand", () => {
  const normalized = (row: number[], width: number) => [
    ...normalizeWidth(imagesOf(Uint8Array.from(row), [1, row.length]), width).inputs,
  ];
  assertEquals(normalized([0, 100, 200, 0], 4), [100, 125, 175, 200]);
  // Each covers two pixels and a part of the next: (6 · 100 + 6 · 125 + 2 · 175) / 14 is 121.4.
  assertEquals(normalized([0, 100, 125, 175, 200, 0], 2), [0, 0, 122, 179, 0, 0]);
  assertEquals(normalized([0, 0, 9, 0, 0], 3), [0, 9, 9, 9, 0]);
});

Deno.test("every width comes out exactly, be the ink ever so faint", () => {
  const images = blots();
  const before = images.inputs.slice();
  for (const width of [1, 8, 10, 13, 20, 28]) {
    const normalized = normalizeWidth(images, width);
    assertEquals([normalized.size, normalized.shape], [images.size, [SIDE, SIDE]]);
    for (let image = 0; image < images.size; image++) {
      const [left, right] = edgesOf(normalized, image);
      assertEquals(right + 1 - left, width, `image ${image}`);
    }
  }
  assertEquals(images.inputs, before);
});

Deno.test("images of that width already stay as they are, and blank ones do", () => {
  const images = blots();
  for (let image = 0; image < images.size; image++) {
    const [left, right] = edgesOf(images, image);
    const single = images.subset(image, image + 1);
    assertEquals(normalizeWidth(single, right + 1 - left).inputs, single.inputs);
  }
  const blank = imagesOf(new Uint8Array(SIDE * SIDE));
  assertEquals(normalizeWidth(blank, 12).inputs, blank.inputs);
});

Deno.test("the center of mass stays in its column where the box has room, and the rows stay", () => {
  const inputs = new Uint8Array(SIDE * SIDE);
  for (let r = 5; r < 23; r++) {
    for (let c = 10; c < 18; c++) inputs[r * SIDE + c] = 20 * (c - 9); // darker on the right
  }
  const image = imagesOf(inputs);
  for (const width of [8, 12, 16, 20]) {
    const normalized = normalizeWidth(image, width);
    // To half a pixel, since a box begins with a whole one, and the bytes are rounded.
    assert(Math.abs(centerOf(normalized, 0) - centerOf(image, 0)) < 0.6, `width ${width}`);
    for (let r = 0; r < SIDE; r++) {
      const row = normalized.inputs.subarray(r * SIDE, (r + 1) * SIDE);
      assertEquals(row.some((value) => value > 0), r >= 5 && r < 23);
    }
  }
});

Deno.test("the bytes are the same on every machine", async () => {
  const { inputs } = normalizeWidth(blots(), 12);
  assertEquals(await sha256(Uint8Array.from(inputs)), GOLDEN);
});

Deno.test("rows for a network become those of the normalized data set, dense and sparse", () => {
  const images = blots();
  const expected = Float32Array.from(normalizeWidth(images, 16).inputs, (byte) => byte / 255);
  const values = Float32Array.from(images.inputs, (byte) => byte / 255);
  const [rows, columns] = [images.size, SIDE * SIDE];
  const dense = { kind: "dense", rows, columns, values } as const;
  assertEquals(normalizeRows(dense, 16), { ...dense, values: expected });
  const entries = [...values.entries()].filter(([, value]) => value !== 0);
  const sparse = {
    kind: "sparse",
    rows,
    columns,
    starts: Uint32Array.from(
      { length: rows + 1 },
      (_, r) => entries.filter(([k]) => k < r * columns).length,
    ),
    indices: Uint32Array.from(entries, ([k]) => k % columns),
    values: Float32Array.from(entries, ([, value]) => value),
  } as const;
  assertEquals(normalizeRows(sparse, 16), { ...dense, values: expected });
});

Deno.test("labels and targets stay with their images", () => {
  const pixels = new Uint8Array(2 * 4).fill(7);
  const shape = { features: 4, shape: [2, 2] };
  const labels = new Uint8Array([2, 1]);
  const labeled = normalizeWidth(new Dataset({ pixels, labels, classes: 3, ...shape }), 1);
  assertEquals([labeled.labels, labeled.classes], [labels, 3]);
  const targets = new Float32Array([0.5, 2]);
  const targeted = normalizeWidth(new Dataset({ pixels, targets, outputs: 1, ...shape }), 1);
  assertEquals([targeted.targets, targeted.outputs], [targets, 1]);
});
