import { assertAlmostEquals, assertEquals } from "@std/assert";
import { Dataset, evaluate, Network } from "../../../../mod.ts";
import { labelsOf, wrongAnswers } from "../../../../tasks/results/evaluate/labels.ts";

Deno.test("each label has its precision, recall and F1, and every answer counts in the Hamming loss", () => {
  const network = new Network([3, 3], { cost: "crossEntropy" });
  network.weights[0]!.values.set([9, 0, 0, 0, 9, 0, 0, 0, 9]); // an input of 1 is a yes, and of −1 a no
  network.biases[0]!.values.fill(0);
  const data = Dataset.from({
    inputs: [[1, 1, -1], [1, -1, -1], [-1, 1, -1], [-1, -1, -1]],
    targets: [[1, 1, 0], [1, 1, 0], [0, 1, 0], [1, 0, 0]],
  });
  const { hammingLoss, macroF1, labels } = labelsOf(network, data, ["rain", "wind", "sun"]);
  assertEquals(labels.map(({ rocArea: _, ...others }) => others), [
    { label: "rain", size: 3, precision: 1, recall: 2 / 3, f1: 4 / 5 },
    { label: "wind", size: 3, precision: 1, recall: 2 / 3, f1: 4 / 5 },
    { label: "sun", size: 0, precision: null, recall: null, f1: null },
  ]);
  for (const { rocArea } of labels.slice(0, 2)) assertAlmostEquals(rocArea!, 5 / 6, 1e-12);
  assertEquals(labels[2]!.rocArea, null);
  const [first, second, ...more] = wrongAnswers(network, data, undefined, 3);
  assertEquals([first!.example, first!.label, first!.has], [1, "1", true]);
  assertEquals([second!.example, second!.label, second!.has, more], [3, "0", true, []]);
  assertEquals(hammingLoss, 2 / 12);
  assertAlmostEquals(macroF1!, 4 / 5, 1e-12); // no example has the last label, or is given it
  assertEquals(evaluate(network, data).correct, 2);
});

Deno.test("a label that is given and never had has an F1 of 0, and a NaN is no answer", () => {
  const network = new Network([1, 2], { cost: "crossEntropy" });
  network.weights[0]!.values.fill(0);
  network.biases[0]!.values.set([9, NaN]);
  const targets = [[0, 1], [0, 0]];
  const data = Dataset.from({ inputs: [[1], [2]], targets });
  const { hammingLoss, macroF1, labels } = labelsOf(network, data);
  assertEquals([labels[0]!.f1, labels[0]!.precision], [0, 0]);
  assertEquals([hammingLoss, macroF1, labels[1]!.rocArea], [1, 0, null]);
  const none = Dataset.from({ inputs: [[1], [2]], targets: [[0, 0], [0, 0]] });
  network.biases[0]!.values.set([-9, -9]);
  assertEquals(labelsOf(network, none).macroF1, null);
});
