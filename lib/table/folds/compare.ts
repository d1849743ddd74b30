/** A model beside simpler ones: is an ensemble over folds worth its weights, or a network its own? @module */

import { binsOf } from "../baselines/bins.ts";
import { fitTrees } from "../baselines/boosted_trees.ts";
import {
  constantAnswer,
  constantPhrase,
  persistence,
  persistencePhrase,
} from "../baselines/constant.ts";
import type { Dataset } from "../../dataset.ts";
import type { Decision } from "../decide/decide.ts";
import { crossFit, decisionOf, type DecisionOptions } from "../decide/fit.ts";
import { expectedThreshold, fitThreshold } from "../decide/threshold.ts";
import { RecordedAnswers } from "../../ensemble/recorded.ts";
import { learningCurveOf } from "../verdict/learning_curve.ts";
import type { MeasuredThreshold } from "../../evaluate/metric_table.ts";
import { outputsFor } from "../../evaluate/predictions.ts";
import { type ExpectedOutputs, targetsOf } from "../../evaluate/row_scores.ts";
import { type BaselineAnswers, type ModelAnswers, type Truth, truthOf } from "../verdict/truth.ts";
import type { TableDatasets } from "../encode/datasets.ts";
import type { FoldEnsemble, FoldFamily } from "./fold_ensemble.ts";
import { featureKindsOf, type TableDescription } from "../columns/columns.ts";
import { leakSentences } from "../columns/profile.ts";
import { yieldToEventLoop } from "../../train/event_loop.ts";
import { countFolds } from "./data.ts";
import { type FoldedData, type MemberPlan, rowsWhere } from "./members.ts";
import type { TrainedModel } from "./networks.ts";
import { outOfFold } from "./rounds.ts";

/** The shares of the rows that the learning curve has beside all of them. */
const CURVE_SHARES = [0.25, 0.5];

export interface ComparedEnsemble {
  readonly ensemble: FoldEnsemble;
  readonly data: FoldedData;
  readonly test: Dataset;
  readonly description: TableDescription;
  /** The time of each row, if rows are split by time. */
  readonly times?: TableDatasets["times"];
  /** The answers of members that learned from shares of the rows, see {@linkcode curvePlansOf}; none leaves the curve out. */
  readonly curve?: readonly Float32Array[] | undefined;
  /** What mistakes cost, if the model decides by that: each model then has its own thresholds. */
  readonly decisions?: Pick<DecisionOptions, "costs" | "positive"> | undefined;
  readonly notes?: readonly string[];
  /** Aborted to give up: trees take a while. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The result of an ensemble with its interval, beside a constant answer, a linear model and boosted trees.
 * @throws {unknown} the signal's reason, if it is aborted
 */
export async function truthOfFolds(
  { ensemble, data, test, description, times, curve, decisions = {}, notes = [], signal }:
    ComparedEnsemble,
): Promise<Truth> {
  const { training } = data;
  const all = joined(training, test);
  const testRows = Uint32Array.from({ length: test.size }, (_, k) => training.size + k);
  const fitting = Uint32Array.from({ length: training.size }, (_, row) => row);
  const folds = Array.from(
    { length: countFolds(data) },
    (_, fold) => rowsWhere(data.folds[0]!, (own) => own === fold),
  );
  const answersOf = (model: FoldEnsemble) => ({
    outOfFold: withTest(model.outOfFold(training, data.folds).outputs, test),
    test: outputsFor(model, test),
  });
  const linear = answersOf(ensemble.only("linear"));
  const others = { folds, test: testRows };
  const repeated = (answer: Float32Array): Answer => (asked) =>
    Float32Array.from({ length: asked.length * all.outputs }, (_, k) => answer[k % all.outputs]!);
  const constant = await answersOfFolds(
    others,
    all.size,
    (rows) => repeated(constantAnswer(all, rows)),
  );
  const bins = binsOf(all.inputs, training.features, {
    fitting,
    levels: [...featureKindsOf(description).entries()].flatMap(([k, kind]) =>
      kind === "level" ? k : []
    ),
  });
  const rounds: number[] = [];
  const trees = await answersOfFolds(others, all.size, async (rows, validation) => {
    await yieldToEventLoop(signal);
    const fitted = fitTrees(bins, all, { training: rows, validation, weights: training.weights });
    rounds.push(fitted.rounds);
    return (asked) => fitted.answers(asked);
  });
  const phrase = constantPhrase(constantAnswer(all, fitting), training);
  const decided = <Answers extends ModelAnswers>(answers: Answers): Answers => ({
    ...answers,
    thresholds: thresholdsOf(answers.outOfFold!, data, decisions, ensemble),
  });
  const { labels, targets, outputs, problem } = training;
  const timed = times && { labels, targets, outputs, problem, times: times.training };
  const lasting = timed && {
    ...await answersOfFolds(others, all.size, (rows, asked) => {
      const askedTimes = Float64Array.from(asked, (row) => timed.times[row]!);
      return repeated(persistence(timed, rows, askedTimes));
    }),
    // When the test rows begin, those of all folds are known.
    test: repeated(persistence(timed, fitting, times.test))(testRows),
  };
  const baselines: BaselineAnswers[] = [
    { name: "constant", phrase, isConstant: true, ...constant },
    ...lasting === undefined
      ? []
      : [{ name: "persistence", phrase: persistencePhrase(all), isConstant: true, ...lasting }],
    {
      name: "linear",
      phrase: "a linear model",
      advice: "ship that, with --model linear",
      ...linear,
    },
    { name: "trees", phrase: "boosted trees", rounds, ...trees },
  ];
  return truthOf(decided(answersOf(ensemble)), all, {
    ...{ folds, isTimed: times !== undefined, test: testRows },
    baselines: baselines.map(decided),
    curve: curve && curveOf({ ensemble, data, curve }, all),
    leaks: leakSentences(description),
    notes,
  });
}

/**
 * What a model decides by where mistakes have costs: for a row out of fold by the rows of the other folds, for the test by all.
 * @param outOfFold [all rows, outputs]
 */
function thresholdsOf(
  outOfFold: Float32Array,
  { training, folds: [foldOf] }: FoldedData,
  { costs, positive }: Pick<DecisionOptions, "costs" | "positive">,
  like: FoldEnsemble,
): MeasuredThreshold[] | undefined {
  if (costs === undefined) return undefined;
  const { size, outputs } = training;
  const answers = new RecordedAnswers(outOfFold.slice(0, size * outputs), outputs, like);
  const { threshold, thresholds = threshold && [threshold] } = decisionOf(answers, training, {
    costs,
    positive,
  }, foldOf)!;
  const rows = Uint32Array.from({ length: size }, (_, row) => row);
  const targets = targetsOf(training, rows);
  return thresholds!.map(({ positive, from }) => {
    const scores = Float32Array.from(rows, (row) => outOfFold[row * outputs + positive]!);
    const positives = Array.from(rows, (row) => targets[row * outputs + positive] === 1);
    const others = crossFit(foldOf!, (some) => fitThreshold(scores, positives, costs, some));
    return { ...costs, positive, from: (index) => index < size ? others(index) : from ?? Infinity };
  });
}

function mainFamily({ families }: FoldEnsemble): FoldFamily {
  return families.reduce((a, b) => b.weight > a.weight ? b : a);
}

/** Members like those of the family that counts most, which learn from shares of the rows: share by share, by fold. */
export function curvePlansOf(ensemble: FoldEnsemble, plans: readonly MemberPlan[]): MemberPlan[] {
  const { name, weightDecay } = mainFamily(ensemble);
  const like = plans.filter(({ family, repeat, ...plan }) =>
    family.name === name && plan.weightDecay === weightDecay && repeat === 0
  );
  return CURVE_SHARES.flatMap((share) => like.map((plan) => ({ ...plan, share })));
}

function curveOf(
  { ensemble, data: { training, folds }, curve }:
    & Pick<ComparedEnsemble, "ensemble" | "data">
    & { readonly curve: readonly Float32Array[] },
  expected: ExpectedOutputs,
) {
  const count = curve.length / CURVE_SHARES.length;
  const learned = Math.floor(training.size * (1 - 1 / count));
  const steps = CURVE_SHARES.map((share, s) => ({
    rows: Math.floor(share * learned),
    answers: outOfFold(
      curve.slice(s * count, (s + 1) * count).map((outputs, fold) => ({
        fold,
        repeat: 0,
        outputs,
      })),
      folds.slice(0, 1),
    ),
  }));
  const { name: networks } = mainFamily(ensemble);
  const whole = ensemble.only(networks).outOfFold(training, folds).outputs;
  const rows = Uint32Array.from({ length: training.size }, (_, row) => row);
  const found = learningCurveOf([...steps, { rows: learned, answers: whole }], expected, rows);
  return found && { ...found, networks };
}

/** Features and expected outputs of the rows of one part, then those of another. */
function joined(training: Dataset, test: Dataset): ExpectedOutputs & {
  readonly inputs: Float32Array;
  readonly size: number;
} {
  const { problem, outputs, classes } = training;
  const join = <T extends Float32Array | Uint8Array | Uint16Array>(one: T, other: T): T => {
    const both = new (one.constructor as new (length: number) => T)(one.length + other.length);
    both.set(one);
    both.set(other, one.length);
    return both;
  };
  return {
    ...{ problem, outputs, classes, size: training.size + test.size },
    inputs: join(training.inputs as Float32Array, test.inputs as Float32Array),
    labels: join(training.labels, test.labels),
    targets: training.targets && join(training.targets, test.targets!),
  };
}

/** Out-of-fold answers with zeros for the rows of the test. */
function withTest(answers: Float32Array, { size, outputs }: Dataset): Float32Array {
  const all = new Float32Array(answers.length + size * outputs);
  all.set(answers);
  return all;
}

/** The rows of each fold, and those of the test, which no model learns from. */
interface Folds {
  readonly folds: readonly Uint32Array[];
  readonly test: Uint32Array;
}

/** The answers of a model for each fold. */
interface FoldAnswers {
  /** [all rows, outputs] The answer to a row by the model that did not learn from it; 0 for rows of the test. */
  readonly outOfFold: Float32Array;
  /** [test rows, outputs] The mean of all models' answers. */
  readonly test: Float32Array;
}

/** Answers rows, [rows, outputs]. */
type Answer = (rows: Uint32Array) => Float32Array;

/**
 * Fits a model for each fold on the rows of the others.
 * @param size how many rows there are in all
 * @param fit fits a model on training rows, may stop by the validation rows, and returns what answers rows, [rows, outputs]
 */
export async function answersOfFolds(
  { folds, test }: Folds,
  size: number,
  fit: (training: Uint32Array, validation: Uint32Array) => Answer | Promise<Answer>,
): Promise<FoldAnswers> {
  let outOfFold = new Float32Array();
  let sums = new Float64Array();
  for (const [k, validation] of folds.entries()) {
    const training = folds.filter((_, other) => other !== k).flatMap((fold) => [...fold]).sort((
      a,
      b,
    ) => a - b);
    const answer = await fit(Uint32Array.from(training), validation);
    const answers = answer(validation);
    const outputs = answers.length / validation.length;
    if (k === 0) {
      outOfFold = new Float32Array(size * outputs);
      sums = new Float64Array(test.length * outputs);
    }
    validation.forEach((row, r) =>
      outOfFold.set(answers.subarray(r * outputs, (r + 1) * outputs), row * outputs)
    );
    answer(test).forEach((value, j) => sums[j]! += value);
  }
  return { outOfFold, test: Float32Array.from(sums, (sum) => sum / folds.length) };
}

/** What a network without folds learned from, and is measured on. */
export interface ComparedSplits extends Pick<TableDatasets, "training" | "validation" | "test"> {
  /** What the columns are, and which give the target away; absent where the data is no table. */
  readonly table?: TableDescription | undefined;
  /** The time of each row, if rows are split by time. */
  readonly times?: TableDatasets["times"];
}

/**
 * Measures a network without folds on the test rows beside the best constant answer, and after a split by time the last known
 * one.
 * @param decision what the network decides by, where mistakes have costs
 */
export function truthOfNetwork(
  network: TrainedModel,
  { training, validation, test, table, times }: ComparedSplits,
  decision: Decision | undefined,
): Truth {
  const rows = (size: number) => Uint32Array.from({ length: size }, (_, row) => row);
  const { threshold, thresholds = threshold && [threshold] } = decision ?? {};
  const expected = thresholds?.map((one) => ({ ...one, from: expectedThreshold(one) }));
  const baseline = (name: string, phrase: string, answer: Float32Array): BaselineAnswers => ({
    ...{ name, phrase, isConstant: true, thresholds: expected },
    test: Float32Array.from(
      { length: test.size * answer.length },
      (_, k) => answer[k % answer.length]!,
    ),
  });
  const constant = constantAnswer(training, rows(training.size));
  const baselines = [baseline("constant", constantPhrase(constant, training), constant)];
  if (times !== undefined) {
    const known = {
      ...joined(training, validation),
      times: Float64Array.from([...times.training, ...times.validation]),
    };
    const answer = persistence(known, rows(known.size), times.test);
    baselines.push(baseline("persistence", persistencePhrase(training), answer));
  }
  return truthOf({ test: outputsFor(network, test), thresholds }, test, {
    ...{ test: rows(test.size), leaks: table && leakSentences(table), baselines },
  });
}
