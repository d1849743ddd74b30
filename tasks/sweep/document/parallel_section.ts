/** Parallel coordinates: which combinations are good. @module */

import { variedParameters } from "../plan/importance.ts";
import type { SweepSummary } from "../plan/summary.ts";
import { type Part, tag } from "../../../lib/document/html.ts";
import { chart, type Section, thinned } from "../../../lib/document/blocks.ts";
import { cut, line, pathOf, type Pixel, svg, text } from "../../../lib/charts/plot.ts";
import type { Scale } from "../../../lib/charts/scale.ts";
import { beyondText, metricScale, parameterScale } from "./scale.ts";
import { drawnText, metricText, metricTitle, rankedTrials } from "./texts.ts";

/** The most parameters with an axis: the most important ones. */
const MAX_AXES = 8;

/** The most lines: with more of them no line can be followed. */
const MAX_LINES = 400;

/** The most trials with a strong line; otherwise a tenth of them. */
const MAX_STRONG = 10;

/** The size of the chart and the ends of its axes, in pixels. */
const [WIDTH, HEIGHT, TOP, BOTTOM, LEFT, RIGHT] = [928, 360, 56, 340, 6, 72];

/** The fraction of a value's band that its lines take, the better ones nearer to the better end. */
const SPREAD = 0.5;

/** Axes of the parameters and the metric, a line for each trial; nothing for less than two. */
export function parallelSection(summary: SweepSummary): Section | undefined {
  const { metric, parameters, importances } = summary;
  const ranked = rankedTrials(summary);
  const varied = variedParameters(summary.trials, parameters);
  const chosen = importances.slice(0, MAX_AXES).map(({ parameter }) => parameter);
  const names = varied.filter((name) => chosen.includes(name));
  if (ranked.length < 2 || names.length < 2) return undefined;
  const drawn = thinned(ranked, MAX_LINES);
  const y = metricScale(metric, drawn.map(({ mean }) => mean), metricTitle(summary));
  const scales = names.map((name) =>
    parameterScale(name, parameters[name], drawn.map((trial) => trial.parameters[name]))
  );
  const axes = [...scales, y];
  const across = (k: number) => LEFT + k * (WIDTH - LEFT - RIGHT) / (axes.length - 1);
  const level = (position: number) => BOTTOM - position * (BOTTOM - TOP);
  const lines = drawn.map((trial) => {
    const goodness = y.position(trial.mean);
    const points = scales.map((scale, k): Pixel => {
      const shift = (goodness - 0.5) * SPREAD * scale.band;
      return [across(k), level(scale.position(trial.parameters[names[k]!]) + shift)];
    });
    return pathOf([...points, [across(scales.length), level(goodness)]]);
  });
  const strong = Math.max(1, Math.min(MAX_STRONG, Math.floor(drawn.length / 10)));
  const path = (some: readonly string[], stroke: string, more: Record<string, number>) =>
    some.length > 0 && tag("path", { d: some.join(""), stroke, ...more });
  const drawing = svg(
    [WIDTH, HEIGHT],
    `Parallel coordinates of ${names.join(", ")} and ${metricTitle(summary)}; the best trial has ` +
      `${metricText(metric, ranked[0]!.mean)}`,
    tag(
      "g",
      { fill: "none" },
      path(lines.slice(strong), "var(--muted)", { "stroke-opacity": 0.3 }),
      path(lines.slice(1, strong), "var(--series-1)", { "stroke-width": 1.5 }),
      path(lines.slice(0, 1), "var(--series-2)", { "stroke-width": 3 }),
      axes.map((axis, k) => axisOf(axis, across(k), level, axes.length > 5 && k % 2 === 1)),
    ),
  );
  return {
    id: "parallel",
    title: "Parallel coordinates",
    hint: `A line for each trial, through its parameters to its ${
      metricTitle(summary)
    }. The best is thick${strong > 1 ? `, the best ${strong} are strong` : ""}, the others faint.${
      beyondText(y)
    }${
      varied.length > names.length
        ? ` The ${MAX_AXES} most important of ${varied.length} parameters have an axis.`
        : ""
    }${drawnText(drawn.length, ranked.length)}`,
    only: ["page"],
    content: chart({ title: "Parallel coordinates", svg: drawing, isWide: true }),
  };
}

/** An axis with its title above it, a line higher if `high`, so that neighbors do not touch. */
function axisOf(
  { title, ticks }: Scale,
  across: number,
  level: (position: number) => number,
  high: boolean,
): Part {
  const [name, ...note] = title.split(" (");
  const isLast = across + RIGHT >= WIDTH;
  const titled = (content: string, y: number) =>
    isLast
      ? text([WIDTH, y], content, "end")
      : text([across, y], content, across === LEFT ? "start" : "middle");
  const labels = ticks.map(({ at, label }) =>
    text([across + 5, level(at) + 4], cut(label), "start")
  );
  return [
    line([across, TOP], [across, BOTTOM], "--rule-strong"),
    tag("g", { class: "halo", fill: "var(--ink)", "font-size": 12 }, labels),
    tag("g", { fill: "var(--ink)", "font-size": 13 }, titled(cut(name!), high ? 14 : 32)),
    note.length > 0 && tag(
      "g",
      { fill: "var(--muted)", "font-size": 11 },
      titled(note.join(" (").replace(/\)$/, ""), high ? 27 : 45),
    ),
  ];
}
