/** How much results depend on chance: trials with several seeds. @module */

import type { SweepSummary, Trial } from "../../../lib/sweep/mod.ts";
import type { Html } from "../../charts/html.ts";
import { dots, inkOf, stroke } from "../../charts/marks.ts";
import { plot } from "../../charts/plot.ts";
import { categoryScale } from "../../charts/scale.ts";
import { chart, columns, type Section, table } from "../../document/blocks.ts";
import { metricScale } from "./scale.ts";
import { metricText, metricTitle, rankedTrials } from "./texts.ts";

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
      `The ${metricTitle(metric)} of the ${
        shown.length === 1 ? "trial" : `best ${shown.length} trials`
      } with ${seeds.length} seeds. ` +
      "Where the deviations of two trials exceed the difference of their means, the better one may be so by chance.",
    only: "page",
    content: columns([
      chart({
        title: metricTitle(metric),
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

function seedsChart({ metric }: SweepSummary, trials: readonly (Trial & { mean: number })[]): Html {
  const lines = trials.map(({ trial, mean, sd }) => ({ trial, values: [mean - sd!, mean + sd!] }));
  const seeds = trials.map((trial) => ({ trial: trial.trial, values: valuesOf(trial) }));
  const x = metricScale(metric, [...seeds, ...lines].flatMap(({ values }) => values));
  const y = categoryScale("trial", trials.map(({ trial }) => trial).toReversed());
  const texts = trials.map(({ trial, mean, sd }) =>
    `trial ${trial} ${metricText(metric, mean, sd)}`
  );
  const ink = inkOf(0);
  return plot({
    x,
    y,
    height: 70 + 24 * trials.length,
    label: `${metricTitle(metric)}: ${texts.join("; ")}`,
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
