/** By what runs are compared: accuracy or R², on validation first. @module */

import { isOfClasses, type Result } from "../run/run_folder.ts";
import { percent } from "./format.ts";
import { isRightOrWrong, type ReportedRun } from "./reported_run.ts";

/** Accuracy, or R²; `null` where there is none. */
export function scoreOf(result: Result | undefined): number | null {
  if (result === undefined) return null;
  return isOfClasses(result) ? result.accuracy : result.r2;
}

/** The same as a chart has it, accuracy in percent; `undefined` where a split was not evaluated. */
export function chartScoreOf(result: Result | undefined): number | null | undefined {
  if (result === undefined) return undefined;
  return isOfClasses(result) ? 100 * result.accuracy : result.r2;
}

/** Such a score as text. */
export function scoreText(run: ReportedRun, score: number | null): string {
  if (isRightOrWrong(run)) return percent(score);
  return score === null ? "–" : score.toFixed(4);
}

/** What a run gets on the split that is looked into. */
export function lookedInto(run: ReportedRun): Result {
  return isRightOrWrong(run) ? run.evaluation : run.result;
}

/** The best of several runs, and by which split it was chosen. */
export interface Choice {
  readonly best: ReportedRun;
  readonly by: "validation" | "test";
  /** The score that it was chosen for. */
  readonly score: number | null;
}

/**
 * Chooses by validation wherever all runs have it: what is chosen by the test split is no longer tested by it.
 *
 * @param runs one or more
 */
export function chooseRun(runs: readonly ReportedRun[]): Choice {
  const haveValidation = runs.every(({ summary, split }) =>
    summary.validation !== undefined || split === "validation"
  );
  const scoreFor = (run: ReportedRun) => {
    if (!haveValidation) return scoreOf(lookedInto(run));
    return scoreOf(run.split === "validation" ? lookedInto(run) : run.summary.validation);
  };
  const best = runs[bestOf(runs.map(scoreFor)) ?? 0]!;
  return {
    best,
    by: haveValidation ? "validation" : best.split,
    score: scoreFor(best),
  };
}

/**
 * The place of the best value, the first of equals; nothing where all are equal or there is none.
 *
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
