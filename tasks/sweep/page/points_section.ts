/** Which parameters matter, and the metric against each of them. @module */

import { type SweepSummary, type Trial, variedParameters } from "../../../lib/sweep/mod.ts";
import { thinned } from "../../cli/table.ts";
import { count, counted, percent } from "../../report/format.ts";
import { breakable, Html, html } from "../../charts/html.ts";
import type { LegendEntry } from "../../charts/line_chart.ts";
import { dots, inkOf, OPACITY } from "../../charts/marks.ts";
import { chartFigure, type Section, table } from "../../report/page.ts";
import { type Pixel, plot, px } from "../../charts/plot.ts";
import type { Scale } from "../../charts/scale.ts";
import { type MetricScale, metricScale, parameterScale } from "./scale.ts";
import {
  drawnText,
  importanceMethod,
  metricText,
  metricTitle,
  rankedTrials,
  valueText,
} from "./texts.ts";

type Scored = Trial & { readonly mean: number };

/** The most charts: those of the most important parameters. */
const MAX_CHARTS = 12;

const MAX_POINTS = 2000;

/** The most points of a chart with a title each, which a mouse shows. */
const MAX_TITLED = 200;

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

/** A sentence on values that are too bad for an axis. */
export function beyondText({ beyond }: MetricScale): string {
  if (beyond === 0) return "";
  const verb = beyond === 1 ? "is" : "are";
  return ` ${count(beyond)} that ${verb} much worse ${verb} on the edge of the axis.`;
}

/** The epochs after which a trial's last rung ended; 0 without halving. */
function rungEnd({ halving }: SweepSummary, { bracket = 1, rung = 1 }: Trial): number {
  return halving?.brackets[bracket - 1]?.[rung - 1] ?? 0;
}

/** The epochs after which the last rungs of trials ended: each has a color. */
function rungEnds(summary: SweepSummary, trials: readonly Trial[]): number[] {
  return [...new Set(trials.map((trial) => rungEnd(summary, trial)))].sort((a, b) => a - b);
}

/** The colors of the rungs, if trials are halved. */
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
  const across = positionsOf(x, name, trials);
  return plot({
    x,
    y,
    label: `${metricTitle(metric)} by ${name}, ${count(trials.length)} trials; the best, ` +
      `${metricText(metric, best.mean)}, has ${valueText(best.parameters[name])}`,
    marks: (at) => {
      const points = trials.map(({ mean }, k) => at(across[k]!, y.position(mean)));
      const titleOf = (k: number) => {
        const { trial, mean, parameters } = trials[k]!;
        return `trial ${trial}: ${metricText(metric, mean)}, ${valueText(parameters[name])}`;
      };
      return [
        ...rungEnds(summary, trials).map((end, color) => {
          const own = trials.flatMap((trial, k) => rungEnd(summary, trial) === end ? k : []);
          const ink = inkOf(color).color;
          return trials.length <= MAX_TITLED
            ? titledDots(own.map((k) => [points[k]!, titleOf(k)]), ink)
            : dots(own.map((k) => points[k]!), ink, { radius: 2.5, opacity: OPACITY });
        }),
        ring(points[0]!),
      ];
    },
  });
}

function titledDots(points: readonly (readonly [Pixel, title: string])[], color: string): Html {
  return html`<g fill="${color}" fill-opacity="0.75">${
    points.map(([[x, y], title]) =>
      html`
        <circle cx="${px(x)}" cy="${px(y)}" r="3.5">
          <title>${title}</title>
        </circle>
      `
    )
  }</g>`;
}

function ring([x, y]: Pixel): Html {
  return html`
    <circle cx="${px(x)}" cy="${px(y)}" r="7" fill="none" stroke="var(--ink)"
      stroke-width="1.5" />
  `;
}

/** The fraction of a value's band that its trials take. */
const SPREAD = 0.6;

/** The positions of trials along the axis; those of one value are side by side, in the order of their numbers. */
function positionsOf(x: Scale, name: string, trials: readonly Trial[]): number[] {
  const at = trials.map(({ parameters }) => x.position(parameters[name]));
  if (x.band === 0) return at;
  const spread = [...at];
  for (const value of new Set(at)) {
    const same = at.map((_, k) => k).filter((k) => at[k] === value)
      .sort((a, b) => trials[a]!.trial - trials[b]!.trial);
    for (const [j, k] of same.entries()) {
      spread[k] = value + ((j + 0.5) / same.length - 0.5) * SPREAD * x.band;
    }
  }
  return spread;
}

/** A bar for each parameter; nothing where trials do not differ. */
export function importanceSection(summary: SweepSummary): Section | undefined {
  const { importances, metric } = summary;
  if (importances.length === 0 || summary.best === null) return undefined;
  const unknown = importances.some(({ importance }) => importance === null);
  return {
    id: "importance",
    title: "What matters",
    hint: html`How much of the differences in ${metricTitle(metric)} each parameter explains. ${
      importanceMethod(summary)
    }${
      unknown &&
      " A dash means too few trials: less than 3 for each value, or for each part of a range."
    }`,
    content: table({
      kind: "shares",
      label: "What each parameter explains",
      head: ["parameter", "explains", html`<span class="unseen">the same as a bar</span>`],
      rows: importances.map(({ parameter, importance }) => [
        breakable(parameter),
        percent(importance, 1),
        new Html(
          importance === null
            ? ""
            : `<span class="share" style="width:${(100 * importance).toFixed(1)}%"></span>`,
        ),
      ]),
    }),
  };
}
