import { assertAlmostEquals, assertEquals } from "@std/assert";
import { quantityAnswers } from "../../../../tasks/results/evaluate/quantities.ts";
import { Dataset, Network } from "../../../../mod.ts";

/** A network of one layer that answers its inputs. */
function identity(): Network {
  const network = new Network([2, 2], { outputActivation: "linear", cost: "meanSquaredError" });
  network.weights[0]!.values.set([1, 0, 0, 1]);
  network.biases[0]!.values.fill(0);
  return network;
}

Deno.test("each of several quantities has its own unit", () => {
  const inputs = [[0, 1], [1, -1], [-1, 0]];
  const targets = [[0.5, 1], [1, -1], [-1, 2]];
  const quantities = [
    { name: "mass", unit: "kg", mean: 10, deviation: 2 },
    { name: "height", mean: 100, deviation: 20 },
  ];
  const [mass, height] = quantityAnswers(identity(), Dataset.from({ inputs, targets }), quantities);
  assertEquals([mass!.name, mass!.unit, height!.unit], ["mass", "kg", undefined]);
  assertEquals([...mass!.actual], [11, 12, 8]);
  assertEquals([...mass!.predicted], [10, 12, 8]);
  assertEquals(mass!.scores.mae, 1 / 3);
  assertEquals([...height!.actual], [120, 80, 140]);
  assertAlmostEquals(height!.scores.mae, 40 / 3, 1e-12);
});

Deno.test("targets that were not standardized stay as they are", () => {
  const data = Dataset.from({ inputs: [[3, 4]], targets: [[5, 4]] });
  const [first, second] = quantityAnswers(identity(), data, undefined);
  assertEquals([first!.name, second!.name], ["target 1", "target 2"]);
  assertEquals([first!.scores.mae, first!.scores.r2, second!.scores.mae], [2, null, 0]);
});
