import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { fitTemperature, temper } from "../../../bench/tables/temperature.ts";
import { RandomStream } from "../../../../../lib/numerics/random.ts";

/** The log loss of probabilities [rows, classes]. */
function logLoss(probabilities: Float32Array, labels: readonly number[]): number {
  const classes = probabilities.length / labels.length;
  return labels.reduce(
    (sum, label, row) => sum - Math.log(probabilities[row * classes + label]!),
    0,
  ) /
    labels.length;
}

/** Probabilities of three classes [rows, 3], and classes that are drawn from them. */
function drawn(rows: number) {
  const random = new RandomStream(7, "data");
  const probabilities = new Float32Array(rows * 3);
  const labels = Array.from({ length: rows }, (_, row) => {
    const powers = [0, 1, 2].map(() => Math.exp(1.5 * random.normal()));
    const sum = powers.reduce((a, b) => a + b);
    powers.forEach((power, k) => probabilities[row * 3 + k] = power / sum);
    const u = random.uniform() * sum;
    return u < powers[0]! ? 0 : u < powers[0]! + powers[1]! ? 1 : 2;
  });
  return { probabilities, labels };
}

Deno.test("the temperature is that of the least log loss: no other of a fine grid has less", () => {
  const { probabilities, labels } = drawn(400);
  const sharper = temper(probabilities, 3, 0.4);
  const best = fitTemperature(sharper, labels);
  const least = logLoss(temper(sharper, 3, best), labels);
  for (let t = 0.05; t < 20; t *= 1.01) {
    assert(least <= logLoss(temper(sharper, 3, t), labels) + 1e-7, `${t}`);
  }
});

Deno.test("probabilities that hold keep a temperature near 1, and others find their way back", () => {
  const { probabilities, labels } = drawn(20_000);
  assertAlmostEquals(fitTemperature(probabilities, labels), 1, 0.02);
  for (const wrong of [0.25, 3]) {
    const found = fitTemperature(temper(probabilities, 3, wrong), labels);
    assertAlmostEquals(found * wrong, 1, 0.02);
  }
});

Deno.test("a temperature keeps the order of classes, and 1 every bit", () => {
  const probabilities = Float32Array.of(0.7, 0.2, 0.1, 0, 1, 0);
  assertEquals(temper(probabilities, 3, 1), probabilities);
  const flat = temper(probabilities, 3, 2);
  const roots = [0.7, 0.2, 0.1].map(Math.sqrt);
  const sum = roots.reduce((a, b) => a + b);
  roots.forEach((root, k) => assertAlmostEquals(flat[k]!, root / sum, 1e-7));
  assertEquals(flat[4], 1);
  assert(flat[3]! >= 0 && flat[3]! < 1e-18);
});

Deno.test("right answers alone ask for the least temperature, wrong ones for the largest", () => {
  const probabilities = Float32Array.of(0.9, 0.1, 0.2, 0.8);
  assertAlmostEquals(fitTemperature(probabilities, [0, 1]), 1 / 20, 1e-12);
  assertAlmostEquals(fitTemperature(probabilities, [1, 0]), 20, 1e-12);
});

Deno.test("no rows, or one class, have no temperature", () => {
  for (const [probabilities, labels] of [[[], []], [[1], [0]]]) {
    const error = assertThrows(() => fitTemperature(probabilities!, labels!), RangeError);
    assert(error.message.startsWith("Cannot fit a temperature: expected"));
  }
});
