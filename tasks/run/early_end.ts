/** Whether a run ended before all its epochs were done. @module */

import type { Config } from "../../lib/config.ts";
import { endsEarly } from "../../lib/train/options.ts";
import { createSchedule } from "../../mod.ts";
import type { Metrics } from "./run_folder.ts";

/** Whether a run with this config ends early after these accuracies on validation, by its schedule or early stopping. */
export function endsEarlyWith(config: Config, history: readonly number[]): boolean {
  return endsEarly(history, {
    schedule: createSchedule(config.schedule),
    ...config.earlyStopping && { earlyStopping: config.earlyStopping },
  });
}

/** The accuracies on validation of epochs, where there are any. */
export function accuraciesOf(metrics: readonly Metrics[]): number[] {
  return metrics.flatMap(({ validation }) => validation?.accuracy ?? []);
}
