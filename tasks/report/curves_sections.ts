/** How a run went, epoch by epoch: what the network learnt and how fast. @module */

import type { ClassResult, Metrics } from "../run/run_folder.ts";
import { thinned } from "../cli/table.ts";
import type { DrawChart } from "./charts.ts";
import type { ReportedRun } from "./collect.ts";
import { column, count, duration, figure, percent } from "./format.ts";
import { html, type Part } from "./html.ts";
import { lineChart, type Series, seriesOf } from "./lines.ts";
import { chartFigure, details, pairs, type Section, table } from "./page.ts";

/** The most rows of a table; `metrics.jsonl` has all epochs. */
const MAX_ROWS = 60;

/** The learning curves, and the figures of every epoch. */
export async function curvesSection(run: ReportedRun, draw: DrawChart): Promise<Section> {
  const { metrics, summary } = run;
  const last = metrics.at(-1)!;
  const marked = summary.epoch === last.epoch ? undefined : summary.epoch;
  const accuracies = [
    seriesOf("validation", metrics, ({ validation }) => of100(validation?.accuracy)),
    seriesOf("test", metrics, ({ test }) => of100(test?.accuracy)),
  ].filter(({ points }) => points.length > 0);
  // In the order of the chart beside, so that a split has one colour in both.
  const costs = [
    seriesOf("validation", metrics, ({ validation }) => validation?.cost),
    seriesOf("test", metrics, ({ test }) => test?.cost),
    seriesOf("training", metrics, ({ train }) => train.cost),
  ].filter(({ points }) => points.length > 0);
  const charts = [
    ...accuracies.length === 0 ? [] : [
      chartFigure({
        title: "Accuracy",
        hint: "How many in a hundred are right after each epoch. Higher is better.",
        legend: accuracies.map(({ name }) => name),
        chart: await draw(
          lineChart(accuracies, { title: "right, %", kept: marked }),
          describe("Accuracy in percent", accuracies),
        ),
      }),
    ],
    chartFigure({
      title: "Cost",
      hint: "What training lowers. Where it still falls on the training images and rises on " +
        "the others, the network learns by heart.",
      legend: costs.map(({ name }) => name),
      chart: await draw(
        lineChart(costs, { title: "cost of an image", kept: marked }),
        describe("Cost", costs),
      ),
    }),
  ];
  if (metrics.some(({ learningRate }) => learningRate !== metrics[0]!.learningRate)) {
    const rates = [seriesOf("learning rate", metrics, ({ learningRate }) => learningRate)];
    charts.push(chartFigure({
      title: "Learning rate",
      hint: "How far a step goes, as the schedule has it.",
      chart: await draw(
        lineChart(rates, { title: "learning rate", zero: true }),
        describe("Learning rate", rates),
      ),
    }));
  }
  return {
    id: "curves",
    title: "Learning curves",
    hint:
      html`The cost of the training images is the mean while the epoch went on, before each step${
        run.config.dropout || run.config.augment ? " and of the images as they were trained on" : ""
      }; the other figures are taken after it, and no cost has a penalty in it.${
        marked !== undefined && ` The dotted line marks epoch ${marked}, whose weights are kept.`
      }`,
    content: html`<div class="grid">${charts}</div>${
      details("The figures of the epochs", epochTable(metrics))
    }`,
  };
}

function of100(fraction: number | undefined): number | undefined {
  return fraction === undefined ? undefined : 100 * fraction;
}

/** A chart in a sentence. */
function describe(what: string, series: readonly Series[]): string {
  const lines = series.map(({ name, points }) => {
    const [first, last] = [points[0]!, points.at(-1)!];
    return `${name} from ${figure(first.value)} to ${figure(last.value)}`;
  });
  const { points } = series[0]!;
  return `${what} by epoch, ${points[0]!.epoch} to ${points.at(-1)!.epoch}: ${lines.join("; ")}`;
}

function epochTable(metrics: readonly Metrics<ClassResult>[]): Part {
  const rows = thinned(metrics, MAX_ROWS);
  const [{ validation, test }] = metrics as [Metrics<ClassResult>];
  const costs = column(rows.map(({ train }) => train.cost));
  const validationCosts = column(rows.map((line) => line.validation?.cost));
  const testCosts = column(rows.map((line) => line.test?.cost));
  const rates = column(rows.map(({ learningRate }) => learningRate));
  return [
    rows.length < metrics.length &&
    html`<p class="hint">${count(rows.length)} of ${
      count(metrics.length)
    } epochs; all are in <code>metrics.jsonl</code>.</p>`,
    table({
      label: "The figures of the epochs",
      head: [
        "epoch",
        "training cost",
        ...validation ? ["validation cost", "validation right"] : [],
        ...test ? ["test cost", "test right"] : [],
        "learning rate",
        "seconds",
        "images/s",
      ],
      rows: rows.map((line, k) => [
        line.epoch,
        costs[k],
        ...validation ? [validationCosts[k], right(line.validation)] : [],
        ...test ? [testCosts[k], right(line.test)] : [],
        rates[k],
        line.seconds.toFixed(2),
        count(line.samplesPerSecond),
      ]),
    }),
  ];
}

function right(result: Metrics<ClassResult>["test"]): string {
  return percent(result?.accuracy ?? null);
}

/** How fast it trained. */
export async function throughputSection(
  { metrics, summary }: ReportedRun,
  draw: DrawChart,
): Promise<Section> {
  const speeds = metrics.map(({ samplesPerSecond }) => samplesPerSecond).sort((a, b) => a - b);
  const training = metrics.reduce((sum, { seconds }) => sum + seconds, 0);
  const series = [seriesOf("images a second", metrics, (line) => line.samplesPerSecond)];
  return {
    id: "throughput",
    title: "Throughput",
    hint: "How fast the network learnt, shuffling and steps included. Dips are another program's " +
      "doing more often than the network's.",
    content: html`<div class="grid">${
      chartFigure({
        title: "Images a second",
        chart: await draw(
          lineChart(series, { title: "images a second", format: ",d", zero: true }),
          describe("Images a second", series),
        ),
      })
    }<div>${
      pairs("Throughput", [
        ["median epoch", `${count(speeds[Math.floor(speeds.length / 2)]!)} images/s`],
        ["fastest epoch", `${count(speeds.at(-1)!)} images/s`],
        ["slowest epoch", `${count(speeds[0]!)} images/s`],
        ["training", duration(training)],
        ["with evaluations and files", duration(summary.seconds)],
        ["engine", summary.engine],
        ["workers", summary.workers],
      ])
    }</div></div>`,
  };
}
