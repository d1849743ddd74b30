import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { createBatch, gather } from "../lib/dataset/batch.ts";
import { createEngine, Dataset, Network } from "../mod.ts";

const engine = createEngine();

/** Three examples of four features, two thirds of them zero. */
const SPARSE = { pixels: new Uint8Array([0, 255, 0, 0, 51, 0, 0, 0, 0, 0, 1, 102]), features: 4 };
const LABELS = { labels: new Uint8Array([2, 0, 1]), classes: 3 };

Deno.test("bytes become k/255, zeros are left out, labels become one-hot", () => {
  const data = new Dataset({ ...SPARSE, ...LABELS });
  const batch = createBatch(data, 2, engine);
  gather(batch, data, new Uint32Array([9, 2, 0]), 1, 3);
  assert(batch.inputs.kind === "sparse");
  assertEquals([...batch.inputs.starts], [0, 2, 3]);
  assertEquals([...batch.inputs.indices.subarray(0, 3)], [2, 3, 1]);
  assertEquals(
    [...batch.inputs.values.subarray(0, 3)],
    [Math.fround(1 / 255), Math.fround(102 / 255), 1],
  );
  assertEquals([...batch.targets.values], [0, 1, 0, 0, 0, 1]);
});

Deno.test("data that is not mostly zeros stays dense, bytes and float32", () => {
  const bytes = { pixels: new Uint8Array([255, 51, 0, 102]) };
  const floats = { inputs: new Float32Array([1, 0.2, 0, 0.4]) };
  for (const examples of [bytes, floats]) {
    const labels = new Uint8Array([0, 1]);
    const data = new Dataset({ ...examples, features: 2, labels, classes: 2 });
    const batch = createBatch(data, 2, engine);
    gather(batch, data, new Uint32Array([1, 0]), 0, 2);
    assert(batch.inputs.kind === "dense");
    assertEquals([...batch.inputs.values], [0, 0.4, 1, 0.2].map(Math.fround));
  }
});

Deno.test("a last batch of fewer examples uses fewer rows", () => {
  const data = new Dataset({ ...SPARSE, ...LABELS });
  const batch = createBatch(data, 3, engine);
  gather(batch, data, new Uint32Array([0, 1, 2]), 0, 3);
  gather(batch, data, new Uint32Array([1]), 0, 1);
  assertEquals([batch.inputs.rows, batch.targets.rows], [1, 1]);
  const network = new Network([4, 3]);
  assertEquals(network.feedforward(batch.inputs).rows, 1);
});

Deno.test("sparse and dense rows give a network the same bits", () => {
  const inputs = Float32Array.from({ length: 40 }, (_, k) => k % 3 === 0 ? k / 40 : 0);
  const data = new Dataset({ inputs, features: 8, labels: new Uint8Array(5), classes: 2 });
  assert(data.sparse);
  const order = new Uint32Array([4, 2, 0, 1, 3]);
  const sparse = createBatch(data, 5, engine);
  gather(sparse, data, order, 0, 5);
  const dense = engine.denseRows(5, 8);
  for (const [r, example] of order.entries()) {
    dense.values.set(inputs.subarray(8 * example, 8 * example + 8), 8 * r);
  }
  const network = new Network([8, 6, 2], { seed: 4 });
  assertEquals(network.feedforward(sparse.inputs).values, network.feedforward(dense).values);
});

Deno.test("images and labels of IDX files make a data set without a copy", () => {
  const images = { type: "uint8", shape: [3, 2, 2], data: SPARSE.pixels } as const;
  const labels = { type: "uint8", shape: [3], data: LABELS.labels } as const;
  const data = Dataset.fromIdx(images, labels, 3);
  assertEquals([data.size, data.features], [3, 4]);
  assertEquals([data.shape, data.subset(1).shape], [[2, 2], [2, 2]]);
  assertStrictEquals(data.inputs, SPARSE.pixels);
});

/** Four examples with two answers each. */
const TARGETED = {
  inputs: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]),
  features: 2,
  targets: new Float32Array([0, 0, 0, 1, 0, 1, 1, 1]), // and, or
  outputs: 2,
};

Deno.test("targets go into a batch as they are, in its order", () => {
  const data = new Dataset(TARGETED);
  assertEquals([data.size, data.outputs, data.classes, [...data.labels]], [4, 2, 0, []]);
  const batch = createBatch(data, 3, engine);
  gather(batch, data, new Uint32Array([3, 0, 1]), 0, 3);
  assertEquals([...batch.targets.values], [1, 1, 0, 0, 0, 1]);
  gather(batch, data, new Uint32Array([0]), 0, 1);
  assertEquals([batch.targets.rows, batch.targets.values[0]], [1, 0]);
});

Deno.test("a single target of 0 or 1 is a label too, any other is not", () => {
  const examples = { inputs: new Float32Array([1, 2, 3]), features: 1, outputs: 1 };
  const data = new Dataset({ ...examples, targets: new Float32Array([1, 0, 1]) });
  assertEquals([[...data.labels], data.classes, data.outputs], [[1, 0, 1], 2, 1]);
  assert(data.classification);
  const quantities = new Dataset({ ...examples, targets: new Float32Array([1, 0, 0.5]) });
  assertEquals([[...quantities.labels], quantities.classes], [[], 0]);
  assert(!quantities.classification);
});

Deno.test("a subset shares the memory of the whole", () => {
  const labelled = new Dataset({ ...SPARSE, ...LABELS });
  const part = labelled.subset(1, 3);
  assertEquals([part.size, [...part.labels]], [2, [0, 1]]);
  assertStrictEquals(part.inputs.buffer, labelled.inputs.buffer);
  assertStrictEquals(part.labels.buffer, labelled.labels.buffer);
  const data = new Dataset(TARGETED);
  const subset = data.subset(1, 3);
  assertEquals([subset.size, subset.outputs, [...subset.targets!]], [2, 2, [0, 1, 0, 1]]);
  assertStrictEquals(subset.targets!.buffer, TARGETED.targets.buffer);
});
