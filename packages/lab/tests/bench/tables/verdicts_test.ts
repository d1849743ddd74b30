/** The verdict on drawn tables, a small part of what `docs/evaluate.md` quotes. */

import { assertEquals } from "@std/assert";
import { simulate, type World } from "../../../bench/tables/verdicts.ts";

/** The outcomes of some draws with few epochs. */
async function simulated(world: World, rows: number, draws: number) {
  const outcomes = [];
  for (let draw = 1; draw <= draws; draw++) outcomes.push(await simulate(world, rows, draw, 30));
  return outcomes;
}

Deno.test("a linear model is not recommended where the network is truly better", async () => {
  const outcomes = await simulated("a product of two columns", 500, 3);
  assertEquals(outcomes.map(({ truth }) => truth), ["better", "better", "better"]);
  assertEquals(outcomes.map(({ sentence }) => sentence), ["better", "better", "better"]);
});

Deno.test("a linear model that is truly better is recommended, where there are rows enough", async () => {
  for (const { truth, sentence } of await simulated("20 columns, linear", 1000, 2)) {
    assertEquals([truth, sentence], ["worse", "linear model recommended"]);
  }
});

Deno.test("nothing is recommended of noise, which no model answers better than a constant", async () => {
  for (const { sentence, isConstant } of await simulated("noise", 200, 3)) {
    assertEquals([sentence === "linear model recommended", isConstant], [false, true]);
  }
});
