/** The networks of figures: they learn as the library's own training does, and what is shown is what they compute. */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { Dataset, evaluate, fit, Network, weightsSha256 } from "../../../../mod.ts";
import { learnDigits, learnOne, type Measurement } from "../../elements/digits_learner.ts";
import { DRAWN_TABLES, drawTable } from "../../elements/drawn_tables.ts";
import { GradientRecorder } from "../../elements/gradient_recorder.ts";
import { SureNeuron } from "../../elements/sure_neuron.ts";
import { gridOf, TableLearner } from "../../elements/table_learner.ts";

/** A sum of float64 in another order. */
const ROUNDING = 1e-12;

Deno.test("a table of each kind is drawn, its classes equally often, the same each time", () => {
  for (const name of DRAWN_TABLES) {
    const table = drawTable(name, 60);
    assertEquals(table, drawTable(name, 60));
    assertEquals(table.inputs.flat().every(Number.isFinite), true, name);
    const counts = table.classNames.map((_, k) =>
      table.labels.filter((label) => label === k).length
    );
    assertEquals(counts, counts.map(() => 60 / counts.length), name);
  }
});

Deno.test("the boundary's network learns as fit does", async () => {
  const table = drawTable("rings", 50);
  const learner = new TableLearner(table, { hidden: [4], activation: "tanh" });
  for (let epoch = 1; epoch <= 3; epoch++) learner.learn(0.1, 0.5);
  const { inputs, labels, classNames } = table;
  const data = Dataset.from({ inputs, labels: [...labels], classNames }).standardize();
  const network = new Network([2, 4, 2], {
    activation: "tanh",
    outputActivation: "softmax",
    cost: "logLikelihood",
    initializer: "glorot",
  });
  await fit(network, data, { epochs: 3, batchSize: 10, learningRate: 0.1, l2: 0.5 });
  assertEquals(await weightsSha256(learner.network), await weightsSha256(network));
  const { cost, accuracy } = evaluate(network, data);
  assertEquals(learner.evaluate(), { cost, accuracy });
});

Deno.test("the regions are what the network predicts in the middle of each cell", () => {
  const learner = new TableLearner(drawTable("blobs"), { hidden: [3], activation: "relu" });
  learner.learn(0.1, 0);
  const size = 8;
  const answers = learner.answers(size);
  const points = gridOf(learner.bounds, size);
  const rows = Array.from(
    { length: size * size },
    (_, k) => [...points.subarray(2 * k, 2 * k + 2)],
  );
  const predicted = learner.network.predict(rows).flatMap(({ outputs }) => [...outputs]);
  assertEquals([...answers], predicted);
});

Deno.test("the recorded lengths are those of backpropagation's gradients", () => {
  const options = { activation: "sigmoid", initializer: "glorot" } as const;
  const recorder = new GradientRecorder(2, options);
  const { inputs, labels } = drawTable("rings");
  const data = Dataset.from({ inputs, labels: [...labels] });
  const network = new Network([2, 12, 12, 2], {
    ...options,
    outputActivation: "softmax",
    cost: "logLikelihood",
  });
  const means = [0, 0, 0];
  for (const batch of data.batches(10)) {
    for (const [l, { values }] of network.backprop(batch).weights.entries()) {
      means[l]! += Math.hypot(...values) / 20;
    }
  }
  for (const [l, line] of recorder.norms.entries()) {
    assertEquals(line.length, 1);
    assertAlmostEquals(line[0]![1], means[l]!, ROUNDING);
  }
  recorder.learn(0.1);
  assertEquals([recorder.epoch, recorder.norms.map((line) => line.length)], [1, [2, 2, 2]]);
});

Deno.test("a neuron that is sure of the wrong answer learns more slowly by the quadratic cost", () => {
  const quadratic = new SureNeuron("quadratic", 2, 2);
  const crossEntropy = new SureNeuron("crossEntropy", 2, 2);
  assertEquals(quadratic.outputs, crossEntropy.outputs);
  const [[, a]] = quadratic.outputs as [readonly [number, number]];
  assertAlmostEquals(a, 1 / (1 + Math.exp(-4)), 1e-7);
  assertAlmostEquals(quadratic.slope, a * a * (1 - a), 1e-7); // (a − y)·σ′(z)·x
  assertAlmostEquals(crossEntropy.slope, a, 1e-7);
  for (const neuron of [quadratic, crossEntropy]) {
    for (let epoch = 1; epoch <= 100; epoch++) neuron.learn(0.15);
  }
  assertEquals(quadratic.outputs.at(-1)![1] > 0.9, true);
  assertEquals(crossEntropy.outputs.at(-1)![1] < 0.1, true);
  assertAlmostEquals(quadratic.costs.at(-1)![1], quadratic.outputs.at(-1)![1] ** 2 / 2, 1e-7);
});

Deno.test("digits are learned as fit does it, and measured as evaluate does", async () => {
  const table = drawTable("moons", 130);
  const whole = Dataset.from({ inputs: table.inputs, labels: [...table.labels] });
  const [training, test] = [whole.subset(0, 30), whole.subset(30)];
  const options = { initializer: "scaledNormal", cost: "crossEntropy", seed: 2 } as const;
  const [network, expected] = [1, 2].map(() => new Network([2, 5, 2], options));
  const measured: Measurement[] = [];
  const settings = () => ({ learningRate: 0.5, l2: 0.1, dropout: 0.2 });
  const learning = learnDigits(network!, { training, test }, settings, {
    every: 3,
    steps: 6,
    withTraining: true,
    onMeasured: (measurement) => measured.push(measurement),
  });
  while (!learning.next().done);
  await fit(expected!, training, {
    epochs: 2,
    batchSize: 10,
    learningRate: 0.5,
    l2: 0.1,
    dropout: { hidden: 0.2 },
  });
  assertEquals(await weightsSha256(network!), await weightsSha256(expected!));
  assertEquals(measured.map(({ step }) => step), [0, 3, 6]);
  for (const [name, data] of [["training", training], ["test", test]] as const) {
    const { cost, accuracy } = evaluate(expected!, data);
    const last = measured.at(-1)![name]!;
    assertAlmostEquals(last.cost, cost, ROUNDING);
    assertAlmostEquals(last.accuracy, accuracy!, ROUNDING);
  }
});

Deno.test("one step learns a mini-batch, and says how much of a measurement is done on its way", () => {
  const table = drawTable("moons", 130);
  const whole = Dataset.from({ inputs: table.inputs, labels: [...table.labels] });
  const [training, test] = [whole.subset(0, 30), whole.subset(30)];
  const [measured, shares]: [number[], number[]] = [[], []];
  const work = learnDigits(new Network([2, 5, 2]), { training, test }, () => ({
    learningRate: 0.5,
    l2: 0,
  }), {
    every: 2,
    steps: 3,
    onMeasured: ({ step }) => measured.push(step),
    onMeasuring: (share) => shares.push(share),
  });
  assertEquals(learnOne(work), true);
  assertEquals([measured, shares], [[0], [0.25, 0.5, 0.75, 1]]);
  assertEquals([learnOne(work), measured], [true, [0]]);
  assertEquals([learnOne(work), measured], [true, [0, 2]]);
  assertEquals([learnOne(work), measured], [false, [0, 2]]);
});
