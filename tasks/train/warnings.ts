/** What is wrong with a training run that ended without an error, such as a network that only guesses. @module */

import type { Config } from "../../lib/config.ts";
import type { Dataset } from "../../lib/dataset.ts";
import type { Candidate } from "../../lib/ensemble/recorded.ts";
import { evaluate, ofClasses } from "../../lib/evaluate.ts";
import { deadUnits } from "../../lib/measure/activations.ts";
import { commonestClass } from "../../lib/measure/baseline.ts";
import { classAverages } from "../../lib/measure/metrics.ts";
import { predictDataset } from "../../lib/evaluate/predictions.ts";
import type { Network } from "../../lib/network.ts";
import { suitedInitializers } from "../../lib/network/activations.ts";
import { OPTIMIZERS } from "../../lib/network/optimizers.ts";
import type { ProblemName } from "../../lib/problem/contract.ts";
import { warningsOf as warningsOfData } from "../../lib/train/warnings.ts";
import { isJoint, type TrainedModel } from "../../lib/ensemble/trained_model.ts";
import { percent } from "../cli/format.ts";
import type { OpenData } from "../data/source.ts";
import type { Splits } from "../data/names.ts";
import { labelsOf } from "../results/evaluate/labels.ts";
import { rankingOf } from "../results/evaluate/ranking.ts";
import { evaluatedModel } from "../run/evaluated_model.ts";
import type { Result, Summary } from "../run/run_folder.ts";

/** So many times an optimizer's own learning rate is large: plain ones with sigmoids up to tens, adaptive ones far below 1. */
const LARGE_RATE = 100;

/** A learning rate is small below one part of these. */
const SMALL_RATE = 1000;

/** The largest root mean square of inputs: larger ones saturate units, and make steps too long. */
const MAX_INPUT_RMS = 10;

/** The least steps of a run; with fewer, training has hardly begun. */
const MIN_STEPS = 100;

/**
 * The warnings of a run, in sentences without a full stop; none of a run that went well. A verdict speaks of the constant answer
 * itself.
 */
export function warningsOf(
  config: Config,
  model: TrainedModel,
  { validation, test, epochs, decision, truth }: Pick<
    Summary,
    "validation" | "test" | "epochs" | "decision" | "truth"
  >,
  splits: Splits & Pick<OpenData, "folded">,
): string[] {
  const result = validation ?? test;
  if (result === undefined) return [];
  const [split, data] = validation === undefined
    ? ["test", splits.test] as const
    : ["validation", splits.validation] as const;
  const network = evaluatedModel(model, split, splits.folded);
  const isDecided = decision !== undefined;
  const { training } = splits;
  const guess = likeGuessing({ config, network, result, training, data, isDecided });
  const isJudged = truth?.baselines.some(({ name, compared }) => name === "constant" && compared);
  const guessed = guess === undefined || isJudged ? [] : [guess];
  if (isJoint(model)) {
    return [...guessed, ...unusualRate(config, guess === undefined ? 10 : 1)];
  }
  const dead = deadLayers(config, model, training);
  if (guess === undefined) return [...dead, ...unusualRate(config, 10)];
  const steps = epochs * Math.ceil(config.trainingSize / config.batchSize);
  const causes = [
    ...dead,
    ...unusualRate(config, 1),
    ...unscaled(training),
    ...steps < MIN_STEPS && epochs === config.epochs
      ? [`Few steps were made, ${steps}: try more epochs`]
      : [],
  ];
  const otherwise =
    "Try another learning rate or more hidden units; or the inputs may have no information about the target";
  return [...guessed, ...causes.length > 0 || isJudged ? causes : [otherwise]];
}

function deadLayers(config: Config, network: Network, training: Dataset): string[] {
  const { activation, initializer } = config;
  const suited = suitedInitializers[activation];
  const advice = suited !== suitedInitializers.sigmoid && initializer !== suited.name
    ? `, or the initializer ${suited.name}`
    : activation === "relu"
    ? ", or the activation leakyRelu, whose units do not die"
    : "";
  return deadUnits(network, training).flatMap((dead, l) => {
    const units = network.sizes[l + 1]!;
    return 2 * dead < units ? [] : [
      `${dead} of the ${units} units of hidden layer ${l + 1} are dead, the same for every ` +
      "example: " +
      `try a smaller learning rate${advice}`,
    ];
  });
}

/**
 * Warns of a learning rate that is unusual for the optimizer.
 * @param tolerance the factor by which it may exceed the usual ones
 */
function unusualRate({ optimizer, learningRate }: Config, tolerance: number): string[] {
  const usual = OPTIMIZERS[optimizer.name].learningRate;
  const far = learningRate > LARGE_RATE * usual * tolerance
    ? "large"
    : learningRate < usual / SMALL_RATE / tolerance
    ? "small"
    : undefined;
  return far === undefined ? [] : [
    `The learning rate ${learningRate} is ${far} for ${optimizer.name}: try --set learningRate=${usual}`,
  ];
}

function unscaled(training: Dataset): string[] {
  const { inputs } = training;
  if (inputs instanceof Uint8Array) return [];
  let squares = 0;
  for (const value of inputs) squares += value * value;
  const size = Math.sqrt(squares / inputs.length);
  if (size <= MAX_INPUT_RMS) return warningsOfData(training);
  return [
    `The inputs are large, ${Number(size.toPrecision(2))} in the root mean square: ` +
    "scale them to about -1 to 1 before they are saved",
  ];
}

/** The least part of the way from guessing to perfect that counts as learning. */
const MIN_GAIN = 0.05;

interface Learned {
  readonly config: Config;
  readonly network: Candidate;
  readonly training: Dataset;
  /** Examples that it did not learn from. */
  readonly data: Dataset;
  readonly result: Result;
  /** Whether the network answers by thresholds, which give up accuracy for less cost. */
  readonly isDecided: boolean;
}

const guessing: { readonly [Name in ProblemName]: (of: Learned) => string | undefined } = {
  classification({ config: { classWeights }, network, training, data, result, isDecided }) {
    if (isDecided) {
      const { confusion } = ofClasses(evaluate(network, data));
      const ranking = rankingOf(predictDataset(network, data), { confusion });
      return ranking && likeChance(ranking.roc.area, "the area under the ROC curve");
    }
    // Class weights give up accuracy for rare classes, so balanced accuracy judges.
    if (classWeights !== null || training.weights !== undefined) {
      const { balancedAccuracy } = classAverages(ofClasses(evaluate(network, data)).confusion);
      const how = howLittle(gainOver(1 / training.classes, balancedAccuracy));
      return how && `${how} better than guessing: balanced accuracy ${percent(balancedAccuracy)}`;
    }
    const accuracy = result.accuracy!;
    const { label, accuracy: baseline } = commonestClass(training, data);
    const how = howLittle(gainOver(baseline, accuracy));
    if (how !== undefined && baseline === 0) {
      return `${accuracy > 0 ? "Hardly an" : "No"} answer is right, ${percent(accuracy)}: ` +
        `there may be too few examples for ${training.classes} classes`;
    }
    const name = training.classNames?.[label] ?? String(label);
    return how && `${how} better than always answering "${name}", the commonest class: ` +
        `that has ${percent(baseline)}, the network ${percent(accuracy)}`;
  },
  // Unlike accuracy, the area under the ROC curve does not depend on how rare a label is.
  multiLabel({ network, data }) {
    const areas = labelsOf(network, data).labels.flatMap(({ rocArea }) => rocArea ?? []);
    if (areas.length === 0) return undefined;
    const area = areas.reduce((sum, area) => sum + area, 0) / areas.length;
    return likeChance(area, "the mean area under the labels' ROC curves");
  },
  regression({ result: { r2 = null } }) {
    if (r2 === null) return undefined;
    const how = howLittle(r2);
    return how && `${how} better than always answering the mean: R² ${r2.toFixed(4)}`;
  },
};

/** A warning that a network is hardly better than guessing; `undefined` if it is better. */
function likeGuessing(of: Learned): string | undefined {
  return guessing[of.training.problem.name](of);
}

/** A warning by an area under ROC curves, which is a half for guesses. */
function likeChance(area: number, name: string): string | undefined {
  const how = howLittle(gainOver(1 / 2, area));
  return how && `${how} better than guessing: ${name} is ${area.toFixed(4)}`;
}

/** The part of the way from guessing to 1 that an accuracy has gained. */
function gainOver(guess: number, accuracy: number): number {
  return guess === 1 ? 1 : (accuracy - guess) / (1 - guess);
}

/** How little a gain is, in a word; `undefined` if it is enough. */
function howLittle(gain: number): "Hardly" | "No" | undefined {
  return gain > MIN_GAIN ? undefined : gain > 0 ? "Hardly" : "No";
}
