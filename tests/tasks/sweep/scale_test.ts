import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { SweepMetric } from "../../../tasks/sweep/plan/summary.ts";
import { categoryScale, linearScale, logScale, type Scale } from "../../../lib/charts/scale.ts";
import { metricScale, parameterScale } from "../../../tasks/sweep/document/scale.ts";
import { valueText } from "../../../tasks/sweep/document/texts.ts";
import { ACCURACY } from "./summaries.ts";

function labels({ ticks }: Scale): string {
  return ticks.map(({ label }) => label).join(" ");
}

const TICKS: readonly [scale: Scale, ticks: string][] = [
  [linearScale("", [0, 1]), "0.0 0.2 0.4 0.6 0.8 1.0"],
  [linearScale("", [97.13, 97.42]), "97.15 97.20 97.25 97.30 97.35 97.40"],
  [linearScale("", [-3, 3]), "−3 −2 −1 0 1 2 3"],
  [linearScale("", [1, 3], { whole: true }), "1 2 3"],
  [linearScale("", [0, 50_000]), "0 10,000 20,000 30,000 40,000 50,000"],
  [logScale("", [0.003, 3]), "0.01 0.1 1"],
  [logScale("", [1, 27]), "1 2 5 10 20"],
  [logScale("", [6, 9]), "6 9"],
  [logScale("", [1e-6, 1e-4]), "1e-6 1e-5 0.0001"],
];

Deno.test("ticks are round numbers, and powers of ten with 2 and 5 times these", () => {
  for (const [scale, ticks] of TICKS) assertEquals(labels(scale), ticks);
  assertAlmostEquals(logScale("", [0.01, 100]).position(1), 0.5, 1e-12);
});

Deno.test("a category has a band of its own, whatever its type", () => {
  const scale = categoryScale("", ["relu", [784, 10], null, { name: "adam" }], valueText);
  assertEquals(scale.position([784, 10]), 0.375);
  assertEquals(scale.position({ name: "adam" }), 0.875);
  assertEquals(labels(scale), 'relu [784,10] null {"name":"adam"}');
});

Deno.test("a parameter's axis is its range, or its values and those that trials have besides", () => {
  const range = parameterScale("l2", { min: 1e-5, max: 1e-1, distribution: "logUniform" }, []);
  const ends = [range.position(1e-5), range.position(1e-1)];
  assertEquals([range.title, ...ends], ["l2 (logarithmic)", 0, 1]);
  assertEquals(labels(parameterScale("l2", { values: [2, 1] }, [1, 3])), "2 1 3");
  assertEquals(labels(parameterScale("l2", undefined, [1, undefined])), "1 –");
});

Deno.test("the metric's axis leaves values out that are far worse, by its goal", () => {
  const values = [0.95, 0.96, 0.97, 0.1];
  const scale = metricScale(ACCURACY, values);
  assertEquals([scale.beyond, scale.title], [1, "validation accuracy, %"]);
  assertEquals([scale.position(0.1), scale.unclamped(0.1) < -10], [0, true]);
  const cost = metricScale({ name: "validation.cost", goal: "minimize" }, values);
  assertEquals([cost.beyond, cost.title], [0, "validation cost"]);
  assertEquals(metricScale(ACCURACY, [0.5]).position(0.5), 0.5);
});

/** The most ticks that there is room for. */
const MOST_TICKS = 20;

/** Values that are as near to each other, or as far apart, as float64 has them. */
const EXTREMES = [
  [0.5, 0.5000000000000001],
  [1.9999999999999996, 1.9999999999999998],
  [0.6666666666666666, 0.6666666666666667],
  [0, 5e-324],
  [5e-324, 2e-323],
  [1e-200, 3e-200],
  [5e-324, 1e-323],
  [1e-320, 2e-320],
  [1e-300, 1e300],
  [5e-324, Number.MAX_VALUE],
  [2 ** 53, 2 ** 53 + 2],
  [1.7e308, 1.7000000000000001e308],
] as const;

/** Checks that an axis has a few ticks that are in order, and that a value of its own is on it. */
function assertAxis({ ticks, position }: Scale, value: number, what: string): void {
  const all = ticks.map(({ at }) => at);
  assert(all.length >= 1 && all.length <= MOST_TICKS, `${what}: ${all.length} ticks`);
  assertEquals(all, all.toSorted((a, b) => a - b), what);
  assert([...all, position(value)].every((at) => at >= 0 && at <= 1), `${what}: ${all}`);
}

for (const [low, high] of EXTREMES) {
  Deno.test(`an axis from ${low} to ${high} has a few ticks`, () => {
    const cost: SweepMetric = { name: "validation.cost", goal: "minimize" };
    const metrics = high <= 1 ? [ACCURACY, cost] : [cost];
    for (const range of [[low, high], [-high, -low], [-high, high]] as const) {
      for (const end of range) {
        assertAxis(linearScale("", range), end, `linear ${range}`);
        assertAxis(linearScale("", range, { nice: true }), end, `nice ${range}`);
      }
      for (const metric of metrics) {
        assertAxis(metricScale(metric, range), range[1], `${metric.name} ${range}`);
        assertAxis(metricScale(metric, [...range, ...range]), range[0], metric.name);
      }
    }
    if (low > 0) assertAxis(logScale("", [low, high]), high, `logarithmic`);
  });
}

Deno.test("values that are equal but for rounding are in the middle of their axis", () => {
  const [a, b] = [0.6666666666666666, 0.6666666666666667];
  const scale = metricScale(ACCURACY, [a, b]);
  assertEquals(labels(scale), labels(metricScale(ACCURACY, [a])));
  assertAlmostEquals(scale.position(b), 0.5, 1e-9);
  assertEquals(metricScale(ACCURACY, [a, b, a, 0.6]).beyond, 0); // as of [a, a, a, 0.6]
});
