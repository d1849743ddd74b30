import { Dataset, Network, train, type TrainOptions } from "../../../mod.ts";
import type { Engine } from "../../../lib/engine/mod.ts";
import { ReferenceEngine } from "../../../lib/engine/reference.ts";
import { WasmEngine } from "../../../lib/engine/wasm.ts";
import { closing } from "../../helpers/closing.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { assertSameBits } from "../conformance.ts";
import { untilReady } from "../until_ready.ts";

const FEATURES = 40;
const EXAMPLES = 333;

/** Bytes, of which three quarters are zero. */
const data = new Dataset({
  pixels: Uint8Array.from(
    { length: EXAMPLES * FEATURES },
    (_, k) => Math.imul(k, 2654435761) >>> 30 === 0 ? Math.imul(k, 40503) >>> 8 & 255 : 0,
  ),
  labels: Uint8Array.from({ length: EXAMPLES }, (_, k) => k % 3),
  features: FEATURES,
  classes: 3,
});

/** An engine whose workers are there and share everything, however small. */
async function sharing(workers: number): Promise<WasmEngine> {
  const engine = new WasmEngine({ workers, shareFrom: 0 });
  await untilReady(engine);
  return engine;
}

/** The weights and biases after training, and what `meddle` does to the network on the way. */
async function trained(
  engine: Engine,
  hidden: number,
  options: Partial<TrainOptions>,
  meddle: (network: Network) => void = () => {},
): Promise<Float32Array[]> {
  const network = new Network([FEATURES, hidden, 3], { engine });
  const all = { epochs: 4, batchSize: 7, learningRate: 1, ...options };
  for await (const _ of train(network, data, { ...all, onProgress: () => meddle(network) }));
  return [...network.weights, ...network.biases].map(({ values }) => values.slice());
}

async function assertSameTraining(
  workers: number,
  ...how: [number, Partial<TrainOptions>, ((network: Network) => void)?]
): Promise<void> {
  using engine = closing(await sharing(workers));
  const expected = await trained(new ReferenceEngine(), ...how);
  for (const [k, values] of (await trained(engine, ...how)).entries()) {
    assertSameBits(values, expected[k]!, `parameters ${k}`);
  }
}

/** Hidden units: of one panel, of as many as workers, of an odd number, of the transposed batch. */
const HIDDEN = [3, 30, 41, 90, 101];

const OPTIONS: { readonly [title: string]: Partial<TrainOptions> } = {
  "plain": {},
  "with weights that decay": { l2: 3 },
  "with a last batch that is shorter, in which weights decay otherwise": {
    l2: 3,
    batchSize: 50,
    schedule: "cosine",
  },
  "with batches of one": { batchSize: 1, epochs: 1 },
  "with short norms, which are looked at after every step": { maxNorm: 1 },
  "with an average": { averaging: { decay: 0.9 } },
  "with validation after every epoch": { validation: data },
  "with inputs left out": { dropout: { inputs: 0.2, hidden: 0.2 } },
  "with weights of classes": { classWeights: { 0: 1, 1: 2, 2: 3 } },
};

for (const workers of [2, 3]) {
  for (const [title, options] of Object.entries(OPTIONS)) {
    Deno.test(`${workers} workers with weights in panels train to the contract's bits: ${title}`, {
      ignore: workers > 2 && title !== "plain" && !LONG_TESTS,
    }, async () => {
      const some = title === "plain" || LONG_TESTS ? HIDDEN : [41, 101];
      for (const hidden of some) await assertSameTraining(workers, hidden, options);
    });
  }
}

Deno.test("who changes weights or biases between two epochs changes what is learned", async () => {
  const changes: ((network: Network) => void)[] = [
    ({ biases }) => biases[0]!.values[0]! += 0.5,
    ({ weights }) => weights[0]!.values[5]! += 0.5,
    ({ weights, biases }) => biases[0]!.values.set(weights[0]!.values.subarray(0, 9)),
  ];
  // So little data is trained without giving way to others until the end of each epoch.
  for (const change of changes) {
    for (const hidden of [30, 90]) await assertSameTraining(2, hidden, { epochs: 6 }, change);
  }
});

Deno.test("a step that was begun stands, whatever its caller does next", async () => {
  const order = Uint32Array.from({ length: EXAMPLES }, (_, k) => k);
  const results: Float32Array[][] = [];
  for (const engine of [new ReferenceEngine(), await sharing(3)]) {
    const x = engine.sparseRows(9, FEATURES);
    const [w, b] = [engine.matrix(FEATURES, 90), engine.matrix(1, 90)];
    const [z, delta] = [engine.matrix(9, 90), engine.matrix(9, 90)];
    const seen: Float32Array[] = [];
    for (let start = 0; start < 200; start += 9) {
      engine.gather(x, data.inputs, order, start);
      engine.affine(z, x, w, b);
      for (let k = 0; k < delta.values.length; k++) delta.values[k] = z.values[k]! - k % 4 / 8;
      engine.descend(w, b, x, delta, 0.01);
      delta.values.fill(NaN); // before the workers may have read it
      if (start % 4 === 0) engine.gather(x, data.inputs, order, start + 60);
      if (start % 5 === 0) b.values[3] = start;
      if (start % 50 === 45) w.values[7] = start;
      seen.push(z.values.slice());
    }
    delta.values.fill(0.25);
    engine.descend(w, b, x, delta, 0.01);
    engine.close();
    results.push([...seen, w.values.slice(), b.values.slice()]);
  }
  const [expected, actual] = results;
  for (const [k, values] of expected!.entries()) assertSameBits(actual![k]!, values, `result ${k}`);
});
