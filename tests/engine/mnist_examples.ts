/**
 * MNIST's training examples from the checkout's `data/`, where `mnistData()` or `deno task fetch` puts them, for the
 * golden runs. Nothing from npm, so that it runs where there is no cache of packages.
 *
 * @module
 */

import { mnist, PIXELS } from "../../lib/digits/mnist.ts";
import { parseIdx } from "../../lib/formats/idx.ts";
import type { Examples } from "./golden_runs.ts";

/** The first `count` examples. */
export async function mnistExamples(count: number): Promise<Examples> {
  const { trainImages, trainLabels } = mnist.files;
  return {
    images: (await bytesOf(trainImages.name)).slice(0, count * PIXELS),
    labels: (await bytesOf(trainLabels.name)).slice(0, count),
  };
}

async function bytesOf(name: string): Promise<Uint8Array> {
  const file = new URL(`../../data/mnist/${name}`, import.meta.url);
  return parseIdx(await Deno.readFile(file)).data as Uint8Array;
}
