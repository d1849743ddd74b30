/** Trains in the worker, to the same weights as `deno task train` with the settings. @module */

import { Network, train } from "../../../mod.ts";
import type { Splits } from "../../../lib/digits/mod.ts";
import { ofClasses } from "../../../lib/evaluate/mod.ts";
import type { Report, UnitPictures } from "./messages.ts";
import type { Settings } from "./settings.ts";
import { weightsHash } from "./weights_hash.ts";

/** The most units that have a picture. */
const MAX_PICTURES = 100;

/** The time between two sets of pictures, in milliseconds. */
const PICTURE_INTERVAL_MS = 150;

/**
 * Trains a network.
 *
 * @param report called with everything that happens
 * @throws what `signal` was aborted with, or why the run failed
 */
export async function runTraining(
  settings: Settings,
  data: Splits,
  signal: AbortSignal,
  report: (report: Report) => void,
): Promise<void> {
  const { sizes, trainingSize, activation, outputActivation, cost, initializer, seed, ...options } =
    settings;
  const functions = { activation, outputActivation, cost, initializer, seed };
  const warnings: string[] = [];
  const onWarning = (warning: string) => warnings.push(warning);
  const network = new Network(sizes, { ...functions, onWarning });
  using _ = { [Symbol.dispose]: () => network.engine.close() };
  report({ kind: "begun", pictures: picturesOf(network), warnings });
  let epoch = 1;
  let start = performance.now();
  let seconds = 0;
  let shown = 0;
  const run = train(network, data.training.subset(0, trainingSize), {
    ...options,
    validation: data.validation,
    test: data.test,
    signal,
    onProgress(done, total) {
      const now = performance.now();
      if (done === total) seconds = (now - start) / 1000;
      const due = now - shown > PICTURE_INTERVAL_MS;
      if (due) shown = now;
      report({
        kind: "progress",
        epoch,
        done,
        total,
        ...due && { pictures: picturesOf(network) },
      });
    },
  });
  for await (const { number, train, ...results } of run) {
    const [validation, test] = [ofClasses(results.validation!), ofClasses(results.test!)];
    report({
      kind: "epoch",
      epoch: {
        number,
        cost: train.cost,
        validation: validation.accuracy,
        test: test.accuracy,
        testCorrect: test.correct,
        testSize: test.size,
        seconds,
        weightsSha256: await weightsHash(network),
        file: network.toSafetensors({ config: JSON.stringify(settings), epoch: String(number) }),
      },
      pictures: picturesOf(network),
    });
    epoch = number + 1;
    start = performance.now();
  }
}

/** The weights into the units of the first layer, as many as are shown. */
function picturesOf({ weights: [first] }: Network): UnitPictures {
  const { rows: inputs, columns: units, values } = first!;
  const weights = new Float32Array(Math.min(units, MAX_PICTURES) * inputs);
  for (let k = 0; k < weights.length; k++) {
    weights[k] = values[k % inputs * units + Math.floor(k / inputs)]!;
  }
  return { units, weights };
}
