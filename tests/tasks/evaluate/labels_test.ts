import { assertAlmostEquals, assertEquals } from "@std/assert";
import { Dataset, evaluate, Network } from "../../../mod.ts";
import { labelsOf } from "../../../tasks/evaluate/labels.ts";

Deno.test("each label has its precision, recall and F1, and every answer counts in the Hamming loss", () => {
  const network = new Network([3, 3], { cost: "crossEntropy" });
  network.weights[0]!.values.set([9, 0, 0, 0, 9, 0, 0, 0, 9]); // an input of 1 is a yes, and of −1 a no
  network.biases[0]!.values.fill(0);
  const data = Dataset.from({
    inputs: [[1, 1, -1], [1, -1, -1], [-1, 1, -1], [-1, -1, -1]],
    targets: [[1, 1, 0], [1, 1, 0], [0, 1, 0], [1, 0, 0]],
  });
  const { hammingLoss, macroF1, labels } = labelsOf(network, data);
  assertEquals(labels, [
    { label: "0", size: 3, precision: 1, recall: 2 / 3, f1: 4 / 5 },
    { label: "1", size: 3, precision: 1, recall: 2 / 3, f1: 4 / 5 },
    { label: "2", size: 0, precision: null, recall: null, f1: null },
  ]);
  assertEquals(hammingLoss, 2 / 12);
  assertAlmostEquals(macroF1, 4 / 5, 1e-12); // no example has the last label, or is given it
  assertEquals(evaluate(network, data).correct, 2);
});
