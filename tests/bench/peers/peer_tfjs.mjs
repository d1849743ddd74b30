/**
 * TensorFlow.js on its WebAssembly backend, from npm, with SIMD on one thread:
 *
 *     deno run --lock=tasks/lab/locks/tfjs.lock --allow-read --allow-env tests/bench/peers/peer_tfjs.mjs W1|W2|W3|W4|I1 [--epochs N]
 *
 * It takes the options of common.py and prints the same rows. Where an epoch would take too long it trains on fewer images
 * and leaves the accuracy out.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { importNpm } from "../../../tasks/system/import_npm.ts";

const EPOCH = 50_000;
const WORKLOADS = {
  W1: { sizes: [784, 30, 10], batch: 10, rate: 3, relu: false, most: 10_000 },
  W2: { sizes: [784, 100, 10], batch: 10, rate: 0.5, relu: false, l2: 5, most: 10_000 },
  W3: { sizes: [784, 800, 10], batch: 128, rate: 0.1, relu: true, most: 2560 },
  W4: { sizes: [784, 2048, 2048, 10], batch: 256, rate: 0.001, relu: true, most: 512 },
  I1: { sizes: [784, 100, 10], batch: 10_000, relu: false, most: EPOCH },
};

const { values: given, positionals: [name] } = parseArgs({
  allowPositionals: true,
  options: {
    threads: { type: "string", default: "1" },
    epochs: { type: "string", default: "5" },
    images: { type: "string", default: String(EPOCH) },
    "warm-up": { type: "string", default: String(EPOCH) },
    data: { type: "string", default: "data" },
  },
});
const { sizes, batch, rate, relu, l2 = 0, most } = WORKLOADS[name];
const images = Math.min(Number(given.images), most);
const tf = await importNpm("npm:@tensorflow/tfjs@4.22.0", { all: true });
await importNpm("npm:@tensorflow/tfjs-backend-wasm@4.22.0", { all: true });
await tf.setBackend("wasm");
await tf.ready();

const who = `TensorFlow.js ${tf.version.tfjs} wasm`;
const bytes = (file, header) =>
  new Uint8Array(readFileSync(join(given.data, "mnist", file))).subarray(header);
const pixels = (file, count) =>
  Float32Array.from(bytes(file, 16).subarray(0, count * 784), (byte) => byte / 255);
const labels = bytes("train-labels-idx1-ubyte", 8);
const testLabels = bytes("t10k-labels-idx1-ubyte", 8);
const testPixels = pixels("t10k-images-idx3-ubyte", 10_000);

const weights = [];
const biases = [];
for (let l = 1; l < sizes.length; l++) {
  const deviation = Math.sqrt((relu ? 2 : 1) / sizes[l - 1]);
  weights.push(tf.variable(tf.randomNormal([sizes[l - 1], sizes[l]], 0, deviation)));
  biases.push(tf.variable(tf.zeros([sizes[l]])));
}

function logits(x) {
  return weights.reduce((a, w, l) => {
    const z = a.matMul(w).add(biases[l]);
    return l === weights.length - 1 ? z : relu ? z.relu() : z.sigmoid();
  }, x);
}

function cost(x, y) {
  const z = logits(x);
  if (name === "W1") return z.sigmoid().sub(y).square().sum().mul(0.5 / x.shape[0]);
  if (name === "W2") return tf.losses.sigmoidCrossEntropy(y, z).mul(10);
  return tf.losses.softmaxCrossEntropy(y, z);
}

const optimizer = name === "W3"
  ? tf.train.momentum(rate, 0.9)
  : name === "W4"
  ? tf.train.adam(rate)
  : tf.train.sgd(rate);

function epoch(training, size) {
  const order = Int32Array.from({ length: size }, (_, k) => k);
  tf.util.shuffle(order);
  for (let start = 0; start < size; start += batch) {
    const n = Math.min(batch, size - start);
    const [x, y] = [new Float32Array(n * 784), new Float32Array(n * 10)];
    for (let r = 0; r < n; r++) {
      const k = order[start + r];
      x.set(training.subarray(k * 784, (k + 1) * 784), r * 784);
      y[r * 10 + labels[k]] = 1;
    }
    tf.tidy(() => {
      const batchX = tf.tensor2d(x, [n, 784]);
      const batchY = tf.tensor2d(y, [n, 10]);
      if (l2 > 0) { for (const w of weights) w.assign(w.mul(1 - rate * l2 / EPOCH)); }
      optimizer.minimize(() => cost(batchX, batchY));
    });
  }
  weights[0].dataSync(); // waits for what is under way
}

function seconds(run) {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}

function print(workload, times, count, scale, testAccuracy) {
  const sorted = times.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  console.log(JSON.stringify({
    workload,
    who,
    threads: 1,
    secondsPerEpoch: { min: sorted[0] * scale, median: median * scale },
    samplesPerSecond: Math.round(count / median),
    testAccuracy,
  }));
}

function repeat(passes, run) {
  return Array.from({ length: passes }, () => seconds(run));
}

function infer(values, count) {
  tf.tidy(() => logits(tf.tensor2d(values, [count, 784])).sigmoid().dataSync());
}

const epochs = Number(given.epochs);
if (name === "I1") {
  const oneAtATime = () => {
    for (let k = 0; k < 10_000; k++) infer(testPixels.subarray(k * 784, (k + 1) * 784), 1);
  };
  infer(testPixels, 10_000);
  print("I1 batch", repeat(4 * epochs, () => infer(testPixels, 10_000)), 10_000, 1, null);
  oneAtATime();
  print("I1 one", repeat(epochs, oneAtATime), 10_000, 1, null);
} else {
  const training = pixels("train-images-idx3-ubyte", images);
  epoch(training, Math.min(Number(given["warm-up"]), images));
  const times = repeat(epochs, () => epoch(training, images));
  const predictions = tf.tidy(() =>
    logits(tf.tensor2d(testPixels, [10_000, 784])).argMax(1).dataSync()
  );
  const right = predictions.filter((prediction, k) => prediction === testLabels[k]).length;
  print(name, times, images, EPOCH / images, images < Number(given.images) ? null : right / 10_000);
}
