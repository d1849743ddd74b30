import { assert, assertEquals } from "@std/assert";
import { namesMeant, nameSuggestion, suggestion } from "../../lib/checks/meant.ts";
import { UNAVAILABLE } from "../../lib/checks/synonyms.ts";
import { CONFIG_SYNONYMS } from "../../lib/config/synonyms.ts";
import { configSchema } from "../../lib/config.ts";
import { costAliases, costs } from "../../lib/network/costs.ts";
import { sweepSchema } from "../../tasks/sweep/plan/schema.ts";
import { activations, initializers, optimizers, schedules } from "../../mod.ts";
import { command as predict } from "../../tasks/predict.ts";
import { runCommand as sweep } from "../../tasks/sweep/run_task.ts";
import { command as train } from "../../tasks/train.ts";
import { z } from "zod";

Deno.test("a name that differs in capitals, - and _ alone is the same one", () => {
  const known = ["batchSize", "max-minutes", "fashion-mnist"];
  for (const [word, name] of [["batch_size", "batchSize"], ["BATCH-SIZE", "batchSize"]]) {
    assertEquals(namesMeant(word!, known), [name]);
  }
  assertEquals(namesMeant("maxMinutes", known), ["max-minutes"]);
  assertEquals(namesMeant("--fashion_mnist", known), ["fashion-mnist"]);
  assertEquals(namesMeant("epochs", known), []);
});

Deno.test("names that every object has are none of the tables", () => {
  for (const word of ["constructor", "__proto__", "toString", ""]) {
    assertEquals(namesMeant(word, ["sizes", "hidden"]), []);
  }
});

/** All keys in a JSON Schema, and all names to choose from. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === "properties") {
      return [...Object.keys(value), ...Object.values(value).flatMap(namesIn)];
    }
    if (key === "enum") return value as string[];
    if (key === "const") return [String(value)];
    return namesIn(value);
  });
}

Deno.test("every synonym stands for a name that there is, and is written as it is looked up", () => {
  const ofLists = ["inputs", "labels", "targets", "pixels", "classNames", "featureNames", "test"];
  const there = new Set([
    ...namesIn(JSON.parse(configSchema())),
    ...namesIn(z.toJSONSchema(sweepSchema, { io: "input" })),
    ...[activations, costs, costAliases, initializers, optimizers, schedules].flatMap(Object.keys),
    ...[train, sweep, predict].flatMap(({ options }) => Object.keys(options)),
    ...ofLists,
    "elastic",
    "weights",
  ]);
  const normal = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  for (const [ours, theirs] of Object.entries(CONFIG_SYNONYMS)) {
    for (const part of there.has(ours) ? [] : ours.split(".")) assert(there.has(part), ours);
    for (const name of theirs.split(" ")) assertEquals(name, normal(name), ours);
  }
  for (const [nearest, theirs] of Object.entries(UNAVAILABLE)) {
    assert(there.has(nearest), nearest);
    for (const name of theirs.split(/, | = /)) assert(!there.has(name), name);
  }
});

Deno.test("every synonym is taken for the name that it stands for", () => {
  for (const [ours, theirs] of Object.entries(CONFIG_SYNONYMS)) {
    const known = ours.split(".").slice(0, 1);
    for (const name of theirs.split(" ")) {
      const meant = namesMeant(name, known, CONFIG_SYNONYMS);
      assert(meant.includes(ours), `${name} for ${ours}: ${meant}`);
    }
  }
  for (const [nearest, theirs] of Object.entries(UNAVAILABLE)) {
    for (const names of theirs.split(", ")) {
      const [first] = names.split(" = ");
      for (const name of names.split(" = ")) {
        const sentence = `; ${first} is not available, ${nearest} is the nearest`;
        assertEquals(nameSuggestion(name, [nearest]), sentence);
      }
    }
  }
});

Deno.test("a word of a million letters is far from all names, and is not compared letter by letter", () => {
  const known = ["epochs", "y".repeat(500_000)]; // letter by letter this is an hour's work
  assertEquals(suggestion("x".repeat(1_000_000), known), "");
});
