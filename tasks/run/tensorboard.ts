/** A run's metrics as TensorBoard's scalars. @module */

import type { ScalarEvent } from "../../lib/formats/tfevents.ts";
import type { Metrics } from "./run_folder.ts";

/** The name of a run's event file: TensorBoard reads the files whose names contain `tfevents`. */
export const EVENTS_FILE = "events.out.tfevents.inkling";

/** Counts of a result, which are no metrics. */
const COUNTS = ["correct", "size"];

/**
 * The scalars of each epoch: `cost/train`, `accuracy/validation` and so on. Their time is that of the training so far, from 0,
 * so that the same metrics give the same bytes.
 */
export function scalarEvents(metrics: readonly Metrics[]): ScalarEvent[] {
  let seconds = 0;
  return metrics.map(({ epoch, learningRate, samplesPerSecond, ...line }) => {
    seconds += line.seconds;
    const scalars: Record<string, number> = { learningRate, samplesPerSecond };
    for (const split of ["train", "validation", "test"] as const) {
      for (const [metric, value] of Object.entries(line[split] ?? {})) {
        if (typeof value !== "number" || COUNTS.includes(metric)) continue;
        scalars[`${metric}/${split}`] = value;
      }
    }
    return { seconds, step: epoch, scalars };
  });
}
