import { assertEquals, assertThrows } from "@std/assert";
import { Dataset, evaluate, fit, Network, train, weightsSha256 } from "../../mod.ts";

/** 100 examples, each known by its number; one in five is of the second class. */
const data = Dataset.from({
  inputs: Array.from({ length: 100 }, (_, k) => [k]),
  labels: Array.from({ length: 100 }, (_, k) => k % 5 === 0 ? "rare" : "common"),
});

Deno.test("a split deals every example out once, by the seed", () => {
  const parts = data.split([0.7, 0.15, 0.15]);
  assertEquals(parts.map(({ size }) => size), [70, 15, 15]);
  const all = parts.flatMap(({ inputs }) => [...inputs]);
  assertEquals(all.toSorted((a, b) => a - b), Array.from({ length: 100 }, (_, k) => k));
  const [again, other] = [1, 2].map((seed) => data.split([0.7, 0.15, 0.15], { seed })[0]);
  assertEquals(again!.inputs, parts[0].inputs);
  assertEquals(other!.inputs === parts[0].inputs, false);
});

Deno.test("a stratified split has its fraction of every class in every part", () => {
  const rare = data.classNames!.indexOf("rare");
  const parts = data.split([0.5, 0.25, 0.25], { stratify: true, seed: 9 });
  assertEquals(parts.map(({ size }) => size), [50, 25, 25]);
  assertEquals(
    parts.map(({ labels }) => labels.filter((label) => label === rare).length),
    [10, 5, 5],
  );
});

Deno.test("others are standardized as the training data, and a network does it by itself", async () => {
  const [training, test] = data.split([0.8, 0.2]);
  const standardized = training.standardize();
  const { means, deviations } = standardized.standardization!;
  const mean = [...training.inputs].reduce((sum, x) => sum + x, 0) / 80;
  assertEquals(means, new Float64Array([mean]));
  const [first] = test.standardize(training).inputs;
  assertEquals(first, Math.fround((test.inputs[0]! - means[0]!) / deviations[0]!));
  assertEquals(test.standardize(standardized).inputs, test.standardize(training).inputs);

  const network = new Network([1, 2], { seed: 1 });
  await fit(network, standardized, { epochs: 1, batchSize: 10, learningRate: 1 });
  assertEquals(evaluate(network, test), evaluate(network, test.standardize(training)));
  const otherwise = () => evaluate(network, test.standardize());
  assertThrows(otherwise, TypeError, "already standardized differently");
});

Deno.test("a loop of one's own over the batches trains to the same bits as train", async () => {
  const options = { epochs: 3, batchSize: 7, learningRate: 0.5 };
  const [own, library] = [new Network([1, 4, 2]), new Network([1, 4, 2])];
  const scaled = data.standardize();
  for (let epoch = 1; epoch <= 3; epoch++) {
    for (const batch of scaled.batches(7, { seed: 1, epoch, engine: own.engine })) {
      own.updateMiniBatch(batch, 0.5);
    }
  }
  for await (const _ of train(library, scaled, options));
  assertEquals(await weightsSha256(own), await weightsSha256(library));
  const plain = Array.from(data.batches(30, { shuffle: false }), ({ inputs }) => inputs.rows);
  assertEquals(plain, [30, 30, 30, 10]);
});

Deno.test("classes are matched by their names, and one that the network lacks is refused", async () => {
  const network = new Network([1, 2], { seed: 1 });
  for await (const _ of train(network, data, { epochs: 2, batchSize: 10, learningRate: 0.01 }));
  assertEquals(network.classNames, ["common", "rare"]);
  const turned = Dataset.from({
    inputs: Array.from(data.inputs, (x) => [x]),
    labels: Array.from(data.labels, (label) => data.classNames![label]!),
    classNames: ["rare", "common"],
  });
  assertEquals(evaluate(network, turned), evaluate(network, data));
  const [one] = [Dataset.from({ inputs: [[1]], labels: ["rare"] })];
  assertEquals(evaluate(network, one!).size, 1); // fewer classes than the network has
  const strange = Dataset.from({ inputs: [[1]], labels: ["rarer"] });
  assertThrows(() => evaluate(network, strange), TypeError, "common, rare, did you mean rare?");
});
