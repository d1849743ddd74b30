import { assertEquals, assertMatch } from "@std/assert";
import {
  CONFIG_KEYS,
  configSchema,
  parseConfig,
  parseDraft,
  resolveConfig,
} from "../lib/config.ts";
import { schedules } from "../mod.ts";
import { createSchedule } from "../lib/train/mod.ts";
import { keyTexts } from "../packages/lab/build/key_texts.ts";
import schema from "../tasks/configs/schema.json" with { type: "json" };
import tutorial from "../tasks/configs/tutorial.json" with { type: "json" };
import { namesOf } from "./helpers/names.ts";

Deno.test("a config has its keys in one order, whichever were given, and read again it is the same text", () => {
  const own = parseDraft({
    seed: 3,
    dataset: { target: "b", csv: "a.csv" },
    hidden: [8],
    epochs: 2,
  });
  const facts = { features: 4, outputs: 3, kind: "class", trainingSize: 105 } as const;
  const configs = [
    parseConfig({}),
    parseConfig(tutorial),
    parseConfig({ keep: "best", epochs: 1, outputActivation: "softmax", cost: "logLikelihood" }),
    parseConfig({ optimizer: { momentum: 0.5, name: "momentum" }, earlyStopping: {} }),
    resolveConfig(own, facts),
    resolveConfig(parseDraft({ dataset: own.dataset, recipe: 2 }), { ...facts, folds: 5 }),
    parseConfig({ observe: ["weightNorms", "gradientNorms"] }),
  ];
  for (const config of configs) {
    const expected = CONFIG_KEYS.filter((key) =>
      !["observe", "recipe"].includes(key) || config[key as "observe" | "recipe"]
    );
    assertEquals(Object.keys(config), expected);
    const text = JSON.stringify(config);
    assertEquals(JSON.stringify(parseConfig(JSON.parse(text))), text);
  }
});

Deno.test("a config that observes nothing has no key for it, so that its text is as before", () => {
  assertEquals(JSON.stringify(parseConfig({ observe: [] })), JSON.stringify(parseConfig({})));
  assertEquals(Object.hasOwn(parseConfig({}), "observe"), false);
});

Deno.test("the first recipe has no key in a config, nor has any recipe without folds", () => {
  const draft = { dataset: { target: "b", csv: "a.csv" } };
  const facts = { features: 4, outputs: 3, kind: "class", trainingSize: 105 } as const;
  const recipeOf = (keys: object, folds: number) =>
    resolveConfig(parseDraft({ ...draft, ...keys }), { ...facts, folds }).recipe;
  assertEquals([recipeOf({}, 5), recipeOf({ recipe: 1 }, 5)], [undefined, undefined]);
  assertEquals([recipeOf({ recipe: 2 }, 5), recipeOf({ recipe: 2 }, 0)], [2, undefined]);
});

Deno.test("the config's schedules are those of the library, with its defaults", () => {
  for (const name of namesOf(schedules)) {
    const filled = createSchedule(parseConfig({ schedule: { name } }).schedule);
    for (let step = 0; step < 60; step++) {
      const progress = { step, steps: 60, stepsPerEpoch: 2, history: new Array(25).fill(0.5) };
      assertEquals(filled.multiplier(progress), createSchedule(name).multiplier(progress));
    }
  }
});

Deno.test("schema.json is what the tables make: deno task --cwd packages/lab schema rewrites it", () => {
  assertEquals(schema, JSON.parse(configSchema(keyTexts())));
});

Deno.test("every key of the schema has a sentence and a default", () => {
  const properties = Object.entries<{ description?: string; default?: unknown }>(schema.properties);
  for (const [key, { description, default: value }] of properties) {
    assertMatch(description ?? "", /\.$/, key);
    assertEquals(
      value === undefined,
      ["$schema", "hidden", "outputActivation", "keep"].includes(key),
      key,
    );
  }
});

Deno.test("costs behind outputs of probabilities, and all images, are taken", () => {
  for (const outputActivation of ["tanh", "scaledTanh", "leakyRelu", "linear"]) {
    parseConfig({ outputActivation });
  }
  parseConfig({ trainingSize: 60000, evaluate: ["test"] });
  parseConfig({ activation: "relu", outputActivation: "softmax", cost: "logLikelihood" });
});

Deno.test("an earlier config may have reproduces, which is not in the schema and has no effect", () => {
  assertEquals(Object.hasOwn(schema.properties, "reproduces"), false);
  const table = { dataset: { csv: "a.csv", target: "b" }, hidden: [8] };
  for (const reproduces of [{ error: 0.016, source: "a paper" }, { epochs: 3 }, null]) {
    assertEquals(parseConfig({ seed: 3, reproduces }), parseConfig({ seed: 3 }));
    assertEquals(parseDraft({ ...table, reproduces }), parseDraft(table));
  }
});
