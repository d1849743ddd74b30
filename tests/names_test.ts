/** The names in the types of the options: an editor completes them, and a name that there is not does not compile. */

import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { type Dataset, fit, Network, type NetworkOptions, type TrainOptions } from "../mod.ts";
import {
  type ActivationName,
  activations,
  type CostName,
  type InitializerName,
  initializers,
  type OptimizerName,
  optimizers,
  type ScheduleName,
  schedules,
} from "../mod.ts";
import type { Config } from "../lib/config/mod.ts";
import type { AskedMetric } from "../lib/evaluate/mod.ts";
import { METRICS } from "../lib/evaluate/metric_table.ts";
import { costAliases, costs } from "../lib/network/costs.ts";
import { Optimizer } from "../lib/network/mod.ts";
import { TableModel } from "../lib/table/mod.ts";
import { createSchedule } from "../lib/train/mod.ts";

/** A list that has every name of a type, and no other: it does not compile otherwise. */
function all<Name extends string>(names: { readonly [Key in Name]: true }): string[] {
  return Object.keys(names).sort();
}

Deno.test("the types have the names that there are", () => {
  const activationNames = all<ActivationName>({
    ...{ sigmoid: true, tanh: true, scaledTanh: true, relu: true, leakyRelu: true, gelu: true },
    ...{ geluTanh: true, silu: true, mish: true, selu: true, linear: true, softmax: true },
  });
  assertEquals(activationNames, Object.keys(activations).sort());
  const costNames = all<CostName>({
    ...{ quadratic: true, crossEntropy: true, logLikelihood: true, meanSquaredError: true },
    ...{ binaryCrossEntropy: true, categoricalCrossEntropy: true },
  });
  assertEquals(costNames, Object.keys({ ...costs, ...costAliases }).sort());
  const initializerNames = all<InitializerName>(
    { standardNormal: true, scaledNormal: true, lecun: true, glorot: true, he: true },
  );
  assertEquals(initializerNames, Object.keys(initializers).sort());
  const optimizerNames = all<OptimizerName>(
    { sgd: true, momentum: true, nesterov: true, adam: true, adamw: true },
  );
  assertEquals(optimizerNames, Object.keys(optimizers).sort());
  const scheduleNames = all<ScheduleName>(
    { constant: true, step: true, cosine: true, oneCycle: true, plateau: true },
  );
  assertEquals(scheduleNames, Object.keys(schedules).sort());
  const metrics = all<AskedMetric>({
    ...{ accuracy: true, balancedAccuracy: true, auc: true, averagePrecision: true, f1: true },
    ...{ logLoss: true, cost: true, r2: true, mae: true, rmse: true },
  });
  assertEquals(metrics.filter((name) => !(name in METRICS)), []);
});

/** Not called: `deno check` finds that each of these lines does not compile; its remark has the right name. */
export async function misspelled(
  network: Network,
  data: Dataset,
  rows: readonly { readonly y: number }[],
): Promise<void> {
  // @ts-expect-error: relu
  new Network([2, 2], { activation: "reluu" });
  // @ts-expect-error: softmax
  new Network([2, 2], { outputActivation: "softmaxx" });
  // @ts-expect-error: crossEntropy
  new Network([2, 2], { cost: "crossentropy" });
  // @ts-expect-error: he
  new Network([2, 2], { initializer: "hee" });
  // @ts-expect-error: softmax
  Network.fromSafetensors(new Uint8Array(), { outputActivation: "softmaxx" });
  // @ts-expect-error: adam
  await fit(network, data, { optimizer: "adamm" });
  // @ts-expect-error: adam
  await fit(network, data, { optimizer: { name: "adamm" } });
  // @ts-expect-error: cosine
  await fit(network, data, { schedule: "cosin" });
  // @ts-expect-error: cosine
  await fit(network, data, { schedule: { name: "cosin" } });
  // @ts-expect-error: accuracy or cost
  await fit(network, data, { monitor: "acuracy" });
  // @ts-expect-error: last or best
  await fit(network, data, { keep: "bst" });
  // @ts-expect-error: adam
  new Optimizer("adamm");
  // @ts-expect-error: cosine
  createSchedule("cosin");
  // @ts-expect-error: relu
  await TableModel.fit(rows, { target: "y", activation: "reluu" });
  // @ts-expect-error: quadratic
  await TableModel.fit(rows, { target: "y", cost: "quadratik" });
  // @ts-expect-error: he
  await TableModel.fit(rows, { target: "y", initializer: "hee" });
  // @ts-expect-error: adam
  await TableModel.fit(rows, { target: "y", optimizer: { name: "adamm" } });
  // @ts-expect-error: cosine
  await TableModel.fit(rows, { target: "y", schedule: "cosin" });
  // @ts-expect-error: quantity
  await TableModel.fit(rows, { target: "y", kind: "quantitty" });
  // @ts-expect-error: relu
  const activation: Config["activation"] = "reluu";
  // @ts-expect-error: crossEntropy
  const cost: Config["cost"] = "crossentropy";
  // @ts-expect-error: adam
  const optimizer: Config["optimizer"] = { name: "adamm" };
  // @ts-expect-error: auc
  const metric: AskedMetric = "aucc";
  throw new Error([activation, cost, optimizer.name, metric].join());
}

Deno.test("from JavaScript an unknown name throws with a suggestion", () => {
  const names: [() => unknown, string][] = [
    [() => new Network([2, 2], { activation: "reluu" } as object), "relu"],
    [() => new Network([2, 2], { cost: "crossentropi" } as object), "crossEntropy"],
    [() => new Network([2, 2], { initializer: "hee" } as object), "he"],
    [() => new Optimizer("adamm" as "adam"), "adamw?|adam"],
    [() => createSchedule("cosin" as "cosine"), "cosine"],
  ];
  for (const [call, meant] of names) {
    const { message } = assertThrows(call, RangeError);
    assertMatch(message, new RegExp(`, did you mean (?:${meant})\\?$`));
  }
});

Deno.test("functions of one's own are accepted where names are", () => {
  const own = { ...activations.relu, name: "mine" };
  const options: NetworkOptions = { activation: own, cost: costs.quadratic };
  assertEquals(new Network([2, 2, 2], options).activation, own);
  const training: Partial<TrainOptions> = { optimizer: new Optimizer("adam") };
  assertEquals((training.optimizer as Optimizer).rule.name, "adam");
});
