import {
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { activations, createEngine, Dataset, evaluate, fit, Network } from "../../mod.ts";
import { predictDataset } from "../../lib/evaluate/mod.ts";
import { Augmentation } from "../../lib/train/mod.ts";
import {
  borrowBatch,
  createBatch,
  gather,
  returnBatch,
  shuffleExamples,
} from "../../lib/dataset/batch.ts";
import { deadUnits, relevanceOf } from "../../lib/measure/activations.ts";
import { intervalsOf } from "../../lib/measure/intervals.ts";
import { outputsFor } from "../../lib/evaluate/predictions.ts";
import { evaluateYielding } from "../../lib/train/event_loop.ts";

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
  assertEquals(memory() - before, LOOK_BYTES);
});

Deno.test("data without weights is evaluated after data with them", () => {
  const [network, other] = [1, 1].map((seed) => new Network([features, 2], { seed }));
  const weighted = evaluate(network!, data({ weights: [5, 1, 1, 1, 1, 1] }));
  const plain = evaluate(network!, data());
  assertEquals(plain, evaluate(other!, data()));
  assertNotEquals(plain.cost, weighted.cost);
});

/** A matrix of one element and its slack, in bytes: what it takes to look where an engine's memory ends. */
const LOOK_BYTES = 128;

/** How far 100 calls move the end of an engine's memory, in bytes. */
async function growth(network: Network, call: () => unknown): Promise<number> {
  const end = () => network.engine.matrix(1, 1).values.byteOffset;
  for (let time = 0; time < 2; time++) await call(); // the second may find buffers grown by the first
  const before = end();
  for (let time = 0; time < 100; time++) await call();
  return end() - before - LOOK_BYTES;
}

/** Examples with quantities as targets, all of them of two features. */
function quantities(size: number, outputs = 1): Dataset {
  return Dataset.from({
    inputs: Array.from({ length: size }, (_, k) => [1 + k % 7, 1 + k % 5]),
    targets: Array.from({ length: size }, (_, k) => new Array<number>(outputs).fill(k % 11)),
  });
}

const linear = () => new Network([2, 3, 1], { seed: 1, outputActivation: "linear" });
const [large, wide] = [quantities(6000), quantities(20, 2)];
const relu = {
  ...activations.relu,
  name: "broken",
  forward() {
    throw new RangeError("no function");
  },
};

/** Calls on a network, most of which fail on the way through a data set. */
const CALLS: { readonly [what: string]: [Network, call: (network: Network) => unknown] } = {
  "an evaluation that is aborted": [
    linear(),
    async (network) => {
      const evaluation = evaluateYielding(network, large, AbortSignal.abort());
      await assertRejects(() => evaluation, DOMException, "aborted");
    },
  ],
  "training that is aborted while it evaluates": [
    linear(),
    async (network) => {
      const abort = new AbortController();
      const training = fit(network, quantities(8), {
        epochs: 1,
        batchSize: 8,
        learningRate: 1e-3,
        validation: large,
        signal: abort.signal,
        onProgress: (done: number, total: number) => done === total && abort.abort(),
      });
      await assertRejects(() => training, DOMException, "aborted");
    },
  ],
  ...Object.fromEntries(
    Object.entries({ evaluate, outputsFor, intervalsOf }).map(([name, of]) => [
      `${name} of data that do not fit`,
      [
        linear(),
        (network: Network) => assertThrows(() => of(network, wide), TypeError, "1 outputs"),
      ],
    ]),
  ),
  "an activation function that throws": [
    new Network([2, 3, 1], { activation: relu, outputActivation: "linear" }),
    (network) => assertThrows(() => deadUnits(network, wide), RangeError, "no function"),
  ],
  "a loop over batches that is left": [
    new Network([2, 1]),
    ({ engine }) => {
      for (const { inputs } of quantities(20).batches(4, { engine })) if (inputs.rows === 4) break;
    },
  ],
  "a look at the units": [linear(), (network) => deadUnits(network, quantities(20))],
  "a look at what speaks for an answer": [
    new Network([2, 30, 3], { seed: 1 }),
    (network) => relevanceOf(network, Float32Array.of(1, 2)),
  ],
};

for (const [what, [network, call]] of Object.entries(CALLS)) {
  Deno.test(`${what} gives its memory back`, async () => {
    assertEquals(await growth(network, () => call(network)), 0);
  });
}

Deno.test("batches of deformed images are those that training gathers, in its order", () => {
  const images = new Dataset({
    pixels: Uint8Array.from({ length: 5 * 64 }, (_, k) => k % 251),
    features: 64,
    shape: [8, 8],
    labels: new Uint8Array(5),
    classes: 1,
  });
  const augmentation = new Augmentation({ rotation: 20 }, images, 3);
  const engine = createEngine("reference");
  const [batch, order] = [createBatch(images, 2, engine), new Uint32Array(5)];
  for (const epoch of [1, 2]) {
    shuffleExamples(order, 7, epoch);
    let start = 0;
    for (
      const { inputs, examples } of images.batches(2, { seed: 7, epoch, augmentation, engine })
    ) {
      const end = start + inputs.rows;
      gather(batch, images, order, start, end, augmentation.deformation(epoch, order, start, end));
      assertEquals(examples.slice(0, inputs.rows), order.slice(start, end));
      assertEquals(inputs.values, batch.inputs.values);
      start = end;
    }
    assertEquals(start, 5);
  }
});
