/** How the learning rate changes. @module */

import type { TableOf } from "../checks/options.ts";
import type { schedules } from "../train/schedules.ts";

/** The name of a schedule. */
export type ScheduleName = "constant" | "step" | "cosine" | "oneCycle" | "plateau";

/** Which schedule, and its constants; one that is left out has its default. */
export interface ScheduleOptions {
  /** A name of {@linkcode schedules}. */
  name: ScheduleName;
  /** The number of epochs over which the learning rate first rises, of any schedule. Default: 0. */
  warmup?: number;
  /** The number of epochs between two falls of `step`. Default: 10. */
  every?: number;
  /** The factor of each fall of `step`, more than 0 and less than 1. Default: 0.1. */
  factor?: number;
  /** The fraction of the steps in which `oneCycle` rises. Default: 0.3. */
  rise?: number;
  /** The first learning rate of `oneCycle`, as a fraction of the highest. Default: 0.04. */
  start?: number;
  /** The last learning rate of `cosine` and `oneCycle`, as a fraction of the highest. Default: 0, and 4e-6. */
  end?: number;
  /** The number of epochs without an improvement that `plateau` allows in a row before it halves. Default: 10. */
  patience?: number;
  /** The smallest change of `monitor` that is an improvement for `plateau`: a fraction of accuracy, or cost. Default: 0. */
  minimumDelta?: number;
  /** The number of halvings after which `plateau` ends the run. Default: it never does. */
  halvings?: number;
}

const FRACTION = { type: "number", min: 0, max: 1 } as const;
const ANY = { warmup: { type: "number", min: 0, default: 0 } } as const;

/** What the constants of each schedule may be; the text on each describes it in a config too. */
export const SCHEDULES = {
  /** The learning rate stays. */
  constant: ANY,
  /** The learning rate falls after every few epochs. */
  step: {
    every: { type: "whole", min: 1, default: 10 },
    factor: { type: "number", above: 0, below: 1, default: 0.1 },
    ...ANY,
  },
  /** The learning rate falls along half a cosine, over all epochs. */
  cosine: { end: { ...FRACTION, default: 0 }, ...ANY },
  /** The learning rate rises and falls once, over all epochs. */
  oneCycle: {
    rise: { ...FRACTION, default: 0.3 },
    start: { ...FRACTION, default: 0.04 },
    end: { ...FRACTION, default: 4e-6 },
    ...ANY,
  },
  /** The learning rate is halved when validation no longer improves. */
  plateau: {
    patience: { type: "whole", min: 1, default: 10 },
    minimumDelta: { type: "number", min: 0, below: 1, default: 0 },
    halvings: { type: "whole", min: 1 },
    ...ANY,
  },
} as const satisfies {
  readonly [Name in keyof typeof schedules]: Partial<TableOf<ScheduleOptions>>;
};
