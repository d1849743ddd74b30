/** Which of three irises a flower is, by four measurements (Fisher 1936): from a CSV file to a confusion matrix. */

import { Dataset, evaluate, fit, Network } from "@inkling/inkling";
import { readFile } from "node:fs/promises";

const text = await readFile(new URL("iris.csv", import.meta.url), "utf8");
const rows = text.trim().split("\n").slice(1).map((line) => line.split(","));
const inputs = rows.map((row) => row.slice(0, 4).map(Number));
const flowers = Dataset.from({ inputs, labels: rows.map((row) => row[4]) });
const [training, test] = flowers.split([0.8, 0.2], { stratify: true });
const functions = { outputActivation: "softmax", cost: "logLoss" };
const network = new Network([4, 8, 3], { activation: "tanh", initializer: "lecun", ...functions });
await fit(network, training.standardize(), { epochs: 100, batchSize: 10, learningRate: 0.1 });
const { correct, size, confusion } = evaluate(network, test);
console.log(`${correct} of ${size} held-out flowers are named right:`);
for (const [k, row] of confusion.entries()) console.log(network.classNames[k], row.join(" "));
