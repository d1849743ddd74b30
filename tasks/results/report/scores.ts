/** The score by which runs are compared: the main metric of their problem, on validation if all have it. @module */

import { thinned } from "../../../lib/document/blocks.ts";
import { mainMetric, metricText, problemOf } from "../problem/metrics.ts";
import type { Metrics, Result } from "../../run/run_folder.ts";
import type { Series } from "../../../lib/charts/line_chart.ts";
import type { ReportedRun } from "./problem/runs.ts";

/** The main metric of a result, such as accuracy or R²; `null` where there is none. */
export function scoreOf(result: Result | undefined): number | null {
  if (result === undefined) return null;
  return result[mainMetric(problemOf(result))] ?? null;
}

/** A score for a chart, accuracy in percent; `undefined` if the split was not evaluated. */
export function chartScoreOf(result: Result | undefined): number | null | undefined {
  if (result === undefined) return undefined;
  const score = scoreOf(result);
  return score && metricText(mainMetric(problemOf(result))).chart.factor * score;
}

export function scoreText({ problem }: ReportedRun, score: number | null): string {
  return metricText(mainMetric(problem)).text(score);
}

interface Choice {
  readonly best: ReportedRun;
  readonly by: "validation" | "test";
  readonly score: number | null;
}

/**
 * Chooses the best run, by validation if all runs have it: a choice by the test split would spoil the test.
 * @param runs one or more
 */
export function chooseRun(runs: readonly ReportedRun[]): Choice {
  const haveValidation = runs.every(({ summary, split }) =>
    summary.validation !== undefined || split === "validation"
  );
  const scoreFor = (run: ReportedRun) => {
    if (!haveValidation) return scoreOf(run.evaluation);
    return scoreOf(run.split === "validation" ? run.evaluation : run.summary.validation);
  };
  const best = runs[bestOf(runs.map(scoreFor)) ?? 0]!;
  return { best, by: haveValidation ? "validation" : best.split, score: scoreFor(best) };
}

/**
 * The index of the best value, the first of equals; `undefined` if all are equal or there is none.
 * @param least whether less is better
 */
export function bestOf(
  values: readonly (number | null | undefined)[],
  least = false,
): number | undefined {
  const there = values.filter((value) => typeof value === "number");
  const best = least ? Math.min(...there) : Math.max(...there);
  if (there.length === 0 || there.every((value) => value === best)) return undefined;
  return values.indexOf(best);
}

/**
 * The training cost by epoch. Over folds it is the mean over all networks: one that has stopped counts with its best epoch, as it
 * does out of fold. Older files do not have that: there it is `undefined` once a network has stopped.
 */
export function trainingCostOf(
  metrics: readonly Metrics[],
): (line: Metrics) => number | undefined {
  const best: { readonly cost: number; readonly training: number }[] = []; // NaN where it is not known
  const found = new Map<Metrics, number | undefined>();
  for (const line of metrics) {
    const { train, members = [] } = line;
    const costs: number[] = [];
    let hasStopped = false;
    for (const [m, cost] of members.entries()) {
      if (cost !== null) {
        const training = train.members?.[m] ?? NaN;
        costs.push(training);
        if (best[m] === undefined || cost < best[m].cost) best[m] = { cost, training };
      } else if (best[m] !== undefined) {
        hasStopped = true;
        costs.push(best[m].training);
      }
    }
    const mean = hasStopped
      ? costs.reduce((sum, cost) => sum + cost, 0) / costs.length
      : train.cost;
    found.set(line, Number.isNaN(mean) ? undefined : mean);
  }
  return (line) => found.get(line);
}

/** The title of a chart of a cost, and that of its axis: log loss has a name that people know. */
export function costTexts(
  cost: string | undefined,
  noun: string,
): readonly [title: string, axis: string] {
  return cost === "logLikelihood"
    ? ["Log loss", "log loss"]
    : ["Cost", `cost of ${noun === "row" ? "a" : "an"} ${noun}`];
}

/** More points than this cannot be told apart at the width of a chart. */
const MAX_POINTS = 300;

/** The line of a metric over the epochs, thinned if there are very many. */
export function seriesOf(
  name: string,
  metrics: readonly Metrics[],
  value: (line: Metrics) => number | null | undefined,
): Series {
  const lines = metrics.filter((line) => value(line) !== undefined);
  const points = thinned(lines, MAX_POINTS).map((line) => ({
    epoch: line.epoch,
    value: value(line) ?? null,
  }));
  return { name, points };
}
