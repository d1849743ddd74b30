/**
 * What is wrong with a training run that ended: a network that only guesses is no success, though nothing failed.
 *
 * @module
 */

import type { Config } from "../../lib/config.ts";
import { deadUnits } from "../../lib/evaluate/dead_units.ts";
import { warningsOf as warningsOfData } from "../../lib/train/warnings.ts";
import type { Dataset, Network } from "../../mod.ts";
import { inMemory } from "../datasets/in_memory.ts";
import type { Splits } from "../datasets/splits.ts";
import { likeGuessing } from "../evaluate/guessing.ts";
import type { Summary } from "../run/run_folder.ts";

/** The learning rates that optimizers are used with: plain ones with sigmoids up to tens, adaptive ones far below 1. */
const USUAL_RATES: { readonly [optimizer: string]: { least: number; most: number; try: number } } =
  {
    sgd: { least: 1e-4, most: 10, try: 0.1 },
    momentum: { least: 1e-5, most: 1, try: 0.01 },
    nesterov: { least: 1e-5, most: 1, try: 0.01 },
    adam: { least: 1e-6, most: 0.1, try: 0.001 },
    adamw: { least: 1e-6, most: 0.1, try: 0.001 },
  };

/** Inputs of a larger root mean square saturate units, and make steps too long. */
const MAX_INPUT = 10;

/** With fewer steps than this, training has hardly begun. */
const FEW_STEPS = 100;

/**
 * What to know of a run besides its figures, in sentences without a full stop: none of a run that went well.
 *
 * @param network as the run keeps it
 * @param results of the epoch kept
 * @param epochs how many were trained
 */
export function warningsOf(
  config: Config,
  network: Network,
  { validation, test, epochs }: Pick<Summary, "validation" | "test" | "epochs">,
  splits: Splits,
): string[] {
  const result = validation ?? test;
  if (result === undefined) return [];
  const data = validation === undefined ? splits.test : splits.validation;
  const guess = likeGuessing({ config, network, result, training: splits.training, data });
  const training = inMemory(splits.training);
  const dead = deadLayers(config, network, training);
  if (guess === undefined) return [...dead, ...strangeRate(config, 10)];
  const steps = epochs * Math.ceil(config.trainingSize / config.batchSize);
  const causes = [
    ...dead,
    ...strangeRate(config, 1),
    ...unscaled(training),
    ...steps < FEW_STEPS && epochs === config.epochs
      ? [`Few steps were made, ${steps}: try more epochs`]
      : [],
  ];
  const otherwise =
    "Try another learning rate or more hidden units; or the inputs may tell nothing of the target";
  return [guess, ...causes.length > 0 ? causes : [otherwise]];
}

/** Layers most of whose units are dead. */
function deadLayers(config: Config, network: Network, training: Dataset): string[] {
  const { activation, initializer } = config;
  const advice = activation !== "relu"
    ? ""
    : initializer === "he"
    ? ", or the activation leakyRelu, whose units do not die"
    : ", or the initializer he";
  return deadUnits(network, training).flatMap((dead, l) => {
    const units = network.sizes[l + 1]!;
    return 2 * dead < units ? [] : [
      `${dead} of the ${units} units of hidden layer ${
        l + 1
      } are dead, the same for every example: ` +
      `try a smaller learning rate${advice}`,
    ];
  });
}

/**
 * A learning rate that the optimizer is not used with.
 *
 * @param tolerance how far out it may be, as a factor
 */
function strangeRate({ optimizer, learningRate }: Config, tolerance: number): string[] {
  const usual = USUAL_RATES[optimizer.name];
  if (usual === undefined) return [];
  const { least, most } = usual;
  const far = learningRate > most * tolerance
    ? "large"
    : learningRate < least / tolerance
    ? "small"
    : undefined;
  return far === undefined ? [] : [
    `The learning rate ${learningRate} is ${far} for ${optimizer.name}: try --set learningRate=${usual.try}`,
  ];
}

/** Inputs of a scale that a network does not learn well from. */
function unscaled(training: Dataset): string[] {
  const { inputs } = training;
  if (inputs instanceof Uint8Array) return [];
  let squares = 0;
  for (const value of inputs) squares += value * value;
  const size = Math.sqrt(squares / inputs.length);
  if (size <= MAX_INPUT) return warningsOfData(training);
  return [
    `The inputs are large, ${Number(size.toPrecision(2))} in the root mean square: ` +
    "bring them to about -1 to 1 before they are saved",
  ];
}
