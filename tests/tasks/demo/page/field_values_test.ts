import { assert, assertEquals } from "@std/assert";
import type { TableDescription } from "../../../../lib/table/columns.ts";
import { Dataset } from "../../../../mod.ts";
import { NoveltyDetector } from "../../../../lib/evaluate/mod.ts";
import { rangeOf, seemWhole, typicalRow } from "../../../../tasks/demo/page/field_values.ts";

Deno.test("a slider spans two deviations around the mean, in round steps", () => {
  assertEquals(rangeOf({ mean: 43.99, deviation: 5.47 }, 43.99, false), {
    low: 33,
    high: 55,
    step: 0.5,
    start: 44,
  });
  const around = { mean: 0, deviation: 1 };
  assertEquals(rangeOf(around, 0.53, false), { low: -2, high: 2, step: 0.05, start: 0.55 });
  assertEquals(rangeOf(around, 7, false).start, 2); // no further than the slider goes
  const { low, high } = rangeOf({ mean: 1e12, deviation: 3e-9 }, 1e12, false);
  assert(low <= 1e12 && high >= 1e12);
  for (const deviation of [1e-300, 1e-20, 1e20, 1e300]) {
    const range = rangeOf({ mean: 0, deviation }, 0, false);
    assert(
      Object.values(range).every(Number.isFinite) && range.low < range.high,
      String(deviation),
    );
  }
});

Deno.test("a slider over whole numbers has whole steps and ends", () => {
  const years = [2007, 2007, 2008, 2008, 2008, 2009, 2009];
  const scaleOf = (numbers: readonly number[]) => {
    const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
    const mean = sum(numbers) / numbers.length;
    const squares = sum(numbers.map((x) => (x - mean) ** 2));
    return { mean, deviation: Math.sqrt(squares / numbers.length) };
  };
  const scale = scaleOf(years);
  assertEquals(seemWhole(scale, years.length), true);
  assertEquals(rangeOf(scale, scale.mean, true), { low: 2006, high: 2010, step: 1, start: 2008 });
  assertEquals(rangeOf({ mean: 4200, deviation: 800 }, 3706.2, true).start, 3700);
  assertEquals(seemWhole(scale, NaN), false); // it is not known how many there are
  assertEquals(seemWhole(scaleOf([39.1, 39.5, 40.3, 36.7]), 4), false);
  assertEquals(seemWhole(scaleOf([0.5, 1.5]), 2), false); // their sum alone is whole
});

const description: TableDescription = {
  version: 1,
  columns: [
    { kind: "category", name: "island", values: ["Biscoe", "Dream"], gaps: "drop" },
    { kind: "number", name: "mass", mean: 4000, deviation: 1000, gaps: "drop" },
  ],
  target: { kind: "class", name: "species", classes: ["Adelie", "Gentoo"] },
};

Deno.test("the fields of a table start with what is typical of its first class", () => {
  const inputs = [[0, 1, -1], [0, 1, -0.5], [1, 0, -0.75], [1, 0, 1], [1, 0, 2]];
  const detector = NoveltyDetector.fit(Dataset.from({ inputs, labels: [0, 0, 0, 1, 1] }));
  assertEquals(typicalRow(description, detector), { island: "Dream", mass: 3250 });
  assertEquals(typicalRow(description, undefined), { island: "Biscoe", mass: 4000 });
});
