import { assertEquals, assertStrictEquals } from "@std/assert";
import { createEngine, Dataset, evaluate, fit, Network, predictDataset } from "../../mod.ts";
import { borrowBatch, returnBatch } from "../../lib/dataset/batch.ts";

const features = 40;

/** Data of 6 examples, most of which is zeros if it is sparse. */
function data(options: { sparse?: boolean; weights?: number[] } = {}): Dataset {
  const row = (k: number) =>
    Array.from({ length: features }, (_, j) => options.sparse && j > 2 ? 0 : (k + j) / 50);
  return Dataset.from({
    inputs: Array.from({ length: 6 }, (_, k) => row(k)),
    labels: [0, 1, 0, 1, 0, 1],
    ...options.weights && { weights: options.weights },
  });
}

Deno.test("a batch that was given back is used again for data of its kind, and no other", () => {
  const engine = createEngine("reference");
  const batch = borrowBatch(data(), 4, engine);
  const second = borrowBatch(data(), 4, engine);
  assertEquals(batch === second, false);
  returnBatch(batch);
  for (
    const [other, rows] of [
      [data({ sparse: true }), 4],
      [data({ weights: [1, 2, 1, 2, 1, 2] }), 4],
      [data(), 5],
    ] as const
  ) assertEquals(borrowBatch(other, rows, engine) === batch, false);
  assertStrictEquals(borrowBatch(data(), 4, engine), batch);
});

Deno.test("evaluations of data of one kind and another take no more memory every time", async () => {
  const network = new Network([features, 3, 2], { seed: 1 });
  const [dense, sparse] = [data(), data({ sparse: true })];
  assertEquals([dense.sparse, sparse.sparse], [false, true]);
  const memory = () => network.engine.matrix(1, 1).values.byteOffset;
  const round = async () => {
    for (const set of [dense, sparse]) {
      evaluate(network, set);
      predictDataset(network, set);
      for (const batch of set.batches(4, { engine: network.engine })) {
        network.updateMiniBatch(batch, 0.1);
      }
    }
    await fit(network, dense, { epochs: 1, batchSize: 4, learningRate: 0.1 });
  };
  await round();
  const before = memory();
  await round();
  assertEquals(memory() - before < 100, true);
});

Deno.test("data without weights is evaluated after data with them", () => {
  const network = new Network([features, 2], { seed: 1 });
  const weighted = evaluate(network, data({ weights: [5, 1, 1, 1, 1, 1] }));
  assertEquals(evaluate(network, data()), weighted); // an evaluation looks at no weights
});
