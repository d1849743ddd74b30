/** Novel inputs on MNIST, on a table, and at the edges. */

import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { NoveltyDetector } from "../../lib/measure/novelty.ts";
import { parseIdx } from "../../lib/formats/idx.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { Dataset } from "../../mod.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { granted } from "../helpers/run_task.ts";

const SIDE = 28;

/** The part of images that are novel; `imageOf` gives each. */
function part(detector: NoveltyDetector, count: number, imageOf: (k: number) => Float32Array) {
  let novel = 0;
  for (let k = 0; k < count; k++) if (detector.isNovel(imageOf(k))) novel++;
  return novel / count;
}

/** An image that is drawn pixel by pixel. */
function draw(at: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: SIDE * SIDE }, (_, k) => at(k % SIDE, Math.floor(k / SIDE)));
}

Deno.test(
  "noise, several digits, photos and clothes are novel beside MNIST's images, and few of those",
  { ignore: !granted("read", "write", "run", "net") },
  async () => {
    const folder = join(await mnistData(), "mnist");
    const read = async (name: string) => parseIdx(await Deno.readFile(join(folder, name)));
    const data = async (name: string) =>
      Dataset.fromIdx(
        await read(`${name}-images-idx3-ubyte`),
        await read(`${name}-labels-idx1-ubyte`),
      );
    const training = await data("train");
    const fitted = NoveltyDetector.fit(training.subset(0, 50_000), training.subset(50_000))!;
    const text = JSON.stringify(fitted);
    assert(text.length < 25_000, "it is small beside the weights");
    const detector = NoveltyDetector.parse(text);
    const { inputs } = await data("t10k");
    const test = (k: number) =>
      Float32Array.from(inputs.subarray(784 * k, 784 * (k + 1)), (byte) => byte / 255);
    const false_ = part(detector, 10_000, test);
    assert(false_ < 0.01, `${100 * false_} % of the test images are taken for novel`);

    const random = new RandomStream(1, "data", 0);
    const uniform = () => random.below(1 << 24) / (1 << 24);
    assertEquals(part(detector, 200, () => draw(uniform)), 1, "noise");
    const grain = () => draw(() => random.below(5) === 0 ? uniform() : 0);
    assertEquals(part(detector, 200, grain), 1, "as much noise as there is ink");
    const photo = () => {
      const [a, b, c, d, e] = Array.from({ length: 5 }, () => 6 * uniform() - 3);
      return draw((x, y) =>
        (2 + Math.sin((a! * x + b! * y) / 9 + c!) + Math.sin((d! * x + e! * y) / 5)) / 4
      );
    };
    assert(part(detector, 200, photo) > 0.98, "smooth shades");
    const noisy = (k: number) =>
      test(k).map((value) => Math.max(0, Math.min(1, value + 0.24 * random.normal())));
    assert(part(detector, 200, noisy) > 0.98, "digits with noise, near to their class's mean");
    const inverted = (k: number) => test(k).map((value) => 1 - value);
    assertEquals(part(detector, 200, inverted), 1, "inverted");
    const half = (image: Float32Array, x: number, y: number) =>
      (image[2 * y * SIDE + 2 * x]! + image[2 * y * SIDE + 2 * x + 1]! +
        image[(2 * y + 1) * SIDE + 2 * x]! + image[(2 * y + 1) * SIDE + 2 * x + 1]!) / 4;
    const two = (k: number) => {
      const [left, right] = [test(2 * k), test(2 * k + 1)];
      return draw((x, y) =>
        y < 7 || y >= 21 ? 0 : x < 14 ? half(left, x, y - 7) : half(right, x - 14, y - 7)
      );
    };
    assert(part(detector, 500, two) > 0.9, "two digits side by side");
    const blank = new Float32Array(SIDE * SIDE);
    assertEquals([detector.isNovel(blank), detector.isNovel(blank.fill(0.3))], [true, true]);
  },
);

Deno.test("a row far from all classes is novel, one among them is not, nor between the threshold's", () => {
  const random = new RandomStream(3, "data", 0);
  const row = (label: number) => [4 * label + random.normal(), random.normal()];
  const labels = Array.from({ length: 300 }, (_, k) => k % 2);
  const [training, validation] = [1, 2].map(() =>
    Dataset.from({ inputs: labels.map((label) => row(label)), labels })
  ) as [Dataset, Dataset];
  const detector = NoveltyDetector.fit(training, validation)!;
  assertEquals(
    [[0, 0], [4, 1], [-0.5, 1], [12, 0], [2, 9], [NaN, 0]].map((x) => detector.isNovel(x)),
    [false, false, false, true, true, true],
  );
  const fresh = labels.filter((label) => detector.isNovel(row(label))).length;
  assert(fresh < 12, `${fresh} of 300`);
});

Deno.test("the distance is in standard deviations of the nearest class, root mean square", () => {
  const inputs = [[-1, -2], [1, 2], [99, -2], [101, 2]]; // means (0, 0) and (100, 0), variances 1 and 4
  const detector = NoveltyDetector.fit(Dataset.from({ inputs, labels: [0, 0, 1, 1] }))!;
  // Shrunk by a quarter toward 2.5: 1.375 and 3.625, which bfloat16 holds.
  const expected = Math.sqrt((4 / 1.375 + 1 / 3.625) / 2);
  assertEquals(Math.abs(detector.distance([102, 1]) - expected) < 1e-12, true);
});

Deno.test("quantities have no classes: the distance is to the mean of all", () => {
  const inputs = Array.from({ length: 40 }, (_, k) => [k / 10 - 2]);
  const data = Dataset.from({ inputs, targets: inputs.map(([x]) => 3 * x! + 0.5) });
  const detector = NoveltyDetector.fit(data)!;
  assertEquals([[0], [1.7], [9]].map((x) => detector.isNovel(x)), [false, false, true]);
});

Deno.test("pictures are compared by contrast, so that brighter ones are the same", () => {
  const random = new RandomStream(5, "data", 0);
  const pixels = Uint8Array.from(
    { length: 50 * 16 },
    (_, k) => (k % 4 === 1 ? 120 : 20) + random.below(9),
  );
  const shape = [4, 4];
  const pictures = { pixels, labels: new Uint8Array(50), features: 16, classes: 1, shape };
  const detector = NoveltyDetector.fit(new Dataset(pictures))!;
  const column = (index: number, paper: number, ink: number) =>
    Float32Array.from({ length: 16 }, (_, k) => k % 4 === index ? ink : paper);
  assertEquals(detector.isNovel(column(1, 0.08, 0.48)), false);
  assertEquals(detector.isNovel(column(1, 0.4, 0.8)), false, "brighter");
  assertEquals(detector.isNovel(column(2, 0.08, 0.48)), true, "in another column");
  assertEquals(detector.isNovel(column(1, 0.5, 0.5)), true, "of one level");
  // Unless there were such pictures in training.
  const blank = new Dataset({ ...pictures, pixels: pixels.slice().fill(7, 0, 160) });
  assertEquals(NoveltyDetector.fit(blank)!.isNovel(column(1, 0.5, 0.5)), false);
});

Deno.test("noise is novel beside smooth pictures that have nothing else in common, in gray and in color", () => {
  const random = new RandomStream(7, "data", 0);
  const uniform = () => random.below(1 << 24) / (1 << 24);
  for (const channels of [1, 3]) {
    const shades = () => {
      const waves = Array.from({ length: 2 * channels }, () => 4 * uniform() - 2);
      return Array.from({ length: 144 * channels }, (_, k) => {
        const [pixel, c] = [Math.floor(k / channels), k % channels];
        const angle = waves[2 * c]! * (pixel % 12) + waves[2 * c + 1]! * Math.floor(pixel / 12);
        return (1 + Math.sin(angle / 6)) / 2;
      });
    };
    const some = () =>
      new Dataset({
        inputs: Float32Array.from(Array.from({ length: 300 }, shades).flat()),
        labels: new Uint8Array(300),
        features: 144 * channels,
        classes: 1,
        shape: channels === 1 ? [12, 12] : [12, 12, 3],
      });
    const detector = NoveltyDetector.fit(some(), some())!;
    const noise = () => Float32Array.from({ length: 144 * channels }, uniform);
    assertEquals(part(detector, 100, noise), 1, `noise of ${channels} channels`);
    assert(part(detector, 300, () => Float32Array.from(shades())) < 0.05);
  }
});

Deno.test("the feature that makes a row novel is found", () => {
  const inputs = [[1, 20, 3], [2, 30, 4], [3, 25, 5], [2, 22, 2]];
  const detector = NoveltyDetector.fit(Dataset.from({ inputs, labels: [0, 0, 0, 0] }))!;
  assertEquals([[2, 300, 3], [-9, 25, 4]].map((x) => detector.furthestFeature(x)), [1, 0]);
});

Deno.test("what a file holds is the same again when it is written", () => {
  const data = Dataset.from({ inputs: [[1, 2], [2, 1], [8, 9]], labels: [0, 0, 2], classes: 3 });
  const text = JSON.stringify(NoveltyDetector.fit(data));
  assertEquals(JSON.stringify(NoveltyDetector.parse(text)), text);
  const file = JSON.parse(text);
  const picture = { height: 1, width: 2, roughness: [0, 1], halftones: [0, 1] };
  NoveltyDetector.parse(JSON.stringify({ ...file, picture }));
  const wide = Dataset.from({ inputs: new Uint8Array(200_000), labels: [0] });
  assertEquals(NoveltyDetector.fit(wide), undefined, "too large for a network's file");
});
