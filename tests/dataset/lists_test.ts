import { assert, assertEquals } from "@std/assert";
import { Dataset, evaluate, fit, Network } from "../../mod.ts";

Deno.test("names become classes in sorted order, and stay with the data", () => {
  const data = Dataset.from({ inputs: [[1], [2], [3]], labels: ["b", "a", "b"] });
  assertEquals([data.size, data.features, data.classes, data.outputs], [3, 1, 2, 2]);
  assertEquals([[...data.labels], data.classNames], [[1, 0, 1], ["a", "b"]]);
  assertEquals(data.subset(1).classNames, ["a", "b"]);
  assertEquals(data.select([2, 0]).inputs, new Float32Array([3, 1]));
});

Deno.test("a set like another has its classes, columns and scale", () => {
  const rows = { inputs: [[1, 10], [3, 30]], featureNames: ["x", "y"] };
  const training = Dataset.from({ ...rows, labels: ["low", "high"] }).standardize();
  const other = { inputs: [[20, 2]], featureNames: ["y", "x"] };
  const test = Dataset.from({ ...other, labels: ["low"], like: training });
  assertEquals([[...test.labels], test.classNames], [[1], ["high", "low"]]);
  assertEquals([test.featureNames, [...test.inputs]], [["x", "y"], [0, 0]]);
});

Deno.test("numbers stand for themselves, whatever array they are in; only pixels are k/255", () => {
  const labels = [0, 1];
  const one = Dataset.from({ inputs: [[0], [1]], labels });
  for (
    const inputs of [new Float32Array([0, 1]), new Uint8Array([0, 1]), new Float64Array([0, 1])]
  ) assertEquals(Dataset.from({ inputs, labels }).inputs, one.inputs);
  const pixels = Dataset.from({ pixels: new Uint8Array([0, 255]), labels });
  assert(pixels.inputs instanceof Uint8Array);
});

Deno.test("targets are rows, or numbers if there is one output", () => {
  const inputs = [[0], [1], [2]];
  const single = Dataset.from({ inputs, targets: [0, 1.5, 2] });
  assertEquals([single.outputs, single.classification], [1, false]);
  const double = Dataset.from({ inputs, targets: [[0, 1], [1, 0], [1, 1]] });
  assertEquals([double.outputs, double.classification], [2, true]);
  assertEquals([...double.targets!], [0, 1, 1, 0, 1, 1]);
});

Deno.test("quantities that are all 0 or 1 by chance are quantities still, in a part and in a set like another", () => {
  const inputs = [[0], [1], [2], [3]];
  const whole = Dataset.from({ inputs, targets: [0, 1, 0, 2] });
  const twoInputs = inputs.slice(0, 2);
  const like = Dataset.from({ inputs: twoInputs, targets: [0, 1], like: whole });
  for (const part of [whole.subset(0, 3), whole.select([1, 2]), whole.standardize(), like]) {
    assertEquals([part.classification, part.classes, part.labels.length], [false, 0, 0]);
  }
  const network = new Network([1, 1], { outputActivation: "linear" });
  const { rSquared, accuracy } = evaluate(network, whole.subset(0, 3));
  assertEquals([typeof rSquared, accuracy], ["number", undefined]);

  const yesOrNo = Dataset.from({ inputs: twoInputs, targets: [0, 1] });
  assertEquals([yesOrNo.classification, yesOrNo.subset(1).classification], [true, true]);
});

Deno.test("classes and their names complete labels that lack some", () => {
  const inputs = [[1], [2], [3]];
  assertEquals(Dataset.from({ inputs, labels: [1, 2, 2], classes: 10 }).classes, 10);
  const numbers = Dataset.from({ inputs, labels: [1, 2, 2].map(String) });
  assertEquals(numbers.classNames, ["1", "2"]);
  const classNames = ["no", "yes"];
  for (const labels of [[0, 1, 1], ["no", "yes", "yes"]]) {
    assertEquals(Dataset.from({ inputs, labels, classNames, classes: 2 }).classNames, classNames);
  }
});

Deno.test("above 256 classes labels are 16 bits, and 65,536 classes are trained and evaluated", async () => {
  const classes = 65_536;
  const last = Array.from({ length: 4 }, (_, k) => classes - 1 - k);
  const data = Dataset.from({ inputs: [[0], [1], [2], [3]], labels: last, classes });
  assert(data.labels instanceof Uint16Array);
  assertEquals([...data.labels], last);
  const network = new Network([1, classes], {
    outputActivation: "softmax",
    cost: "logLikelihood",
    initializer: "lecun",
  });
  await fit(network, data.subset(0, 1), { epochs: 3, batchSize: 1, learningRate: 5 });
  const { accuracy, confusion } = evaluate(network, data.subset(0, 1));
  assertEquals([accuracy, confusion], [1, undefined]);
});

Deno.test("names of features and weights stay with the data", () => {
  const lists = { inputs: [[1], [2]], labels: [0, 1], featureNames: ["size"], weights: [1, 2] };
  const data = Dataset.from(lists);
  assertEquals([data.featureNames, [...data.weights!]], [["size"], [1, 2]]);
});
