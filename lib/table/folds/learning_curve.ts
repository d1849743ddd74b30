/** The learning curve of an ensemble: what it would come to with fewer rows. @module */

import { rowsWhere } from "../../dataset/split.ts";
import type { DecisionOptions } from "../../measure/decide/fit.ts";
import type { RecordedAnswers } from "../../ensemble/recorded.ts";
import { learningCurveOf } from "../../measure/verdict/learning_curve.ts";
import type { AskedMetric } from "../../options/metric_names.ts";
import type { ExpectedOutputs } from "../../measure/row_scores.ts";
import type { FoldEnsemble, FoldFamily } from "./fold_ensemble.ts";
import type { FoldedData, MemberPlan } from "./members.ts";
import { countFolds } from "../../ensemble/trained_model.ts";
import { thresholdsOf } from "./thresholds.ts";

/** Members that learned from a share of the rows, for the learning curve. */
export interface CurveStep {
  readonly share: number;
  /** The answers of a member for each of the first folds to its fold. */
  readonly outputs: readonly Float32Array[];
}

/** An ensemble, and what its members answer. */
export interface AnsweredEnsemble {
  readonly ensemble: FoldEnsemble;
  readonly data: FoldedData;
  /** What the members of some families have answered to the rows that they did not learn from. Default: they answer again */
  readonly outOfFold?: ((some: FoldEnsemble) => RecordedAnswers) | undefined;
  /** What mistakes cost, if the model decides by that: each model then has its own thresholds. */
  readonly decisions?:
    | Pick<DecisionOptions, "costs" | "positive"> & { readonly metric?: AskedMetric | undefined }
    | undefined;
}

/** [rows, outputs] */
export function outOfFoldOf(
  some: FoldEnsemble,
  { data: { training, folds }, outOfFold = (some) => some.outOfFold(training, folds) }:
    AnsweredEnsemble,
): Float32Array {
  return outOfFold(some).outputs;
}

function mainFamily({ families }: FoldEnsemble): FoldFamily {
  return families.reduce((a, b) => b.weight > a.weight ? b : a);
}

/** The shares of the rows that the learning curve has beside all of them, in the order in which they are trained. */
const CURVE_SHARES = [0.5, 0.25];

/** The most folds, and about the most rows, that a learning curve answers by each recipe: its points differ clearly by then. */
const CURVE_LIMITS = [
  { folds: Infinity, rows: Infinity },
  { folds: Infinity, rows: 8000 },
  { folds: 3, rows: 4000 },
];

/**
 * Trains members like those of the family that counts most on shares of the rows, for the learning curve. By later recipes
 * there are as many folds as answer so many rows, and a quarter of the rows is left out unless all of them are shown to be
 * better than a half.
 * @param trainAll trains members, and returns the answers of each one's best epoch to its fold
 */
export async function trainCurve(
  compared: AnsweredEnsemble & { readonly recipe?: number | undefined },
  plans: readonly MemberPlan[],
  trainAll: (plans: readonly MemberPlan[]) => Promise<readonly Float32Array[]>,
): Promise<CurveStep[]> {
  const { ensemble, data, recipe = 1 } = compared;
  const { name, weightDecay } = mainFamily(ensemble);
  const limits = CURVE_LIMITS[recipe - 1]!;
  const answered = Math.min(limits.folds, countFolds(data) * limits.rows / data.training.size);
  const like = plans.filter(({ family, repeat, fold, ...plan }) =>
    family.name === name && plan.weightDecay === weightDecay && repeat === 0 && fold < answered
  );
  const curve: CurveStep[] = [];
  for (const share of CURVE_SHARES) {
    curve.unshift({ share, outputs: await trainAll(like.map((plan) => ({ ...plan, share }))) });
    const found = curveOf(curve, compared, data.training);
    if (recipe > 1 && found?.gain.shown !== "first") break;
  }
  return curve;
}

/** The learning curve by members of shares of the rows, and by all. */
export function curveOf(
  curve: readonly CurveStep[],
  compared: AnsweredEnsemble,
  expected: ExpectedOutputs,
) {
  const { ensemble, data, data: { training, folds: [foldOf] } } = compared;
  const { decisions: { metric, ...decisions } = {} } = compared;
  const { outputs: width } = training;
  const rows = rowsWhere(foldOf!, (fold) => fold < curve[0]!.outputs.length);
  const learned = Math.floor(training.size * (1 - 1 / countFolds(data)));
  const steps = curve.map(({ share, outputs }) => {
    const next = outputs.map(() => 0); // of each fold
    const answers = new Float32Array(rows.length * width);
    for (const [r, row] of rows.entries()) {
      const fold = foldOf![row]!;
      const start = next[fold]!++ * width;
      answers.set(outputs[fold]!.subarray(start, start + width), r * width);
    }
    return { rows: Math.floor(share * learned), answers };
  });
  const { name: networks } = mainFamily(ensemble);
  const all = outOfFoldOf(ensemble.only(networks), compared);
  const whole = new Float32Array(rows.length * width);
  rows.forEach((row, r) => whole.set(all.subarray(row * width, (row + 1) * width), r * width));
  const measured = [...steps, { rows: learned, answers: whole }].map(({ rows, answers }) => ({
    rows,
    answers: {
      outputs: answers,
      thresholds: metric && thresholdsOf(answers, data, decisions, ensemble),
    },
  }));
  const found = learningCurveOf(measured, expected, rows, metric);
  return found && { ...found, networks };
}
