/**
 * The answers of the worksheet in packages/course/teach.md: a line for each pupil, whose number is the seed. A chapter's answer is how
 * many test examples are right, and the first six digits of the weights' hash.
 *
 *     deno task fetch && deno run --allow-read examples/worksheet.ts 30
 *
 * @module
 */

import { Dataset, evaluate, fit, Network, RandomStream } from "@inkling/inkling";
import { loadDigits, weightsHash } from "@inkling/inkling/notebook";

const { training, test } = await loadDigits();
const [first, few] = [training.subset(0, 1), training.subset(0, 500)];
const entropy = { cost: "crossEntropy" } as const;
const scaled = { ...entropy, initializer: "scaledNormal" } as const;
const softmax = { outputActivation: "softmax", cost: "logLikelihood" } as const;
const relu = { ...softmax, activation: "relu", initializer: "he" } as const;
const tanh = { ...softmax, activation: "tanh", initializer: "glorot" } as const;

/** The plants of chapter 8, in two classes. */
function plants(): Dataset {
  const random = new RandomStream(1, "plants" as "data"); // a chapter is JavaScript: any name will do
  const [inputs, labels]: [number[][], string[]] = [[], []];
  for (let k = 0; k < 400; k++) {
    const [days, degrees] = [14 * random.uniform(), 15 + 15 * random.uniform()];
    const liters = 1 + 9 * random.uniform();
    inputs.push([days, degrees, liters]);
    labels.push(days * degrees / liters + 10 * random.normal() > 40 ? "water" : "wait");
  }
  return Dataset.from({ inputs, labels });
}

/** What learns in each chapter: sizes, options of the network, examples; epochs, batch size, learning rate, others. */
const chaptersFor = (part: Dataset) =>
  [
    [[784, 30, 10], {}, training, [10, 10, 3], {}],
    [[784, 30, 10], {}, training, [1, 10, 3], {}],
    [[784, 30, 10], {}, first, [1, 1, 3], {}],
    [[784, 30, 10], softmax, training, [5, 10, 1], {}],
    [[784, 30, 10], entropy, few, [60, 10, 0.5], { l2: 1 }],
    [[784, 30, 10], scaled, training, [4, 10, 0.5], {}],
    [[784, 100, 10], relu, training.subset(0, 4000), [8, 10, 0.1], { augment: { shift: 1 } }],
    [[3, 8, 2], tanh, part, [60, 10, 0.1], {}],
  ] as const;

for (let seed = 1; seed <= Number(Deno.args[0] ?? 30); seed++) {
  const [part, rest] = plants().split([0.75, 0.25], { seed, stratify: true });
  const answers: string[] = [];
  for (const [sizes, options, data, settings, others] of chaptersFor(part!.standardize())) {
    const network = new Network(sizes, { seed, ...options });
    const [epochs, batchSize, learningRate] = settings;
    await fit(network, data, { epochs, batchSize, learningRate, ...others });
    const { correct } = evaluate(network, sizes[0] === 3 ? rest! : test);
    answers.push(`${correct} ${(await weightsHash(network)).slice(0, 6)}`);
  }
  console.log(`${seed}:`, answers.join(", "));
}
