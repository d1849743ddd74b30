import { assert, assertEquals, assertThrows } from "@std/assert";
import { Dataset, type DatasetLists, evaluate, fit, Network } from "../../mod.ts";

Deno.test("names become classes in sorted order, and stay with the data", () => {
  const data = Dataset.from({ inputs: [[1], [2], [3]], labels: ["b", "a", "b"] });
  assertEquals([data.size, data.features, data.classes, data.outputs], [3, 1, 2, 2]);
  assertEquals([[...data.labels], data.classNames], [[1, 0, 1], ["a", "b"]]);
  assertEquals(data.subset(1).classNames, ["a", "b"]);
  assertEquals(data.select([2, 0]).inputs, new Float32Array([3, 1]));
});

Deno.test("a set like another has its classes, columns and scale", () => {
  const training = Dataset.from({
    inputs: [[1, 10], [3, 30]],
    labels: ["low", "high"],
    featureNames: ["x", "y"],
  }).standardize();
  const test = Dataset.from({
    inputs: [[20, 2]],
    labels: ["low"],
    featureNames: ["y", "x"],
    like: training,
  });
  assertEquals([[...test.labels], test.classNames], [[1], ["high", "low"]]);
  assertEquals([test.featureNames, [...test.inputs]], [["x", "y"], [0, 0]]);
  const fails = (lists: object, message: string) =>
    assertThrows(() => Dataset.from({ ...lists, like: training }), Error, message);
  fails({ inputs: [[1, 2]], labels: ["lowe"] }, 'the label "lowe" of example 0, did you mean low?');
  fails({ inputs: [[1]], labels: ["low"] }, "of 1 features like one of 2");
  fails({ inputs: [[1, 2]], labels: ["low"], featureNames: ["x", "z"] }, 'no feature "y"');
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

Deno.test("what would have to be guessed is refused", () => {
  const fails = (lists: object, message: string) =>
    assertThrows(() => Dataset.from(lists), TypeError, message);
  const inputs = [[1], [2], [3]];
  fails({ inputs, labels: [1, 2, 3] }, "no example is of class 0");
  fails({ inputs, labels: [0, 2, 2] }, "since no example is of class 1");
  fails({ inputs, labels: [0.5, 1, 2] }, "the label 0.5 of example 0: expected names");
  fails({ inputs, labels: ["a", 1, "b"] }, "the label 1 of example 1: expected a name,");
  fails({ inputs, labels: ["a", "b", undefined] }, "the label undefined of example 2");
  fails({ inputs, labels: [1, "a", 2] }, 'the label "a" of example 1: expected names');
  fails({ inputs }, "expected either `labels`");
  fails({ inputs, labels: [0, 1, 0], targets: [0, 1, 0] }, "got both");
  fails({ labels: [0] }, "expected either `inputs`");
  fails({ inputs, labels: [0, 1] }, "3 rows of inputs and 2 answers");
  fails({ inputs: new Float32Array(7), labels: [0, 1] }, "7 inputs and 2 answers");
  fails({ inputs: [[1], [2, 3], [4]], labels: [0, 1, 0] }, "row 0 has 1, row 1 has 2");
  fails({ inputs: [["1"], [2], [3]], labels: [0, 1, 0] }, 'Cannot use "1" in row 0, column 0');
  fails({ x: inputs, labels: [0, 1, 0] }, 'the option "x", did you mean inputs?');
  assertEquals(Dataset.from({ inputs, labels: [1, 2, 2], classes: 10 }).classes, 10);
  const numbers = Dataset.from({ inputs, labels: [1, 2, 2].map(String) });
  assertEquals(numbers.classNames, ["1", "2"]);
});

Deno.test("classes and their names that do not apply are refused", () => {
  const inputs = [[1], [2]];
  const fails = (lists: object, message: string) =>
    assertThrows(() => Dataset.from({ inputs, ...lists }), TypeError, message);
  const classNames = ["no", "yes"];
  fails({ targets: [0, 1], classNames }, "Cannot use classNames for targets");
  fails({ targets: [0, 1], classes: 7 }, "Cannot use classes for targets");
  const three = "3 classes with 2 names, no, yes";
  fails({ labels: classNames, classes: 3 }, three);
  fails({ labels: [0, 1], classes: 3, classNames }, three);
  const like = Dataset.from({ inputs, labels: classNames });
  fails({ labels: [0, 1], classes: 3, like }, three);
  for (const labels of [[0, 1], classNames]) {
    assertEquals(Dataset.from({ inputs, labels, classNames, classes: 2 }).classNames, classNames);
  }
});

Deno.test("numbers that float32 cannot hold are refused as they were given", () => {
  const fails = (lists: DatasetLists, what: string) =>
    assertThrows(
      () => Dataset.from(lists),
      RangeError,
      `Cannot use ${what}: float32`,
    );
  const inputs = [[0, 1], [2, 3]];
  const large = [[0, 1], [2, -1e300]];
  const ofInput = "the input -1e+300 of example 1, feature 1";
  fails({ inputs: large, labels: [0, 1] }, ofInput);
  const notFinite = () => Dataset.from({ inputs: [[0, 1], [2, NaN]], labels: [0, 1] });
  assertThrows(notFinite, RangeError, "the input NaN of example 1, feature 1");
  fails({ inputs: new Float64Array(large.flat()), labels: [0, 1] }, ofInput);
  const featureNames = ["a", "b"];
  const like = Dataset.from({ inputs, labels: [0, 1], featureNames: ["b", "a"] });
  const { labels } = like;
  fails({ inputs: large, labels, featureNames, like }, "the input -1e+300 of example 1, feature 0");
  fails({ inputs, targets: [1, 1e300] }, "the target 1e+300 of example 1");
  fails({ inputs, targets: [[1, 2], [3.5e38, 1]] }, "the target 3.5e+38 of example 1");
  fails({ inputs, labels: [0, 1], weights: [1, 4e38] }, "the weight 4e+38 of example 1");
});

Deno.test("above 256 classes labels are 16 bits, and 65,536 classes are trained and evaluated", async () => {
  const classes = 65_536;
  const last = Array.from({ length: 4 }, (_, k) => classes - 1 - k);
  const data = Dataset.from({ inputs: [[0], [1], [2], [3]], labels: last, classes });
  assert(data.labels instanceof Uint16Array);
  assertEquals([...data.labels], last);
  assertThrows(
    () => Dataset.from({ inputs: [[0]], labels: [0], classes: classes + 1 }),
    RangeError,
    "at most 65536",
  );
  const network = new Network([1, classes], {
    outputActivation: "softmax",
    cost: "categoricalCrossEntropy",
    initializer: "lecun",
  });
  await fit(network, data.subset(0, 1), { epochs: 3, batchSize: 1, learningRate: 5 });
  const { accuracy, confusion } = evaluate(network, data.subset(0, 1));
  assertEquals([accuracy, confusion], [1, undefined]);
});

Deno.test("labels beyond the classes, and names that are none of them, are refused", () => {
  const inputs = [[1], [2]];
  const like = Dataset.from({ inputs, labels: ["red", "blue"] });
  const fails = (lists: object, message: string) =>
    assertThrows(() => Dataset.from({ inputs, ...lists }), RangeError, message);
  fails({ labels: [0, 2], classes: 2 }, "the label 2 of example 1: expected 0 to 1");
  fails({ labels: ["red", "bleu"], like }, '"bleu" of example 1, did you mean blue?');
  fails({ labels: ["red", "ochre yellow"], like }, "of example 1: the classes are blue, red");
});

Deno.test("names of features and weights stay with the data, and pixels have to be bytes", () => {
  const lists = { inputs: [[1], [2]], labels: [0, 1], featureNames: ["size"], weights: [1, 2] };
  const data = Dataset.from(lists);
  assertEquals([data.featureNames, [...data.weights!]], [["size"], [1, 2]]);
  assertThrows(
    () => Dataset.from({ pixels: [0, 255] as never, labels: [0, 1] }),
    TypeError,
    "for pixels: expected a Uint8Array",
  );
});
