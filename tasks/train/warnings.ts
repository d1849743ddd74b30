/**
 * What is wrong with a training run that ended: a network that only guesses is no success, though nothing failed.
 *
 * @module
 */

import type { Config } from "../../lib/config.ts";
import { commonestClass } from "../../lib/evaluate/baseline.ts";
import { deadUnits } from "../../lib/evaluate/dead_units.ts";
import { classAverages } from "../../lib/evaluate/metrics.ts";
import { warningsOf as warningsOfData } from "../../lib/train/warnings.ts";
import { type Dataset, evaluate, type Network } from "../../mod.ts";
import { ofClasses } from "../../lib/evaluate.ts";
import { percent } from "../cli/format.ts";
import { inMemory } from "../datasets/in_memory.ts";
import type { Splits } from "../datasets/splits.ts";
import { labelsOf } from "../evaluate/labels.ts";
import { isOfClasses, type Summary } from "../run/run_folder.ts";

/** The learning rates that optimizers are used with: plain ones with sigmoids up to tens, adaptive ones far below 1. */
const USUAL_RATES: { readonly [optimizer: string]: { least: number; most: number; try: number } } =
  {
    sgd: { least: 1e-4, most: 10, try: 0.1 },
    momentum: { least: 1e-5, most: 1, try: 0.01 },
    nesterov: { least: 1e-5, most: 1, try: 0.01 },
    adam: { least: 1e-6, most: 0.1, try: 0.001 },
    adamw: { least: 1e-6, most: 0.1, try: 0.001 },
  };

/** So little of the way from guessing to perfect is hardly any. */
const HARDLY = 0.05;

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
  const guess = isOfClasses(result)
    ? likeGuessing(config, network, result.accuracy, splits.training, data)
    : result.r2 === null || result.r2 > HARDLY
    ? undefined
    : `${howLittle(result.r2)} better than always answering the mean: R² ${result.r2.toFixed(4)}`;
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

/** Whether a network of classes only guesses; where classes weigh, it may well give up accuracy for the rare ones. */
function likeGuessing(
  { classWeights }: Config,
  network: Network,
  accuracy: number,
  training: Dataset,
  data: Dataset,
): string | undefined {
  if (training.targets !== undefined) return likeTossedCoins(network, data);
  if (classWeights !== null || training.weights !== undefined) {
    const { balancedAccuracy } = classAverages(ofClasses(evaluate(network, data)).confusion);
    const gain = gainOver(1 / training.classes, balancedAccuracy);
    return gain > HARDLY
      ? undefined
      : `${howLittle(gain)} better than guessing: balanced accuracy ${percent(balancedAccuracy)}`;
  }
  const { label, accuracy: right } = commonestClass(training, data);
  const gain = gainOver(right, accuracy);
  if (gain > HARDLY) return undefined;
  if (right === 0) {
    return `${accuracy > 0 ? "Hardly an" : "No"} answer is right, ${percent(accuracy)}: ` +
      `there may be too few examples for ${training.classes} classes`;
  }
  const name = training.classNames?.[label] ?? String(label);
  return `${howLittle(gain)} better than always answering "${name}", the commonest class: ` +
    `that has ${percent(right)}, the network ${percent(accuracy)}`;
}

/** Whether a network of several labels tells none apart; an area under the ROC curve is the same for rare ones. */
function likeTossedCoins(network: Network, data: Dataset): string | undefined {
  const areas = labelsOf(network, data).labels.flatMap(({ rocArea }) => rocArea ?? []);
  if (areas.length === 0) return undefined;
  const area = areas.reduce((sum, area) => sum + area, 0) / areas.length;
  const gain = gainOver(1 / 2, area);
  return gain > HARDLY
    ? undefined
    : `${howLittle(gain)} better than guessing: the mean area under the labels' ROC curves is ${
      area.toFixed(4)
    }`;
}

/** How far an accuracy is on the way from guessing to 1. */
function gainOver(guess: number, accuracy: number): number {
  return guess === 1 ? 1 : (accuracy - guess) / (1 - guess);
}

function howLittle(gain: number): string {
  return gain > 0 ? "Hardly" : "No";
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
