/** Which of three irises a flower is, by four measurements (Fisher 1936): from a CSV file to a network. */

import { Dataset, evaluate, Network, RandomStream, shuffle, train } from "@inkling/inkling";
import { readFile } from "node:fs/promises";

const SEED = 1;
const TRAINING = 120; // of 150 flowers

const text = await readFile(new URL("iris.csv", import.meta.url), "utf8");
const [header, ...lines] = text.trim().split("\n").map((line) => line.split(","));
const features = header.length - 1;
const species = [...new Set(lines.map((line) => line.at(-1)))];

// The file is in the order of the species.
const order = Uint32Array.from(lines.keys());
shuffle(order, new RandomStream(SEED, "data"));
const flowers = Array.from(order, (k) => lines[k]);

// Every feature gets mean 0 and deviation 1, by what is known of the training flowers alone.
const columns = Array.from(
  { length: features },
  (_, k) => flowers.map((flower) => Number(flower[k])),
);
const scaled = columns.map((column) => {
  const known = column.slice(0, TRAINING);
  const mean = known.reduce((sum, x) => sum + x, 0) / TRAINING;
  const deviation = Math.sqrt(
    known.reduce((sum, x) => sum + (x - mean) ** 2, 0) / TRAINING,
  );
  return column.map((x) => (x - mean) / deviation);
});

const data = new Dataset({
  inputs: Float32Array.from(
    flowers.flatMap((_, k) => scaled.map((column) => column[k])),
  ),
  labels: Uint8Array.from(flowers, (flower) => species.indexOf(flower.at(-1))),
  features,
  classes: species.length,
});
const [training, heldOut] = [data.subset(0, TRAINING), data.subset(TRAINING)];

const network = new Network([features, 8, species.length], {
  seed: SEED,
  activation: "tanh",
  outputActivation: "softmax",
  cost: "logLikelihood",
  initializer: "lecun",
});
for await (
  const { number, train: { cost } } of train(network, training, {
    epochs: 60,
    batchSize: 10,
    learningRate: 0.1,
  })
) {
  if (number % 20 === 0) {
    console.log(`Epoch ${number}: cost ${cost.toFixed(3)}`);
  }
}

// What was learnt outlives the program: a file of weights makes the network again.
const again = Network.fromSafetensors(network.toSafetensors());
const { correct, size, accuracy, confusion } = evaluate(again, heldOut);
console.log(
  `${correct} of ${size} held-out flowers: ${(100 * accuracy).toFixed(1)} %`,
);
for (const [k, row] of confusion.entries()) {
  console.log(`${species[k].padEnd(10)} ${row.join(" ")}`);
}
