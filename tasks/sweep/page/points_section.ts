/** The metric against each parameter. @module */

import { variedParameters } from "../../../lib/sweep/importance.ts";
import type { SweepSummary, Trial } from "../../../lib/sweep/summary.ts";
import { thinned } from "../../cli/table.ts";
import { count, counted, percent } from "../../report/format.ts";
import { type Html, html } from "../../report/html.ts";
import { inkOf, type LegendEntry } from "../../report/lines.ts";
import { chartFigure, type Section } from "../../report/page.ts";
import { type Place, plot, px } from "./plot.ts";
import { type MetricScale, metricScale, parameterScale, type Scale } from "./scale.ts";
import { drawnText, metricText, metricTitle, rankedTrials, valueText } from "./texts.ts";

/** A trial with a value. */
type Scored = Trial & { readonly mean: number };

/** How many parameters have a chart: the most important. */
const MAX_CHARTS = 12;

/** The most points of a chart. */
const MAX_POINTS = 2000;

/** Up to so many points say what they are when a mouse is on them. */
const MAX_TITLED = 200;

/** A chart for each parameter that has more than one value. */
export function pointsSection(summary: SweepSummary): Section | undefined {
  const { metric, importances } = summary;
  const ranked = rankedTrials(summary);
  const varied = variedParameters(summary.trials, summary.parameters);
  const byImportance = [...importances.map(({ parameter }) => parameter), ...varied];
  const names = [...new Set(byImportance)].filter((name) => varied.includes(name));
  if (ranked.length < 2 || names.length === 0) return undefined;
  const drawn = thinned(ranked, MAX_POINTS);
  const y = metricScale(metric, drawn.map(({ mean }) => mean));
  const legend = rungLegend(summary, drawn);
  const charts = names.slice(0, MAX_CHARTS).map((name) => {
    const importance = importances.find(({ parameter }) => parameter === name)?.importance;
    return chartFigure({
      title: name,
      ...typeof importance === "number" && { hint: `It explains ${percent(importance, 1)}.` },
      legend,
      chart: pointsChart(summary, name, drawn, y),
    });
  });
  return {
    id: "parameters",
    title: "Metric against each parameter",
    hint: `A point for each trial: its ${metricTitle(metric)}${
      summary.seeds.length > 1 ? ", the mean of its seeds" : ""
    }. A ring marks the best.${beyondText(y)}${
      legend.length > 0 ? " Those that went on have trained longer, so compare within a color." : ""
    }${
      names.length > MAX_CHARTS
        ? ` The ${MAX_CHARTS} most important of ${names.length} parameters are drawn.`
        : ""
    }${drawnText(drawn.length, ranked.length)}`,
    content: html`<div class="grid">${charts}</div>`,
  };
}

/** What is said where values are too bad for an axis. */
export function beyondText({ beyond }: MetricScale): string {
  if (beyond === 0) return "";
  return ` ${count(beyond)} that ${beyond === 1 ? "is" : "are"} much worse ${
    beyond === 1 ? "stands" : "stand"
  } on the edge of the axis.`;
}

/** After how many epochs a trial's last rung ended; 0 without halving. */
function rungEnd({ halving }: SweepSummary, { bracket = 1, rung = 1 }: Trial): number {
  return halving?.brackets[bracket - 1]?.[rung - 1] ?? 0;
}

/** After how many epochs rungs ended, of all trials: each has a colour. */
function rungEnds(summary: SweepSummary, trials: readonly Trial[]): number[] {
  return [...new Set(trials.map((trial) => rungEnd(summary, trial)))].sort((a, b) => a - b);
}

/** The colours of the rungs, if trials are halved. */
function rungLegend(summary: SweepSummary, trials: readonly Trial[]): LegendEntry[] {
  if (summary.halving === undefined) return [];
  return rungEnds(summary, trials).map((epochs, k) => ({
    name: counted(epochs, "epoch"),
    ink: inkOf(k),
    upright: false,
    dot: true,
  }));
}

function pointsChart(
  summary: SweepSummary,
  name: string,
  trials: readonly Scored[],
  y: MetricScale,
): Html {
  const { metric, parameters } = summary;
  const best = trials[0]!;
  const x = parameterScale(name, parameters[name], trials.map((trial) => trial.parameters[name]));
  const across = placesAcross(x, name, trials);
  return plot({
    x,
    y,
    label: `${metricTitle(metric)} by ${name}, ${count(trials.length)} trials; the best, ${
      metricText(metric, best.mean)
    }, has ${valueText(best.parameters[name])}`,
    marks: (at) => {
      const places = trials.map(({ mean }, k) => at(across[k]!, y.place(mean)));
      const titleOf = (k: number) => {
        const { trial, mean, parameters } = trials[k]!;
        return `trial ${trial}: ${metricText(metric, mean)}, ${valueText(parameters[name])}`;
      };
      return [
        ...rungEnds(summary, trials).map((end, color) => {
          const points = trials.flatMap((trial, k) =>
            rungEnd(summary, trial) === end ? { place: places[k]!, title: titleOf(k) } : []
          );
          return pointsOf(points, inkOf(color).color, trials.length <= MAX_TITLED);
        }),
        ring(places[0]!),
      ];
    },
  });
}

/** Points of a colour. */
function pointsOf(
  points: readonly { place: Place; title: string }[],
  color: string,
  titled: boolean,
): Html {
  if (titled) {
    return html`<g fill="${color}" fill-opacity="0.75">${
      points.map(({ place: [x, y], title }) =>
        html`
          <circle cx="${px(x)}" cy="${px(y)}" r="3.5">
            <title>${title}</title>
          </circle>
        `
      )
    }</g>`;
  }
  const path = points.map(({ place: [x, y] }) => `M${px(x)} ${px(y)}h0`).join("");
  return html`
    <path d="${path}" stroke="${color}" stroke-opacity="0.75" stroke-width="5"
      stroke-linecap="round" />
  `;
}

function ring([x, y]: Place): Html {
  return html`
    <circle cx="${px(x)}" cy="${px(y)}" r="7" fill="none" stroke="var(--ink)"
      stroke-width="1.5" />
  `;
}

/** How much of its band a value's trials take. */
const SPREAD = 0.6;

/** Where trials stand along the axis; those of one value side by side, in the order of their numbers. */
function placesAcross(x: Scale, name: string, trials: readonly Trial[]): number[] {
  const at = trials.map(({ parameters }) => x.place(parameters[name]));
  if (x.band === 0) return at;
  const places = [...at];
  for (const value of new Set(at)) {
    const same = at.map((_, k) => k).filter((k) => at[k] === value)
      .sort((a, b) => trials[a]!.trial - trials[b]!.trial);
    for (const [j, k] of same.entries()) {
      places[k] = value + ((j + 0.5) / same.length - 0.5) * SPREAD * x.band;
    }
  }
  return places;
}
