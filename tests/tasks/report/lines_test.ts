import { assertEquals } from "@std/assert";
import { lineChart, type Series } from "../../../tasks/report/lines.ts";
import { granted } from "../../helpers/run_task.ts";
import { drawn } from "./drawn.ts";

const ignore = !granted("read", "write", "run", "net");

/** A line that starts with the first epoch. */
function lineOf(name: string, values: readonly (number | null)[]): Series {
  return { name, points: values.map((value, k) => ({ epoch: k + 1, value })) };
}

/** How many dots of the k-th line a chart has: small circles in its colour. */
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
