/** What tests of resumed runs share. @module */

import { NUMERICS } from "../../../lib/engine/engine.ts";
import type { Config } from "../../../lib/config.ts";
import { copyOf } from "../../../lib/network/parameters.ts";
import { Network } from "../../../mod.ts";
import type { Metrics } from "../../../tasks/run/run_folder.ts";
import type { Saved } from "../../../tasks/run/saved.ts";

/** The metrics of an epoch. */
export const lineOf = (epoch: number): Metrics => ({
  epoch,
  learningRate: 3,
  train: { cost: 1 },
  seconds: 1,
  samplesPerSecond: 1,
});

/** A saved run of five epochs, with these accuracies on validation. */
export function savedWith(
  config: Config,
  history: number[] = [0.1, 0.2, 0.3, 0.4, 0.5],
  engine = "wasm",
): Saved {
  return {
    checkpoint: {
      epoch: history.length,
      history,
      parameters: copyOf(new Network([2, 2])),
      numerics: NUMERICS,
      optimizer: { steps: 0, moments: [] },
    },
    config,
    metrics: history.map((_, k) => lineOf(k + 1)),
    seconds: 5,
    engine: { name: engine, workers: 1 },
  };
}
