/** How often a network is sure of a validation image, and how often it is right then. @module */

import { join } from "@std/path";
import { Dataset, Network } from "../../mod.ts";
import { mnist, splitTraining } from "../../lib/digits/mod.ts";
import { parseMetadata, predictDataset } from "../../lib/evaluate/mod.ts";
import { parseIdx, parseSafetensors } from "../../lib/formats/mod.ts";
import { isNovelDigit, isSure } from "./sure.ts";
import type { SiteConfidence } from "./site.ts";

/** How many images measure it within a percent, in a fraction of a second. */
const MAX_IMAGES = 2000;

/**
 * Has a network read MNIST's validation images as the page does.
 * @param bytes the network's file of weights
 * @param folder the folder of MNIST's files
 * @returns null if the network has learned from these images
 */
export async function confidenceOf(
  bytes: Uint8Array<ArrayBuffer>,
  folder: string,
): Promise<SiteConfidence | null> {
  const { metadata } = parseSafetensors(bytes);
  const { trainingSize = 0 } = JSON.parse(metadata["config"] ?? "{}");
  const read = async ({ name }: { name: string }) =>
    parseIdx(await Deno.readFile(join(folder, name)));
  const { trainImages, trainLabels } = mnist.files;
  const all = Dataset.fromIdx(await read(trainImages), await read(trainLabels));
  const { training, validation: whole } = splitTraining(all);
  if (trainingSize > training.size) return null;
  const validation = whole.subset(0, MAX_IMAGES);
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
    const sure = isSure(row, network.outputActivation.name) && !isNovelDigit(pixels, detector);
    const right = Number(predicted[k] === labels[k]);
    if (sure) counts.right += right;
    else counts.rightOfOthers += right;
    counts.sure += Number(sure);
  }
  network.engine.close();
  return counts;
}
