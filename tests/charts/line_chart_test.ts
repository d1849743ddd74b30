import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { legendOf, lineChart, type Series } from "../../lib/charts/line_chart.ts";
import { BEST, KEPT } from "../../lib/charts/marks.ts";

const TITLES = { title: "cost", label: "costs" };

/** A line that starts with the first epoch. */
function lineOf(name: string, values: readonly (number | null)[]): Series {
  return { name, points: values.map((value, k) => ({ epoch: k + 1, value })) };
}

/** How many dots of the k-th line a chart has: points of no length in its color. */
function dotsIn(svg: string, k: number): number {
  const paths = svg.matchAll(
    new RegExp(`<path d="([^"]*h0)" stroke="var\\(--series-${k}\\)"`, "g"),
  );
  return [...paths].reduce((sum, [, path]) => sum + path!.split("h0").length - 1, 0);
}

const long = lineOf("long", Array.from({ length: 30 }, (_, k) => k));

Deno.test("a run of one epoch shows beside a long one, whose points do not", () => {
  const { text: svg } = lineChart([long, lineOf("one", [5]), lineOf("four", [5, 6, 7, 8])], TITLES);
  assertEquals([dotsIn(svg, 1), dotsIn(svg, 2), dotsIn(svg, 3)], [0, 1, 4]);
});

Deno.test("a value between missing ones shows in a long line", () => {
  const values = long.points.map(({ value }, k) => k === 20 || k === 22 ? null : value);
  const { text: svg } = lineChart([lineOf("interrupted", values)], TITLES);
  assertEquals(dotsIn(svg, 1), 1);
});

Deno.test("the epoch kept and the best are upright lines of a chart, and stand in its legend", () => {
  const marks = [{ name: "kept", epoch: 30, ink: KEPT }, { name: "best", epoch: 12, ink: BEST }];
  const { text: svg } = lineChart([long], { ...TITLES, marks });
  assertEquals(svg.match(/<path[^>]*stroke="var\(--ink\)"/g)?.length, 2);
  assertMatch(svg, /<path[^>]*stroke-dasharray="2 3"/);
  const entries = legendOf([long, { ...long, ink: 4 }], marks);
  assertEquals(entries.map(({ name, upright }) => [name, upright]), [
    ["long", false],
    ["long", false],
    ["kept", true],
    ["best", true],
  ]);
  assertEquals(entries[1]!.ink.color, "var(--series-5)");
});

Deno.test("a chart of a run that goes on has room for the epochs to come, and any size", () => {
  const across = (lastEpoch?: number) => {
    const options = { ...TITLES, width: 300, height: 200, ...lastEpoch && { lastEpoch } };
    const { text: svg } = lineChart([lineOf("line", [3, 2])], options);
    assertMatch(svg, /width="300" height="200"\s+viewBox="0 0 300 200"/);
    const [, end] = /<path d="M[\d.]+ [\d.]+L([\d.]+) [\d.]+" fill="none"/.exec(svg)!;
    return Number(end);
  };
  const [whole, half, none] = [across(), across(3), across(1)];
  assertEquals(none, whole);
  assert(half < whole * 0.7, `${half} of ${whole}`);
});

Deno.test("a chart has no style of its own, which the policy of a page would refuse", () => {
  assertNotMatch(lineChart([long], TITLES).text, /style=/);
});
