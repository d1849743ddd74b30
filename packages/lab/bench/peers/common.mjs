/**
 * What the peers in JavaScript share: their command line, the data, the clock and the rows they print, as `common.py` has
 * them. One epoch is 50,000 images; making the batches is inside the time, loading and evaluating is not.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";

export const EPOCH = 50_000;
export const FEATURES = 784;
export const CLASSES = 10;
const TEST_IMAGES = 10_000;

export const WORKLOADS = {
  W1: { sizes: [784, 30, 10], batch: 10, rate: 3, relu: false },
  W2: { sizes: [784, 100, 10], batch: 10, rate: 0.5, relu: false, l2: 5 },
  W3: { sizes: [784, 800, 10], batch: 128, rate: 0.1, relu: true, momentum: 0.9 },
  W4: { sizes: [784, 2048, 2048, 10], batch: 256, rate: 0.001, relu: true },
  I1: { sizes: [784, 100, 10], batch: 10_000, relu: false },
};

const { values, positionals: [name] } = parseArgs({
  allowPositionals: true,
  options: {
    threads: { type: "string", default: "1" },
    epochs: { type: "string", default: "5" },
    images: { type: "string", default: String(EPOCH) },
    "warm-up": { type: "string", default: String(EPOCH) },
    data: { type: "string", default: "data" },
  },
});

/** The command line: the workload's name, `threads`, `epochs`, `images`, `warmUp`. */
export const given = {
  name,
  threads: Number(values.threads),
  epochs: Number(values.epochs),
  images: Number(values.images),
  warmUp: Number(values["warm-up"]),
};

export const workload = WORKLOADS[name];
if (workload === undefined) {
  console.error(`Cannot measure "${name}": expected one of ${Object.keys(WORKLOADS)}`);
  process.exit(2);
}

const bytes = (file, header) =>
  new Uint8Array(readFileSync(join(values.data, "mnist", file))).subarray(header);

/** The first images of a file, [count, 784] from 0 to 1. */
const pixels = (file, count) =>
  Float32Array.from(bytes(file, 16).subarray(0, count * FEATURES), (byte) => byte / 255);

const labels = bytes("train-labels-idx1-ubyte", 8);
const testLabels = bytes("t10k-labels-idx1-ubyte", 8);

/** The test images, [10000, 784]. */
export const testPixels = pixels("t10k-images-idx3-ubyte", TEST_IMAGES);

/** The first weights of each layer, [inputs, outputs], normally distributed by He's or LeCun's rule. */
export function initialWeights() {
  const { sizes, relu } = workload;
  return sizes.slice(1).map((outputs, l) => {
    const deviation = Math.sqrt((relu ? 2 : 1) / sizes[l]);
    return Float32Array.from({ length: sizes[l] * outputs }, () => deviation * normal());
  });
}

/** A normally distributed number, by Box and Muller. */
function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

/** The batches of an epoch of the first images, shuffled by Fisher and Yates: inputs [n, 784] and targets [n, 10]. */
function* batches(images, size) {
  const { batch } = workload;
  const order = Int32Array.from({ length: size }, (_, k) => k);
  for (let k = size - 1; k > 0; k--) {
    const other = Math.floor(Math.random() * (k + 1));
    [order[k], order[other]] = [order[other], order[k]];
  }
  for (let start = 0; start < size; start += batch) {
    const n = Math.min(batch, size - start);
    const [x, y] = [new Float32Array(n * FEATURES), new Float32Array(n * CLASSES)];
    for (let r = 0; r < n; r++) {
      const k = order[start + r];
      x.set(images.subarray(k * FEATURES, (k + 1) * FEATURES), r * FEATURES);
      y[r * CLASSES + labels[k]] = 1;
    }
    yield { x, y, n };
  }
}

/**
 * Trains and prints a row. `learn({ x, y, n })` takes a batch, `finish()` waits for what is under way, and `predict()` gives
 * the class of each test image. Where an epoch takes too long, `most` images are trained, and the accuracy is left out.
 */
export async function timeTraining(who, threads, { learn, finish, predict, most = EPOCH }) {
  const size = Math.min(given.images, most);
  const images = pixels("train-images-idx3-ubyte", size);
  const epoch = async (count) => {
    for (const batch of batches(images, count)) await learn(batch);
    await finish();
  };
  await epoch(Math.min(given.warmUp, size));
  const times = [];
  for (let k = 0; k < given.epochs; k++) times.push(await seconds(() => epoch(size)));
  const predictions = await predict();
  const right = testLabels.reduce((sum, label, k) => sum + (predictions[k] === label), 0);
  const accuracy = size < given.images ? null : right / TEST_IMAGES;
  print(name, who, threads, times, size, EPOCH / size, accuracy);
}

/**
 * Times `infer(values, count)` on all test images at once, and on one after the other.
 * @param weights those that it uses, of each layer; the biases are zero
 * @throws {Error} if its outputs are not those of the network
 */
export async function timeInference(who, threads, infer, weights) {
  await checkOutputs(who, infer, weights);
  const batch = () => infer(testPixels, TEST_IMAGES);
  const oneAtATime = async () => {
    for (let k = 0; k < TEST_IMAGES; k++) {
      await infer(testPixels.subarray(k * FEATURES, (k + 1) * FEATURES), 1);
    }
  };
  for (
    const [row, run, passes] of [
      ["I1 batch", batch, 4 * given.epochs],
      ["I1 one", oneAtATime, given.epochs],
    ]
  ) {
    await run();
    const times = [];
    for (let pass = 0; pass < passes; pass++) times.push(await seconds(run));
    print(row, who, threads, times, TEST_IMAGES, 1, null);
  }
}

/** How many images are checked, and how far outputs in float32 may be from ours in float64. */
const CHECKED_IMAGES = 10;
const MAX_DIFFERENCE = 1e-5;

async function checkOutputs(who, infer, weights) {
  const outputs = await infer(testPixels.subarray(0, CHECKED_IMAGES * FEATURES), CHECKED_IMAGES);
  for (let k = 0; k < CHECKED_IMAGES; k++) {
    const pixels = testPixels.subarray(k * FEATURES, (k + 1) * FEATURES);
    const expected = weights.reduce((a, w) => layer(a, w), Array.from(pixels));
    const found = outputs.slice(k * CLASSES, (k + 1) * CLASSES);
    const difference = Math.max(...expected.map((value, c) => Math.abs(value - found[c])));
    if (!(difference <= MAX_DIFFERENCE)) {
      throw new Error(`Cannot measure ${who}: outputs of image ${k} differ by ${difference}`);
    }
  }
}

/** The sigmoids of a layer. */
function layer(inputs, weights) {
  const outputs = weights.length / inputs.length;
  return Array.from({ length: outputs }, (_, j) => {
    const z = inputs.reduce((sum, x, i) => sum + x * weights[i * outputs + j], 0);
    return 1 / (1 + Math.exp(-z));
  });
}

async function seconds(run) {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}

function print(workload, who, threads, times, count, scale, testAccuracy) {
  const sorted = times.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  console.log(JSON.stringify({
    workload,
    who,
    threads,
    secondsPerEpoch: { min: sorted[0] * scale, median: median * scale },
    samplesPerSecond: Math.round(count / median),
    testAccuracy,
  }));
}
