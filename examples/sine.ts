/** A curve: one input, one quantity, and the network between them. `deno run examples/sine.ts` */

import { Dataset, evaluate, fit, Network, RandomStream } from "@inkling/inkling";

const random = new RandomStream(1, "data");
const inputs = Array.from({ length: 300 }, () => [6 * random.uniform()]);
const data = Dataset.from({ inputs, targets: inputs.map(([x]) => Math.sin(x!)) });
const [training, validation, test] = data.split([0.6, 0.2, 0.2]);

const network = new Network([1, 20, 1], {
  activation: "tanh",
  outputActivation: "linear",
  initializer: "lecun",
  cost: "meanSquaredError",
});
const { kept } = await fit(network, training!.standardize(), {
  epochs: 1000,
  batchSize: 10,
  learningRate: 0.01,
  optimizer: "adam",
  validation: validation!,
  earlyStopping: { patience: 50 },
});
console.log(`R² on new points: ${evaluate(network, test!).rSquared!.toFixed(4)}, epoch ${kept}`);
for (const x of [1, 2, 3]) {
  const value = network.predict([[x]])[0]!.value!;
  console.log(`sin ${x} = ${Math.sin(x).toFixed(3)}, the network: ${value.toFixed(3)}`);
}
