import { assert, assertEquals } from "@std/assert";
import { namesMeant, nameSuggestion, suggestion, valueSuggestion } from "../../lib/checks/meant.ts";
import { UNAVAILABLE } from "../../lib/checks/synonyms.ts";
import { CONFIG_SYNONYMS } from "../../lib/config/synonyms.ts";
import { configSchema } from "../../lib/config.ts";
import { costAliases, costs } from "../../lib/network/costs.ts";
import { sweepSchema } from "../../lib/sweep/schema.ts";
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

Deno.test("a synonym is suggested where what it stands for is there, or the nearest that is", () => {
  assertEquals(nameSuggestion("lr", ["l2", "learningRate"]), ", did you mean learningRate?");
  assertEquals(nameSuggestion("lr", ["l1", "l2"]), ""); // no slip of l2
  assertEquals(nameSuggestion("momentum", ["optimizer"]), ", did you mean optimizer.momentum?");
  assertEquals(nameSuggestion("momentun", ["momentum"]), ", did you mean momentum?");
  const layers = nameSuggestion("layers", ["sizes", "hidden"], CONFIG_SYNONYMS);
  assertEquals(layers, ", did you mean sizes or hidden?");
  assertEquals(nameSuggestion("nn.Softmax(dim=1)", ["softmax"]), ", did you mean softmax?");
  const nearest = "; hardswish is not available, relu is the nearest";
  assertEquals(nameSuggestion("HardSwish", ["sigmoid", "relu"]), nearest);
  assertEquals(nameSuggestion("celu", ["ceru"]), "");
});

Deno.test("a text is none of ids: its digits are those of what was meant, and names are few", () => {
  const ids = Array.from({ length: 60 }, (_, k) => `C${17400 + k}`);
  assertEquals(valueSuggestion("C17999", ids), "");
  assertEquals(valueSuggestion("c17401", ids), ", did you mean C17401?");
  assertEquals(valueSuggestion("type 3", ["type 1", "type 2"]), "");
  assertEquals(valueSuggestion("tipe 2", ["type 1", "type 2"]), ", did you mean type 2?");
  assertEquals(valueSuggestion("Torgerson", ["Biscoe", "Torgersen"]), ", did you mean Torgersen?");
  const letters = "abcdefghijkl".split("");
  const names = letters.flatMap((a) => letters.map((b) => `Mc${a}${b}ster`));
  assertEquals(valueSuggestion("Mczzster", names), "");
});

Deno.test("names that every object has are none of the tables", () => {
  for (const word of ["constructor", "__proto__", "toString", ""]) {
    assertEquals(namesMeant(word, ["sizes", "hidden"]), []);
    assertEquals(nameSuggestion(word, ["sizes", "hidden"]), "");
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
    ...["elastic", "weights"],
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

const KNOWN = ["epochs", "batchSize", "learningRate"];

Deno.test("a slip of the fingers gets the word that was meant, a word far from all none", () => {
  assertEquals(suggestion("epoch", KNOWN), ", did you mean epochs?");
  assertEquals(suggestion("lerningrate", KNOWN), ", did you mean learningRate?");
  assertEquals(suggestion("sed", ["seed", "shed"]), ", did you mean seed?");
  assertEquals(suggestion("colour", KNOWN), "");
  assertEquals(suggestion("epochs", []), "");
  assertEquals(suggestion("0", ["k", "j"]), ""); // another letter is another word
  assertEquals(suggestion("K", ["j", "k"]), ", did you mean k?");
});

Deno.test("a word of a million letters is far from all names, and is not compared letter by letter", () => {
  const known = ["epochs", "y".repeat(500_000)]; // letter by letter this is an hour's work
  assertEquals(suggestion("x".repeat(1_000_000), known), "");
});
