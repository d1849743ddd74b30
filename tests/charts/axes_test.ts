import { assert, assertEquals } from "@std/assert";
import { histogramChart, intervalChart } from "../../lib/charts/bar_chart.ts";
import type { Html } from "../../lib/document/html.ts";
import { lineChart } from "../../lib/charts/line_chart.ts";
import { cloudChart } from "../../lib/charts/point_chart.ts";
import { linearScale, logScale, stepOf } from "../../lib/charts/scale.ts";
import { pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

/** A line through these values. */
function through(...values: number[]): Html {
  const points = values.map((value, k) => ({ epoch: k + 1, value }));
  return lineChart([{ name: "line", points }], { title: "value", label: "a line" });
}

/** The texts of a chart, in order. */
function textsOf({ text }: Html): string[] {
  return [...text.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
}

const range = { name: "run", value: 96, low: 90, high: 100 };

const pin = pinnedIn(import.meta.url, texts);

const weights = histogramChart({ bins: [1, 2, 8, 6, 3], bound: 10 }, { label: "weights" });

const CHARTS = {
  "weights up to 10": weights,
  "accuracies up to 100": through(90, 100),
  "costs up to 10": through(0, 10),
  "costs below 1": through(0.02, 0.1),
  "very large costs": through(0, 1e9),
  "very small learning rates": through(0, 4e-9),
  "thousands of images a second": through(0, 400_000),
  "costs that fall to a fiftieth": through(5, 0.3, 0.1),
  "costs that fall far below": through(2, 0.3, 0.003),
  "intervals up to 100 %": intervalChart([range], { title: "right, %", label: "a run" }),
};

pin(
  "labels of axes",
  Object.entries(CHARTS).map((
    [what, chart],
  ) => [what, () => textsOf(chart).filter(Boolean).join(" | ")]),
);

Deno.test("an axis is logarithmic where a line falls to less than a tenth, and its title states it", () => {
  const isLog = ({ text }: Html) => text.includes(">value (logarithmic)<");
  assertEquals(isLog(through(1, 0.5, 0.09)), true);
  for (const values of [[1, 0.5, 0.1], [0.09, 0.5, 1], [1, 0.5, 0], [1, 0.5, -0.1]]) {
    assertEquals(isLog(through(...values)), false, `${values}`);
  }
  assertEquals(logScale("", [0.1, 1]).title, "(logarithmic)");
});

Deno.test("a logarithmic axis has a few ticks, however far it falls", () => {
  const labels = textsOf(through(1e300, 1, 1e-300)).filter((text) => /^1e|^1$/.test(text));
  assert(labels.length >= 2 && labels.length <= 20, `${labels}`);
});

Deno.test("each label is beside its own tick, those at the ends of the axis too", () => {
  const ends = [{ x: 2500, y: 2500 }, { x: 6000, y: 6000 }] as const;
  const chart = cloudChart(ends, { x: "actual", y: "predicted", label: "a cloud", line: ends });
  const labels = [...chart.text.matchAll(/text-anchor="(\w+)">(\d+)</g)];
  const below = labels.filter(([, anchor]) => anchor === "middle").map(([, , text]) => text);
  const beside = labels.filter(([, anchor]) => anchor === "end").map(([, , text]) => text);
  assertEquals(below, beside); // as many on the one axis as on the other
  assertEquals([below[0], below.at(-1)], ["2000", "6000"]);
});

Deno.test("a nice axis ends at ticks, whatever its values", () => {
  for (const [low, high] of [[0, 1], [-0.3, 0.7], [97.13, 97.42], [1e-9, 3e-9], [5, 5]] as const) {
    const { ticks, position } = linearScale("", [low, high], { nice: true });
    assertEquals([ticks[0]!.at, ticks.at(-1)!.at], [0, 1], `${low} to ${high}`);
    assert(position(low) >= 0 && position(high) <= 1);
  }
});

Deno.test("the step of an axis is 1, 2 or 5 times a power of ten", () => {
  const steps = [0.011, 0.02, 3, 7, 1000].map((least) => stepOf(0, 4 * least, false, 4).size);
  assertEquals(steps, [0.02, 0.02, 5, 10, 1000]);
});
