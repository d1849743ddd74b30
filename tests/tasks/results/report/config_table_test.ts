import { assertEquals } from "@std/assert";
import { configSchema, parseConfig, parseDraft, resolveConfig } from "../../../../lib/config.ts";
import {
  defaultsOf,
  differingKeys,
  flatten,
} from "../../../../tasks/results/report/config_table.ts";

Deno.test("a config is taken apart by path, lists left whole", () => {
  const flat = flatten(parseConfig({ optimizer: { name: "momentum" }, dropout: { hidden: 0.5 } }));
  assertEquals(flat.get("sizes"), "[784,30,10]");
  assertEquals([flat.get("optimizer.name"), flat.get("optimizer.momentum")], ['"momentum"', "0.9"]);
  assertEquals([flat.get("dropout.hidden"), flat.get("clipNorm")], ["0.5", "null"]);
});

Deno.test("keys differ by value, and where only one config has them", () => {
  const configs = [{}, { optimizer: { name: "momentum" }, seed: 2 }].map(parseConfig).map(flatten);
  assertEquals(differingKeys(configs), ["optimizer.name", "optimizer.momentum", "seed"]);
});

Deno.test("keys are in the order of the config's schema, whatever a config brings first", () => {
  const few = flatten(parseConfig({}));
  const many = flatten(parseConfig({
    schedule: { name: "step" },
    augment: { rotationByClass: { "7": 5, "1": 7.5 }, rotation: 15, elastic: {} },
    outputActivation: "softmax",
    optimizer: { name: "adam" },
  }));
  const order = Object.keys(JSON.parse(configSchema()).properties);
  for (const flat of [few, many]) {
    const keys = [...new Set([...flat.keys()].map((path) => path.split(".")[0]!))];
    assertEquals(keys, order.filter((key) => keys.includes(key)));
  }
  assertEquals(
    differingKeys([few, many]).join(" "),
    "outputActivation optimizer.name optimizer.beta1 optimizer.beta2 optimizer.epsilon augment " +
      "augment.shift augment.rotation augment.rotationByClass.1 augment.rotationByClass.7 " +
      "augment.scale augment.shear augment.elastic.sigma augment.elastic.alpha schedule.name " +
      "schedule.every schedule.factor",
  );
});

Deno.test("the defaults of the catalogue are those of an empty config, of your data the recipe's", () => {
  const defaults = defaultsOf(parseConfig({ dataset: "fashion-mnist", epochs: 3 }), "class");
  assertEquals([defaults.get("epochs"), defaults.get("dataset")], ["30", '"mnist"']);

  const dataset = { csv: "a.csv", target: "b" };
  for (const kind of ["class", "labels", "quantity"] as const) {
    const facts = { features: 5, outputs: 2, kind, trainingSize: 70 };
    const own = resolveConfig(parseDraft({ dataset, epochs: 3, hidden: [4], seed: 9 }), facts);
    const usual = defaultsOf(own, kind);
    const changed = [...flatten(own)].filter(([key, value]) => usual.get(key) !== value);
    assertEquals(changed.map(([key]) => [key, usual.get(key)]), [
      ["dataset.csv", undefined],
      ["dataset.target", undefined],
      ["sizes", "[5,64,32,2]"],
      ["epochs", "300"],
      ["seed", "1"],
    ]);
    const chosen = { ...own, outputActivation: "sigmoid", cost: "crossEntropy" } as const;
    assertEquals(defaultsOf(chosen, kind), usual); // what a user chooses is no default
  }
});
