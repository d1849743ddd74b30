import { assert, assertAlmostEquals, assertEquals, assertGreater } from "@std/assert";
import { digitImage, inkOf, type RgbaImage, severalDigits } from "../../lib/digits/digit_image.ts";
import type { Network } from "../../mod.ts";
import { drawDigit, STYLES } from "../helpers/drawings.ts";
import { QUICK_TESTS } from "../helpers/long.ts";
import { granted } from "../helpers/run_task.ts";
import { type TrainedNetwork, trainedNetwork } from "../helpers/trained_network.ts";
import { join } from "@std/path";
import { parseIdx } from "../../lib/formats/idx.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { mnistData } from "../helpers/mnist_data.ts";

/** White paper with black rectangles on it. */
function rectangles(
  width: number,
  height: number,
  ...boxes: readonly (readonly [left: number, top: number, right: number, bottom: number])[]
): RgbaImage {
  const data = new Uint8Array(4 * width * height).fill(255);
  for (const [left, top, right, bottom] of boxes) {
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) data.fill(0, 4 * (y * width + x), 4 * (y * width + x) + 3);
    }
  }
  return { width, height, data };
}

/** Where there is ink: its outermost columns and rows, and its center of mass. */
function measure(pixels: Float32Array) {
  const inked = [...pixels.keys()].filter((k) => pixels[k]! > 0);
  const [xs, ys] = [inked.map((k) => k % 28), inked.map((k) => Math.floor(k / 28))];
  const mass = pixels.reduce((sum, value) => sum + value, 0);
  const mean = (of: (k: number) => number) =>
    inked.reduce((sum, k) => sum + pixels[k]! * (of(k) + 0.5), 0) / mass;
  return {
    columns: [Math.min(...xs), Math.max(...xs)],
    rows: [Math.min(...ys), Math.max(...ys)],
    center: [mean((k) => k % 28), mean((k) => Math.floor(k / 28))] as const,
  };
}

Deno.test("a drawing fits into 20 × 20 pixels with its ratio, from any size and position", () => {
  for (const unit of [1, 3, 20]) {
    const paper = [60 * unit, 50 * unit] as const;
    const tall = digitImage(rectangles(...paper, [7 * unit, 5 * unit, 17 * unit, 45 * unit]));
    assertEquals(measure(tall), { columns: [12, 16], rows: [5, 24], center: [14.5, 15] });
    const wide = digitImage(rectangles(...paper, [5 * unit, 7 * unit, 45 * unit, 17 * unit]));
    assertEquals(measure(wide), { columns: [5, 24], rows: [12, 16], center: [15, 14.5] });
  }
});

Deno.test("its center of mass, not its box, is in the middle of pixel 14", () => {
  // An L: most of its ink is at the lower left.
  const pixels = digitImage(rectangles(80, 80, [10, 10, 22, 70], [10, 58, 60, 70]));
  const { center, columns, rows } = measure(pixels);
  for (const position of center) assertAlmostEquals(position, 14.5, 0.5); // whole pixels, as in MNIST
  assertEquals(rows[1]! - rows[0]!, 19);
  assertGreater(columns[0]! + columns[1]!, 28);
});

Deno.test("nothing is cut off where the mass is all at one end", () => {
  const { rows } = measure(digitImage(rectangles(100, 200, [40, 10, 43, 180], [10, 170, 90, 190])));
  assertEquals(rows[1]! - rows[0]!, 20); // a pixel more than 20, since the thin stroke is widened
  assert(rows[0]! >= 0 && rows[1]! <= 27);
});

Deno.test("edges between pixels are gray by what they cover", () => {
  // Ten high and three wide: twice as large in ours.
  const pixels = digitImage(rectangles(30, 30, [10, 10, 13, 20]));
  const row = pixels.subarray(28 * 14, 28 * 15);
  assertEquals([...row].filter((value) => value > 0), [1, 1, 1, 1, 1, 1]);
  const third = digitImage(rectangles(90, 90, [30, 30, 40, 60])); // 6⅔ wide
  const grays = [...third.subarray(28 * 14, 28 * 15)].filter((value) => value > 0);
  assertEquals(grays.slice(0, -1), [1, 1, 1, 1, 1, 1]);
  assertAlmostEquals(grays.at(-1)!, 2 / 3, 1e-6);
});

Deno.test("a hairline is as dark and nearly as wide as a pen's stroke", () => {
  const row = digitImage(rectangles(400, 400, [200, 50, 201, 350])).subarray(28 * 14, 28 * 15);
  const inked = [...row].filter((value) => value > 0);
  assertGreater(Math.max(...inked), 0.9);
  assertGreater(inked.reduce((sum, value) => sum + value, 0), 1.2);
});

Deno.test("an image as narrow as can be takes no more memory than its pixels", () => {
  const height = 400_000;
  const data = new Uint8Array(4 * height).fill(255);
  for (let y = 100_000; y < 300_000; y++) data.fill(0, 4 * y, 4 * y + 3);
  const { rows, columns } = measure(digitImage({ width: 1, height, data }));
  assertEquals(rows[1]! - rows[0]!, 21); // 20, and half a pen's width at each end
  assertEquals(columns, [13, 14]); // a hairline, as wide as a pen
});

Deno.test("dark on light and light on dark are the same digit", () => {
  const image = drawDigit(5, STYLES[0]!);
  const inverted = image.data.map((value, k) => k % 4 === 3 ? value : 255 - value);
  assertEquals(digitImage({ ...image, data: inverted }), digitImage(image));
});

/** The images of MNIST are what this makes of drawings. Those have to come out as they are, but for faint edges. */
const SAME_IMAGE = { meanDifference: 0.01, fraction: 0.9 };

let trained: Promise<TrainedNetwork> | undefined;

/** A network of a few seconds that is right on about 96 % of the test images. */
function network(): Promise<TrainedNetwork> {
  return trained ??= trainedNetwork([784, 100, 10], {
    activation: "relu",
    outputActivation: "softmax",
    cost: "logLikelihood",
    initializer: "he",
    learningRate: 0.1,
    trainingSize: 50_000,
    epochs: 3,
  });
}

async function testImages(): Promise<Uint8Array> {
  const path = join(await mnistData(), "mnist", "t10k-images-idx3-ubyte");
  return parseIdx(await Deno.readFile(path)).data as Uint8Array;
}

const ignore = !granted("read", "write", "run", "net");

function digitOf(network: Network, pixels: Float32Array): number {
  const input = { kind: "dense", rows: 1, columns: 784, values: pixels } as const;
  const outputs = network.feedforward(input).values;
  return outputs.indexOf(Math.max(...outputs));
}

/** One of MNIST's images, larger or smaller: a pixel is the mean of what it shows, of smooth steps in between. */
function exported(image: Uint8Array, size: number, inverted: boolean): RgbaImage {
  const at = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < 28 && y < 28 ? image[y * 28 + x]! : 0;
  const data = new Uint8Array(4 * size * size).fill(255);
  for (let k = 0; k < size * size; k++) {
    let sum = 0;
    for (let part = 0; part < 16; part++) {
      const x = (k % size + (part % 4 + 0.5) / 4) * 28 / size - 0.5;
      const y = (Math.floor(k / size) + (Math.floor(part / 4) + 0.5) / 4) * 28 / size - 0.5;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [right, down] = [x - left, y - top];
      sum += (1 - down) * ((1 - right) * at(left, top) + right * at(left + 1, top)) +
        down * ((1 - right) * at(left, top + 1) + right * at(left + 1, top + 1));
    }
    const value = Math.round(sum / 16);
    data.fill(inverted ? 255 - value : value, 4 * k, 4 * k + 3);
  }
  return { width: size, height: size, data };
}

Deno.test("images of MNIST come out as they are", { ignore }, async () => {
  const images = await testImages();
  const count = 500;
  let same = 0;
  for (let r = 0; r < count; r++) {
    const image = images.subarray(784 * r, 784 * (r + 1));
    const data = new Uint8Array(image.length * 4).fill(255);
    image.forEach((value, k) => data.fill(value, 4 * k, 4 * k + 3));
    const pixels = digitImage({ width: 28, height: 28, data });
    const difference = pixels.reduce(
      (sum, value, k) => sum + Math.abs(value - image[k]! / 255),
      0,
    );
    if (difference / 784 < SAME_IMAGE.meanDifference) same++;
  }
  assertGreater(same / count, SAME_IMAGE.fraction);
});

Deno.test(
  "80 drawings in eight styles are classified with at least 95 % accuracy",
  { ignore: ignore || QUICK_TESTS },
  async () => {
    const { network: classifier } = await network();
    const wrong: string[] = [];
    for (const style of STYLES) {
      for (let digit = 0; digit < 10; digit++) {
        const found = digitOf(classifier, digitImage(drawDigit(digit, style)));
        if (found !== digit) wrong.push(`${style.name}: ${digit} taken for ${found}`);
      }
    }
    assert(wrong.length <= 4, wrong.join("\n"));
  },
);

/** What exporting at another size may cost, of the accuracy. */
const LOSS = 0.02;

Deno.test("test images exported at other sizes are classified as those they are made of", {
  ignore: ignore || QUICK_TESTS,
}, async () => {
  const { network: classifier, images, labels } = await network();
  const count = 300;
  const rightOf = (pixelsOf: (image: Uint8Array) => Float32Array) => {
    let right = 0;
    for (let r = 0; r < count; r++) {
      const pixels = pixelsOf(images.subarray(784 * r, 784 * (r + 1)));
      if (digitOf(classifier, pixels) === labels[r]) right++;
    }
    return right / count;
  };
  const before = rightOf((image) => Float32Array.from(image, (byte) => byte / 255));
  assertGreater(before, 0.95);
  for (const [size, inverted] of [[20, false], [45, true], [100, false]] as const) {
    const after = rightOf((image) => digitImage(exported(image, size, inverted)));
    assertGreater(after, before - LOSS, `${size} × ${size}: ${after}, ${before} before`);
  }
});

type Color = readonly [red: number, green: number, blue: number, opacity: number];

const BLACK: Color = [0, 0, 0, 255];
const WHITE: Color = [255, 255, 255, 255];
const NOTHING: Color = [0, 0, 0, 0];

/** An image of 12 × 12 pixels with another color in the box from 4 to 7. */
function box(paper: Color, ink: Color): RgbaImage & { data: Uint8Array } {
  const pixels = Array.from({ length: 144 }, (_, k) => inBox(k) ? ink : paper);
  return { width: 12, height: 12, data: new Uint8Array(pixels.flat()) };
}

function inBox(k: number): boolean {
  return [k % 12, Math.floor(k / 12)].every((index) => index >= 4 && index < 8);
}

const BOX = Float32Array.from({ length: 144 }, (_, k) => Number(inBox(k)));

Deno.test("ink is what differs from the border, whichever is darker and whatever the colors", () => {
  const pairs: readonly (readonly [paper: Color, ink: Color])[] = [
    [WHITE, BLACK],
    [BLACK, WHITE],
    [[250, 230, 90, 255], [200, 20, 40, 255]],
    [[0, 160, 0, 255], [160, 0, 0, 255]], // as dark as each other
    [[120, 120, 120, 255], [190, 190, 190, 255]],
  ];
  for (const [paper, ink] of pairs) assertEquals(inkOf(box(paper, ink)).values, BOX);
});

Deno.test("on a transparent image ink is what is not, in any color", () => {
  for (const ink of [BLACK, WHITE]) {
    for (const paper of [NOTHING, [255, 255, 255, 0]] as const) {
      assertEquals(inkOf(box(paper, ink)).values, BOX);
    }
  }
});

Deno.test("transparent corners of an opaque paper are paper", () => {
  const image = box(WHITE, BLACK);
  for (const corner of [0, 11, 132, 143]) image.data.set(NOTHING, 4 * corner);
  assertEquals(inkOf(image).values, BOX);
});

Deno.test("a paper with a transparent margin is found too", () => {
  const image = box(WHITE, BLACK);
  for (let k = 0; k < 144; k++) {
    const edge = [k % 12, Math.floor(k / 12)].some((index) => index === 0 || index === 11);
    if (edge) image.data.set(NOTHING, 4 * k);
  }
  assertEquals(inkOf(image).values, BOX);
});

Deno.test("sixteen bits give what eight give", () => {
  const { width, height, data } = box([200, 210, 220, 255], [10, 20, 30, 255]);
  const wide = { width, height, data: Uint16Array.from(data, (value) => value * 257) };
  assertEquals(inkOf(wide).values, inkOf({ width, height, data }).values);
});

Deno.test("faint ink counts in full, the grain of the paper not at all", () => {
  const image = box([240, 240, 240, 255], [190, 190, 190, 255]);
  image.data.set([237, 243, 240, 255], 4 * 40);
  image.data.set([215, 215, 215, 255], 4 * 41); // half as dark as the ink
  const { values } = inkOf(image);
  assertEquals([values[40], values[5 * 12 + 5]], [0, 1]);
  assertAlmostEquals(values[41]!, 0.5);
});

Deno.test("a drawn digit is one, in every style", () => {
  for (const style of QUICK_TESTS ? STYLES.slice(0, 2) : STYLES) {
    for (let digit = 0; digit < 10; digit++) {
      assertEquals(severalDigits(digitImage(drawDigit(digit, style))), false, style.name);
    }
  }
  assertEquals(severalDigits(new Float32Array(784)), false);
});

Deno.test(
  "two and three of MNIST's images side by side are several digits, few of them alone are",
  { ignore },
  async () => {
    const images = await testImages();
    let alone = 0;
    for (let k = 0; k < 10_000; k++) {
      if (severalDigits(images.subarray(784 * k, 784 * (k + 1)).map((byte) => byte > 25 ? 1 : 0))) {
        alone++;
      }
    }
    assert(alone < 20, `${alone} of 10000`);
    const random = new RandomStream(1, "data", 0);
    for (let k = 0; k < 100; k++) {
      const count = 2 + k % 2;
      const [width, height] = [56 * count, 56];
      const data = new Uint8Array(4 * width * height);
      const digits = Array.from({ length: count }, () => random.below(10_000));
      for (let at = 0; at < width * height; at++) {
        const [x, y] = [at % width, Math.floor(at / width)];
        const start = 784 * digits[Math.floor(x / 56)]!;
        const level = 255 - images[start + 28 * (y >> 1) + (x % 56 >> 1)]!;
        data.set([level, level, level, 255], 4 * at);
      }
      assert(severalDigits(digitImage({ width, height, data })), `${digits}`);
    }
  },
);
