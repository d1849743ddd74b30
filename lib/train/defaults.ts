/** What a training run has without options for it: its batches, its epochs and its learning rate. @module */

import type { Dataset } from "../dataset.ts";
import type { Network } from "../network.ts";
import { sigmoid } from "../network/activations.ts";
import { quadratic } from "../network/costs.ts";
import { type OptimizerName, OPTIMIZERS } from "../network/optimizers.ts";
import type { TrainOptions } from "../options.ts";

const { ceil, max, min } = Math;

/** The most examples in a batch, as in Keras. */
const BATCH = 32;

/** The least number of epochs, the tutorial's, and of steps: a few examples are learned from in more epochs. */
const [EPOCHS, STEPS] = [30, 1000];

/** How many times as far the tutorial's networks go in a step: σ′ makes their gradients small, up to a quarter a layer. */
const TUTORIAL = 30;

type Batches = Pick<TrainOptions, "epochs" | "batchSize">;

/** The number of examples in a batch. */
export function batchSizeOf({ size }: Pick<Dataset, "size">, { batchSize }: Batches): number {
  return batchSize ?? min(BATCH, size);
}

/** The number of epochs. */
export function epochsOf(data: Pick<Dataset, "size">, options: Batches): number {
  const stepsPerEpoch = ceil(data.size / batchSizeOf(data, options));
  return options.epochs ?? max(EPOCHS, ceil(STEPS / stepsPerEpoch));
}

/**
 * The learning rate.
 * @param rule the name of the optimizer's rule; one of the caller's own goes as far as Adam
 */
export function learningRateOf(
  { activation, outputActivation, cost }: Pick<Network, "activation" | "outputActivation" | "cost">,
  rule: string,
): number {
  const name = Object.hasOwn(OPTIMIZERS, rule) ? rule as OptimizerName : "adam";
  const { adaptive, learningRate } = OPTIMIZERS[name];
  const isTutorial = activation === sigmoid && outputActivation === sigmoid && cost === quadratic;
  return isTutorial && !adaptive ? TUTORIAL * learningRate : learningRate;
}
