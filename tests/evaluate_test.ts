import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { createBatch, gather } from "../lib/dataset/batch.ts";
import { quadratic } from "../lib/network/costs.ts";
import { ofClasses, scoreOf } from "../lib/evaluate.ts";
import { Dataset, evaluate, Network, oneHot } from "../mod.ts";
import { networkWith } from "./helpers/float64_network.ts";

/** Two units that pass on two pixels: the prediction is the brighter one. */
const network = networkWith(
  { weights: [[[8, 0], [0, 8]]], biases: [[-4, -4]] },
  "sigmoid",
  "quadratic",
);

function pixels(pairs: number[][], labels: number[]): Dataset {
  return Dataset.from({ inputs: pairs, labels, classes: 2 });
}

Deno.test("evaluate counts what is right and what is taken for what", () => {
  const data = pixels([[1, 0], [0, 1], [0.2, 0.9], [0.6, 0.5], [0.5, 0.5]], [0, 1, 0, 1, 0]);
  const { correct, size, accuracy, confusion } = evaluate(network, data);
  assertEquals({ correct, size, accuracy }, { correct: 3, size: 5, accuracy: 0.6 });
  assertEquals(confusion, [[2, 1], [1, 1]]); // of equal outputs the first wins
});

Deno.test("the cost is the mean over the examples", () => {
  const data = pixels([[1, 0], [0.25, 0.5], [0, 0]], [0, 1, 1]);
  const batch = createBatch(data, 3, network.engine);
  gather(batch, data, new Uint32Array([0, 1, 2]), 0, 3);
  const outputs = network.feedforward(batch.inputs);
  const targets = oneHot(data.labels, 2);
  const mean = [0, 1, 2].reduce((sum, r) => sum + quadratic.of(outputs, targets, r), 0) / 3;
  assertAlmostEquals(evaluate(network, data).cost, mean, 1e-15);
});

Deno.test("more examples than go through at once are all counted, the last few too", () => {
  const size = 777;
  const pairs = Array.from({ length: size }, (_, k) => [k % 2, 1 - k % 2]);
  const data = pixels(pairs, pairs.map(([first]) => first === 1 ? 0 : 1));
  const { correct, confusion } = evaluate(network, data);
  assertEquals(correct, size);
  assertEquals(confusion, [[388, 0], [0, 389]]);
});

Deno.test("a network with another number of outputs than the data has classes is refused", () => {
  assertThrows(
    () => evaluate(new Network([2, 3]), pixels([[0, 1]], [1])),
    TypeError,
    "Cannot evaluate a network of 3 outputs on data of 2 classes",
  );
});

Deno.test("a NaN among the outputs is never a right answer, but by its index", () => {
  const broken = networkWith(
    { weights: [[[8, NaN], [0, 8]]], biases: [[-4, -4]] },
    "sigmoid",
    "quadratic",
  );
  const { correct, cost } = evaluate(broken, pixels([[1, 0], [1, 0]], [0, 0]));
  assertEquals([correct, cost], [0, NaN]); // the NaN of class 1 is taken for the largest
});

/** Whether each pixel is bright, at ½. */
function brightness(pairs: number[][], targets: number[][]): Dataset {
  return Dataset.from({ inputs: pairs, targets });
}

Deno.test("of several targets an example is right if all its outputs are", () => {
  const pairs = [[1, 1], [1, 0], [0, 0.6], [0.4, 0.9]];
  const { correct, size, confusion } = evaluate(
    network,
    brightness(pairs, [[1, 1], [1, 1], [0, 1], [0, 0]]),
  );
  assertEquals({ correct, size, confusion }, { correct: 2, size: 4, confusion: undefined });
});

Deno.test("a single output means yes from a half on, and a NaN neither yes nor no", () => {
  const parameters = (weight: number) => ({ weights: [[[weight], [0]]], biases: [[-4]] });
  const inputs = [[0.5, 0], [0.4, 0], [0.6, 0], [1, 0]];
  const data = Dataset.from({ inputs, targets: [1, 0, 0, 1] });
  const single = networkWith(parameters(8), "sigmoid", "crossEntropy");
  const { correct, accuracy, confusion } = evaluate(single, data);
  assertEquals({ correct, accuracy, confusion }, {
    correct: 3,
    accuracy: 0.75,
    confusion: [[1, 1], [0, 2]],
  });
  const broken = evaluate(networkWith(parameters(NaN), "sigmoid", "crossEntropy"), data);
  assertEquals([broken.correct, broken.confusion], [0, [[0, 2], [2, 0]]]);
});

Deno.test("quantities have errors, but no answer is right or wrong", () => {
  const evaluation = evaluate(network, brightness([[0.5, 0.5]], [[0.25, 0.5]]));
  assertEquals(evaluation, {
    size: 1,
    cost: 0.25 * 0.25 / 2,
    meanAbsoluteError: 0.25 / 2,
    rootMeanSquaredError: Math.sqrt(0.25 * 0.25 / 2),
    rSquared: null, // one example does not vary
  });
  const identity = { weights: [[[1, 0], [0, 1]]], biases: [[0, 0]] };
  const copying = networkWith(identity, "linear", "quadratic");
  const { rSquared } = evaluate(copying, brightness([[0.5, 0.5], [1, 0]], [[0.5, 0.25], [0, 1]]));
  // Of the first output the errors are 0 and 1, about the mean 0.25 and 0.25; of the second 0.25 and −1, 0.375 and 0.375.
  const [first, second] = [1 - 1 / (2 * 0.25 ** 2), 1 - (0.25 ** 2 + 1) / (2 * 0.375 ** 2)];
  assertAlmostEquals(rSquared!, (first + second) / 2);
});

Deno.test("quantities are neither right nor wrong, and a cost that is not finite is the worst score", () => {
  assertThrows(() => ofClasses({ size: 1, cost: 0 }), TypeError, "expected data with classes");
  assertEquals(ofClasses({ size: 2, cost: 1, correct: 1, accuracy: 0.5 }).confusion, []);
  assertEquals(scoreOf({ accuracy: 0.5, cost: 2 }), 0.5);
  assertEquals(scoreOf({ accuracy: 0.5, cost: 2 }, "cost"), -2);
  assertEquals(scoreOf({ cost: Infinity }), -Number.MAX_VALUE);
  assertEquals(scoreOf({ cost: NaN }), -Number.MAX_VALUE);
});
