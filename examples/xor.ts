/** Exclusive or: the smallest problem that needs a hidden layer. `deno run examples/xor.ts` */

import { Dataset, fit, Network } from "@inkling/inkling";

const inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
const data = Dataset.from({ inputs, labels: ["same", "other", "other", "same"] });
const network = new Network([2, 4, 2], { seed: 1 });
await fit(network, data, { epochs: 1000, batchSize: 4, learningRate: 3 });
for (const [i, { label, probability }] of network.predict(inputs).entries()) {
  console.log(inputs[i]!.join(" "), label, probability!.toFixed(2));
}
