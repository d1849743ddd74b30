/** The smallest network that is of use: two inputs, four hidden units, one output. Runs in Deno, Node and a page. */

import { dataRows, Dataset, evaluate, Network, train, weightsSha256 } from "@inkling/inkling";

const pairs = [[0, 0], [0, 1], [1, 0], [1, 1]];
const exclusiveOr = new Dataset({
  inputs: new Float32Array(pairs.flat()),
  targets: new Float32Array([0, 1, 1, 0]),
  features: 2,
  outputs: 1,
});

const network = new Network([2, 4, 1], { seed: 1, cost: "crossEntropy" });
const options = { epochs: 500, batchSize: 4, learningRate: 1 };
for await (
  const { number, train: { cost } } of train(network, exclusiveOr, options)
) {
  if (number % 100 === 0) {
    console.log(`Epoch ${number}: cost ${cost.toFixed(3)}`);
  }
}

const { values } = network.feedforward(dataRows(pairs));
for (const [k, [a, b]] of pairs.entries()) {
  console.log(`${a} xor ${b}: ${values[k].toFixed(2)}`);
}
console.log(
  `${evaluate(network, exclusiveOr).correct} of 4, weights ${await weightsSha256(network)}`,
);
