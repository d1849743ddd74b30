/** Training from disk: the same bytes as in memory where one window holds all, and the same from run to run where not. */

import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { createBatch, gather } from "../../../lib/dataset/batch.ts";
import { formatIdx, type IdxArray } from "../../../lib/formats/idx.ts";
import { DiskDataset } from "../../../tasks/datasets/disk_dataset.ts";
import { inMemory } from "../../../tasks/datasets/in_memory.ts";
import { readIdxFolder } from "../../../tasks/datasets/idx_folder.ts";
import { ChangedFileError, StoredRows } from "../../../tasks/datasets/stored_rows.ts";
import {
  Dataset,
  evaluate,
  Network,
  RandomStream,
  train,
  type TrainOptions,
  weightsSha256,
} from "../../../mod.ts";
import type { SparseRows } from "../../../lib/engine/mod.ts";
import { NoveltyDetector } from "../../../lib/evaluate/mod.ts";
import type { Checkpoint } from "../../../lib/train/mod.ts";
import { rejectsSaying, throwsSaying } from "../../helpers/says.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write");

const [ROWS, HEIGHT, WIDTH, CLASSES] = [500, 6, 5, 4];
const FEATURES = HEIGHT * WIDTH;

/** All that depends on an example's number or weight. */
const OPTIONS: TrainOptions = {
  epochs: 2,
  batchSize: 7,
  learningRate: 0.5,
  labelSmoothing: 0.1,
  classWeights: "balanced",
  dropout: { hidden: 0.2 },
};

const AUGMENT = { shift: 1, rotation: 10, elastic: { sigma: 1, alpha: 2 } };

/** Images that are mostly empty, or full. */
function drawn(fill: number): Uint8Array<ArrayBuffer> {
  const random = new RandomStream(3, "data");
  return Uint8Array.from(
    { length: ROWS * FEATURES },
    () => random.uniform() < fill ? 1 + random.below(255) : 0,
  );
}

const labels = Uint8Array.from({ length: ROWS }, (_, k) => k * k % 7 % CLASSES);

/** Writes the images to a file and makes both data sets of them: in memory, and on the disk. */
async function both(
  folder: string,
  inputs: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>,
  { memory, rows }: { memory: number; rows?: Uint32Array },
): Promise<{ data: Dataset; disk: DiskDataset; path: string }> {
  const path = join(folder, "images");
  const type = inputs instanceof Uint8Array ? "uint8" : "float32";
  await Deno.writeFile(path, formatIdx({ type, shape: [ROWS, HEIGHT, WIDTH], data: inputs }));
  const stored = await StoredRows.open({
    ...{ path, start: 16, count: ROWS, features: FEATURES, type, bigEndian: true },
  });
  const all = new Dataset({
    ...inputs instanceof Uint8Array ? { pixels: inputs } : { inputs },
    ...{ features: FEATURES, shape: [HEIGHT, WIDTH], labels, classes: CLASSES },
  });
  const data = rows === undefined ? all : all.select(rows);
  const answers = { labels: data.labels, classes: CLASSES };
  const { inputs: numbers } = data.subset(0, 10);
  const sample = {
    ...numbers instanceof Uint8Array ? { pixels: numbers } : { inputs: numbers },
    ...{ features: FEATURES, shape: [HEIGHT, WIDTH] },
    ...{ labels: data.labels.subarray(0, 10), classes: CLASSES },
  };
  return { data, disk: new DiskDataset({ stored, rows, answers, sample, memory }), path };
}

async function trained(data: Dataset, options: Partial<TrainOptions> = {}) {
  const network = new Network([FEATURES, 8, CLASSES], { seed: 1 });
  const checkpoints: Checkpoint[] = [];
  for await (const epoch of train(network, data, { ...OPTIONS, ...options })) {
    checkpoints.push(epoch.checkpoint());
  }
  return { sha256: await weightsSha256(network), checkpoints };
}

/** More than enough for one window, which is half of it. */
const ALL = 4 * ROWS * FEATURES * 8;

/** Every third example of the file, in an order of their own. */
const SOME = Uint32Array.from({ length: 150 }, (_, k) => 3 * (k * 7 % 150));

const SETS: readonly [name: string, Parameters<typeof both>[1], rows?: Uint32Array][] = [
  ["sparse bytes", drawn(0.2)],
  ["dense bytes", drawn(0.9)],
  ["float32", Float32Array.from(drawn(0.7), (byte) => byte / 100 - 1)],
  ["examples of another order", drawn(0.2), SOME],
];

for (const [name, inputs, rows] of SETS) {
  test(`one window from disk gives the bytes of memory: ${name}`, async ({ path: folder }) => {
    const { data, disk } = await both(folder, inputs, { memory: ALL, ...rows && { rows } });
    for (const options of [{}, { augment: AUGMENT }]) {
      const [fromDisk, inMemory] = [await trained(disk, options), await trained(data, options)];
      assertEquals(fromDisk.sha256, inMemory.sha256, JSON.stringify(options));
    }
  });
}

/** Some 80 rows a window, so that an epoch has several. */
const SMALL = 2 * 80 * FEATURES;

test("the size of windows changes the hash, a resumed run does not", async ({ path: folder }) => {
  const { data, disk } = await both(folder, drawn(0.2), { memory: SMALL });
  const { sha256, checkpoints } = await trained(disk);
  assertEquals(sha256, "254efd802e2de672bb36083e6934a9bc494b12a02c6ed162e29963d31fcc67ab");
  assertEquals((await trained(disk)).sha256, sha256);
  assertNotEquals((await trained(data)).sha256, sha256);
  assertEquals((await trained(disk, { resume: checkpoints[0]! })).sha256, sha256);
  const smaller = await both(folder, drawn(0.2), { memory: SMALL / 2 });
  assertNotEquals((await trained(smaller.disk)).sha256, sha256);
});

test("every row of the file is taken once an epoch, in any batches", async ({ path: folder }) => {
  const inputs = drawn(0.3);
  for (const rows of [undefined, SOME, Uint32Array.from({ length: 12 }, (_, k) => 499 - 41 * k)]) {
    const { data, disk } = await both(folder, inputs, { memory: SMALL, ...rows && { rows } });
    for (const batchSize of [1, 7, 64, 400]) {
      const network = new Network([FEATURES, CLASSES], { seed: 1 });
      const batch = createBatch(disk, batchSize, network.engine);
      const plain = createBatch(data, batchSize, network.engine);
      const order = new Uint32Array(disk.size);
      const orders = new Set<string>();
      for (const epoch of [1, 2]) {
        disk.shuffle(order, 1, epoch);
        orders.add(order.join());
        for (let start = 0; start < disk.size; start += batchSize) {
          const end = Math.min(start + batchSize, disk.size);
          await disk.load(order, start, end);
          gather(batch, disk, order, start, end);
          gather(plain, data, order, start, end);
          const [a, b] = [batch, plain].map(({ inputs, targets }) => {
            const { starts, indices, values } = inputs as SparseRows;
            const rows = [starts, indices, values].map((array, k) =>
              array.slice(0, k === 0 ? inputs.rows + 1 : starts[inputs.rows])
            );
            return [...rows, targets.values.slice(0, inputs.rows * CLASSES)];
          });
          assertEquals(a, b);
        }
        assertEquals([...order].sort((a, b) => a - b), [...Array(disk.size).keys()]);
      }
      assertEquals(orders.size, 2);
    }
  }
});

test("a file that is cut off, changed or gone in training is named", async ({ path: folder }) => {
  const { disk, path } = await both(folder, drawn(0.2), { memory: SMALL });
  const order = new Uint32Array(ROWS);
  disk.shuffle(order, 1, 1);
  const bytes = await Deno.readFile(path);
  const fails = async (reason: string) => {
    disk.shuffle(order, 1, 1);
    await rejectsSaying(() => disk.load(order, 0, ROWS), ChangedFileError, `${path}: ${reason}`);
  };
  await Deno.truncate(path, 1000);
  await fails("it was cut off");
  await Deno.writeFile(path, bytes);
  await Deno.utime(path, 1, 1);
  await fails("it has changed");
  await Deno.remove(path);
  await fails("no such file or folder");
  throwsSaying(() => evaluate(new Network([FEATURES, CLASSES]), disk), Error, path, "training");
});

test("images on disk are split and hashed as those in memory are", async ({ path }) => {
  const [count, size] = [1800, 28];
  const random = new RandomStream(5, "data");
  const array = (type: IdxArray["type"], shape: number[], data: IdxArray["data"]) =>
    formatIdx({ type, shape, data });
  const pixels = Uint8Array.from(
    { length: count * size * size },
    () => random.uniform() < 0.2 ? random.below(256) : 0,
  );
  const classes = Uint8Array.from({ length: count }, (_, k) => k % 3);
  await Deno.writeFile(join(path, "labels"), array("uint8", [count], classes));
  for (const data of [pixels, Float32Array.from(pixels.subarray(0, 400 * size * size))]) {
    const rows = data.length / size / size;
    const type = data instanceof Uint8Array ? "uint8" : "float32";
    await Deno.writeFile(join(path, "images"), array(type, [rows, size, size], data));
    await Deno.writeFile(join(path, "labels"), array("uint8", [rows], classes.slice(0, rows)));
    const [memory, disk] = [await readIdxFolder(path), await readIdxFolder(path, { memory: 1 })];
    assert(disk.training instanceof DiskDataset);
    assertEquals(disk.sha256, memory.sha256);
    assertEquals([disk.counts, disk.notes.slice(0, -1)], [memory.counts, memory.notes]);
    assertStringIncludes(disk.notes.at(-1)!, "take 2 MB and stay");
    for (const part of ["validation", "test"] as const) {
      assertEquals(disk[part].inputs, memory[part].inputs);
      assertEquals(disk[part].labels, memory[part].labels);
      assertEquals(disk.origins[part], memory.origins[part]);
    }
    assertEquals(disk.training.labels, memory.training.labels);
    const novelty = [disk, memory].map(({ training, validation }) =>
      JSON.stringify(NoveltyDetector.fit(inMemory(training), validation))
    );
    assertEquals(novelty[0], novelty[1]);
  }
});
