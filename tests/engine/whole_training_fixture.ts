/**
 * Trains on another platform and prints the hash of each workload's weights: with an engine, a number of images and of
 * workers. It fails if they are not the golden ones.
 *
 * ```sh
 * deno task fetch
 * deno run --no-config --allow-read tests/engine/whole_training_fixture.ts wasm 2000 2
 * ```
 *
 * @module
 */

import type { EngineName } from "../../lib/engine/create.ts";
import { mnistExamples } from "./mnist_examples.ts";
import { GOLDEN, type Images, trainAll } from "./whole_training.ts";

const [engine, images, workers] = Deno.args;
const golden = GOLDEN[Number(images) as Images];
if (golden === undefined) {
  throw new RangeError(
    `Cannot train on ${images} images: one of ${Object.keys(GOLDEN)} is expected`,
  );
}
const hashes = await trainAll(
  await mnistExamples(Number(images)),
  engine as EngineName,
  Number(workers ?? 1),
);
console.log(JSON.stringify(hashes, undefined, 2));
if (JSON.stringify(hashes) !== JSON.stringify(golden)) {
  console.error(`Cannot confirm the numerics contract: ${JSON.stringify(golden)} is expected`);
  Deno.exitCode = 1;
}
