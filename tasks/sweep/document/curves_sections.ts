/** Charts of the metric by epoch and by seed: the learning curves of trials, and how much depends on chance. @module */

import { meanCurve } from "../plan/importance.ts";
import type { SweepSummary, Trial } from "../plan/summary.ts";
import { count, counted } from "../../cli/format.ts";
import { type Html, tag } from "../../../lib/document/html.ts";
import { dots, inkOf, stroke } from "../../../lib/charts/marks.ts";
import { clipped, line, pathOf, plot } from "../../../lib/charts/plot.ts";
import { categoryScale, linearScale, logScale } from "../../../lib/charts/scale.ts";
import {
  chart,
  columns,
  details,
  type Section,
  type Table,
  table,
  thinned,
} from "../../../lib/document/blocks.ts";
import { type MetricScale, metricScale } from "./scale.ts";
import { drawnText, foldsText, metricText, metricTitle, rankedTrials, unitOf } from "./texts.ts";

/** The most lines: with more of them no line can be followed. */
const MAX_LINES = 100;

const MAX_POINTS = 60;

/** The most rows and columns of the table, and of the one that stands beside the chart. */
const [MAX_ROWS, MAX_COLUMNS, FEW_ROWS, FEW] = [20, 8, 8, 3];

interface Curve {
  readonly trial: Trial;
  readonly values: readonly number[];
}

/** A line for each trial; nothing where there is no line. */
export function curvesSection(summary: SweepSummary): Section | undefined {
  const { metric, seeds, halving } = summary;
  const curves = rankedTrials(summary).map((trial) => ({ trial, values: meanCurve(trial) }))
    .filter(({ values }) => values.length > 0);
  if (curves.every(({ values }) => values.length < 2)) return undefined;
  const drawn = thinned(curves, MAX_LINES);
  const y = metricScale(metric, drawn.flatMap(({ values }) => values), metricTitle(summary));
  const [best, shown] = [curves.slice(0, FEW_ROWS), curves.slice(0, MAX_ROWS)];
  return {
    id: "curves",
    title: "Learning curves",
    hint: `The ${metricTitle(summary)} after every ${unitOf(summary)}${
      seeds.length > 1 ? ", the mean of a trial's seeds" : ""
    }. The best trial is thick${
      halving ? ", those that were stopped are faint and end in a point" : ""
    }.${
      y.beyond > 0 ? " Much worse values, such as those of first epochs, are beyond the axis." : ""
    }${drawnText(drawn.length, curves.length)}`,
    only: ["page"],
    content: [
      columns([
        chart({ title: metricTitle(summary), svg: curvesChart(summary, drawn, y) }),
        halving === undefined ? valuesTable(summary, best, FEW) : rungTable(summary),
      ]),
      halving !== undefined && details(
        `The values of the ${shown.length < curves.length ? `best ${shown.length} ` : ""}trials`,
        valuesTable(summary, shown, MAX_COLUMNS),
      ),
    ],
  };
}

function curvesChart(
  summary: SweepSummary,
  curves: readonly Curve[],
  y: MetricScale,
): Html {
  const { metric, halving, best } = summary;
  const unit = unitOf(summary);
  const epochs = Math.max(...curves.map(({ values }) => values.length));
  const range = [1, epochs] as const;
  // Rungs are as far from each other as their epochs are times those of the one before.
  const x = halving ? logScale(unit, range) : linearScale(unit, range, { whole: true });
  const rungs = new Set(halving?.brackets[0]?.filter((epoch) => epoch < epochs));
  return plot({
    x,
    y,
    label: `${metricTitle(summary)} by ${unit}, 1 to ${epochs}, of ${
      counted(curves.length, "trial")
    }; the best ends at ${metricText(metric, curves[0]!.values.at(-1)!)}`,
    marks: (at) => {
      const path = ({ values }: Curve, ink = {}) => {
        const points = thinned([...values.entries()], MAX_POINTS)
          .map(([epoch, value]) => at(x.position(epoch + 1), y.unclamped(value)));
        return tag("path", { d: pathOf(points), ...ink });
      };
      const own = curves.filter(({ trial }) => trial.trial === best?.trial);
      const others = curves.filter((curve) => !own.includes(curve));
      const stopped = others.filter(({ trial }) => trial.state === "stopped");
      const whole = others.filter((curve) => !stopped.includes(curve));
      const [first, second] = [inkOf(0).color, inkOf(1).color];
      const lines = (some: readonly Curve[], opacity: number) =>
        tag("g", { stroke: first, "stroke-opacity": opacity }, some.map((curve) => path(curve)));
      const ends = stopped.map(({ values }) =>
        at(x.position(values.length), y.unclamped(values.at(-1)!))
      );
      return [
        ...[...rungs].map((epoch) =>
          line(at(x.position(epoch), 0), at(x.position(epoch), 1), "--rule-strong")
        ),
        clipped(at, [
          tag(
            "g",
            { fill: "none", "stroke-linejoin": "round" },
            lines(stopped, 0.35),
            lines(whole, halving ? 1 : 0.45),
            own.map((curve) => path(curve, { stroke: second, "stroke-width": 3 })),
          ),
          dots(ends, first, { radius: 2.5, opacity: 0.6 }),
        ]),
      ];
    },
  });
}

function rungTable(summary: SweepSummary): Table {
  const { halving, trials, metric } = summary;
  const areFolds = unitOf(summary) === "rung";
  const [ends] = halving!.brackets as [readonly number[]];
  const rows = ends.map((epochs, j) => {
    const values = trials.filter(({ rung }) => rung! > j)
      .flatMap((trial) => meanCurve(trial)[epochs - 1] ?? [])
      .sort((a, b) => metric.goal === "maximize" ? b - a : a - b);
    const best = metricText(metric, values[0] ?? null);
    return [
      j + 1,
      areFolds ? foldsText(ends).split(", ")[j]! : epochs,
      count(values.length),
      best,
    ];
  });
  return table({
    label: "Rungs",
    head: ["rung", areFolds ? "folds" : "epochs", "trials", "the best there"],
    rows,
  });
}

function valuesTable(summary: SweepSummary, curves: readonly Curve[], columns: number): Table {
  const { metric } = summary;
  const unit = unitOf(summary);
  const most = Math.max(...curves.map(({ values }) => values.length));
  const epochs = thinned(Array.from({ length: most }, (_, epoch) => epoch + 1), columns);
  return table({
    label: `The values of trials by ${unit}`,
    head: ["trial", ...epochs.map((epoch) => `${unit} ${epoch}`)],
    rows: curves.map(({ trial, values }) => [
      trial.trial,
      ...epochs.map((epoch) => metricText(metric, values[epoch - 1] ?? null)),
    ]),
  });
}

/** The most trials of which the seeds are shown. */
const MAX_TRIALS = 15;

/** Mean and deviation over seeds; nothing where there is one seed. */
export function seedsSection(summary: SweepSummary): Section | undefined {
  const { metric, seeds } = summary;
  const shown = rankedTrials(summary).filter(({ sd }) => sd !== null).slice(0, MAX_TRIALS);
  if (shown.length === 0) return undefined;
  return {
    id: "seeds",
    title: "Mean and deviation over seeds",
    hint:
      `The ${metricTitle(summary)} of the ${
        shown.length === 1 ? "trial" : `best ${shown.length} trials`
      } with ${seeds.length} seeds. ` +
      "Where the deviations of two trials exceed the difference of their means, the better one may be better by chance.",
    only: ["page"],
    content: columns([
      chart({
        title: metricTitle(summary),
        hint:
          "A small dot for each seed, a large one for their mean, and a line one standard deviation to each side.",
        svg: seedsChart(summary, shown),
      }),
      table({
        label: "Mean and deviation over seeds",
        head: ["trial", "mean ± deviation", "lowest", "highest"],
        rows: shown.map((trial) => [
          trial.trial,
          metricText(metric, trial.mean, trial.sd),
          metricText(metric, Math.min(...valuesOf(trial))),
          metricText(metric, Math.max(...valuesOf(trial))),
        ]),
      }),
    ]),
  };
}

function valuesOf({ runs }: Trial): number[] {
  return runs.flatMap(({ value }) => value ?? []);
}

function seedsChart(summary: SweepSummary, trials: readonly (Trial & { mean: number })[]): Html {
  const { metric } = summary;
  const lines = trials.map(({ trial, mean, sd }) => ({ trial, values: [mean - sd!, mean + sd!] }));
  const seeds = trials.map((trial) => ({ trial: trial.trial, values: valuesOf(trial) }));
  const x = metricScale(
    metric,
    [...seeds, ...lines].flatMap(({ values }) => values),
    metricTitle(summary),
  );
  const y = categoryScale("trial", trials.map(({ trial }) => trial).toReversed());
  const texts = trials.map(({ trial, mean, sd }) =>
    `trial ${trial} ${metricText(metric, mean, sd)}`
  );
  const ink = inkOf(0);
  return plot({
    x,
    y,
    height: 70 + 24 * trials.length,
    label: `${metricTitle(summary)}: ${texts.join("; ")}`,
    marks: (at) => {
      const pixels = ({ trial, values }: { trial: number; values: readonly number[] }) =>
        values.map((value) => at(x.position(value), y.position(trial)));
      const means = trials.map(({ trial, mean }) => ({ trial, values: [mean] }));
      return [
        ...lines.map((line) => stroke(pixels(line), ink)),
        dots(means.flatMap(pixels), ink.color, { radius: 4.5 }),
        dots(seeds.flatMap(pixels), ink.color, { radius: 2 }),
      ];
    },
  });
}
