/** Trains on MNIST in the worker. @module */

import type { Network } from "../../mod.ts";
import type { Splits } from "../../lib/digits/mod.ts";
import { percent } from "../../tasks/cli/format.ts";
import type { Report, UnitPictures } from "./messages.ts";
import type { Settings } from "./settings.ts";
import { runTraining, weightsHash } from "./training.ts";

/** The most units that have a picture. */
const MAX_PICTURES = 100;

/** Trains a network by the settings of the page, see {@linkcode runTraining}. */
export async function trainOnDigits(
  settings: Settings,
  { training, validation, test }: Splits,
  signal: AbortSignal,
  report: (report: Report) => void,
  observes = false,
): Promise<void> {
  const { sizes, trainingSize, activation, outputActivation, cost, initializer, seed, ...options } =
    settings;
  await runTraining(
    {
      ...{ training: training.subset(0, trainingSize), validation, test, sizes, options },
      functions: { activation, outputActivation, cost, initializer, seed },
      ...{ observes, offersEpochs: true },
      pictures: picturesOf,
      async keep(network, { number, test }) {
        const { correct, size, accuracy } = test!;
        return {
          ...{ epochs: number, kept: number },
          result: `reads ${correct} of ${size} test images right, ${percent(accuracy!)}`,
          weightsSha256: await weightsHash(network),
          file: network.toSafetensors({ config: JSON.stringify(settings), epoch: String(number) }),
        };
      },
    },
    signal,
    report,
  );
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
