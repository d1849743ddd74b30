import { assert, assertEquals } from "@std/assert";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { Dataset } from "../../../mod.ts";
import { NoveltyDetector } from "../../../lib/evaluate/mod.ts";
import { meansOf, rangeOf, rowOf, seemWhole } from "../field_values.ts";
import { colorsOf } from "../table_view.ts";

/** The mean and the deviation of numbers. */
function momentsOf(...numbers: number[]) {
  const meanOf = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / of.length;
  const mean = meanOf(numbers);
  return { mean, deviation: Math.sqrt(meanOf(numbers.map((x) => (x - mean) ** 2))) };
}

const around = { mean: 0, deviation: 1 };
const years = momentsOf(2007, 2007, 2008, 2008, 2008, 2009, 2009);

Deno.test("a slider spans two deviations around the mean, in round or whole steps", () => {
  for (
    const [moments, at, whole, low, high, step, start] of [
      [{ mean: 43.99, deviation: 5.47 }, 43.99, false, 33, 55, 0.5, 44],
      [around, 0.53, false, -2, 2, 0.05, 0.55],
      [around, 7, false, -2, 2, 0.05, 2], // no further than the slider goes
      [years, years.mean, true, 2006, 2010, 1, 2008],
    ] as const
  ) assertEquals(rangeOf(moments, at, whole), { low, high, step, start });
  assertEquals(rangeOf({ mean: 4200, deviation: 800 }, 3706.2, true).start, 3700);
  const { low, high } = rangeOf({ mean: 1e12, deviation: 3e-9 }, 1e12, false);
  assert(low <= 1e12 && high >= 1e12);
  for (const deviation of [1e-300, 1e-20, 1e20, 1e300]) {
    const range = rangeOf({ mean: 0, deviation }, 0, false);
    const isFinite = Object.values(range).every(Number.isFinite);
    assert(isFinite && range.low < range.high, String(deviation));
  }
});

Deno.test("numbers seem whole if their sum is and that of their squares", () => {
  for (
    const [moments, rows, whole] of [
      [years, 7, true],
      [years, NaN, false], // it is not known how many there are
      [momentsOf(39.1, 39.5, 40.3, 36.7), 4, false],
      [momentsOf(0.5, 1.5), 2, false], // their sum alone is whole
    ] as const
  ) assertEquals(seemWhole(moments, rows), whole, JSON.stringify(moments));
});

Deno.test("the fields of a table start with what is typical of its first class", () => {
  const description: TableDescription = {
    version: 1,
    columns: [
      { kind: "category", name: "island", values: ["Biscoe", "Dream"], gaps: "drop" },
      { kind: "number", name: "mass", mean: 4000, deviation: 1000, gaps: "drop" },
    ],
    target: { kind: "class", name: "species", classes: ["Adelie", "Gentoo"] },
  };
  const inputs = [[0, 1, -1], [0, 1, -0.5], [1, 0, -0.75], [1, 0, 1], [1, 0, 2]];
  const detector = NoveltyDetector.fit(Dataset.from({ inputs, labels: [0, 0, 0, 1, 1] }));
  const none = { missing: 0, unread: 0 };
  const counted = (rare: number) => ({
    columns: [
      {
        name: "island",
        kind: "category",
        levels: ["Biscoe", "Dream"],
        ...none,
        counts: [90, rare, 0],
      } as const,
    ],
  });
  assertEquals(rowOf(description, meansOf(detector!), counted(5)), { island: "Dream", mass: 3250 });
  assertEquals(rowOf(description, undefined, counted(5)), { island: "Biscoe", mass: 4000 });
  // What few rows have, or a file does not count, is not shown.
  assertEquals(rowOf(description, meansOf(detector!), counted(4)), {
    island: "Biscoe",
    mass: 3250,
  });
  assertEquals(rowOf(description, meansOf(detector!), undefined), { island: "", mass: 3250 });
});

Deno.test("the field of a date starts with the mean day, that of a free text is empty", () => {
  const description: TableDescription = {
    version: 2,
    columns: [
      {
        kind: "date",
        name: "day",
        order: "dmy",
        first: 19_723,
        gaps: "mean",
        parts: [
          { part: "month sine", mean: 0, deviation: 0.7 },
          { part: "days", mean: 30.2, deviation: 10 },
        ],
      },
      { kind: "words", name: "note", words: ["gift", "box"], gaps: "mean" },
      { kind: "number", name: "mass", mean: 4000, deviation: 1000, gaps: "drop" },
    ],
    target: { kind: "class", name: "species", classes: ["Adelie", "Gentoo"] },
  };
  assertEquals(rowOf(description, undefined, undefined), {
    day: "2024-01-31",
    note: "",
    mass: 4000,
  });
});

Deno.test("classes have the colors in their order, and keep them as long as they are drawn", () => {
  assertEquals(colorsOf([0, 1, 2]), new Map([[0, 0], [1, 1], [2, 2]]));
  const before = colorsOf([1, 3, 5, 7, 8, 9]);
  assertEquals(before, new Map([[1, 0], [3, 1], [5, 2], [7, 3], [8, 4], [9, 5]]));
  // 5 is no longer drawn, so 4 gets its color.
  const after = [[1, 0], [3, 1], [4, 2], [7, 3], [8, 4], [9, 5]] as const;
  assertEquals(colorsOf([1, 3, 4, 7, 8, 9], before), new Map(after));
});
