import { assertEquals, assertMatch } from "@std/assert";
import { BEST, KEPT, legendOf, lineChart, type Series } from "../../../tasks/report/lines.ts";
import { granted } from "../../helpers/run_task.ts";
import { drawn } from "./drawn.ts";

const ignore = !granted("read", "write", "run", "net");

/** A line that starts with the first epoch. */
function lineOf(name: string, values: readonly (number | null)[]): Series {
  return { name, points: values.map((value, k) => ({ epoch: k + 1, value })) };
}

/** How many dots of the k-th line a chart has: small circles in its color. */
function dotsIn(svg: string, k: number): number {
  return svg.match(new RegExp(`<path[^>]* d="[^"]*A[^>]* fill="var\\(--series-${k}\\)"`, "g"))
    ?.length ?? 0;
}

const long = lineOf("long", Array.from({ length: 30 }, (_, k) => k));

Deno.test({
  name: "a run of one epoch shows beside a long one, whose points do not",
  ignore,
  fn: async () => {
    const svg = await drawn(
      lineChart([long, lineOf("one", [5]), lineOf("four", [5, 6, 7, 8])], { title: "cost" }),
    );
    assertEquals([dotsIn(svg, 1), dotsIn(svg, 2), dotsIn(svg, 3)], [0, 1, 4]);
  },
});

Deno.test({
  name: "a value between gaps shows in a long line",
  ignore,
  fn: async () => {
    const values = long.points.map(({ value }, k) => k === 20 || k === 22 ? null : value);
    const svg = await drawn(lineChart([lineOf("gaps", values)], { title: "cost" }));
    assertEquals(dotsIn(svg, 1), 1);
  },
});

Deno.test({
  name: "the epoch kept and the best are upright lines of a chart, and stand in its legend",
  ignore,
  fn: async () => {
    const marks = [
      { name: "kept", epoch: 30, ink: KEPT },
      { name: "best", epoch: 12, ink: BEST },
    ];
    const svg = await drawn(lineChart([long], { title: "cost", marks }));
    assertEquals(svg.match(/<line[^>]*stroke="var\(--ink\)"/g)?.length, 2);
    assertMatch(svg, /<line[^>]*stroke-dasharray="2,3"/);
    const entries = legendOf([long, { ...long, ink: 4 }], marks);
    assertEquals(entries.map(({ name, upright }) => [name, upright]), [
      ["long", false],
      ["long", false],
      ["kept", true],
      ["best", true],
    ]);
    assertEquals(entries[1]!.ink.color, "var(--series-5)");
  },
});
