/** The lines of figures. */

import { assertEquals, assertMatch } from "@std/assert";
import { chartMarks, ticksBetween } from "../../elements/chart_marks.ts";
import { rampColor } from "../../elements/ramp.ts";

Deno.test("ticks are round numbers, of a logarithmic axis whole exponents", () => {
  assertEquals(ticksBetween(0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assertEquals(ticksBetween(-1.1, 2.3), [-1, 0, 1, 2]);
  assertEquals(ticksBetween(0, 7.3), [0, 2, 4, 6]);
  assertEquals(ticksBetween(-3, 0, true), [-3, -2, -1, 0]);
  assertEquals(ticksBetween(-12, 1, true), [-10, -5, 0]);
});

Deno.test("lines differ in color and dashes; what is not finite interrupts nothing", () => {
  const chart = { title: "Cost", x: "epoch", steps: 2, lines: ["a", "b"] };
  const { text } = chartMarks([[[0, 1], [1, NaN], [2, 0]], [[0, 0.5]]], chart);
  assertMatch(text, /d="M54.0 10.0L378.0 190.0h.01" fill="none" stroke="var\(--series-1/);
  assertMatch(text, /d="M54.0 100.0h.01" .*stroke="var\(--series-2.*stroke-dasharray="8 4"/);
  assertMatch(text, />epoch<\/text>/);
});

Deno.test("a chart without values has axes, and long lines have few points", () => {
  const chart = { title: "", x: "", steps: 10_000, lines: ["a"], log: true };
  assertMatch(chartMarks([[]], chart).text, />10<tspan/);
  const points = Array.from({ length: 10_000 }, (_, k) => [k, 1 + k] as const);
  const count = (detail: number) =>
    chartMarks([points], chart, detail).text.match(/M54[^"]*h\.01/)![0].split("L").length;
  assertEquals([count(1), count(1 / 8)], [296, 76]);
});

Deno.test("the scale of colors grows lighter all along", () => {
  const lightness = Array.from({ length: 11 }, (_, k) => {
    const [red, green, blue] = rampColor(k / 10);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  assertEquals(lightness, lightness.toSorted((a, b) => a - b));
});
