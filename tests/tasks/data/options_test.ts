import { assertEquals } from "@std/assert";
import { parseDraft, resolveConfig } from "../../../lib/config.ts";
import { recipeOf } from "../../../tasks/data/options.ts";

Deno.test("a recipe, copied into a config, is the same config, whatever was set", () => {
  const facts = { features: 6, outputs: 3, kind: "class", trainingSize: 100 } as const;
  const dataset = { csv: "iris.csv", target: "species" };
  for (
    const set of [
      {},
      { seed: 7 },
      { splitSeed: 7 },
      { hidden: [8], dropout: { hidden: 0.5 }, classWeights: "balanced" },
      { schedule: { name: "cosine" }, l1: 0.1, clipNorm: 1, maxNorm: 3, labelSmoothing: 0.1 },
      { keep: "last", earlyStopping: null, evaluate: ["test"] },
    ]
  ) {
    const config = resolveConfig(parseDraft({ dataset, ...set }), facts);
    const copied = resolveConfig(parseDraft(JSON.parse(recipeOf(config))), facts);
    assertEquals(copied, config);
  }
});
