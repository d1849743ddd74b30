/**
 * Two whole runs on the real MNIST: the tutorial's, all of its 30 epochs, and one of a wide network, whose work workers share.
 *
 * The web platform only and nothing from npm, so that it runs as it is in a browser, in Node and in Bun.
 *
 * @module
 */

import {
  Dataset,
  Network,
  type NetworkOptions,
  train,
  type TrainOptions,
  weightsSha256,
} from "../../mod.ts";
import { type Examples, startEngine, WORKLOADS } from "./golden_runs.ts";

/** The training images that both need. */
export const IMAGES = 50_000;

/** The images of the wide network, and its epochs. */
const WIDE = { images: 10_000, epochs: 3 };

/** What the runs came to. */
export interface WholeRun {
  /** The SHA-256 of the tutorial's weights; null with several workers, which its small products do not keep busy. */
  readonly tutorial: string | null;
  /** The SHA-256 of the wide network's weights. */
  readonly wide: string;
  /** How long it took in all. */
  readonly seconds: number;
}

/** Trains, with one engine. */
export async function trainWholeRuns(examples: Examples, workers: number): Promise<WholeRun> {
  const engine = await startEngine("wasm", workers);
  const trained = async (
    sizes: readonly number[],
    size: number,
    network: NetworkOptions,
    training: TrainOptions,
  ) => await hashOf(new Network(sizes, { ...network, engine }), examples, size, training);
  try {
    const start = performance.now();
    const { sizes, network, training } = WORKLOADS.W3;
    const options = { ...training, epochs: WIDE.epochs };
    const wide = await trained(sizes, WIDE.images, { ...network, seed: 1 }, options);
    // What `deno task train` does by its first config.
    const tutorial = workers > 1 ? null : await trained(
      [784, 30, 10],
      IMAGES,
      { initializer: "standardNormal", seed: 5 },
      { epochs: 30, batchSize: 10, learningRate: 3 },
    );
    return { tutorial, wide, seconds: (performance.now() - start) / 1000 };
  } finally {
    engine.close();
  }
}

/** Trains on the first images, and returns the SHA-256 of the weights. */
async function hashOf(
  network: Network,
  { images, labels }: Examples,
  size: number,
  options: TrainOptions,
): Promise<string> {
  const data = new Dataset({
    pixels: images.subarray(0, 784 * size),
    labels: labels.subarray(0, size),
    features: 784,
    classes: 10,
    shape: [28, 28],
  });
  for await (const _ of train(network, data, options));
  return await weightsSha256(network);
}
