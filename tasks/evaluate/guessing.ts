/** Whether a network is hardly better than guessing, by its problem. @module */

import { type Dataset, evaluate } from "../../mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import type { Candidate } from "../../lib/ensemble/mod.ts";
import {
  classAverages,
  commonestClass,
  ofClasses,
  predictDataset,
} from "../../lib/evaluate/mod.ts";
import type { ProblemName } from "../../lib/problem/mod.ts";
import { percent } from "../cli/format.ts";
import { labelsOf } from "./labels.ts";
import { rankingOf } from "./ranking.ts";
import type { Result } from "../run/run_folder.ts";

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
export function likeGuessing(of: Learned): string | undefined {
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
