/** Trains on MNIST in the worker. @module */

import type { Splits } from "../../lib/digits/mod.ts";
import { percent } from "../../tasks/cli/format.ts";
import type { Report } from "./messages.ts";
import type { Settings } from "./settings.ts";
import { runTraining, weightsHash } from "./training.ts";

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
      training: training.subset(0, trainingSize),
      validation,
      test,
      sizes,
      options,
      functions: { activation, outputActivation, cost, initializer, seed },
      observes,
      offersEpochs: true,
      isLive: true,
      async keep(network, { number, test }) {
        const { correct, size, accuracy } = test!;
        return {
          epochs: number,
          kept: number,
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
