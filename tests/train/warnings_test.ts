import { assertEquals } from "@std/assert";
import { warningsOf, warningsOfNetwork } from "../../lib/train/warnings.ts";
import { Dataset, Network } from "../../mod.ts";

/** The warnings of data of these features, as many labels as rows. */
const warnings = (inputs: number[][]) =>
  warningsOf(Dataset.from({ inputs, labels: inputs.map((_, k) => k % 2) }));

Deno.test("features that spread a thousandfold, one alone, or not at all are no warning", () => {
  assertEquals(warnings([[0, 0], [1000, 1]]), []);
  assertEquals(warnings([[0, 0], [1001, 1]]).length, 1);
  assertEquals(warnings([[0], [1e6]]), []);
  assertEquals(warnings([[7, 0], [7, 1e6]]), []); // what is constant has no scale
  assertEquals(warnings([[7, 1], [7, 1]]), []);
  assertEquals(warnings(Array.from({ length: 10 }, (_, k) => [0.1, k % 2])), []);
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

Deno.test("a network whose cost lowers its outputs is no warning", () => {
  const functions = { cost: "categoricalCrossEntropy", outputActivation: "softmax" } as const;
  assertEquals(warningsOfNetwork(new Network([1, 2], functions)), []);
  assertEquals(warningsOfNetwork(new Network([1, 2], { cost: "binaryCrossEntropy" })), []);
});
