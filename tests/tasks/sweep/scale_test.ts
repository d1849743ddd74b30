import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  categoryScale,
  linearScale,
  logScale,
  metricScale,
  parameterScale,
  type Scale,
} from "../../../tasks/sweep/page/scale.ts";
import { ACCURACY } from "./summaries.ts";

function labels({ ticks }: Scale): string {
  return ticks.map(({ label }) => label).join(" ");
}

Deno.test("ticks are round numbers", () => {
  assertEquals(labels(linearScale("", [0, 1])), "0.0 0.2 0.4 0.6 0.8 1.0");
  assertEquals(labels(linearScale("", [97.13, 97.42])), "97.15 97.20 97.25 97.30 97.35 97.40");
  assertEquals(labels(linearScale("", [-3, 3])), "-3 -2 -1 0 1 2 3");
  assertEquals(labels(linearScale("", [1, 3], { whole: true })), "1 2 3");
  assertEquals(labels(linearScale("", [0, 50_000])), "0 10000 20000 30000 40000 50000");
});

Deno.test("a logarithmic axis has powers of ten, and 2 and 5 times these if it is short", () => {
  assertEquals(labels(logScale("", [0.003, 3])), "0.01 0.1 1");
  assertEquals(labels(logScale("", [1, 27])), "1 2 5 10 20");
  assertEquals(labels(logScale("", [6, 9])), "6 9");
  assertEquals(labels(logScale("", [1e-6, 1e-4])), "1e-6 1e-5 0.0001");
  assertAlmostEquals(logScale("", [0.01, 100]).place(1), 0.5, 1e-12);
});

Deno.test("a category has a band of its own, whatever its type", () => {
  const scale = categoryScale("", ["relu", [784, 10], null, { name: "adam" }]);
  assertEquals(scale.place([784, 10]), 0.375);
  assertEquals(scale.place({ name: "adam" }), 0.875);
  assertEquals(labels(scale), 'relu [784,10] null {"name":"adam"}');
});

Deno.test("a parameter's axis is its range, or its values and those that trials have besides", () => {
  const range = parameterScale("l2", { min: 1e-5, max: 1e-1, distribution: "logUniform" }, []);
  assertEquals([range.title, range.place(1e-5), range.place(1e-1)], ["l2 (logarithmic)", 0, 1]);
  assertEquals(labels(parameterScale("l2", { values: [2, 1] }, [1, 3])), "2 1 3");
  assertEquals(labels(parameterScale("l2", undefined, [1, undefined])), "1 –");
});

Deno.test("the metric's axis leaves values out that are far worse, by its goal", () => {
  const values = [0.95, 0.96, 0.97, 0.1];
  const scale = metricScale(ACCURACY, values);
  assertEquals([scale.beyond, scale.title], [1, "validation accuracy, %"]);
  assertEquals([scale.place(0.1), scale.unclamped(0.1) < -10], [0, true]);
  const cost = metricScale({ name: "validation.cost", goal: "minimize" }, values);
  assertEquals([cost.beyond, cost.title], [0, "validation cost"]);
  assertEquals(metricScale(ACCURACY, [0.5]).place(0.5), 0.5);
});
