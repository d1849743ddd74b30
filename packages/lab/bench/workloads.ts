/**
 * What the benchmark trains: networks of several sizes, each with a recipe that its peers can express too. The peers'
 * scripts have the same table, in `packages/lab/bench/peers/common.py`. @module
 */

import type { NetworkOptions, TrainOptions } from "../../../mod.ts";

/** The images of an epoch, in every training workload. */
export const EPOCH_IMAGES = 50_000;

/** The images of the test set, for inference. */
export const TEST_IMAGES = 10_000;

export interface TrainingWorkload {
  readonly description: string;
  readonly sizes: readonly number[];
  readonly network: NetworkOptions;
  readonly train: Omit<TrainOptions, "epochs">;
  /** How many images are trained before the clock starts; more than an epoch are whole epochs. */
  readonly warmUp: number;
  readonly epochs: number;
}

const rectified = {
  activation: "relu",
  outputActivation: "softmax",
  cost: "logLikelihood",
  initializer: "he",
} as const satisfies NetworkOptions;

const W1: TrainingWorkload = {
  description: "784-30-10 sigmoid, quadratic, batches of 10, SGD at rate 3",
  sizes: [784, 30, 10],
  network: { initializer: "lecun" },
  train: { batchSize: 10, learningRate: 3 },
  warmUp: EPOCH_IMAGES,
  epochs: 5,
};

export const TRAINING_WORKLOADS: { readonly [name: string]: TrainingWorkload } = {
  W1,
  "W1 late": {
    ...W1,
    description: "W1 after 30 epochs, when errors are small",
    warmUp: 30 * EPOCH_IMAGES,
  },
  W2: {
    description: "784-100-10 sigmoid, cross-entropy, L2 (lambda 5), batches of 10, SGD at rate 0.5",
    sizes: [784, 100, 10],
    network: { cost: "crossEntropy", initializer: "lecun" },
    train: { batchSize: 10, learningRate: 0.5, l2: 5 },
    warmUp: EPOCH_IMAGES,
    epochs: 5,
  },
  W3: {
    description: "784-800-10 ReLU and softmax, batches of 128, momentum 0.9 at rate 0.1",
    sizes: [784, 800, 10],
    network: rectified,
    // At a constant rate PyTorch's momentum, v ← μ·v + g and w ← w − η·v, takes the same path as ours: its v is ours / −η.
    train: { batchSize: 128, learningRate: 0.1, optimizer: { name: "momentum", momentum: 0.9 } },
    warmUp: EPOCH_IMAGES,
    epochs: 5,
  },
  W4: {
    description: "784-2048-2048-10 ReLU and softmax, batches of 256, Adam at rate 0.001",
    sizes: [784, 2048, 2048, 10],
    network: rectified,
    train: { batchSize: 256, learningRate: 0.001, optimizer: { name: "adam" } },
    warmUp: 2560, // an epoch takes most of a minute on one core
    epochs: 1,
  },
};

export const WORKLOADS: { readonly [name: string]: string } = {
  ...Object.fromEntries(
    Object.entries(TRAINING_WORKLOADS).map(([name, { description }]) => [name, description]),
  ),
  I1: "784-100-10 inference: a batch of 10,000 images, and one image at a time",
  load: "the four files to data sets ready for training, hashes checked; memory of a W1 run",
  kernels: "each kernel alone, and what share of the machine's peak it reaches",
  growth: "seconds per epoch against training size and hidden width, W1's recipe",
};

/** The workloads that are measured once, by our engines at their first number of threads. */
export const SINGLE_ROUND_WORKLOADS: readonly string[] = ["kernels", "growth"];

export const INFERENCE_SIZES: readonly number[] = [784, 100, 10];

/**
 * The multiplications of an image of a workload, each with its addition; `undefined` where nothing is trained or inferred.
 * Counted are the products of matrices alone. In the first layer zeros are left out, and no error goes back to the inputs.
 * @param workload its name, or `I1 batch` or `I1 one`
 * @param nonZeros how many inputs of an image are not zero, on average
 */
export function multiplyAddsOf(workload: string, nonZeros: number): number | undefined {
  const inference = workload.startsWith("I1");
  const sizes = inference ? INFERENCE_SIZES : TRAINING_WORKLOADS[workload]?.sizes;
  if (sizes === undefined) return undefined;
  const first = nonZeros * sizes[1]!;
  let others = 0;
  for (let l = 2; l < sizes.length; l++) others += sizes[l - 1]! * sizes[l]!;
  // Forward; trained, also the gradient of each layer and the error behind each but the first.
  return inference ? first + others : 2 * first + 3 * others;
}
