/** How the learning rate changes. @module */

import type { TableOf } from "../checks/options.ts";
import type { schedules } from "../train/schedules.ts";

/** The name of a schedule. */
export type ScheduleName = "constant" | "step" | "cosine" | "oneCycle" | "plateau";

/** Which schedule, and its constants; one that is left out has its default. */
export interface ScheduleOptions {
  /** A name of {@linkcode schedules}. */
  name: ScheduleName;
  /** Over how many epochs the learning rate first rises, of any schedule; 0 or more. Default: 0. */
  warmup?: number;
  /** After how many epochs `"step"` falls, and again after as many. Default: 10. */
  every?: number;
  /** What `"step"` then multiplies the learning rate by, more than 0 and less than 1. Default: 0.1. */
  factor?: number;
  /** The fraction of the steps in which `"oneCycle"` rises, from 0 to 1. Default: 0.3. */
  rise?: number;
  /** Where `"oneCycle"` starts, as a fraction of the learning rate. Default: 0.04. */
  start?: number;
  /** Where `"cosine"` and `"oneCycle"` end, as a fraction of the learning rate. Default: 0, and 4e-6. */
  end?: number;
  /** How many epochs without an improvement `"plateau"` waits before it halves. Default: 10. */
  patience?: number;
  /** By how much the accuracy has to exceed the best so far for `"plateau"`. Default: 0. */
  minimumDelta?: number;
  /** After how many halvings `"plateau"` ends the run. Default: never. */
  halvings?: number;
}

const FRACTION = { type: "number", min: 0, max: 1 } as const;
const ANY = { warmup: { type: "number", min: 0, default: 0 } } as const;

/** What the constants of each schedule may be. */
export const SCHEDULES = {
  constant: ANY,
  step: {
    every: { type: "whole", min: 1, default: 10 },
    factor: { type: "number", above: 0, below: 1, default: 0.1 },
    ...ANY,
  },
  cosine: { end: { ...FRACTION, default: 0 }, ...ANY },
  oneCycle: {
    rise: { ...FRACTION, default: 0.3 },
    start: { ...FRACTION, default: 0.04 },
    end: { ...FRACTION, default: 4e-6 },
    ...ANY,
  },
  plateau: {
    patience: { type: "whole", min: 1, default: 10 },
    minimumDelta: { type: "number", min: 0, below: 1, default: 0 },
    halvings: { type: "whole", min: 1 },
    ...ANY,
  },
} as const satisfies {
  readonly [Name in keyof typeof schedules]: Partial<TableOf<ScheduleOptions>>;
};
