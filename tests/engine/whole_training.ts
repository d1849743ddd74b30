/**
 * Whole trainings on the real MNIST, whose weights must have the same SHA-256 on every engine and platform.
 *
 * The web platform only and nothing from npm, so that it runs as it is in a browser and on a machine without a network.
 *
 * @module
 */

import {
  Dataset,
  type Engine,
  Network,
  type NetworkOptions,
  train,
  type TrainOptions,
  weightsSha256,
} from "../../mod.ts";

export { createEngine } from "../../mod.ts"; // so that a bundle of this file is all that a page needs

/** What is trained, and how. */
export interface Workload {
  /** The number of units in each layer, inputs first. */
  readonly sizes: readonly number[];
  /** The network's functions. */
  readonly network: NetworkOptions;
  /** The training of one epoch. */
  readonly training: Omit<TrainOptions, "epochs">;
}

/** Three workloads that between them run every kernel but Adam's. */
export const WORKLOADS = {
  W1: {
    sizes: [784, 30, 10],
    network: { initializer: "lecun" },
    training: { batchSize: 10, learningRate: 3 },
  },
  W2: {
    sizes: [784, 100, 10],
    network: { initializer: "lecun", cost: "crossEntropy" },
    training: { batchSize: 10, learningRate: 0.5, l2: 5 },
  },
  W3: {
    sizes: [784, 800, 10],
    network: {
      activation: "relu",
      outputActivation: "softmax",
      cost: "logLikelihood",
      initializer: "he",
    },
    training: { batchSize: 128, learningRate: 0.1, optimizer: { name: "momentum", momentum: 0.9 } },
  },
} as const satisfies Record<string, Workload>;

/** The name of a workload. */
export type WorkloadName = keyof typeof WORKLOADS;

/** The names of the workloads. */
export const NAMES = Object.keys(WORKLOADS) as WorkloadName[];

/** The SHA-256 of each workload's weights. */
export type Hashes = Readonly<Record<WorkloadName, string>>;

/**
 * What every engine on every platform has to come to with so many images of MNIST, those of the reference on x86-64. A
 * change here is a change of the numerics contract: every seed then gives other weights than before.
 */
export const GOLDEN: { readonly [images: number]: Hashes } = {};

/** The first images of MNIST's training files, and their labels. */
export interface Examples {
  /** Grey levels, [images, 784]. */
  readonly images: Uint8Array;
  /** The digits. */
  readonly labels: Uint8Array;
}

/** Trains one epoch over all examples, and returns the SHA-256 of the weights. */
export async function trainWhole(
  name: WorkloadName,
  { images, labels }: Examples,
  engine: Engine,
): Promise<string> {
  const { sizes, network: options, training }: Workload = WORKLOADS[name];
  const data = new Dataset({ inputs: images, labels, features: sizes[0]!, classes: sizes.at(-1)! });
  const network = new Network(sizes, { ...options, seed: 1, engine });
  for await (const _ of train(network, data, { ...training, epochs: 1 }));
  return await weightsSha256(network);
}

/** Trains each workload with an engine of its own. */
export async function trainAll(examples: Examples, makeEngine: () => Engine): Promise<Hashes> {
  const hashes: Partial<Record<WorkloadName, string>> = {};
  for (const name of NAMES) hashes[name] = await trainWhole(name, examples, makeEngine());
  return hashes as Hashes;
}
