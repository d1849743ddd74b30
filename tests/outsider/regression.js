/** A quantity in place of classes: a network learns a wave. */

import { Dataset, evaluate, fit, Network, RandomStream } from "@inkling/inkling";

const random = new RandomStream(1, "data");
const inputs = Array.from({ length: 300 }, () => [6 * random.uniform()]);
const data = Dataset.from({ inputs, targets: inputs.map(([x]) => Math.sin(x)) });
const [training, validation, test] = data.split([0.6, 0.2, 0.2]);
const functions = { activation: "tanh", outputActivation: "linear", initializer: "lecun" };
const network = new Network([1, 20, 1], { ...functions, cost: "meanSquaredError" });
const stop = { validation, earlyStopping: { patience: 50 } };
const steps = { epochs: 1000, batchSize: 10, learningRate: 0.01, optimizer: "adam" };
const { kept } = await fit(network, training.standardize(), { ...steps, ...stop });
const { rSquared, meanAbsoluteError } = evaluate(network, test);
console.log(`Epoch ${kept}: R² ${rSquared.toFixed(4)}, off by ${meanAbsoluteError.toFixed(4)}`);
console.log(`sin 2 is about ${network.predict([[2]])[0].value.toFixed(2)}`);
