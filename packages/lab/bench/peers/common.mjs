/**
 * What the peers in JavaScript share: the data, the first weights, the clock and the rows that they print. One epoch is 50,000
 * images; making the batches is inside the time, loading and evaluating is not.
 */

import { Network, RandomStream, shuffle } from "../../../../mod.ts";
import { commandLine, print, read, repeat } from "../measure.ts";
import { rowOf } from "../row.ts";
import { EPOCH_IMAGES, INFERENCE_SIZES, TRAINING_WORKLOADS } from "../workloads.ts";

export const FEATURES = 784;
export const CLASSES = 10;

/** The command line: `workload`, `epochs`, `images`, `warmUp`. */
export const given = commandLine();

/** How the workload is trained; undefined for I1. */
export const recipe = TRAINING_WORKLOADS[given.workload]?.train;

const { sizes, network: options } = TRAINING_WORKLOADS[given.workload] ??
  { sizes: INFERENCE_SIZES, network: { initializer: "lecun" } };

/** Our network with the weights that the peer begins with. */
export const network = new Network(sizes, options);

const { training, test } = await read(given);

/** Images from 0 to 1, [count, 784]. */
const pixelsOf = ({ inputs }) => Float32Array.from(inputs, (byte) => byte / 255);

/** The test images, [10000, 784]. */
export const testPixels = pixelsOf(test);

/** The batches of an epoch of the first images, shuffled: inputs [n, 784] and targets [n, 10]. */
function* batches(images, size, random) {
  const order = Uint32Array.from({ length: size }, (_, k) => k);
  shuffle(order, random);
  for (let start = 0; start < size; start += recipe.batchSize) {
    const n = Math.min(recipe.batchSize, size - start);
    const [x, y] = [new Float32Array(n * FEATURES), new Float32Array(n * CLASSES)];
    for (let r = 0; r < n; r++) {
      const k = order[start + r];
      x.set(images.subarray(k * FEATURES, (k + 1) * FEATURES), r * FEATURES);
      y[r * CLASSES + training.labels[k]] = 1;
    }
    yield { x, y, n };
  }
}

/**
 * Trains and prints a row. `learn({ x, y, n })` takes a batch, `finish()` waits for what is under way, and `predict()` gives
 * the class of each test image. Where an epoch takes too long, `most` images are trained, and the accuracy is left out.
 */
export async function timeTraining(who, { learn, finish, predict, most }) {
  const size = Math.min(given.images, most);
  const images = pixelsOf(training.subset(0, size));
  const random = new RandomStream(1, "data");
  const epoch = async (count) => {
    for (const batch of batches(images, count, random)) await learn(batch);
    await finish();
  };
  await epoch(Math.min(given.warmUp, size));
  const seconds = await repeat(given.epochs, () => epoch(size));
  const predictions = await predict();
  const right = test.labels.reduce((sum, label, k) => sum + (predictions[k] === label), 0);
  print(rowOf({
    ...{ workload: given.workload, who, threads: 1 },
    seconds: seconds.map((time) => time * EPOCH_IMAGES / size),
    testAccuracy: size < given.images ? null : right / test.size,
  }));
}

/**
 * Times `infer(values, count)` on all test images at once, and on one after the other.
 * @throws {Error} if its outputs are not those of our network
 */
export async function timeInference(who, infer) {
  await checkOutputs(who, infer);
  const batch = () => infer(testPixels, test.size);
  const oneByOne = async () => {
    for (let k = 0; k < test.size; k++) {
      await infer(testPixels.subarray(k * FEATURES, (k + 1) * FEATURES), 1);
    }
  };
  const rows = [["I1 batch", batch, 4 * given.epochs], ["I1 one", oneByOne, given.epochs]];
  for (const [workload, run, passes] of rows) {
    await run();
    const seconds = await repeat(passes, run);
    print(rowOf({ workload, who, threads: 1, seconds, testAccuracy: null }));
  }
}

/** How many images are checked, and how far outputs may be from ours. */
const [CHECKED_IMAGES, MAX_DIFFERENCE] = [10, 1e-5];

async function checkOutputs(who, infer) {
  const values = testPixels.subarray(0, CHECKED_IMAGES * FEATURES);
  const found = await infer(values, CHECKED_IMAGES);
  const images = { kind: "dense", rows: CHECKED_IMAGES, columns: FEATURES, values };
  const wrong = network.feedforward(images).values
    .findIndex((value, k) => !(Math.abs(value - found[k]) <= MAX_DIFFERENCE));
  if (wrong === -1) return;
  const image = Math.floor(wrong / CLASSES);
  throw new Error(`Cannot measure ${who}: outputs of image ${image} are not those of the network`);
}
