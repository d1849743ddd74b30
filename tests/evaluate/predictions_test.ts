import { assertEquals } from "@std/assert";
import { Dataset, evaluate, Network } from "../../mod.ts";
import { predictDataset, worstMistakes } from "../../lib/evaluate/mod.ts";
import { networkWith } from "../helpers/float64_network.ts";

/** Two linear units that pass on two pixels: the prediction is the brighter one. */
const network = networkWith(
  { weights: [[[1, 0], [0, 1]]], biases: [[0, 0]] },
  "linear",
  "quadratic",
);

function pixels(pairs: number[][], labels: number[]): Dataset {
  return Dataset.from({ inputs: pairs, labels, classes: 2 });
}

Deno.test("predict keeps every output, the largest and its class, and lets a NaN be seen", () => {
  const data = pixels([[1, 0.5], [0.25, 0.75], [0.5, 0.5]], [0, 0, 1]);
  const { outputs, predicted, confidences, labels, classes } = predictDataset(network, data);
  assertEquals([...outputs], [1, 0.5, 0.25, 0.75, 0.5, 0.5]);
  assertEquals([...predicted], [0, 1, 0]); // of equals the first
  assertEquals([...confidences], [1, 0.75, 0.5]);
  assertEquals([labels, classes], [data.labels, 2]);
  const broken = new Network([2, 2]);
  broken.biases[0]!.values[1] = NaN;
  assertEquals([...predictDataset(broken, pixels([[1, 0]], [0])).confidences], [NaN]);
});

Deno.test("predict and evaluate agree over more than a batch", () => {
  const size = 777;
  const inputs = Float32Array.from({ length: 3 * size }, (_, k) => (k * 7919 % 1000) / 1000);
  const labels = Uint8Array.from({ length: size }, (_, k) => k % 4);
  const data = new Dataset({ inputs, labels, features: 3, classes: 4 });
  const random = new Network([3, 4], { seed: 3 });
  const { predicted } = predictDataset(random, data);
  const right = predicted.filter((k, example) => k === labels[example]).length;
  assertEquals(right, evaluate(random, data).correct);
});

Deno.test("the worst mistakes are the surest, and no more than asked for", () => {
  const data = pixels([[0, 0.5], [0, 0.9], [0.9, 0], [0.9, 0], [0, 0.7]], [0, 0, 0, 1, 0]);
  const predictions = predictDataset(network, data);
  assertEquals(worstMistakes(predictions, 9), [1, 3, 4, 0]); // of equals the first
  assertEquals(worstMistakes(predictions, 2), [1, 3]);
  assertEquals(worstMistakes(predictions, Infinity), [1, 3, 4, 0]);
});
