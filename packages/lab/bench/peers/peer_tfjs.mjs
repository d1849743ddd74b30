/**
 * TensorFlow.js on its WebAssembly backend, from npm, with SIMD on one thread:
 *
 *     deno run --lock=packages/lab/locks/peers.lock --allow-read --allow-env packages/lab/bench/peers/peer_tfjs.mjs W1|W2|W3|W4|I1 [--epochs N]
 *
 * It takes the options of common.mjs.
 */

import { importNpm } from "../../../../tasks/system/import_npm.ts";
import {
  CLASSES,
  FEATURES,
  given,
  network,
  recipe,
  testPixels,
  timeInference,
  timeTraining,
} from "./common.mjs";

/** How many images of an epoch are trained: more take too long. */
const MOST_IMAGES = { W1: 10_000, W2: 10_000, W3: 2560, W4: 512 };

const { workload: name } = given;
const { learningRate: rate, l2 = 0, optimizer: { momentum } = {} } = recipe ?? {};
const relu = network.activation.name === "relu";
const tf = await importNpm("npm:@tensorflow/tfjs@4.22.0", { all: true });
await importNpm("npm:@tensorflow/tfjs-backend-wasm@4.22.0", { all: true });
await tf.setBackend("wasm");
await tf.ready();

const weights = network.weights.map(({ values, rows, columns }) =>
  tf.variable(tf.tensor2d(values, [rows, columns]))
);
const biases = network.biases.map(({ columns }) => tf.variable(tf.zeros([columns])));

function logits(x) {
  return weights.reduce((a, w, l) => {
    const z = a.matMul(w).add(biases[l]);
    return l === weights.length - 1 ? z : relu ? z.relu() : z.sigmoid();
  }, x);
}

function cost(x, y) {
  const z = logits(x);
  if (name === "W1") return z.sigmoid().sub(y).square().sum().mul(0.5 / x.shape[0]);
  if (name === "W2") return tf.losses.sigmoidCrossEntropy(y, z).mul(CLASSES);
  return tf.losses.softmaxCrossEntropy(y, z);
}

const optimizer = name === "W3"
  ? tf.train.momentum(rate, momentum)
  : name === "W4"
  ? tf.train.adam(rate)
  : tf.train.sgd(rate);

function learn({ x, y, n }) {
  tf.tidy(() => {
    const [inputs, targets] = [tf.tensor2d(x, [n, FEATURES]), tf.tensor2d(y, [n, CLASSES])];
    if (l2 > 0) { for (const w of weights) w.assign(w.mul(1 - rate * l2 / given.images)); }
    optimizer.minimize(() => cost(inputs, targets));
  });
}

function finish() {
  weights[0].dataSync(); // waits for what is under way
}

function predict() {
  const x = tf.tensor2d(testPixels, [testPixels.length / FEATURES, FEATURES]);
  return tf.tidy(() => logits(x).argMax(1).dataSync());
}

function infer(values, count) {
  return tf.tidy(() => logits(tf.tensor2d(values, [count, FEATURES])).sigmoid().dataSync());
}

const who = `TensorFlow.js ${tf.version.tfjs} wasm`;
if (name === "I1") await timeInference(who, infer);
else await timeTraining(who, { learn, finish, predict, most: MOST_IMAGES[name] });
