/** How much results depend on chance: trials with several seeds. @module */

import type { SweepSummary, Trial } from "../../../lib/sweep/mod.ts";
import { type Html, html } from "../../charts/html.ts";
import { chartFigure, type Section, table } from "../../report/page.ts";
import { line, plot, px } from "../../charts/plot.ts";
import { categoryScale } from "../../charts/scale.ts";
import { metricScale } from "./scale.ts";
import { metricText, metricTitle, rankedTrials } from "./texts.ts";

const MAX_TRIALS = 15;

/** Mean and deviation over seeds; nothing where there is one seed. */
export function seedsSection(summary: SweepSummary): Section | undefined {
  const { metric, seeds } = summary;
  const ranked = rankedTrials(summary).filter(({ sd }) => sd !== null);
  if (ranked.length === 0) return undefined;
  const shown = ranked.slice(0, MAX_TRIALS);
  return {
    id: "seeds",
    title: "Mean and deviation over seeds",
    hint:
      `The ${metricTitle(metric)} of the ${
        shown.length === 1 ? "trial" : `best ${shown.length} trials`
      } with ${seeds.length} seeds. ` +
      "Where the deviations of two trials exceed the difference of their means, the better one may be so by chance.",
    content: html`<div class="grid">${
      chartFigure({
        title: metricTitle(metric),
        hint:
          "A small dot for each seed, a large one for their mean, and a line one standard deviation to each side.",
        chart: seedsChart(summary, shown),
      })
    }<div>${
      table({
        label: "Mean and deviation over seeds",
        head: ["trial", "mean ± deviation", "lowest", "highest"],
        rows: shown.map((trial) => {
          const values = valuesOf(trial);
          return [
            trial.trial,
            metricText(metric, trial.mean, trial.sd),
            metricText(metric, Math.min(...values)),
            metricText(metric, Math.max(...values)),
          ];
        }),
      })
    }</div></div>`,
  };
}

function valuesOf({ runs }: Trial): number[] {
  return runs.flatMap(({ value }) => value ?? []);
}

function seedsChart({ metric }: SweepSummary, trials: readonly (Trial & { mean: number })[]): Html {
  const ends = trials.flatMap(({ mean, sd }) => [mean - sd!, mean + sd!]);
  const x = metricScale(metric, [...trials.flatMap(valuesOf), ...ends]);
  const y = categoryScale("trial", trials.map(({ trial }) => trial).toReversed());
  return plot({
    x,
    y,
    height: 70 + 24 * trials.length,
    label: `${metricTitle(metric)}: ${
      trials.map(({ trial, mean, sd }) => `trial ${trial} ${metricText(metric, mean, sd)}`).join(
        "; ",
      )
    }`,
    marks: (at) =>
      trials.map((trial) => {
        const position = (value: number) => at(x.position(value), y.position(trial.trial));
        const [across, level] = position(trial.mean);
        return html`
          ${line(
            position(trial.mean - trial.sd!),
            position(trial.mean + trial.sd!),
            "--series-1",
            2,
          )}<g
            fill="var(--series-1)"><circle cx="${px(across)}" cy="${px(level)}" r="4.5"/>${valuesOf(
              trial,
            ).map((value) =>
              html`
                <circle cx="${px(position(value)[0])}" cy="${px(level)}" r="2" />
              `
            )}</g>
        `;
      }),
  });
}
