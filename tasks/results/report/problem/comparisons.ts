/** How several runs compare, by their problem. @module */

import { classMetrics } from "../../../../lib/measure/metrics.ts";
import { intervalChart } from "../../../../lib/charts/bar_chart.ts";
import { column, count, percent } from "../../../cli/format.ts";
import {
  type Blocks,
  chart,
  type Column,
  columns,
  type Inline,
  pageOnly,
  summaryOnly,
} from "../../../../lib/document/blocks.ts";
import { bestOf, chooseRun } from "../scores.ts";
import { accuracyOf } from "./headline.ts";
import type { ClassRun, LabelsRun, OfRun, OfRuns } from "./runs.ts";

/** A comparison of several runs, besides their metrics. */
export interface Comparison {
  /** How to read the chart. */
  readonly hint: Inline;
  readonly chart: Blocks;
  readonly columns: readonly Column[];
}

export const comparisons: OfRuns<Comparison> = {
  classification(runs) {
    const { columns, ...shown } = mistakes(runs);
    const errors = runs.map(({ calibration }) => calibration?.error);
    const calibrations = {
      head: "calibration error",
      cells: errors.map((error) => percent(error ?? null)),
      best: leastOf(errors, runs),
    };
    return { ...shown, columns: [...columns, calibrations] };
  },
  multiLabel: mistakes,
  regression: () => ({ hint: "", chart: undefined, columns: [] }),
};

function mistakes(runs: readonly (ClassRun | LabelsRun)[]): Comparison {
  const [{ split, noun }] = runs as [ClassRun | LabelsRun];
  const wrong = runs.map(({ evaluation: { size, correct } }) => size - correct);
  const costs = runs.map(({ evaluation }) => evaluation.cost);
  const rows = runs.map((run) => {
    const { name, evaluation: { accuracy } } = run;
    const { low, high } = accuracyOf(run);
    const text = low === null || high === null ? "–" : `${percent(low)} to ${percent(high)}`;
    const ends = { low: 100 * (low ?? accuracy), high: 100 * (high ?? accuracy) };
    return { name, accuracy, text, value: 100 * accuracy, ...ends };
  });
  const texts = rows.map(({ name, accuracy }) => `${name} ${percent(accuracy)}`);
  const areComparable = new Set(runs.map(({ config }) => config.cost)).size === 1;
  return {
    hint: pageOnly(
      `Lines are 95 % confidence intervals of the accuracy on ${noun}s like the ${split} ${noun}s. ` +
        "Where they overlap a lot, the difference may be chance.",
    ),
    chart: columns([
      chart({
        title: `Accuracy, ${split}`,
        svg: intervalChart(rows, { title: "right, %", label: `Accuracy: ${texts.join("; ")}` }),
      }),
    ]),
    columns: [
      { head: summaryOnly("95 % interval"), cells: rows.map(({ text }) => summaryOnly(text)) },
      { head: `mistakes, ${split}`, cells: wrong.map(count), best: leastOf(wrong, runs) },
      {
        head: `cost, ${split}`,
        cells: column(costs),
        best: areComparable ? leastOf(costs, runs) : undefined,
      },
    ],
  };
}

/** The index of the least value, if the split may choose the best. */
function leastOf(
  values: readonly (number | undefined)[],
  runs: readonly (ClassRun | LabelsRun)[],
): number | undefined {
  return runs[0]!.split === chooseRun(runs).by ? bestOf(values, true) : undefined;
}

interface F1OfEach {
  readonly one: string;
  readonly names: readonly string[];
  readonly f1: readonly (number | null)[];
}

/** F1 of each class or label of a run; `undefined` for quantities. */
export const f1OfEach: OfRun<F1OfEach | undefined> = {
  classification: ({ classes, evaluation }) => ({
    one: "class",
    names: classes,
    f1: classMetrics(evaluation.confusion).map(({ f1 }) => f1),
  }),
  multiLabel: ({ answers: { labels } }) => ({
    one: "label",
    names: labels.map(({ label }) => label),
    f1: labels.map(({ f1 }) => f1),
  }),
  regression: () => undefined,
};
