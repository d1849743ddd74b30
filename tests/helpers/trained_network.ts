/** A network that has learnt from the real MNIST for a second or two, and what it makes of the test images. */

import { join } from "@std/path";
import { parseIdx } from "../../lib/formats/idx.ts";
import { Dataset, type Matrix, Network, type NetworkOptions, train } from "../../mod.ts";
import { mnistData } from "./mnist_data.ts";

/** A network with the test images and its outputs for them. */
export interface TrainedNetwork {
  readonly network: Network;
  /** What it has learnt from. */
  readonly training: Dataset;
  /** The last 10,000 of the training files' images. */
  readonly validation: Dataset;
  /** The file of the test images, for other readers. */
  readonly imagesPath: string;
  /** [10000, 784] in bytes */
  readonly images: Uint8Array;
  /** 0 to 9 */
  readonly labels: Uint8Array;
  /** [10000, 10] */
  readonly outputs: Matrix;
}

/** Trains an epoch of the first images. */
export async function trainedNetwork(
  sizes: readonly number[],
  options: NetworkOptions & { learningRate: number; trainingSize: number; epochs?: number },
): Promise<TrainedNetwork> {
  const { learningRate, trainingSize, epochs = 1, ...networkOptions } = options;
  const folder = join(await mnistData(), "mnist");
  const read = async (name: string) => parseIdx(await Deno.readFile(join(folder, name)));
  const all = Dataset.fromIdx(
    await read("train-images-idx3-ubyte"),
    await read("train-labels-idx1-ubyte"),
  );
  const training = all.subset(0, trainingSize);
  const network = new Network(sizes, networkOptions);
  for await (const _ of train(network, training, { epochs, batchSize: 10, learningRate }));
  const imagesPath = join(folder, "t10k-images-idx3-ubyte");
  const images = parseIdx(await Deno.readFile(imagesPath)).data as Uint8Array;
  const labels = (await read("t10k-labels-idx1-ubyte")).data as Uint8Array;
  const validation = all.subset(50_000);
  return {
    network,
    training,
    validation,
    imagesPath,
    images,
    labels,
    outputs: outputsFor(network, images),
  };
}

/** A network's outputs for images in bytes. */
export function outputsFor(network: Network, images: Uint8Array): Matrix {
  const columns = network.sizes[0]!;
  const values = Float32Array.from(images, (byte) => byte / 255);
  return network.feedforward({ kind: "dense", rows: images.length / columns, columns, values });
}
