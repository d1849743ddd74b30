/** Which runs keep their weights, so that a sweep takes no more of the disk than it needs. @module */

import { promoted } from "./halving.ts";
import type { PlannedTrial, SweepPlan } from "./plan.ts";
import { isSettled, progressOf, type Records, scoreAt } from "./stages.ts";

/**
 * The names of the runs whose weights may still be needed, those of
 *
 * - the best trials,
 * - trials that are not at the end of their rung, or may be promoted from it,
 * - trials of which a run failed, which may be tried again.
 */
export function runsToKeep(plan: SweepPlan, records: Records): Set<string> {
  const { sweep: { keep, halving }, brackets, trials } = plan;
  const names = (list: readonly PlannedTrial[]) =>
    list.flatMap(({ runs }) => runs.map(({ run }) => run));
  if (keep === "all") return new Set(names(trials));
  const { stage, standings } = progressOf(plan, records);
  const ended: { trial: PlannedTrial; score: number }[] = [];
  const needed: PlannedTrial[] = [];
  const atRung = brackets.map((): PlannedTrial[] => []);
  for (const [k, trial] of trials.entries()) {
    const { rung, leftBehind } = standings[k]!;
    const score = scoreAt(plan, trial, rung, records);
    if (trial.runs.some(({ run }) => records.get(run)?.state === "failed")) {
      needed.push(trial);
      continue;
    }
    if (trial.runs.every((run) => isSettled(run, Infinity, records))) {
      if (score !== null) ended.push({ trial, score });
    } else if (!leftBehind && rung < stage) needed.push(trial); // not at the end of its rung
    if (!leftBehind && rung === stage) atRung[trial.bracket]!.push(trial);
  }
  ended.sort((a, b) => b.score - a.score || a.trial.trial - b.trial.trial);
  for (const [b, reached] of atRung.entries()) {
    if (halving === null || stage >= brackets[b]!.rungs.length) continue;
    const all = standings.filter((standing, k) =>
      trials[k]!.bracket === b && !standing.leftBehind && standing.rung >= stage - 1
    );
    const scores = all.map((_, k) =>
      reached[k] === undefined ? null : scoreAt(plan, reached[k], stage, records)
    );
    needed.push(...promoted(scores, halving.factor).map((k) => reached[k]!));
  }
  return new Set(names([...ended.slice(0, keep).map(({ trial }) => trial), ...needed]));
}
