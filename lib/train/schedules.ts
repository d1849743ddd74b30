/**
 * Schedules: how the learning rate changes while a network trains. A new one is a new entry of {@linkcode schedules}.
 *
 * A schedule is a pure function of how far training is and, if it looks at validation, of the accuracies so far. It has
 * no state, so that a run that is resumed continues with the same learning rates. So is patience, of early stopping. @module
 */

import { cos } from "../numerics/elementary.ts";
import { named } from "../checks/meant.ts";
import { constantsOf } from "../checks/options.ts";
import { type ScheduleName, type ScheduleOptions, SCHEDULES } from "../options/schedules.ts";
import type { PatienceOptions } from "../options.ts";

const { ceil, floor, max, min } = Math;
const PI = 3.141592653589793;

/** How far training is when a step is about to be taken. */
export interface TrainingProgress {
  /** How many steps were taken before this one. */
  readonly step: number;
  /** How many steps the whole run has. */
  readonly steps: number;
  /** How many steps an epoch has. */
  readonly stepsPerEpoch: number;
  /** The accuracy on validation data of each epoch so far, if there is any. */
  readonly history: readonly number[];
}

/** How the learning rate changes. */
export interface Schedule {
  /** The name in a config. */
  readonly name: string;
  /** Whether it is laid out over the whole run, whose number of epochs can then not be changed on the way. */
  readonly spansTraining: boolean;
  /** Whether it looks at the accuracy on validation data. */
  readonly usesValidation: boolean;
  /** What the learning rate of a step is, as a multiple of the run's. */
  multiplier(progress: TrainingProgress): number;
  /** Whether training ends after these epochs, before all are done. Default: never. */
  ends?(history: readonly number[]): boolean;
}

/** A schedule by its constants; most are functions of the step alone. */
type Formula = (
  constants: Required<Omit<ScheduleOptions, "name">>,
) => Pick<Schedule, "multiplier"> & Partial<Schedule>;

/** The learning rate stays. */
const CONSTANT: Formula = () => ({ multiplier: () => 1 });

/** The learning rate falls by a factor f every so many epochs: f^⌊epoch / every⌋. */
const STEP: Formula = ({ every, factor }) => ({
  multiplier({ step, stepsPerEpoch }) {
    let multiplier = 1;
    for (let k = floor(step / stepsPerEpoch / every); k > 0; k--) multiplier *= factor;
    return multiplier;
  },
});

/**
 * The learning rate falls along half a cosine, slowly at first and at last; it would come to the end one step after the last
 * (Loshchilov and Hutter 2017, “SGDR”, equation 5, without restarts).
 */
const COSINE: Formula = ({ end }) => ({
  spansTraining: true,
  multiplier: ({ step, steps }) => between(1, end, step / steps),
});

/**
 * One cycle: the learning rate rises from a fraction of itself, then falls to far below it (Smith 2018, “A disciplined
 * approach to neural network hyper-parameters”, section 4.2, with the cosine slopes and the defaults of PyTorch's
 * `OneCycleLR`; the momentum stays as it is).
 */
const ONE_CYCLE: Formula = ({ rise, start, end }) => ({
  spansTraining: true,
  multiplier({ step, steps }) {
    const peak = rise * steps - 1;
    if (step < peak) return between(start, 1, step / peak);
    const last = steps - 1;
    return last > peak ? between(1, end, (step - peak) / (last - peak)) : 1;
  },
});

/**
 * The learning rate is halved every time that the accuracy on validation data has not improved for `patience` epochs, and
 * after so many halvings, if that is given, training ends (Nielsen, chapter 3, “Learning rate schedules”: 10 and 7).
 */
const PLATEAU: Formula = ({ patience, minimumDelta, halvings = Infinity }) => {
  const waiting = { patience, minimumDelta };
  return {
    usesValidation: true,
    multiplier({ history }) {
      let multiplier = 1;
      for (let k = timesOutOfPatience(history, waiting); k > 0; k--) multiplier /= 2;
      return multiplier;
    },
    ends: (history) => timesOutOfPatience(history, waiting) >= halvings,
  };
};

/**
 * Puts a warm-up before a schedule: over so many epochs the learning rate rises evenly, step by step, to where the
 * schedule starts, which is laid out over the steps that remain (Goyal et al. 2017, section 2.2).
 */
function warmup(schedule: Schedule, epochs: number): Schedule {
  if (epochs === 0) return schedule;
  return {
    ...schedule,
    multiplier(progress) {
      const rising = ceil(epochs * progress.stepsPerEpoch);
      const step = progress.step - rising;
      const steps = progress.steps - rising;
      if (step >= 0) return schedule.multiplier({ ...progress, step, steps });
      const first = schedule.multiplier({ ...progress, step: 0, steps: steps > 0 ? steps : 1 });
      return (progress.step + 1) / rising * first;
    },
  };
}

/** Makes a schedule of constants, each of which has a default. */
export type MakeSchedule = (constants: Omit<ScheduleOptions, "name">) => Schedule;

function makerOf(name: keyof typeof SCHEDULES, formula: Formula): MakeSchedule {
  return (options) => ({
    name,
    spansTraining: false,
    usesValidation: false,
    ...formula(constantsOf("schedule", name, options, SCHEDULES)),
  });
}

/** What makes each schedule, by name. */
export const schedules: { readonly [Name in ScheduleName]: MakeSchedule } = {
  constant: makerOf("constant", CONSTANT),
  step: makerOf("step", STEP),
  cosine: makerOf("cosine", COSINE),
  oneCycle: makerOf("oneCycle", ONE_CYCLE),
  plateau: makerOf("plateau", PLATEAU),
};

/**
 * Makes the schedule that options describe.
 * @throws {RangeError} if there is none of that name, or a constant is out of range
 *
 * @example
 * ```ts
 * import { createSchedule } from "@inkling/inkling/train";
 * import { assertEquals } from "@std/assert";
 *
 * const schedule = createSchedule({ name: "step", every: 2, factor: 0.5 });
 * const at = (epoch: number) =>
 *   schedule.multiplier({ step: 100 * epoch, steps: 600, stepsPerEpoch: 100, history: [] });
 * assertEquals([0, 1, 2, 3, 4, 5].map(at), [1, 1, 0.5, 0.5, 0.25, 0.25]);
 * ```
 */
export function createSchedule(options: ScheduleOptions | Schedule | ScheduleName): Schedule {
  if (typeof options === "string") options = { name: options };
  if ("multiplier" in options) return options;
  return warmup(named("schedule", schedules, options.name)(options), options.warmup ?? 0);
}

/** From one value to another along half a cosine; `way` from 0 to 1. */
function between(from: number, to: number, way: number): number {
  return to + (from - to) / 2 * (1 + cos(PI * way));
}

/**
 * How often patience ran out: a count of epochs without an improvement starts at zero with every improvement and every
 * time that it reaches `patience` (Nielsen, chapter 3, “no-improvement-in-n”), or less after an early best epoch.
 */
export function timesOutOfPatience(
  history: readonly number[],
  { patience, minimumPatience = patience, minimumDelta = 0 }: PatienceOptions,
): number {
  let best = -Infinity;
  let waited = 0;
  let times = 0;
  let most = patience;
  for (const [k, accuracy] of history.entries()) {
    if (accuracy > best + minimumDelta) {
      best = accuracy;
      waited = 0;
      most = min(patience, max(minimumPatience, k + 1));
    } else if (++waited === most) {
      waited = 0;
      times++;
    }
  }
  return times;
}

/** Whether training ends after epochs of these accuracies on validation data, before all are done. */
export function endsEarly(
  history: readonly number[],
  { schedule, earlyStopping }: {
    schedule: Schedule;
    earlyStopping?: PatienceOptions | null | undefined;
  },
): boolean {
  return schedule.ends?.(history) === true ||
    !!earlyStopping && timesOutOfPatience(history, earlyStopping) > 0;
}
