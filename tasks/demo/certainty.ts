/** What the page's question mark means for a network: how many validation images have a digit, and how many are right. @module */

import { join } from "@std/path";
import { mnist, splitTraining } from "../../lib/digits/mnist.ts";
import { predictDataset } from "../../lib/evaluate/predictions.ts";
import { parseIdx } from "../../lib/formats/idx.ts";
import { parseSafetensors } from "../../lib/formats/safetensors.ts";
import { parseMetadata } from "../../lib/evaluate/metadata.ts";
import { Dataset, Network } from "../../mod.ts";
import { isStrangeDigit, isSure } from "./page/certainty.ts";
import type { SiteCertainty } from "./page/site.ts";

/** So many images tell it within a percent, in a fraction of a second. */
const IMAGES = 2000;

/**
 * Has a network read MNIST's validation images as the page does.
 *
 * @param bytes its file of weights
 * @param folder of MNIST's files
 * @returns null if it has learned from them
 */
export async function certaintyOf(
  bytes: Uint8Array<ArrayBuffer>,
  folder: string,
): Promise<SiteCertainty | null> {
  const { metadata } = parseSafetensors(bytes);
  const { trainingSize = 0 } = JSON.parse(metadata["config"] ?? "{}");
  const read = async ({ name }: { name: string }) =>
    parseIdx(await Deno.readFile(join(folder, name)));
  const { trainImages, trainLabels } = mnist.files;
  const all = Dataset.fromIdx(await read(trainImages), await read(trainLabels));
  const { training, validation: whole } = splitTraining(all);
  if (trainingSize > training.size) return null;
  const validation = whole.subset(0, IMAGES);
  const network = Network.fromSafetensors(bytes);
  const { detector } = parseMetadata(metadata, network);
  const { outputs, predicted, labels, classes } = predictDataset(network, validation);
  const counts = { images: validation.size, sure: 0, right: 0, rightOfOthers: 0 };
  const pixels = new Float32Array(validation.features);
  for (let k = 0; k < validation.size; k++) {
    for (let j = 0; j < pixels.length; j++) {
      pixels[j] = validation.inputs[pixels.length * k + j]! / 255;
    }
    const row = outputs.subarray(classes * k, classes * (k + 1));
    const sure = isSure(row, network.outputActivation.name) && !isStrangeDigit(pixels, detector);
    const right = Number(predicted[k] === labels[k]);
    if (sure) counts.right += right;
    else counts.rightOfOthers += right;
    counts.sure += Number(sure);
  }
  network.engine.close();
  return counts;
}
