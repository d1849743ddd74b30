/** A training loop of one's own: the rate falls when the validation data says so. */

import { Dataset, evaluate, Network, RandomStream } from "@inkling/inkling";

const random = new RandomStream(2, "data");
const inputs = Array.from({ length: 400 }, () => [random.normal(), random.normal()]);
const labels = inputs.map(([x, y]) => x * x + y * y < 1 ? "inside" : "outside");
const [training, validation] = Dataset.from({ inputs, labels }).split([0.8, 0.2]);
const network = new Network([2, 12, 2], { seed: 1, cost: "binaryCrossEntropy" });
let [learningRate, best] = [1, 0];
for (let epoch = 1; epoch <= 60 && learningRate > 0.05; epoch++) {
  let cost = 0;
  for (const batch of training.batches(10, { epoch, engine: network.engine })) {
    cost += network.updateMiniBatch(batch, learningRate) * batch.inputs.rows / training.size;
  }
  const { accuracy } = evaluate(network, validation);
  if (accuracy > best) best = accuracy;
  else if (epoch % 5 === 0) learningRate /= 2;
  if (epoch % 10 === 0) console.log(epoch, cost.toFixed(3), accuracy, learningRate);
}
console.log(`The best is ${best}`);
