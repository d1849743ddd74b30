/** The report of several runs side by side. @module */

import { parametersOf } from "../../../lib/ensemble/trained_model.ts";
import { METRICS } from "../../../lib/measure/metric_table.ts";
import { count, duration, fourDigits, percent } from "../../cli/format.ts";
import {
  best as marked,
  breakable,
  code,
  type Column,
  columns,
  columnTable,
  details,
  type Document,
  type Inline,
  keyNumbers,
  link,
  pairs,
  prose,
  type Section,
  table,
} from "../../../lib/document/blocks.ts";
import { mainMetric, metricsOf, metricText, type ResultMetric } from "../problem/metrics.ts";
import { splitName } from "../../data/names.ts";
import type { Metrics, Result } from "../../run/run_folder.ts";
import { linesChart } from "../../../lib/charts/line_chart.ts";
import { differingKeys, flatten } from "./config_table.ts";
import { comparisons, f1OfEach } from "./problem/comparisons.ts";
import { ask } from "../evaluate/problem/answered.ts";
import { askOfAll, type ReportedRun, type ReportSplit } from "./problem/runs.ts";
import {
  bestOf,
  chartScoreOf,
  chooseRun,
  costTexts,
  scoreOf,
  scoreText,
  seriesOf,
  trainingCostOf,
} from "./scores.ts";
import { costName } from "../../run/functions.ts";
import { dataTitle } from "../../data/names.ts";
import { epochKept } from "./texts.ts";

/** Links from the comparison's page to the pages of the runs, by the runs' folders. */
export type Links = ReadonlyMap<string, string>;

export function comparisonDocument(
  runs: readonly ReportedRun[],
  links: Links = new Map(),
): Document {
  const { best, by, score } = chooseRun(runs);
  const { test } = best.summary;
  const split = by === "test" ? by : validationName(runs).replaceAll(" ", "-");
  const what = metricText(mainMetric(best.problem)).ofBest(split, best.noun);
  return {
    title: `${runs.length} runs · Inkling`,
    kind: "Inkling · runs side by side",
    heading: `${runs.length} runs on ${dataTitle(best.config.dataset)}`,
    lead: runs.map((run, k) => [k > 0 && ", ", linked(run, links)]),
    header: keyNumbers([
      {
        value: scoreText(best, score),
        label: prose`${what}, by ${linked(best, links)}, the best run${
          by === "test" &&
          ". Not all runs have validation results to choose by, so this number is optimistic"
        }.`,
      },
      ...by === "test" || test === undefined ? [] : [{
        value: scoreText(best, scoreOf(test)),
        label:
          "on test, for the same run: the number to report, since it was not used for choosing",
      }],
      {
        value: duration(runs.reduce((sum, { summary }) => sum + summary.seconds, 0), 1),
        label: "total time, including evaluation",
      },
    ]),
    sections: [
      resultsSection(runs, links),
      differencesSection(runs),
      runCurvesSection(runs),
      classesSection(runs),
    ],
    origin: best.summary.versions.inkling,
  };
}

function linked({ name, path }: ReportedRun, links: Links): Inline {
  const href = links.get(path);
  return href === undefined ? breakable(name) : link(href, breakable(name));
}

function resultsSection(runs: readonly ReportedRun[], links: Links): Section {
  const { by } = chooseRun(runs);
  const { hint, chart, columns } = askOfAll(comparisons, runs);
  const of = (head: string, cell: (run: ReportedRun) => Inline) => ({
    head,
    cells: runs.map(cell),
  });
  const name = validationName(runs);
  const how = by === "test" || name === by ? `by ${by}` : name;
  const chosen = `The best is chosen ${how}${by === "validation" ? ", never by test" : ""}. `;
  return {
    id: "results",
    title: "Results",
    hint: [chosen, differ(runs), hint],
    content: [
      chart,
      columnTable(
        "Results",
        [
          of("run", (run) => linked(run, links)),
          ...scoreColumns(runs),
          ...columns,
          of(
            "parameters",
            ({ network }) => count(parametersOf(network)),
          ),
          of("time", ({ summary }) => duration(summary.seconds, 1)),
          of("epoch kept", epochKept),
          of("weights", ({ summary }) => code(summary.weightsSha256.slice(0, 12))),
        ],
        "results",
      ),
    ],
  };
}

/** The name of results on validation: out of fold, if all runs are over folds. */
function validationName(runs: readonly ReportedRun[]): string {
  return splitName("validation", { folds: Math.min(...runs.map(({ config }) => config.folds)) });
}

/** That validation is not the same for all runs, if it is not. */
function differ(runs: readonly ReportedRun[]): string {
  const [first] = runs as [ReportedRun];
  if (runs.every(({ config }) => config.folds === first.config.folds)) return "";
  return "Runs over folds validate on every row outside the test part, and the others on a validation part. " +
    "So only results on test are on the same rows. ";
}

/** The runs' metrics on the splits; the best is marked on the split that may choose it. */
function scoreColumns(runs: readonly ReportedRun[]): Column[] {
  const [{ split, problem }] = runs as [ReportedRun];
  const { by } = chooseRun(runs);
  const [main, ...others] = metricsOf(problem);
  const of = (name: ReportSplit) =>
    runs.map((run): Result | undefined => name === split ? run.evaluation : run.summary[name]);
  const columnOf = (metric: ResultMetric, name: ReportSplit): Column => {
    const { head, text } = metricText(metric);
    const values = of(name).map((result) => result?.[metric] ?? null);
    return {
      head: `${head}, ${name === "validation" ? validationName(runs) : name}`,
      cells: values.map((value) => text(value)),
      best: name === by ? bestOf(values, METRICS[metric].goal === "minimize") : undefined,
    };
  };
  return [
    ...(["validation", "test"] as const)
      .filter((name) => of(name).some((result) => result !== undefined))
      .map((name) => columnOf(main, name)),
    ...others.map((metric) => columnOf(metric, split)),
  ];
}

const MAX_CLASSES = 100;

/** The keys in which configs differ, a row for each, and the shared keys. */
function differencesSection(runs: readonly ReportedRun[]): Section {
  const configs = runs.map(({ config }) => flatten(config));
  const keys = differingKeys(configs);
  const shared = [...configs[0]!].filter(([key]) => !keys.includes(key));
  return {
    id: "differences",
    title: "Differences in config",
    hint: keys.length === 0
      ? "None: the configs are the same."
      : "These keys differ between runs. A dash means that a config has no such key.",
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
        "The keys that all runs share",
        pairs("What the configs share", shared.map(([key, value]) => [breakable(key), value])),
      ),
    ],
  };
}

function runCurvesSection(runs: readonly ReportedRun[]): Section {
  const [{ noun, problem }] = runs as [ReportedRun];
  const { title: metric, head, chart: { unit } } = metricText(mainMetric(problem));
  const validation = validationName(runs);
  const axis = `${head}${unit}`;
  const costs = [...new Set(runs.map(({ config }) => config.cost))];
  const [cost, costAxis] = costTexts(costs.length > 1 ? undefined : costs[0], noun);
  const charts: [
    title: string,
    axis: string,
    valueIn: (metrics: readonly Metrics[]) => (line: Metrics) => number | null | undefined,
  ][] = [
    [`${metric}, ${validation}`, axis, () => (line) => chartScoreOf(line.validation)],
    [`${metric}, test`, axis, () => (line) => chartScoreOf(line.test)],
    [`${cost}, ${validation}`, costAxis, () => (line) => line.validation?.cost],
    [`${cost}, training`, costAxis, trainingCostOf],
  ];
  if (runs.some(({ metrics }) => new Set(metrics.map((line) => line.learningRate)).size > 1)) {
    charts.push(["Learning rate", "learning rate", () => (line) => line.learningRate]);
  }
  charts.push(["Throughput", `${noun}s a second`, () => (line) => line.samplesPerSecond]);
  const drawn = charts.flatMap(([title, axis, valueIn]) => {
    const series = runs.map(({ name, metrics }) => seriesOf(name, metrics, valueIn(metrics)));
    if (series.every(({ points }) => points.length === 0)) return [];
    const ends = series.filter(({ points }) => points.length > 0)
      .map(({ name, points }) => `${name} ends at ${fourDigits(points.at(-1)!.value)}`);
    const label = `${title} by epoch: ${ends.join("; ")}`;
    return [linesChart(title, series, axis, { label, zero: title === "Throughput" })];
  });
  return {
    id: "curves",
    title: "Learning curves",
    only: ["page"],
    hint: [
      "A line for each run.",
      costs.length > 1 &&
      ` The costs are of different kinds and cannot be compared: ${
        costs.map(costName).join(", ")
      }.`,
    ],
    content: columns(drawn),
  };
}

/** F1 of each class or label, a column for each run; `undefined` if there are none, or too many. */
function classesSection(runs: readonly ReportedRun[]): Section | undefined {
  const all = runs.map((run) => ask(f1OfEach, run));
  const [first] = all;
  if (first === undefined || first.names.length > MAX_CLASSES) return undefined;
  const { one, names } = first;
  const [{ split, noun }] = runs as [ReportedRun];
  return {
    id: "classes",
    title: `${one[0]!.toUpperCase()}${one.slice(1)} by ${one}`,
    hint:
      `F1, the harmonic mean of precision and recall, for each ${one} on the ${split} ${noun}s.`,
    content: table({
      layout: "classes",
      label: `F1 of each ${one}`,
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
