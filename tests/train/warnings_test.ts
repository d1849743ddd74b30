import { assertEquals } from "@std/assert";
import { warningsOf, warningsOfNetwork } from "../../lib/train/warnings.ts";
import { Dataset, fit, Network } from "../../mod.ts";

/** The warnings of data of these features, as many labels as rows. */
function warnings(inputs: number[][], featureNames?: string[]): string[] {
  const labels = inputs.map((_, k) => k % 2);
  return warningsOf(Dataset.from({ inputs, labels, ...featureNames && { featureNames } }));
}

Deno.test("features that spread more than a thousandfold differently are a warning, the extremes by name", () => {
  // Deviations of 1, 0.5, 2048, 2048 and 0.5: the first of equals are named.
  const inputs = [[9, 0, 5000, 0, 0], [11, 1, 5000 + 4096, 4096, 1]];
  const expected = (most: string, least: string) =>
    `The features differ 4.1e+3-fold in how far they spread: ${most} by 2.0e+3, ${least} by 0.50. ` +
    "A network learns better from data.standardize()";
  assertEquals(warnings(inputs), [expected("feature 2", "feature 1")]);
  assertEquals(
    warnings(inputs, ["age", "share", "salary", "rent", "sex"]),
    [expected("salary", "share")],
  );
});

Deno.test("features that spread a thousandfold, one alone, or not at all are no warning", () => {
  assertEquals(warnings([[0, 0], [1000, 1]]), []);
  assertEquals(warnings([[0, 0], [1001, 1]]).length, 1);
  assertEquals(warnings([[0], [1e6]]), []);
  assertEquals(warnings([[7, 0], [7, 1e6]]), []); // what is constant has no scale
  assertEquals(warnings([[7, 1], [7, 1]]), []);
});

Deno.test("the first thousand examples are looked at", () => {
  const rows = Array.from({ length: 1001 }, (_, k) => k < 1000 ? [k % 2, k % 2] : [1e9, 1e10]);
  assertEquals(warnings(rows), []);
  rows[999]![1] = 1e9;
  assertEquals(warnings(rows).length, 1);
});

Deno.test("gray levels are of one scale, whatever they are", () => {
  const images = Array.from({ length: 300 }, (_, k) => [255 * (k % 2), k === 0 ? 1 : 0]);
  const labels = Uint8Array.from(images, (_, k) => k % 2);
  const data = Dataset.from({ pixels: new Uint8Array(images.flat()), labels });
  assertEquals(warningsOf(data), []); // deviations 2200-fold apart
});

Deno.test("a cost that never lowers an output of the sigmoid is a warning, by fit too", async () => {
  const functions = { cost: "categoricalCrossEntropy" };
  const expected = [
    '"logLikelihood" never lowers an output of "sigmoid": expected "outputActivation": "softmax", or the cost "crossEntropy"',
  ];
  const network = new Network([1, 2], functions);
  const data = Dataset.from({ inputs: [[0], [1]], labels: [0, 1] });
  const reported: string[] = [];
  const { warnings } = await fit(network, data, {
    ...{ epochs: 2, batchSize: 2, learningRate: 1 },
    onWarning: (warning) => reported.push(warning),
  });
  assertEquals([warnings, reported], [expected, expected]);
  assertEquals(
    warningsOfNetwork(new Network([1, 2], { ...functions, outputActivation: "softmax" })),
    [],
  );
  assertEquals(warningsOfNetwork(new Network([1, 2], { cost: "binaryCrossEntropy" })), []);
});

Deno.test("a feature that is the same everywhere is no reason for a warning", () => {
  const inputs = Array.from({ length: 10 }, (_, k) => [0.1, k % 2]);
  assertEquals(warningsOf(Dataset.from({ inputs, labels: inputs.map(([, x]) => x!) })), []);
});
