/**
 * Draws the small data sets that saved runs learned from, into the folder that is given.
 *
 * @module
 */

import { join } from "@std/path";
import { formatIdx } from "../../lib/formats/idx.ts";
import { formatNpz } from "../../lib/formats/npz.ts";
import type { Tensor } from "../../lib/formats/safetensors.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { drawSet } from "../helpers/draw_pictures.ts";
import { berriesTable, parcelsTable } from "../helpers/draw_tables.ts";
import { writeFiles } from "../helpers/write_files.ts";

const folder = Deno.args[0]!;

const write = (name: string, content: string | Uint8Array) =>
  writeFiles(folder, { [name]: content });

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

/** Writes arrays of rows of so many columns, of bytes or float32 numbers; of labels there is one a row without them. */
async function writeNpz(
  name: string,
  arrays: { readonly [array: string]: readonly [Uint8Array | Float32Array, columns?: number] },
): Promise<void> {
  const tensors = Object.entries(arrays).map(([array, [data, columns]]): [string, Tensor] => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const shape = columns === undefined ? [data.length] : [data.length / columns, columns];
    return [array, { dtype: data instanceof Uint8Array ? "U8" : "F32", shape, bytes }];
  });
  await write(name, formatNpz(tensors));
}

// A table with missing values.
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
await writeNpz("halves.npz", {
  ...{ x_train: [known.pixels, 36], y_train: [known.labels] },
  ...{ x_test: [held.pixels, 36], y_test: [held.labels] },
});
const [asked, later] = [questions(160, 3), questions(40, 4)];
await writeNpz("labels.npz", {
  ...{ x_train: [asked.inputs, 4], y_train: [asked.answers, 2] },
  ...{ x_test: [later.inputs, 4], y_test: [later.answers, 2] },
});
await writeNpz("more.npz", { x: [later.inputs.subarray(0, 12), 4] });
// Rows of numbers with a quantity in its own unit.
const lengths = ({ inputs }: { readonly inputs: Float32Array }) =>
  Float32Array.from({ length: inputs.length / 4 }, (_, k) => inputs[4 * k]! + inputs[4 * k + 1]!);
await writeNpz("lengths.npz", {
  ...{ x_train: [asked.inputs, 4], y_train: [lengths(asked)] },
  ...{ x_test: [later.inputs, 4], y_test: [lengths(later)] },
});
