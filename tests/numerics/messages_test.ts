/** The sentences of numbers, and what console.log shows of what has numbers. */

import { RandomStream } from "../../lib/numerics/random.ts";
import { Standardization } from "../../lib/numerics/standardization.ts";
import { assertEquals } from "@std/assert";
import { inspect } from "node:util";
import { Ensemble } from "../../lib/ensemble/mod.ts";
import {
  createEngine,
  dataRows,
  Dataset,
  fit,
  matrix,
  Network,
  type NetworkOptions,
  oneHot,
} from "../../mod.ts";
import { each, pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

pin("numbers", [
  ...each("a seed of", [-1, 0.5, NaN, 2 ** 53], (seed) => new RandomStream(seed, "weights")),
  () => new Standardization({ means: [1], deviations: [0] }),
  () => Standardization.of(new Float32Array(), 2),
]);

/** What Deno prints of a value; Node prints the same, or the test fails. */
function shown(value: unknown): string {
  const text = Deno.inspect(value);
  if (!(value instanceof Ensemble)) assertEquals(inspect(value), text);
  return text;
}

const data = Dataset.from({
  inputs: Array.from({ length: 30 }, (_, k) => [k, k % 3 / 4]),
  labels: Array.from({ length: 30 }, (_, k) => ["low", "middle", "high"][k % 3]!),
  featureNames: ["number", "rest"],
});
const large = Array.from(
  { length: 100 },
  (_, r) => Array.from({ length: 9 }, (_, c) => 10 * r + c),
);
const pixels = Uint8Array.from({ length: 5000 * 784 }, (_, k) => k % 784 === 2 ? 255 : 0);
const labels = Uint8Array.from({ length: 5000 }, (_, k) => k % 200);
const [title, line] = ["\u001b]0;title\u0007", "line\nend\u202e"];

/** Sparse rows in an engine's memory, and the first of them alone. */
function sparseShown(engine: "reference" | "wasm"): string {
  const sparse = Dataset.from({
    inputs: [[0, 0, 0, 5], [0, 0.5, 0, 0], [0, 0, 0, 0]],
    labels: [0, 1, 1],
  });
  const [batch] = sparse.batches(3, { shuffle: false, engine: createEngine(engine) });
  const whole = shown(batch!.inputs);
  batch!.inputs.rows = 1;
  return `${whole}\n${shown(batch!.inputs)}`;
}

const SOFTMAX = { outputActivation: "softmax", cost: "logLikelihood" } as const;
const classNames = ["high", "low", "middle"];
const network = (options: NetworkOptions = {}) =>
  new Network([2, 40, 3], { seed: 4, ...SOFTMAX, classNames, ...options });
const broken = network();
broken.biases[0]!.values[0] = NaN;

/** What is shown of a history of so many epochs. */
async function historyShown(epochs: number): Promise<string> {
  const options = { epochs, batchSize: 10, learningRate: 0.1, validation: data };
  return shown(await fit(new Network([2, 4, 3], SOFTMAX), data, options));
}

pin("what is shown", [
  () => shown(matrix([[1, 0.1], [-2.5, 1e-9]])),
  () => shown(matrix(large)),
  () => shown(matrix([[1, NaN, Infinity, 3]])),
  () => shown(matrix([[NaN]])),
  () => shown(matrix([])),
  () => shown(dataRows([[1, 2]])),
  () => shown(oneHot([1], 2)),
  ...each("sparse rows by", ["reference", "wasm"] as const, sparseShown),
  () => shown(network()),
  () => shown(broken),
  () => shown(new Ensemble([network(), network()])),
  () => shown(data),
  () => shown(data.subset(0, 0)),
  () => shown(Dataset.from({ inputs: [[1], [2]], targets: [[1.5, 2], [3, 0.1]] })),
  () => shown(new Dataset({ pixels, labels, features: 784, classes: 200, shape: [28, 28] })),
  ...each("a history of epochs:", [2, 50], historyShown),
  // Names cannot write to the terminal.
  () => shown(Dataset.from({ inputs: [[0], [1]], labels: [title, line], featureNames: [title!] })),
  () => shown(new Network([1, 2], { classNames: [title!, line!] })),
]);
