import { assertEquals } from "@std/assert";
import { parseConfig } from "../../../../lib/config.ts";
import { differingKeys, flatten } from "../../../../tasks/support/report/config_table.ts";

Deno.test("a config is taken apart by path, lists left whole", () => {
  const flat = flatten(parseConfig({ optimizer: { name: "momentum" }, dropout: { hidden: 0.5 } }));
  assertEquals(flat.get("sizes"), "[784,30,10]");
  assertEquals([flat.get("optimizer.name"), flat.get("optimizer.momentum")], ['"momentum"', "0.9"]);
  assertEquals([flat.get("dropout.hidden"), flat.get("clipNorm")], ["0.5", "null"]);
});

Deno.test("keys differ by value, and where only one config has them", () => {
  const configs = [{}, { optimizer: { name: "momentum" }, seed: 2 }].map(parseConfig).map(flatten);
  assertEquals(differingKeys(configs), ["optimizer.name", "seed", "optimizer.momentum"]);
});
