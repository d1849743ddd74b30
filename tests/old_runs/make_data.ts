/**
 * Draws the small data sets that the runs of older versions learned from, into the folder that is given.
 *
 * @module
 */

import { ensureDir } from "@std/fs";
import { dirname, join } from "@std/path";
import { formatIdx } from "../../lib/formats/idx.ts";
import { formatNpz } from "../../lib/formats/npz.ts";
import type { Tensor } from "../../lib/formats/safetensors.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { drawSet } from "../helpers/draw_pictures.ts";
import { berriesTable, parcelsTable } from "../helpers/draw_tables.ts";

const folder = Deno.args[0]!;

/** Writes a file and the folders above it. */
async function write(name: string, content: string | Uint8Array): Promise<void> {
  const path = join(folder, name);
  await ensureDir(dirname(path));
  await Deno.writeFile(
    path,
    typeof content === "string" ? new TextEncoder().encode(content) : content,
  );
}

/** Images of 6 × 6 bytes: the class is the half that is brighter. */
function images(count: number, seed: number) {
  const random = new RandomStream(seed, "data");
  const labels = Uint8Array.from({ length: count }, () => random.below(2));
  const pixels = Uint8Array.from(
    { length: 36 * count },
    (_, k) =>
      random.below(120) + (Math.floor(k % 36 / 18) === labels[Math.floor(k / 36)] ? 100 : 0),
  );
  return { labels, pixels };
}

/** Rows of four numbers with two questions: is the first above the second, is the third above the fourth? */
function questions(count: number, seed: number) {
  const random = new RandomStream(seed, "data");
  const inputs = Float32Array.from({ length: 4 * count }, () => random.below(1000) / 1000);
  const above = (row: number, k: number) => Number(inputs[4 * row + k]! > inputs[4 * row + k + 1]!);
  const answers = Uint8Array.from({ length: 2 * count }, (_, k) => above(k >> 1, 2 * (k % 2)));
  return { inputs, answers };
}

/** Bytes or float32 numbers as a tensor. */
function tensor(shape: number[], data: Uint8Array | Float32Array): Tensor {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { dtype: data instanceof Uint8Array ? "U8" : "F32", shape, bytes };
}

// A table with missing values, of which later versions make something else by default.
const berries = berriesTable(160).replace("\n3,", "\n,").replace(",red,", ",,");
await write("berries.csv", berries);
await write(
  "more_berries.csv",
  berriesTable(166).split("\n").filter((_, k) => k === 0 || k > 160).join("\n"),
);
await write("parcels.csv", parcelsTable(160));
await write("more_parcels.csv", "speed,grams,price\nslow,700,\nfast,2900,\n");
await drawSet(join(folder, "figures"), { each: 14, sides: [12, 18] });

for (const [stem, count, seed] of [["train", 120, 1], ["t10k", 40, 2]] as const) {
  const { labels, pixels } = images(count, seed);
  await write(
    `idx/${stem}-images-idx3-ubyte`,
    formatIdx({ type: "uint8", shape: [count, 6, 6], data: pixels }),
  );
  await write(
    `idx/${stem}-labels-idx1-ubyte`,
    formatIdx({ type: "uint8", shape: [count], data: labels }),
  );
}
const [known, held] = [images(120, 1), images(40, 2)];
await write(
  "halves.npz",
  formatNpz([
    ["x_train", tensor([120, 36], known.pixels)],
    ["y_train", tensor([120], known.labels)],
    ["x_test", tensor([40, 36], held.pixels)],
    ["y_test", tensor([40], held.labels)],
  ]),
);
const [asked, later] = [questions(160, 3), questions(40, 4)];
await write(
  "labels.npz",
  formatNpz([
    ["x_train", tensor([160, 4], asked.inputs)],
    ["y_train", tensor([160, 2], asked.answers)],
    ["x_test", tensor([40, 4], later.inputs)],
    ["y_test", tensor([40, 2], later.answers)],
  ]),
);
await write("more.npz", formatNpz([["x", tensor([3, 4], later.inputs.subarray(0, 12))]]));
// Some answers of the test split are not what the others teach, so that outputs round to 1 where 0 is the answer.
const sure = (count: number) =>
  Float32Array.from({ length: 2 * count }, (_, k) => 40 * (k % 5) - 80);
const answersTo = (count: number, wrongEvery: number) =>
  Uint8Array.from(
    { length: 2 * count },
    (_, k) => Number(k % 5 > 2) ^ Number(k % wrongEvery === wrongEvery - 1),
  );
await write(
  "sure.npz",
  formatNpz([
    ["x_train", tensor([100, 2], sure(100))],
    ["y_train", tensor([100, 2], answersTo(100, Infinity))],
    ["x_test", tensor([40, 2], sure(40))],
    ["y_test", tensor([40, 2], answersTo(40, 17))],
  ]),
);
// The same of a validation split, by whose cost a sweep compares.
const places = (count: number) => Float32Array.from({ length: count }, (_, k) => (k % 10) - 4.5);
const sides = (count: number, wrongEvery: number) =>
  Uint8Array.from({ length: 2 * count }, (_, j) => {
    const k = j >> 1;
    return Number(k % 10 > 4) ^ Number(k % wrongEvery === wrongEvery - 1);
  });
await write(
  "sure_val.npz",
  formatNpz([
    ["x_train", tensor([60, 1], places(60))],
    ["y_train", tensor([60, 2], sides(60, Infinity))],
    ["x_val", tensor([40, 1], places(40))],
    ["y_val", tensor([40, 2], sides(40, 13))],
  ]),
);
