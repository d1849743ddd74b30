import { assertEquals } from "@std/assert";
import { predictionsOf } from "../../../../tasks/results/evaluate/predictions.ts";
import { Dataset, evaluate, Network } from "../../../../mod.ts";

Deno.test("one output of yes or no becomes two classes, yes from one half on", () => {
  const network = new Network([1, 1], { outputActivation: "linear", cost: "meanSquaredError" });
  network.weights[0]!.values[0] = 1;
  network.biases[0]!.values[0] = 0;
  const data = Dataset.from({ inputs: [[0], [0.25], [0.5], [1]], targets: [0, 1, 1, 1] });
  const { outputs, predicted, confidences, labels } = predictionsOf(network, data);
  assertEquals([...outputs], [1, 0, 0.75, 0.25, 0.5, 0.5, 0, 1]);
  assertEquals([...predicted], [0, 0, 1, 1]);
  assertEquals([...confidences], [1, 0.75, 0.5, 1]);
  const right = predicted.filter((k, example) => k === labels[example]).length;
  assertEquals(right, evaluate(network, data).correct);
});
