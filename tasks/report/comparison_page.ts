/** The page of several runs side by side. @module */

import { parameterCount } from "../../lib/network/parameters.ts";
import { classMetrics, wilsonInterval } from "../../mod.ts";
import type { ClassResult, Metrics } from "../run/run_folder.ts";
import { accuracyChart } from "./bars.ts";
import type { DrawChart } from "./charts.ts";
import type { ReportedRun } from "./collect.ts";
import { differingKeys, flatten } from "./config_table.ts";
import { column, count, duration, figure, percent } from "./format.ts";
import { breakable, type Html, html } from "./html.ts";
import { lineChart, seriesOf } from "./lines.ts";
import {
  chartFigure,
  details,
  figures,
  footer,
  page,
  pairs,
  type Section,
  sections,
  table,
} from "./page.ts";

/** The page of several runs, as a whole file. */
export async function comparisonPage(
  runs: readonly ReportedRun[],
  draw: DrawChart,
): Promise<string> {
  const best = runs.reduce((a, b) => b.evaluation.accuracy > a.evaluation.accuracy ? b : a);
  const { split } = best;
  const content = html`
    <header>
    <p class="eyebrow">Inkling · runs side by side</p>
    <h1>${runs.length} runs</h1>
    <p class="lead">${runs.map(({ name }) => name).join(", ")}</p>
    ${figures([
      {
        value: percent(best.evaluation.accuracy),
        label: html`of ${
          count(best.evaluation.size)
        } ${split} images right, by ${best.name}, the best of them`,
      },
      {
        value: percent(Math.min(...runs.map(({ evaluation }) => evaluation.accuracy))),
        label: "the lowest",
      },
      {
        value: duration(runs.reduce((sum, { summary }) => sum + summary.seconds, 0)),
        label: "in all, evaluations included",
      },
    ])}
    </header>
    ${sections([
      await resultsSection(runs, draw),
      differencesSection(runs),
      await curvesSection(runs, draw),
      classesSection(runs),
    ])}
    ${footer(best.summary.versions.inkling)}
  `;
  return page(`${runs.length} runs · Inkling`, content);
}

async function resultsSection(runs: readonly ReportedRun[], draw: DrawChart): Promise<Section> {
  const rows = runs.map(({ name, evaluation: { accuracy, correct, size } }) => {
    const [low, high] = wilsonInterval(correct, size);
    return { name, accuracy, low, high };
  });
  const costs = column(runs.map(({ evaluation }) => evaluation.cost));
  return {
    id: "results",
    title: "Results",
    hint:
      `On the ${
        runs[0]!.split
      } images. A line spans where the true accuracy on such images lies, at 95\u00a0% confidence: ` +
      "where lines overlap much, the difference may be chance.",
    content: html`<div class="grid">${
      chartFigure({
        title: "Accuracy",
        chart: await draw(
          accuracyChart(rows),
          `Accuracy: ${
            rows.map(({ name, accuracy }) => `${name} ${percent(accuracy)}`).join("; ")
          }`,
        ),
      })
    }</div>${
      table({
        kind: "results",
        label: "Results",
        head: [
          "run",
          "right",
          "mistakes",
          "cost",
          "calibration error",
          "epoch kept",
          "parameters",
          "time",
          "seed",
          "weights",
        ],
        rows: runs.map(({ name, evaluation, calibration, summary, config }, k) => [
          breakable(name),
          percent(evaluation.accuracy),
          count(evaluation.size - evaluation.correct),
          costs[k],
          percent(calibration?.error ?? null),
          `${summary.epoch} of ${summary.epochs}`,
          count(parameterCount(config.sizes)),
          duration(summary.seconds),
          summary.seed,
          html`<code>${summary.weightsSha256.slice(0, 12)}</code>`,
        ]),
      })
    }`,
  };
}

/** What sets the configs apart, a row for each key, and what they share. */
function differencesSection(runs: readonly ReportedRun[]): Section {
  const configs = runs.map(({ config }) => flatten(config));
  const keys = differingKeys(configs);
  const shared = [...configs[0]!].filter(([key]) => !keys.includes(key));
  const code = (text: string | undefined): Html =>
    text === undefined ? html`–` : html`<span class="code">${text}</span>`;
  return {
    id: "differences",
    title: "Differences in config",
    hint: keys.length === 0
      ? "There are none: the configs are the same."
      : "The keys whose values are not the same in all runs; a dash where a config has no such key.",
    content: [
      keys.length > 0 && table({
        kind: "left",
        label: "Differences in config",
        head: ["key", ...runs.map(({ name }) => breakable(name))],
        rows: keys.map((key) => [breakable(key), ...configs.map((flat) => code(flat.get(key)))]),
      }),
      details(
        "What they share",
        pairs("What the configs share", shared.map(([key, value]) => [breakable(key), value])),
      ),
    ],
  };
}

async function curvesSection(runs: readonly ReportedRun[], draw: DrawChart): Promise<Section> {
  const legend = runs.map(({ name }) => name);
  const charts: [
    title: string,
    axis: string,
    value: (line: Metrics<ClassResult>) => number | null | undefined,
  ][] = [
    ["Validation accuracy", "right, %", (line) => of100(line.validation?.accuracy)],
    ["Test accuracy", "right, %", (line) => of100(line.test?.accuracy)],
    ["Validation cost", "cost of an image", (line) => line.validation?.cost],
    ["Training cost", "cost of an image", (line) => line.train.cost],
  ];
  if (
    runs.some(({ metrics }) =>
      metrics.some((line) => line.learningRate !== metrics[0]!.learningRate)
    )
  ) {
    charts.push(["Learning rate", "learning rate", (line) => line.learningRate]);
  }
  charts.push(["Throughput", "images a second", (line) => line.samplesPerSecond]);
  const drawn: Html[] = [];
  for (const [title, axis, value] of charts) {
    const series = runs.map(({ name, metrics }) => seriesOf(name, metrics, value));
    if (series.every(({ points }) => points.length === 0)) continue;
    const ends = series.filter(({ points }) => points.length > 0)
      .map(({ name, points }) => `${name} ends at ${figure(points.at(-1)!.value)}`);
    drawn.push(chartFigure({
      title,
      legend,
      chart: await draw(
        lineChart(series, {
          title: axis,
          ...title === "Throughput" && { format: ",d", zero: true },
        }),
        `${title} by epoch: ${ends.join("; ")}`,
      ),
    }));
  }
  const costs = new Set(runs.map(({ config }) => config.cost));
  return {
    id: "curves",
    title: "Learning curves",
    hint: html`A line for each run.${
      costs.size > 1 && ` Costs are not comparable between ${[...costs].join(", ")}.`
    }`,
    content: html`<div class="grid">${drawn}</div>`,
  };
}

function of100(fraction: number | undefined): number | undefined {
  return fraction === undefined ? undefined : 100 * fraction;
}

/** F1 of each class, a column for each run. */
function classesSection(runs: readonly ReportedRun[]): Section {
  const metrics = runs.map(({ evaluation }) => classMetrics(evaluation.confusion));
  return {
    id: "classes",
    title: "Class by class",
    hint: "F1, the harmonic mean of precision and recall, of each class.",
    content: table({
      kind: "classes",
      label: "F1 of the classes",
      head: ["class", ...runs.map(({ name }) => breakable(name))],
      rows: runs[0]!.classes.map((name, k) => [
        name,
        ...metrics.map((classes) => percent(classes[k]!.f1)),
      ]),
    }),
  };
}
