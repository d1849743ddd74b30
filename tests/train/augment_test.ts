import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import { Dataset, Network, train, weightsSha256 } from "../../mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { Augmentation, type AugmentOptions } from "../../lib/train/mod.ts";
import { untilReady } from "../engine/until_ready.ts";
import { sha256 } from "../../lib/formats/sha256.ts";
import { rings as ringsOf } from "../helpers/rings.ts";

const WIDTH = 20;
const HEIGHT = 14;
const PIXELS = WIDTH * HEIGHT;

/** Everything at once, as Cireşan et al. have it. */
const ALL: AugmentOptions = {
  shift: 1,
  rotation: 15,
  rotationByClass: { 1: 7.5 },
  scale: 0.175,
  shear: 5,
  elastic: { sigma: 5.5, alpha: 37 },
};

const rings = (size: number) => ringsOf(size, [HEIGHT, WIDTH]);

/** The deformed examples of an order, [order, pixels]. */
function deformed(
  data: Dataset,
  options: AugmentOptions,
  {
    epoch = 1,
    order = data.labels.map((_, k) => k),
    seed = 1,
    engine = new WasmEngine() as Engine,
  } = {},
): Float32Array {
  const out = engine.denseRows(order.length, data.features);
  const wide = Uint32Array.from(order);
  const deformation = new Augmentation(options, data, seed)
    .deformation(epoch, wide, 0, order.length);
  engine.deform(out, data.inputs, wide, 0, deformation);
  return out.values.slice();
}

/** The maps of images in their order, six numbers each. */
function mapsOf(
  options: AugmentOptions,
  images: ConstructorParameters<typeof Augmentation>[1] = rings(3),
  { epoch = 1, seed = 3, size = images.labels.length } = {},
): number[][] {
  const order = Uint32Array.from({ length: size }, (_, k) => k);
  const { maps } = new Augmentation(options, images, seed).deformation(epoch, order, 0, size);
  return Array.from({ length: size }, (_, r) => [...maps.subarray(6 * r, 6 * r + 6)]);
}

/** What a deformed image may hold of ink, over what the original holds, on average over many: they lose little. */
const INK = { least: 0.9, most: 1.1 };

Deno.test("deformed images have the same bits on every machine and engine, for ever", async () => {
  const data = rings(6);
  const engines = [new ReferenceEngine(), new WasmEngine()];
  for (const engine of engines) {
    const pixels = deformed(data, ALL, { engine });
    assertEquals(await sha256(new Uint8Array(pixels.slice(0, PIXELS).buffer)), GOLDEN, engine.name);
  }
});

Deno.test("nothing to deform by leaves every image exactly as it is", () => {
  const data = rings(5);
  const original = Float32Array.from(data.inputs, (byte) => byte / 255);
  assertEquals(deformed(data, {}), original);
  assertEquals(deformed(data, { rotation: 0, elastic: { sigma: 4, alpha: 0 } }), original);
});

Deno.test("whole pixels move and quarters turn exactly", () => {
  const inputs = Uint8Array.from({ length: 25 }, (_, k) => k);
  const order = new Uint32Array(1);
  const moved = (map: number[]) => {
    const engine = new WasmEngine();
    const out = engine.denseRows(1, 25);
    const deformation = { width: 5, height: 5, channels: 1, maps: Float32Array.from(map) };
    engine.deform(out, inputs, order, 0, deformation);
    return [...out.values].map((value) => Math.round(255 * value));
  };
  const from = (source: (c: number, r: number) => [number, number]) =>
    Array.from({ length: 25 }, (_, k) => {
      const [x, y] = source(k % 5, Math.floor(k / 5));
      return x >= 0 && x < 5 && y >= 0 && y < 5 ? 5 * y + x : 0;
    });
  assertEquals(moved([1, 0, -2, 0, 1, 1]), from((c, r) => [c - 2, r + 1]));
  assertEquals(moved([0, 1, 0, -1, 0, 4]), from((c, r) => [r, 4 - c])); // a quarter to the right
  assertEquals(moved([-1, 0, 4, 0, -1, 4]), from((c, r) => [4 - c, 4 - r]));
});

Deno.test("the channels of a picture in color move together, each as a gray image would", () => {
  const gray = rings(4);
  const { height, width } = { height: gray.shape![0]!, width: gray.shape![1]! };
  const color = new Dataset({
    pixels: Uint8Array.from({ length: 3 * gray.inputs.length }, (_, k) => {
      const value = gray.inputs[Math.floor(k / 3)]!;
      return [value, 255 - value, 0][k % 3]!;
    }),
    features: 3 * PIXELS,
    shape: [height, width, 3],
    labels: gray.labels,
    classes: gray.classes,
  });
  const [ofGray, ofColor] = [deformed(gray, ALL), deformed(color, ALL)];
  assertEquals(ofColor.filter((_, k) => k % 3 === 0), ofGray);
  assertEquals(ofColor.some((value, k) => k % 3 === 2 && value !== 0), false);
  const engine = new ReferenceEngine();
  assertEquals(deformed(color, ALL, { engine }), ofColor);
});

Deno.test("a deformed image is a function of seed, epoch and index, whatever is around it", () => {
  const data = rings(7);
  const all = deformed(data, ALL);
  const order = Uint8Array.of(5, 2, 2, 6);
  const some = deformed(data, ALL, { order });
  for (const [r, example] of order.entries()) {
    assertEquals(
      some.subarray(r * PIXELS, (r + 1) * PIXELS),
      all.subarray(example * PIXELS, (example + 1) * PIXELS),
    );
  }
  assertNotEquals(deformed(data, ALL, { epoch: 2 }), all);
  assertNotEquals(deformed(data, ALL, { seed: 2 }), all);
  assertEquals(deformed(data.subset(0, 3), ALL), all.subarray(0, 3 * PIXELS));
});

Deno.test("each way to deform does something of its own, and none shifts another's numbers", () => {
  const data = rings(3);
  const { rotationByClass: _, ...ways } = ALL;
  const each = Object.entries(ways).map(([name, value]) =>
    deformed(data, { [name]: value }).join()
  );
  assertEquals(new Set(each).size, Object.keys(ways).length);
  assertEquals(mapsOf({ shift: 1, elastic: { sigma: 4, alpha: 34 } }), mapsOf({ shift: 1 }));
});

Deno.test("angles, scales and shifts fill the range asked for, and no more", () => {
  const maps = (options: AugmentOptions) => mapsOf(options, rings(1000));
  const degrees = 180 / Math.PI;
  const drawn: [number[], bound: number][] = [
    [maps({ rotation: 15 }).map(([c, s]) => Math.atan2(s!, c!) * degrees), 15],
    [maps({ shear: 10 }).map(([, lean]) => Math.atan(lean!) * degrees), 10],
    [maps({ scale: 0.2 }).map(([scale]) => 1 / scale! - 1), 0.2],
    [maps({ scale: 0.2 }).map((map) => 1 / map[4]! - 1), 0.2],
    [maps({ shift: 3 }).map((map) => map[2]!), 3],
    [maps({ shift: 3 }).map((map) => map[5]!), 3],
  ];
  for (const [values, bound] of drawn) {
    const rounding = 1 + 1e-5; // a map is float32
    assert(values.every((value) => Math.abs(value) <= bound * rounding));
    assert(Math.max(...values) > 0.98 * bound && Math.min(...values) < -0.98 * bound);
    // The mean of a thousand even numbers has a deviation of bound/√3000: five of them.
    assertAlmostEquals(values.reduce((a, b) => a + b) / 1000, 0, 5 * bound / Math.sqrt(3000));
  }
});

Deno.test("every other image is mirrored, by chance, and otherwise deformed as it would be", () => {
  const maps = (options: AugmentOptions, epoch = 1) => mapsOf(options, rings(1000), { epoch });
  const asItIs = [1, 0, 0, 0, 1, 0];
  const mirrored = [-1, 0, WIDTH - 1, 0, 1, 0];
  const flipped = maps({ flip: true });
  const sides = flipped.map(([m0]) => m0!);
  for (const [r, map] of flipped.entries()) {
    assertEquals(map.map((value) => value + 0), sides[r] === -1 ? mirrored : asItIs);
  }
  assertEquals(sides.slice(0, 12), [-1, -1, 1, -1, -1, 1, -1, 1, -1, 1, 1, 1]); // for ever
  // The number of mirrored ones of a thousand has a deviation of √250: five of them.
  const count = sides.filter((side) => side === -1).length;
  assertAlmostEquals(count, 500, 5 * Math.sqrt(250));
  assertNotEquals(maps({ flip: true }, 2), flipped);
  assertEquals(maps({ flip: false }), maps({}));

  const others: AugmentOptions = { shift: 1, rotation: 15, scale: 0.175, shear: 5 };
  const both = maps({ ...others, flip: true });
  for (const [r, [a, b, c, ...rows]] of maps(others).entries()) {
    const [flippedA, flippedB, flippedC, ...flippedRows] = both[r]!;
    assertEquals([flippedA, flippedB, ...flippedRows], [sides[r]! * a!, sides[r]! * b!, ...rows]);
    assertAlmostEquals(flippedC!, sides[r] === 1 ? c! : WIDTH - 1 - c!, 1e-5);
  }
});

Deno.test("a mirrored image has its columns in the other order, to the bit", () => {
  const pixels = Uint8Array.from({ length: 40 * PIXELS }, (_, k) => (k * 7919) % 251);
  const shape = [HEIGHT, WIDTH];
  const labels = new Uint8Array(40);
  const data = new Dataset({ pixels, labels, features: PIXELS, classes: 1, shape });
  const plain = deformed(data, {});
  const back = plain.map((_, k) => plain[k - k % WIDTH + WIDTH - 1 - k % WIDTH]!);
  for (const engine of [new WasmEngine(), new ReferenceEngine()]) {
    const found = deformed(data, { flip: true }, { engine });
    let mirrored = 0;
    for (let k = 0; k < found.length; k += PIXELS) {
      const image = found.subarray(k, k + PIXELS);
      const [same, other] = [plain, back].map((from) => from.subarray(k, k + PIXELS).join());
      assert(image.join() === same || image.join() === other);
      if (image.join() === other) mirrored++;
    }
    assert(mirrored > 5 && mirrored < 35, `${mirrored}`);
  }
});

Deno.test("a class can have a rotation of its own", () => {
  const data = rings(9);
  const maps = mapsOf({ rotation: 15, rotationByClass: { 1: 0 } }, data);
  assertEquals(maps.map((map) => map[1] !== 0), Array.from(data.labels, (label) => label !== 1));
});

Deno.test("elastic displacements are as large as uniform noise, smoothed by a Gaussian and times α", () => {
  // Where a pixel's value is its column, what it becomes shows where it comes from.
  const side = 41;
  const data = new Dataset({
    inputs: Float32Array.from({ length: side * side }, (_, k) => k % side),
    labels: new Uint8Array(1),
    features: side * side,
    classes: 1,
    shape: [side, side],
  });
  const [middle, sigma, alpha, epochs] = [20, 4, 34, 600];
  const [dx, beside] = [0, 4].map((right) =>
    Array.from({ length: epochs }, (_, epoch) => {
      const pixels = deformed(data, { elastic: { sigma, alpha } }, { epoch, engine });
      return pixels[middle * side + middle + right]! - middle - right;
    })
  );
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / epochs;
  // The variance of u is 1/3; that of its smoothed sum 1/3 of Σg² = 1/(4πσ²), a little more for a Gaussian cut at 3σ.
  const expected = alpha / (Math.sqrt(3) * 2 * sigma * Math.sqrt(Math.PI));
  const deviation = Math.sqrt(mean(dx!.map((value) => value * value)));
  assertAlmostEquals(mean(dx!), 0, 5 * expected / Math.sqrt(epochs));
  assertAlmostEquals(deviation / expected, 1, 5 / Math.sqrt(2 * epochs));
  // Neighbours move together: at a distance of σ they correlate by e^−¼.
  const together = mean(dx!.map((value, k) => value * beside![k]!)) / (deviation * deviation);
  assertAlmostEquals(together, Math.exp(-1 / 4), 5 / Math.sqrt(epochs));
});

Deno.test("the background stays exactly zero, and a ring stays about as much ink", () => {
  const data = rings(300);
  const pixels = deformed(data, ALL);
  // A corner is further from every ring than anything moves.
  for (let k = 0; k < pixels.length; k += PIXELS) assertEquals(pixels[k], 0);
  const zeros = pixels.filter((value) => value === 0).length / pixels.length;
  assert(zeros > 0.5 && pixels.every((value) => value >= 0 && value <= 1), `${zeros}`);
  const ink = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b);
  const kept = ink(pixels) / (ink(data.inputs) / 255);
  assert(kept > INK.least && kept < INK.most, `${kept}`);
});

Deno.test("images of quantities have no classes, and are all rotated alike", () => {
  const quantities = { shape: [2, 2], labels: new Uint8Array(0), classes: 0 };
  const two = { shape: [2, 2], labels: new Uint8Array(2), classes: 2 };
  assertEquals(mapsOf({ rotation: 15 }, quantities, { size: 2 }), mapsOf({ rotation: 15 }, two));
});

Deno.test("the Gaussian of an elastic distortion ends at 3σ, and both sides sum to one", () => {
  const taps = (sigma: number) =>
    new Augmentation({ elastic: { sigma, alpha: 34 } }, rings(1), 1)
      .deformation(1, new Uint32Array(1), 0, 1).elastic!.taps;
  assertEquals([taps(0.1).length, taps(1).length, taps(1.5).length], [2, 4, 6]);
  const bell = [0, 1, 2, 3].map((d) => Math.exp(-d * d / 2));
  const total = bell[0]! + 2 * (bell[1]! + bell[2]! + bell[3]!);
  // A few roundings of float32, and the polynomial of exp.
  for (const [d, tap] of taps(1).entries()) assertAlmostEquals(tap, bell[d]! / total, 1e-7);
});

Deno.test("a map undoes the shift, the turn, the lean and the scales in this order", () => {
  const options = { shift: 3, rotation: 20, scale: 0.3, shear: 15 };
  const map = (some: AugmentOptions) => mapsOf(some, rings(1), { seed: 5 })[0]!;
  const [x, y] = [(WIDTH - 1) / 2, (HEIGHT - 1) / 2]; // the middle
  const shift = map({ shift: 3 });
  const turn = map({ rotation: 20 });
  const lean = map({ shear: 15 })[1]!;
  const scale = map({ scale: 0.3 });
  const mapped = ([a, b, c, d, e, f]: number[], [px, py]: number[]) => [
    a! * px! + b! * py! + c!,
    d! * px! + e! * py! + f!,
  ];
  const leaned = ([px, py]: number[]) => [px! + lean * (py! - y), py!];
  for (const pixel of [[0, 0], [WIDTH - 1, 2], [7, HEIGHT - 1]]) {
    const expected = mapped(scale, leaned(mapped(turn, mapped(shift, pixel))));
    const found = mapped(map(options), pixel);
    assertAlmostEquals(found[0]!, expected[0]!, 1e-4); // maps are float32, some ten pixels large
    assertAlmostEquals(found[1]!, expected[1]!, 1e-4);
  }
  assertAlmostEquals(mapped(scale, [x, y])[0]!, x, 1e-5); // about the middle
  assertAlmostEquals(mapped(turn, [x, y])[1]!, y, 1e-5);
});

Deno.test("maps are made again only for more images than any before", () => {
  const augmentation = new Augmentation({ shift: 1 }, rings(3), 1);
  const order = new Uint32Array([2, 0, 1]);
  const { maps } = augmentation.deformation(1, order, 0, 2);
  assertEquals(maps.length, 12);
  assert(augmentation.deformation(1, order, 1, 3).maps === maps);
  const last = augmentation.deformation(1, order, 2, 3).maps;
  assert(last === maps);
  assertEquals([...last.subarray(0, 6)], [
    ...new Augmentation({ shift: 1 }, rings(3), 1).deformation(1, new Uint32Array([1]), 0, 1).maps,
  ]);
  assertEquals(augmentation.deformation(1, order, 0, 3).maps.length, 18);
});

Deno.test("training on deformed images gives the same weights on every engine", async () => {
  const trained = async (engine: Engine, augment: AugmentOptions | null) => {
    await untilReady(engine);
    const network = new Network([PIXELS, 8, 3], { seed: 2, engine });
    const options = { epochs: 2, batchSize: 7, learningRate: 1, augment };
    for await (const _ of train(network, rings(40), options));
    engine.close();
    return await weightsSha256(network);
  };
  const expected = await trained(new ReferenceEngine(), ALL);
  for (const workers of [1, 2, 3]) {
    assertEquals(await trained(new WasmEngine({ workers, shareFrom: 0 }), ALL), expected);
  }
  assertNotEquals(await trained(new WasmEngine(), null), expected);
});

const engine = new WasmEngine();

/** Of the reference's first deformed image. */
const GOLDEN = "b336d09012c0622a9a78b64ce948a72adbddf72927815d32af298604a5a06f86";
