/** How runs differ: in their configs, their curves, and their metrics of each class. @module */

import { mainMetric, metricText } from "../problem/metrics.ts";
import type { Metrics } from "../run/run_folder.ts";
import { differingKeys, flatten } from "./config_table.ts";
import { fourDigits, percent } from "../cli/format.ts";
import { legendOf, lineChart } from "../charts/line_chart.ts";
import {
  best as marked,
  breakable,
  chart,
  code,
  columns,
  details,
  pairs,
  type Section,
  table,
} from "../document/blocks.ts";
import { f1OfEach } from "./problem/comparisons.ts";
import { ask, type ReportedRun } from "./problem/runs.ts";
import { bestOf, chartScoreOf, seriesOf } from "./scores.ts";

/** The most classes whose F1 is shown. */
const MAX_CLASSES = 100;

/** The keys in which configs differ, a row for each, and the shared keys. */
export function differencesSection(runs: readonly ReportedRun[]): Section {
  const configs = runs.map(({ config }) => flatten(config));
  const keys = differingKeys(configs);
  const shared = [...configs[0]!].filter(([key]) => !keys.includes(key));
  return {
    id: "differences",
    title: "Differences in config",
    hint: keys.length === 0
      ? "There are none: the configs are the same."
      : "The keys whose values differ between runs; a dash where a config has no such key.",
    content: [
      keys.length > 0 && table({
        layout: "left",
        label: "Differences in config",
        head: ["key", ...runs.map(({ name }) => breakable(name))],
        rows: keys.map((
          key,
        ) => [breakable(key), ...configs.map((flat) => code(flat.get(key) ?? "–"))]),
      }),
      details(
        "What they share",
        pairs("What the configs share", shared.map(([key, value]) => [breakable(key), value])),
      ),
    ],
  };
}

/** The learning curves, a line for each run. */
export function runCurvesSection(runs: readonly ReportedRun[]): Section {
  const [{ noun, problem }] = runs as [ReportedRun];
  const { name: what, head, chart: { unit } } = metricText(mainMetric(problem));
  const axis = `${head}${unit}`;
  const costAxis = `cost of ${noun === "row" ? "a" : "an"} ${noun}`;
  const charts: [
    title: string,
    axis: string,
    value: (line: Metrics) => number | null | undefined,
  ][] = [
    [`Validation ${what}`, axis, (line) => chartScoreOf(line.validation)],
    [`Test ${what}`, axis, (line) => chartScoreOf(line.test)],
    ["Validation cost", costAxis, (line) => line.validation?.cost],
    ["Training cost", costAxis, (line) => line.train.cost],
  ];
  if (runs.some(({ metrics }) => new Set(metrics.map((line) => line.learningRate)).size > 1)) {
    charts.push(["Learning rate", "learning rate", (line) => line.learningRate]);
  }
  charts.push(["Throughput", `${noun}s a second`, (line) => line.samplesPerSecond]);
  const drawn = charts.flatMap(([title, axis, value]) => {
    const series = runs.map(({ name, metrics }) => seriesOf(name, metrics, value));
    if (series.every(({ points }) => points.length === 0)) return [];
    const ends = series.filter(({ points }) => points.length > 0)
      .map(({ name, points }) => `${name} ends at ${fourDigits(points.at(-1)!.value)}`);
    return [chart({
      title,
      legend: legendOf(series),
      svg: lineChart(series, {
        label: `${title} by epoch: ${ends.join("; ")}`,
        title: axis,
        ...title === "Throughput" && { zero: true },
      }),
    })];
  });
  const costs = new Set(runs.map(({ config }) => config.cost));
  return {
    id: "curves",
    title: "Learning curves",
    only: "page",
    hint: [
      "A line for each run.",
      costs.size > 1 && ` Costs are not comparable between ${[...costs].join(", ")}.`,
    ],
    content: columns(drawn),
  };
}

/** F1 of each class or label, a column for each run; `undefined` if there are none, or too many. */
export function classesSection(runs: readonly ReportedRun[]): Section | undefined {
  const all = runs.map((run) => ask(f1OfEach, run));
  const [first] = all;
  if (first === undefined || first.names.length > MAX_CLASSES) return undefined;
  const { one, title, label, names } = first;
  const [{ split, noun }] = runs as [ReportedRun];
  return {
    id: "classes",
    title,
    hint: `F1, the harmonic mean of precision and recall, of each ${one} of the ${split} ${noun}s.`,
    content: table({
      layout: "classes",
      label,
      head: [one, ...runs.map(({ name }) => breakable(name))],
      rows: names.map((name, k) => {
        const values = all.map((run) => run!.f1[k]!);
        const best = split === "validation" ? bestOf(values) : undefined;
        return [
          name,
          ...values.map((value, r) => r === best ? marked(percent(value)) : percent(value)),
        ];
      }),
    }),
  };
}
