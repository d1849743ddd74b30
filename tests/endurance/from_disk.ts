/**
 * Trains an epoch on a file that is larger than the memory it is given, and prints rows a second, and processor time a row,
 * beside those of a part in memory, and the most that the process held. The file is 20,000 images, again and again.
 *
 * ```sh
 * deno run -A tests/endurance/from_disk.ts --gb 4 --memory 1024
 * ```
 *
 * @module
 */

import { cpuUsage } from "node:process";
import { join } from "@std/path";
import { parseArgs } from "@std/cli/parse-args";
import { readIdxFolder } from "../../tasks/datasets/idx_folder.ts";
import { type Dataset, Network, RandomStream, train, weightsSha256 } from "../../mod.ts";
import { temporaryFolder } from "../helpers/run_task.ts";

/** MNIST's size, and how much of an image is ink. */
const [SIDE, INK] = [28, 0.19];

/** So many images are drawn, and written again and again. */
const DRAWN = 20_000;

/** The rows that the part in memory has: too many for a processor's cache, as those on the disk. */
const PART = 1_000_000;

const words = parseArgs(Deno.args, { string: ["gb", "memory", "hidden", "epochs"] });
const { gb = "4", memory = "1024", hidden = "30", epochs = "1" } = words;
const features = SIDE * SIDE;
const rows = Math.ceil(Number(gb) * 1e9 / features);
if (!(rows > 0)) throw new RangeError(`Cannot make a file of ${gb} GB`);

/** Writes an IDX file of images and one of their labels. */
async function write(folder: string, part: string, rows: number): Promise<void> {
  const random = new RandomStream(1, "data");
  const images = new Uint8Array(DRAWN * features);
  for (let k = 0; k < images.length; k++) {
    if (random.uniform() < INK) images[k] = 1 + random.below(255);
  }
  using file = await Deno.open(join(folder, `${part}-images`), {
    create: true,
    write: true,
    truncate: true,
  });
  const header = new DataView(new ArrayBuffer(16));
  for (const [k, word] of [0x803, rows, SIDE, SIDE].entries()) header.setUint32(4 * k, word);
  await writeAll(file, new Uint8Array(header.buffer));
  for (let row = 0; row < rows; row += DRAWN) {
    await writeAll(file, images.subarray(0, Math.min(DRAWN, rows - row) * features));
  }
  const labels = new Uint8Array(8 + rows);
  new DataView(labels.buffer).setUint32(0, 0x801);
  new DataView(labels.buffer).setUint32(4, rows);
  for (let k = 0; k < rows; k++) labels[8 + k] = k % DRAWN % 10;
  await Deno.writeFile(join(folder, `${part}-labels`), labels);
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}

/** Trains an epoch, and prints how fast. */
async function measure(name: string, data: Dataset): Promise<number> {
  const network = new Network([features, Number(hidden), 10], { seed: 1 });
  const options = { epochs: Number(epochs), batchSize: 10, learningRate: 0.1 };
  const [began, used] = [performance.now(), cpuUsage()];
  for await (const _ of train(network, data, options));
  const { user, system } = cpuUsage(used);
  const nanoseconds = Math.round(1000 * (user + system) / options.epochs / data.size);
  const perSecond = Math.round(options.epochs * data.size / (performance.now() - began) * 1000);
  console.log(
    `${name}: ${data.size} rows, ${perSecond} rows/s, ` +
      `${nanoseconds} ns of processor time a row, ${(await weightsSha256(network)).slice(0, 12)}`,
  );
  return perSecond;
}

let most = 0;
const watch = setInterval(() => most = Math.max(most, Deno.memoryUsage().rss), 50);
await using folder = await temporaryFolder();
for (const part of ["validation", "test"]) await write(folder.path, part, 1000);
await write(folder.path, "train", rows);
const before = performance.now();
const { training } = await readIdxFolder(folder.path, { memory: Number(memory) });
console.log(
  `read once in ${((performance.now() - before) / 1000).toFixed(1)} s, ` +
    `${training.constructor.name} of ${(rows * features / 1e9).toFixed(2)} GB`,
);
const fromDisk = await measure("from disk", training);
clearInterval(watch);
await write(folder.path, "train", PART);
const inMemory = await measure("in memory", (await readIdxFolder(folder.path)).training);
console.log(
  `${(100 * fromDisk / inMemory).toFixed(0)} % of the speed in memory; ` +
    `${(most / 1e6).toFixed(0)} MB at most, with windows of ${memory} MiB`,
);
