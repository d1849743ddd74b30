/** The report of several runs side by side. @module */

import { parameterCount } from "../../lib/network/mod.ts";
import { type Metric, problems } from "../../lib/problem/mod.ts";
import { mainMetric, metricText } from "../problem/metrics.ts";
import type { Result } from "../run/run_folder.ts";
import { classesSection, differencesSection, runCurvesSection } from "./comparison_sections.ts";
import { count, duration } from "../cli/format.ts";
import {
  best as marked,
  breakable,
  code,
  type Document,
  type Inline,
  keyNumbers,
  link,
  prose,
  type Section,
  table,
} from "../document/blocks.ts";
import { comparisons } from "./problem/comparisons.ts";
import { askOfAll, type ReportedRun, type ReportSplit } from "./problem/runs.ts";
import { bestOf, chooseRun, type Column, scoreOf, scoreText } from "./scores.ts";
import { dataTitle, epochKept } from "./texts.ts";

/** Links from the comparison's page to the pages of the runs, by the runs' folders. */
export type Links = ReadonlyMap<string, string>;

export function comparisonDocument(
  runs: readonly ReportedRun[],
  links: Links = new Map(),
): Document {
  const { best, by, score } = chooseRun(runs);
  const { test } = best.summary;
  const what = metricText(mainMetric(best.problem)).ofBest(by, best.noun);
  return {
    title: `${runs.length} runs · Inkling`,
    kind: "Inkling · runs side by side",
    heading: `${runs.length} runs on ${dataTitle(best.config.dataset)}`,
    lead: runs.map((run, k) => [k > 0 && ", ", linked(run, links)]),
    header: keyNumbers([
      {
        value: scoreText(best, score),
        label: prose`${what}, by ${linked(best, links)}, the best of them${
          by === "test" &&
          ". Not all of them have validation to choose by, so this number flatters"
        }.`,
      },
      ...by === "test" || test === undefined ? [] : [{
        value: scoreText(best, scoreOf(test)),
        label: `on test, of the same run: the number to report, since it chose nothing`,
      }],
      {
        value: duration(runs.reduce((sum, { summary }) => sum + summary.seconds, 0), 1),
        label: "in all, evaluations included",
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

/** A run's name, with a link to its page if there is one. */
function linked({ name, path }: ReportedRun, links: Links): Inline {
  const href = links.get(path);
  return href === undefined ? breakable(name) : link(href, breakable(name));
}

function resultsSection(runs: readonly ReportedRun[], links: Links): Section {
  const { by } = chooseRun(runs);
  const { hint, chart, columns: more } = askOfAll(comparisons, runs);
  const columns = [
    ...scoreColumns(runs),
    ...more,
    plain("parameters", runs.map(({ config }) => count(parameterCount(config.sizes)))),
    plain("time", runs.map(({ summary }) => duration(summary.seconds, 1))),
    plain("epoch kept", runs.map(epochKept)),
    plain("weights", runs.map(({ summary }) => code(summary.weightsSha256.slice(0, 12)))),
  ];
  const chosen = `The best is chosen by ${by}${by === "validation" ? ", never by test" : ""}. `;
  return {
    id: "results",
    title: "Results",
    hint: [chosen, hint],
    content: [
      chart,
      table({
        layout: "results",
        label: "Results",
        head: ["run", ...columns.map(({ head }) => head)],
        rows: runs.map((run, k) => [
          linked(run, links),
          ...columns.map(({ cells, best }) => best === k ? marked(cells[k]) : cells[k]),
        ]),
      }),
    ],
  };
}

function plain(head: string, cells: readonly Inline[]): Column {
  return { head, cells };
}

/** The runs' metrics on the splits; the best is marked on the split that may choose it. */
function scoreColumns(runs: readonly ReportedRun[]): Column[] {
  const [{ split, problem }] = runs as [ReportedRun];
  const { by } = chooseRun(runs);
  const [main, ...others] = problems[problem].metrics;
  const of = (name: ReportSplit) =>
    runs.map((run): Result | undefined => name === split ? run.evaluation : run.summary[name]);
  const columnOf = (metric: Metric, name: ReportSplit): Column => {
    const { head, text } = metricText(metric);
    const values = of(name).map((result) => result?.[metric.key] ?? null);
    return {
      head: `${head}, ${name}`,
      cells: values.map((value) => text(value)),
      best: name === by ? bestOf(values, metric.goal === "minimize") : undefined,
    };
  };
  return [
    ...(["validation", "test"] as const)
      .filter((name) => of(name).some((result) => result !== undefined))
      .map((name) => columnOf(main, name)),
    ...others.map((metric) => columnOf(metric, split)),
  ];
}
