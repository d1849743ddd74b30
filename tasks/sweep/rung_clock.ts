/** A limit of time that ends a sweep after a whole rung. @module */

import { foldsAt, isByFolds, type SweepPlan } from "./plan/plan.ts";
import { isSettled } from "./plan/stages.ts";
import type { Result } from "./folder.ts";

/** How much longer later rungs take than by the first one: their runs have linear models, and are written. */
const LATER_RUNGS = 1.3;

/** Decides when the first rung has as many trials as the time allows, and whether another rung may begin. */
export class RungClock {
  /** The limit. */
  readonly minutes: number;
  readonly #began = performance.now();

  constructor(minutes: number) {
    this.minutes = minutes;
  }

  /** Whether the time is over, so that no rung begins. */
  get isOver(): boolean {
    return this.#secondsLeft <= 0;
  }

  get #secondsLeft(): number {
    return 60 * this.minutes - (performance.now() - this.#began) / 1000;
  }

  /**
   * Whether the first rung is to have no more trials, or the rungs after it would not fit if all were as slow as its slowest.
   * @param trainers how many runs are trained at the same time
   */
  isEnough(plan: SweepPlan, records: ReadonlyMap<string, Result>, trainers: number): boolean {
    const times = plan.trials.flatMap(({ runs: [run] }) => {
      const { metrics, times: { seconds } } = records.get(run!.run) ?? NOTHING;
      return metrics.length === 1 ? seconds : [];
    });
    const slowest = Math.max(0, ...times);
    const done = firstUnsettled(plan, records);
    const later = LATER_RUNGS * laterRungs(plan, done + trainers, trainers);
    return slowest * (1 + later) >= this.#secondsLeft;
  }
}

const NOTHING = { metrics: [], times: { seconds: 0 } };

/** How many trials from the first on are at the end of the first rung. */
export function firstUnsettled(
  { trials, rungs }: SweepPlan,
  records: ReadonlyMap<string, Result>,
): number {
  const first = trials.findIndex(({ runs }) =>
    runs.some((run) => !isSettled(run, rungs[0]!, records))
  );
  return first < 0 ? trials.length : first;
}

/** The time of the rungs after the first one, in runs of that rung, where so many trials are in it. */
function laterRungs({ sweep, trials }: SweepPlan, count: number, trainers: number): number {
  if (!isByFolds(sweep)) return 0;
  const { factor, rungs } = sweep.halving!;
  const { folds } = trials[0]!.runs[0]!.config!;
  let [time, left] = [0, count];
  for (let rung = 2; rung <= rungs; rung++) {
    left = Math.max(1, Math.floor((left - 1) / factor)) + 1; // with the baseline
    time += Math.ceil(left / trainers) * foldsAt(sweep, rung, folds);
  }
  return time;
}
