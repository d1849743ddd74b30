/** Curves by epoch: metrics, costs, learning rate and throughput. @module */

import { column, count, duration } from "../../cli/format.ts";
import {
  type Blocks,
  type Chart,
  chart,
  code,
  columns,
  columnTable,
  details,
  hint,
  pairs,
  prose,
  type Section,
  thinned,
  unbroken,
} from "../../../lib/document/blocks.ts";
import { overFolds } from "../../../lib/config/recipe.ts";
import { mainMetric, metricText } from "../problem/metrics.ts";
import { bestBy } from "../../run/early_end.ts";
import { splitName } from "../../data/names.ts";
import type { Metrics } from "../../run/run_folder.ts";
import {
  describeLines,
  lineChart,
  linesChart,
  type Mark,
  type Series,
} from "../../../lib/charts/line_chart.ts";
import { BEST, KEPT } from "../../../lib/charts/marks.ts";
import type { ReportedRun } from "./problem/runs.ts";
import { chartScoreOf, costTexts, scoreOf, seriesOf, trainingCostOf } from "./scores.ts";

/** The most rows of a table; `metrics.jsonl` has all epochs. */
const MAX_ROWS = 60;

/** The most times that the training cost may exceed the others in one chart; beyond that, theirs would be flat. */
const MAX_COST_RATIO = 2;

export function curvesSection(run: ReportedRun): Section {
  const { metrics, noun, config } = run;
  const marks = marksOf(run);
  const validation = splitName("validation", config);
  const isOverFolds = overFolds(config);
  const scores = of([
    seriesOf(validation, metrics, ({ validation }) => chartScoreOf(validation)),
    seriesOf("test", metrics, ({ test }) => chartScoreOf(test)),
  ]);
  // In the order of the chart beside, so that a split has one color in both.
  const others = of([
    seriesOf(validation, metrics, ({ validation }) => validation?.cost),
    seriesOf("test", metrics, ({ test }) => test?.cost),
  ]);
  const training = { ...seriesOf("training", metrics, trainingCostOf(metrics)), ink: 2 };
  const charts: Chart[] = [];
  if (scores.length > 0) {
    const { title, hint, head, chart: { unit } } = metricText(mainMetric(run.problem));
    charts.push(linesChart(title, scores, `${head}${unit}`, { hint, marks }));
  }
  const [cost, axis] = costTexts(config.cost, noun);
  if (dwarfs(training, others)) {
    const title = isOverFolds ? `${cost} out of fold` : `${cost} on validation and test`;
    const hint = config.augment
      ? "Training minimizes this: the cost of the deformed images."
      : "Training minimizes this.";
    charts.push(
      linesChart(title, others, axis, { hint: "Lower is better.", marks }),
      linesChart(cost === "Cost" ? "Training cost" : `${cost} in training`, [training], axis, {
        hint,
        marks,
      }),
    );
  } else {
    const hint =
      `Training minimizes this. If it keeps falling on the training ${noun}s but rises on the ` +
      "others, the network overfits.";
    charts.push(linesChart(cost, [...others, training], axis, { hint, marks }));
  }
  if (metrics.some(({ learningRate }) => learningRate !== metrics[0]!.learningRate)) {
    const rates = [seriesOf("learning rate", metrics, ({ learningRate }) => learningRate)];
    const hint = "The size of a step, as the schedule sets it.";
    charts.push(linesChart("Learning rate", rates, "learning rate", { hint, marks, zero: true }));
  }
  return {
    id: "curves",
    title: "Learning curves",
    hint: [
      `The training cost is averaged over the epoch, before each step${howTrained(config, noun)}. `,
      "All other values are measured after the epoch.",
      isOverFolds && ` ${foldsText(metrics)}`,
      config.l1 > 0 || config.l2 > 0 ? " Penalties on the weights are not included." : "",
      run.thresholds.length > 0 &&
      " Accuracy is at a threshold of one half; the model's own threshold is chosen after training.",
    ],
    content: [columns(charts), details("All epochs", epochTable(run))],
  };
}

/** What is special about the examples that the training cost is of: `, with dropout` */
function howTrained({ dropout, augment }: ReportedRun["config"], noun: string): string {
  const how = [dropout && "with dropout", augment && `on deformed ${noun}s`].filter(Boolean);
  return how.length === 0 ? "" : `, ${how.join(" and ")}`;
}

/** What the curves over folds are of. */
function foldsText(metrics: readonly Metrics[]): string {
  const training = metrics.at(-1)!.train.members === undefined
    ? "The training curve ends where the first network stopped, since older files do not say more. "
    : "The training curve is the mean over all networks; those that have stopped count with their best epoch. ";
  return training +
    "The out-of-fold curve uses the better of the two encodings; the final result averages both.";
}

/** The epoch kept and the best by validation, which may be one. */
function marksOf({ summary: { epoch, best } }: ReportedRun): Mark[] {
  if (typeof epoch !== "number") return []; // each member has its own
  if (best?.epoch === epoch) {
    return [{ name: `epoch ${epoch}: kept, ${bestBy(best)}`, epoch, ink: KEPT }];
  }
  return [
    { name: `epoch ${epoch}: kept`, epoch, ink: KEPT },
    ...best === null
      ? []
      : [{ name: `epoch ${best.epoch}: ${bestBy(best)}`, epoch: best.epoch, ink: BEST }],
  ];
}

function of(series: readonly Series[]): Series[] {
  return series.filter(({ points }) => points.length > 0);
}

/** Whether the training cost would flatten the other lines. */
function dwarfs(training: Series, others: readonly Series[]): boolean {
  const end = ({ points }: Series) => points.at(-1)?.value ?? 0;
  const most = Math.max(...others.map(end));
  return others.length > 0 && most > 0 && end(training) > MAX_COST_RATIO * most;
}

function epochTable({ metrics, problem, noun, config }: ReportedRun): Blocks {
  const rows = thinned<Metrics>(metrics, MAX_ROWS);
  const score = metricText(mainMetric(problem));
  const splits = (["validation", "test"] as const).filter((name) => metrics[0]![name]);
  return [
    rows.length < metrics.length &&
    hint(
      prose`${count(rows.length)} of ${count(metrics.length)} epochs are shown; all are in ${
        code("metrics.jsonl")
      }.`,
    ),
    columnTable("All epochs", [
      { head: "epoch", cells: rows.map(({ epoch }) => epoch) },
      { head: "training cost", cells: column(rows.map(trainingCostOf(metrics))) },
      ...splits.flatMap((name) => {
        const results = rows.map((line) => line[name]);
        const split = splitName(name, config);
        return [
          { head: `cost, ${split}`, cells: column(results.map((result) => result?.cost)) },
          { head: `${score.head}, ${split}`, cells: score.cells(results.map(scoreOf)) },
        ];
      }),
      { head: "learning rate", cells: column(rows.map(({ learningRate }) => learningRate)) },
      { head: "seconds", cells: rows.map(({ seconds }) => seconds.toFixed(2)) },
      { head: `${noun}s/s`, cells: rows.map((line) => count(line.samplesPerSecond)) },
    ]),
  ];
}

export function throughputSection({ metrics, summary, noun }: ReportedRun): Section {
  const lines: readonly Metrics[] = metrics;
  const speeds = lines.map(({ samplesPerSecond }) => samplesPerSecond).sort((a, b) => a - b);
  const training = lines.reduce((sum, { seconds }) => sum + seconds, 0);
  const what = `${noun}s a second`;
  const series = [seriesOf(what, metrics, (line) => line.samplesPerSecond)];
  return {
    id: "throughput",
    title: "Throughput",
    only: ["page"],
    hint:
      "The speed of training, including shuffling. A dip most likely means that another program " +
      "kept the processor busy.",
    content: columns([
      chart({
        title: `${noun[0]!.toUpperCase()}${noun.slice(1)}s a second`,
        svg: lineChart(series, { label: describeLines(what, series), title: what, zero: true }),
      }),
      pairs("Throughput", [
        ["median epoch", `${count(speeds[Math.floor(speeds.length / 2)]!)} ${noun}s/s`],
        ["fastest epoch", `${count(speeds.at(-1)!)} ${noun}s/s`],
        ["slowest epoch", `${count(speeds[0]!)} ${noun}s/s`],
        ["training", unbroken(duration(training, 1))],
        ["with evaluations and files", unbroken(duration(summary.seconds, 1))],
        ["engine", summary.engine],
        ["workers", summary.workers],
      ]),
    ]),
  };
}
