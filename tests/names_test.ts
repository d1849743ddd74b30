/** The names in the types of the options: an editor completes them, and a name that there is not does not compile. */

import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  activations,
  type Dataset,
  fit,
  Network,
  type NetworkOptions,
  type TrainOptions,
} from "../mod.ts";
import type { Config } from "../lib/config/mod.ts";
import type { AskedMetric } from "../lib/evaluate/mod.ts";
import { costs } from "../lib/network/costs.ts";
import { Optimizer } from "../lib/network/mod.ts";
import { TableModel } from "../lib/table/mod.ts";
import { createSchedule } from "../lib/train/mod.ts";

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
