/** How long to wait for an improvement. @module */

import type { TableOf } from "../checks/option.ts";

/** How long to wait for an improvement. */
export interface PatienceOptions {
  /** How many epochs in a row may pass without an improvement; a whole number from 1 up. */
  patience: number;
  /** By how much the accuracy has to exceed the best so far to count, from 0 to below 1. Default: 0. */
  minimumDelta?: number;
}

/** What each of them may be. */
export const PATIENCE = {
  patience: { type: "whole", min: 1, required: true, default: 10 },
  minimumDelta: { type: "number", min: 0, below: 1, default: 0 },
} as const satisfies TableOf<PatienceOptions>;
