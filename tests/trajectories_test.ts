import { assertEquals, assertLess } from "@std/assert";
import { dataRows, Network, oneHot, type UpdateOptions } from "../mod.ts";
import { Optimizer, type OptimizerOptions } from "../lib/network/mod.ts";
import { smoothLabels } from "../lib/train/mod.ts";
import { relativeError } from "./helpers/float64_network.ts";
import { LONG_TESTS } from "./helpers/long.ts";
import { findPython, runPython } from "./helpers/python.ts";
import golden from "./golden/trajectories.json" with { type: "json" };
import { granted } from "./helpers/run_task.ts";
import type { ActivationName, CostName } from "../mod.ts";

/** Ten steps in float32 beside ten in float64, over the largest parameter: some dozens of roundings, each 6e-8. */
const FLOAT32_STEPS = 3e-6;

/** The file has eight digits, and another PyTorch may add in another order. */
const DIGITS = 1e-7;

/** A training run in the file. */
interface Trajectory extends Omit<UpdateOptions, "cost" | "l1" | "l2" | "optimizer"> {
  optimizer: OptimizerOptions;
  weightDecay?: number;
  signDecay?: number;
  activation: ActivationName;
  outputActivation: ActivationName;
  cost: CostName;
  learningRate: number;
  labelSmoothing?: number;
  final: number[];
}

const cases = golden.cases as unknown as Trajectory[];

/** Trains as PyTorch did, and returns weights and biases, layer after layer. */
function trained(given: Trajectory): number[] {
  const { activation, outputActivation, cost, learningRate, labelSmoothing = 0 } = given;
  const network = new Network(golden.sizes, { activation, outputActivation, cost });
  for (const [l, [weights, biases]] of golden.parameters.entries()) {
    network.weights[l]!.values.set((weights as number[][]).flat());
    network.biases[l]!.values.set(biases as number[]);
  }
  const optimizer = new Optimizer(given.optimizer);
  const { weightDecay: l2 = 0, signDecay: l1 = 0, clipNorm = Infinity, maxNorm = Infinity } = given;
  for (let step = 0; step < golden.steps; step++) {
    const { inputs, labels } = golden.batches[step % golden.batches.length]!;
    const targets = oneHot(labels, golden.sizes.at(-1)!);
    smoothLabels(targets, labelSmoothing);
    const options = { optimizer, l2, l1, clipNorm, maxNorm };
    network.updateMiniBatch({ inputs: dataRows(inputs), targets }, learningRate, options);
  }
  return network.weights.flatMap((weights, l) => [...weights.values, ...network.biases[l]!.values]);
}

for (const [number, given] of cases.entries()) {
  const { final, learningRate: _, optimizer, ...rest } = given;
  const { name } = optimizer as { name: string };
  const title = [name, ...Object.entries(rest).map((entry) => entry.join(" "))].join(", ");
  Deno.test(`ten steps agree with PyTorch's float64: ${number + 1}, ${title}`, () => {
    assertLess(relativeError(trained(given), final), FLOAT32_STEPS);
  });
}

const python = await findPython("torch");

Deno.test("PyTorch still takes the steps of trajectories.json", {
  ignore: python === undefined || !granted("read") || !LONG_TESTS,
}, async () => {
  const script = await Deno.readTextFile(new URL("golden/trajectories.py", import.meta.url));
  const found = JSON.parse(new TextDecoder().decode(await runPython(python!, script)));
  assertEquals(found.cases.length, cases.length);
  for (const [k, { final, ...given }] of cases.entries()) {
    const { final: again, ...anew } = found.cases[k];
    assertEquals(anew, given);
    assertLess(relativeError(again, final), DIGITS);
  }
});
