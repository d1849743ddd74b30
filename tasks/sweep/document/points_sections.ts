/** The trials of a sweep: which parameters matter, the metric against each of them, and all runs with links. @module */

import { variedParameters } from "../plan/importance.ts";
import type { SweepRun, SweepSummary, Trial } from "../plan/summary.ts";
import { type Html, tag } from "../../../lib/document/html.ts";
import { dots, inkOf, OPACITY } from "../../../lib/charts/marks.ts";
import { type Pixel, plot, px } from "../../../lib/charts/plot.ts";
import type { Scale } from "../../../lib/charts/scale.ts";
import { count, counted, percent } from "../../cli/format.ts";
import {
  bar,
  best,
  breakable,
  chart,
  columns,
  type Inline,
  link,
  pageOnly,
  prose,
  type Section,
  table,
  thinned,
  unseen,
} from "../../../lib/document/blocks.ts";
import { beyondText, type MetricScale, metricScale, parameterScale } from "./scale.ts";
import {
  drawnText,
  failuresOf,
  importanceMethod,
  metricText,
  metricTitle,
  rankedTrials,
  reasonOf,
  statesText,
  unitOf,
  valueText,
} from "./texts.ts";

type Scored = Trial & { readonly mean: number };

/** The most charts: those of the most important parameters. */
const MAX_CHARTS = 12;

const MAX_POINTS = 2000;

/** The most points of a chart with a title each, which a mouse shows. */
const MAX_TITLED = 200;

/** The most parameters in the summary. */
const SUMMARY_ROWS = 20;

export function pointsSection(summary: SweepSummary): Section | undefined {
  const { metric, importances, halving } = summary;
  const ranked = rankedTrials(summary);
  if (ranked.length < 2 || importances.length === 0) return undefined;
  const drawn = thinned(ranked, MAX_POINTS);
  const y = metricScale(metric, drawn.map(({ mean }) => mean), metricTitle(summary));
  const endOf = ({ rung = 1 }: Trial) => halving?.brackets[0]?.[rung - 1] ?? 0;
  // The epochs after which the last rungs of trials ended: each has a color. Without halving 0.
  const ends = [...new Set(drawn.map(endOf))].sort((a, b) => a - b);
  const legend = ends.map((epochs, k) => ({
    name: counted(epochs, unitOf(summary)),
    ink: inkOf(k),
    upright: false,
    dot: true,
  }));
  const colorOf = (trial: Trial) => inkOf(ends.indexOf(endOf(trial))).color;
  const colors = new Set(ends.map((_, k) => inkOf(k).color));
  return {
    id: "parameters",
    title: "Metric against each parameter",
    hint: `A point for each trial: its ${metricTitle(summary)}${
      summary.seeds.length > 1 ? ", the mean of its seeds" : ""
    }. A ring marks the best.${beyondText(y)}${
      halving ? " Those that went on have trained longer, so compare within a color." : ""
    }${
      importances.length > MAX_CHARTS
        ? ` The ${MAX_CHARTS} most important of ${importances.length} parameters are drawn.`
        : ""
    }${drawnText(drawn.length, ranked.length)}`,
    only: ["page"],
    content: columns(
      importances.slice(0, MAX_CHARTS).map(({ parameter, importance }) =>
        chart({
          title: parameter,
          ...importance !== null && { hint: `It explains ${percent(importance, 1)}.` },
          legend: halving ? legend : [],
          svg: pointsChart(summary, parameter, drawn, { y, colors, colorOf }),
        })
      ),
    ),
  };
}

function pointsChart(
  summary: SweepSummary,
  name: string,
  trials: readonly Scored[],
  { y, colors, colorOf }: {
    y: MetricScale;
    colors: ReadonlySet<string>;
    colorOf: (trial: Trial) => string;
  },
): Html {
  const { metric, parameters } = summary;
  const best = trials[0]!;
  const x = parameterScale(name, parameters[name], trials.map((trial) => trial.parameters[name]));
  const across = positionsOf(x, name, trials);
  return plot({
    x,
    y,
    label: `${metricTitle(summary)} by ${name}, ${count(trials.length)} trials; the best, ` +
      `${metricText(metric, best.mean)}, has ${valueText(best.parameters[name])}`,
    marks: (at) => {
      const points = trials.map(({ mean }, k) => at(across[k]!, y.position(mean)));
      const titled = ([cx, cy]: Pixel, { trial, mean, parameters }: Scored) =>
        tag(
          "g",
          {},
          tag(
            "title",
            {},
            `trial ${trial}: ${metricText(metric, mean)}, ${valueText(parameters[name])}`,
          ),
          tag("circle", { cx: px(cx), cy: px(cy), r: 3.5 }),
        );
      const [cx, cy] = points[0]!.map(px);
      return [
        ...[...colors].map((color) => {
          const own = [...trials.keys()].filter((k) => colorOf(trials[k]!) === color);
          return trials.length > MAX_TITLED
            ? dots(own.map((k) => points[k]!), color, { radius: 2.5, opacity: OPACITY })
            : tag(
              "g",
              { fill: color, "fill-opacity": OPACITY },
              own.map((k) => titled(points[k]!, trials[k]!)),
            );
        }),
        tag("circle", { cx, cy, r: 7, fill: "none", stroke: "var(--ink)", "stroke-width": 1.5 }),
      ];
    },
  });
}

/** The fraction of a value's band that its trials take. */
const SPREAD = 0.6;

/** The positions of trials along the axis; those of one value are side by side, by their number. */
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
  const { importances } = summary;
  if (importances.length === 0 || summary.best === null) return undefined;
  const isUnknown = importances.some(({ importance }) => importance === null);
  return {
    id: "importance",
    title: "What matters",
    hint: `How much of the ranking by ${metricTitle(summary)} each parameter explains. ${
      importanceMethod(summary)
    }${
      isUnknown
        ? " A dash means too few trials: less than 3 for each value, or for each part of a range."
        : ""
    }`,
    content: table({
      layout: "shares",
      label: "What each parameter explains",
      head: ["parameter", "explains", unseen("the same as a bar")],
      rows: importances.map(({ parameter, importance }) => [
        breakable(parameter),
        percent(importance, 1),
        importance !== null && bar(importance),
      ]),
      summaryRows: SUMMARY_ROWS,
    }),
  };
}

/** The most trials with and without a result, on the page and in the summary. */
const [MAX_TRIALS, MAX_FAILURES, SUMMARY_TRIALS, SUMMARY_FAILURES] = [500, 100, 10, 30];

/** The most parameters with a column in the summary. */
const SUMMARY_COLUMNS = 20;

/** The names of the parameters that differ, and their cells for a trial. */
function parameterColumns({ trials, parameters }: SweepSummary) {
  const names = variedParameters(trials, parameters);
  const cells = (of: (name: string) => Inline) =>
    names.map((name, k) => k < SUMMARY_COLUMNS ? of(name) : pageOnly(of(name)));
  return {
    names: cells(breakable),
    valuesOf: ({ parameters }: Trial) => cells((name) => valueText(parameters[name])),
  };
}

export function trialsSection(summary: SweepSummary): Section {
  const { metric, trials, halving, seeds } = summary;
  const failures = failuresOf(summary);
  const others = trials.filter((trial) => trial.mean === null && !failures.includes(trial));
  const all: readonly Trial[] = [...rankedTrials(summary), ...others, ...failures];
  const shown = all.slice(0, MAX_TRIALS);
  const { names, valuesOf } = parameterColumns(summary);
  const areSeveral = seeds.length > 1;
  const isByEpochs = unitOf(summary) === "epoch";
  return {
    id: "trials",
    title: "Trials",
    hint: prose`${
      shown.length === all.length
        ? "The"
        : `The best ${count(shown.length)} of ${count(all.length)} trials, the`
    } best first.${
      pageOnly(
        " Links lead to a run's folder where its weights are kept, and elsewhere to its record." +
          (areSeveral ? " The links of a trial are its seeds." : ""),
      )
    } Everything is in ${link("trials.csv", "trials.csv")} and ${
      link("sweep.json", "sweep.json")
    }.`,
    content: table({
      layout: "trials",
      label: "Trials",
      head: [
        "trial",
        metricTitle(summary),
        ...names,
        halving && "rung",
        isByEpochs && "epochs",
        "state",
        areSeveral && pageOnly("seeds"),
      ],
      rows: shown.map((trial) => {
        const text = metricText(metric, trial.mean, trial.sd);
        return [
          areSeveral ? trial.trial : linked(trial.runs[0]!, String(trial.trial)),
          trial.trial === summary.best?.trial ? best(text) : text,
          ...valuesOf(trial),
          halving && (trial.rung ?? "–"),
          isByEpochs && Math.max(0, ...trial.runs.map(({ epochs }) => epochs)),
          trial.state,
          areSeveral &&
          pageOnly(trial.runs.map((run, k) => [k > 0 && " ", linked(run, String(run.seed))])),
        ];
      }),
      summaryRows: SUMMARY_TRIALS,
    }),
  };
}

/** The trials without a result, and why; nothing where all have one. */
export function failuresSection(summary: SweepSummary): Section | undefined {
  const failures = failuresOf(summary);
  if (failures.length === 0) return undefined;
  const shown = failures.slice(0, MAX_FAILURES);
  const { names, valuesOf } = parameterColumns(summary);
  return {
    id: "failures",
    title: "Without a result",
    hint: `${statesText(failures)}.${
      failures.some(({ state }) => state === "missing")
        ? " Missing trials were not trained to their end: run the sweep again, or merge the part that has them."
        : ""
    }${shown.length < failures.length ? ` The first ${shown.length} are shown.` : ""}`,
    content: table({
      layout: "left",
      label: "Trials without a result",
      head: ["trial", "state", "why", ...names],
      rows: shown.map((trial) => [
        trial.trial,
        trial.state,
        reasonOf(trial) || "–",
        ...valuesOf(trial),
      ]),
      summaryRows: SUMMARY_FAILURES,
    }),
  };
}

/** A text with a link to the folder of a run whose weights are kept, else to the record if it ran. */
function linked({ run, state, weightsSha256 }: SweepRun, text: string): Inline {
  if (weightsSha256 !== undefined) return link(`trials/${run}/`, text);
  const ran = state !== "missing" && state !== "refused";
  return ran ? link(`results/${run}.json`, text) : text;
}
