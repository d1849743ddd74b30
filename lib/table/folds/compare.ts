/** A model beside simpler ones: is an ensemble over folds worth its weights, or a network its own? @module */

import { type BinnedColumns, binsOf } from "../baselines/bins.ts";
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
import { bestConstant } from "../../measure/metric_choice.ts";
import { RecordedAnswers } from "../../ensemble/recorded.ts";
import { learningCurveOf } from "../verdict/learning_curve.ts";
import type { AskedMetric } from "../../options/metric_names.ts";
import type { MeasuredThreshold } from "../../measure/metric.ts";
import { METRICS } from "../../measure/metric_table.ts";
import { positiveOf } from "../../measure/metric/answered.ts";
import { outputsFor } from "../../evaluate/predictions.ts";
import {
  expectedOf,
  type ExpectedOutputs,
  type MetricFacts,
  targetsOf,
} from "../../measure/row_scores.ts";
import { type BaselineAnswers, type ModelAnswers, type Truth, truthOf } from "../verdict/truth.ts";
import type { TableDatasets } from "../encode/datasets.ts";
import type { FoldEnsemble, FoldFamily } from "./fold_ensemble.ts";
import type { TableDescription } from "../columns/columns.ts";
import { categoriesIn, featureKindsOf } from "../columns/features.ts";
import { leakSentences } from "../columns/profile.ts";
import { rulesOf } from "../columns/target.ts";
import { yieldToEventLoop } from "../../train/event_loop.ts";
import { countFolds } from "./data.ts";
import { type FoldedData, type MemberPlan, rowsWhere } from "./members.ts";
import type { TrainedModel } from "./networks.ts";

/** Members that learned from a share of the rows, for the learning curve. */
export interface CurveStep {
  readonly share: number;
  /** The answers of a member for each of the first folds to its fold. */
  readonly outputs: readonly Float32Array[];
}

/** The rows that a model of a fold learns from, the fold itself, and the test. */
export interface FoldRows {
  readonly training: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

/** What the model of a fold answers to the fold and to the test, [rows, outputs]. */
export interface FoldAnswer {
  readonly validation: Float32Array;
  readonly test: Float32Array;
}

/** Trees that are to be fitted for a fold. */
export interface TreesTask extends FoldRows {
  readonly bins: BinnedColumns;
  /** Of all rows. */
  readonly expected: ExpectedOutputs;
}

/** What the trees of a fold come to. */
export interface FoldTrees extends FoldAnswer {
  readonly rounds: number;
}

/** Fits trees for a fold. */
export function fitFoldTrees(
  { bins, expected, training, validation, test }: TreesTask,
): FoldTrees {
  const { rounds, answers } = fitTrees(bins, expected, { training, validation });
  return { rounds, validation: answers(validation), test: answers(test) };
}

export interface ComparedEnsemble {
  readonly ensemble: FoldEnsemble;
  readonly data: FoldedData;
  readonly test: Dataset;
  readonly description: TableDescription;
  /** The time of each row, if rows are split by time. */
  readonly times?: TableDatasets["times"];
  /** What members came to that learned from shares of the rows, fewest first; none leaves the curve out. */
  readonly curve?: readonly CurveStep[] | undefined;
  /** What the members of some families have answered to the rows that they did not learn from. Default: they answer again */
  readonly outOfFold?: ((some: FoldEnsemble) => RecordedAnswers) | undefined;
  /** Fits the trees of all folds. Default: one after the other */
  readonly fitAllTrees?: ((tasks: readonly TreesTask[]) => Promise<FoldTrees[]>) | undefined;
  /** What mistakes cost, if the model decides by that: each model then has its own thresholds. */
  readonly decisions?:
    | Pick<DecisionOptions, "costs" | "positive"> & { readonly metric?: AskedMetric | undefined }
    | undefined;
  readonly notes?: readonly string[];
  /** The version of the recipe. Default: 1 */
  readonly recipe?: number | undefined;
  /** Aborted to give up: trees take a while. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The result of an ensemble with its interval, beside a constant answer, a linear model and boosted trees.
 * @throws {unknown} the signal's reason, if it is aborted
 */
export async function truthOfFolds(
  compared: ComparedEnsemble,
): Promise<Truth> {
  const { ensemble, data, test, description, times, curve } = compared;
  const { decisions = {}, notes = [] } = compared;
  const { recipe = 1, fitAllTrees, signal } = compared;
  const { training } = data;
  const { metric } = decisions;
  const target = rulesOf(description);
  const classes = target.problem.isOneHot ? target.outputNames : undefined;
  const facts = { classes, quantities: target.quantities };
  const rows = joined(training, test);
  const all = { ...rows, ...expectedOf(rows, { ...facts, positive: decisions.positive }) };
  const testRows = Uint32Array.from({ length: test.size }, (_, k) => training.size + k);
  const fitting = Uint32Array.from({ length: training.size }, (_, row) => row);
  const folds = Array.from(
    { length: countFolds(data) },
    (_, fold) => rowsWhere(data.folds[0]!, (own) => own === fold),
  );
  const answersOf = (model: FoldEnsemble) => ({
    outOfFold: withTest(outOfFoldOf(model, compared), test),
    test: outputsFor(model, test),
  });
  const linear = answersOf(ensemble.only("linear"));
  const others = { folds, test: testRows };
  const repeated = (answer: Float32Array) => (asked: Uint32Array) =>
    Float32Array.from({ length: asked.length * all.outputs }, (_, k) => answer[k % all.outputs]!);
  // Ranked by the constants of folds, rows of a class would be below others: a fold that has more of it leaves less to the others.
  const areRanked = metric !== undefined && METRICS[metric].isRanking === true;
  const constantOf = (rows: Uint32Array) =>
    (metric && bestConstant(metric, all, rows)) ??
      constantAnswer(all, areRanked ? fitting : rows);
  const constant = await answersOfFolds(
    others,
    all.size,
    (rows) =>
      rows.map(({ training, validation, test }) => {
        const answer = repeated(constantOf(training));
        return { validation: answer(validation), test: answer(test) };
      }),
  );
  const bins = binsOf(all.inputs, training.features, {
    fitting,
    ...recipe > 1 && { categories: categoriesIn(description) },
    levels: [...featureKindsOf(description).entries()].flatMap(([k, kind]) =>
      kind === "level" ? k : []
    ),
  });
  const rounds: number[] = [];
  const trees = await answersOfFolds(others, all.size, async (rows) => {
    const { inputs: _, ...expected } = all;
    const tasks = rows.map((own) => ({ ...own, bins, expected }));
    const fitted = fitAllTrees === undefined
      ? await inTurns(tasks, fitFoldTrees, signal)
      : await fitAllTrees(tasks);
    rounds.push(...fitted.map(({ rounds }) => rounds));
    return fitted;
  });
  const phrase = constantPhrase(
    constantOf(fitting),
    training,
    (metric && METRICS[metric].constant?.noun) ?? "mean",
  );
  const decided = <Answers extends ModelAnswers>(answers: Answers): Answers => ({
    ...answers,
    thresholds: thresholdsOf(answers.outOfFold!, data, decisions, ensemble),
  });
  const { labels, targets, outputs, problem, weights } = training;
  const timed = times && { labels, targets, outputs, problem, weights, times: times.training };
  const lasting = timed && {
    ...await answersOfFolds(
      others,
      all.size,
      (rows) =>
        rows.map(({ training, validation, test }) => {
          const asked = Float64Array.from(validation, (row) => timed.times[row]!);
          const answer = repeated(persistence(timed, training, asked));
          return { validation: answer(validation), test: answer(test) };
        }),
    ),
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
    folds,
    isTimed: times !== undefined,
    test: testRows,
    metric,
    baselines: baselines.map(decided),
    curve: curve && curveOf(curve, compared, all),
    leaks: leakSentences(description),
    column: description.weights,
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
    const others = crossFit(
      foldOf!,
      (some) => fitThreshold(scores, positives, costs, some, training.weights),
    );
    return { ...costs, positive, from: (index) => index < size ? others(index) : from ?? Infinity };
  });
}

function mainFamily({ families }: FoldEnsemble): FoldFamily {
  return families.reduce((a, b) => b.weight > a.weight ? b : a);
}

/** The shares of the rows that the learning curve has beside all of them, in the order in which they are trained. */
const CURVE_SHARES = [0.5, 0.25];

/** By the second recipe, the learning curve answers no more folds than have so many rows: its points differ clearly by then. */
const CURVE_ROWS = 8000;

/** Of what a learning curve is. */
type Curved = Pick<ComparedEnsemble, "ensemble" | "data" | "outOfFold" | "decisions">;

/** [rows, outputs] */
function outOfFoldOf(
  some: FoldEnsemble,
  { data: { training, folds }, outOfFold = (some) => some.outOfFold(training, folds) }: Curved,
): Float32Array {
  return outOfFold(some).outputs;
}

/**
 * Trains members like those of the family that counts most on shares of the rows, for the learning curve. By the second recipe
 * there are as many folds as answer so many rows, and a quarter of the rows is left out unless all of them are shown to be
 * better than a half.
 * @param trainAll trains members, and returns the answers of each one's best epoch to its fold
 */
export async function trainCurve(
  compared: Curved & Pick<ComparedEnsemble, "recipe">,
  plans: readonly MemberPlan[],
  trainAll: (plans: readonly MemberPlan[]) => Promise<readonly Float32Array[]>,
): Promise<CurveStep[]> {
  const { ensemble, data, recipe = 1 } = compared;
  const { name, weightDecay } = mainFamily(ensemble);
  const answered = recipe > 1 ? countFolds(data) * CURVE_ROWS / data.training.size : Infinity;
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

function curveOf(curve: readonly CurveStep[], compared: Curved, expected: ExpectedOutputs) {
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

/** Features and expected outputs of the rows of one part, then those of another. */
function joined(training: Dataset, test: Dataset): ExpectedOutputs & {
  readonly inputs: Float32Array;
  readonly size: number;
} {
  const { problem, outputs, classes } = training;
  const join = <T extends Float32Array | Uint8Array | Uint16Array | Uint32Array>(
    one: T,
    other: T,
  ): T => {
    const both = new (one.constructor as new (length: number) => T)(one.length + other.length);
    both.set(one);
    both.set(other, one.length);
    return both;
  };
  return {
    problem,
    outputs,
    classes,
    size: training.size + test.size,
    inputs: join(training.inputs as Float32Array, test.inputs as Float32Array),
    labels: join(training.labels, test.labels),
    targets: training.targets && join(training.targets, test.targets!),
    units: training.units && test.units && join(training.units, test.units),
    weights: training.weights && test.weights && join(training.weights, test.weights),
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

/**
 * The answers of a model for each fold, which is fitted on the rows of the others and may stop by its own.
 * @param size how many rows there are in all
 * @param fit fits the models, and answers by each
 */
export async function answersOfFolds(
  { folds, test }: Folds,
  size: number,
  fit: (rows: readonly FoldRows[]) => readonly FoldAnswer[] | Promise<readonly FoldAnswer[]>,
): Promise<FoldAnswers> {
  const fitted = await fit(folds.map((validation) => {
    const others = folds.filter((fold) => fold !== validation).flatMap((fold) => [...fold]);
    return { training: Uint32Array.from(others).sort(), validation, test };
  }));
  const outputs = fitted[0]!.validation.length / folds[0]!.length;
  const outOfFold = new Float32Array(size * outputs);
  const sums = new Float64Array(test.length * outputs);
  for (const [k, answer] of fitted.entries()) {
    folds[k]!.forEach((row, r) =>
      outOfFold.set(answer.validation.subarray(r * outputs, (r + 1) * outputs), row * outputs)
    );
    answer.test.forEach((value, j) => sums[j]! += value);
  }
  return { outOfFold, test: Float32Array.from(sums, (sum) => sum / folds.length) };
}

/** Does tasks one after the other, each in a turn of the event loop. */
async function inTurns<Task, Result>(
  tasks: readonly Task[],
  run: (task: Task) => Result,
  signal: AbortSignal | undefined,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const task of tasks) {
    await yieldToEventLoop(signal);
    results.push(run(task));
  }
  return results;
}

/** What a network without folds learned from, and is measured on. */
export interface ComparedSplits extends Pick<TableDatasets, "training" | "validation" | "test"> {
  /** What the columns are, and which give the target away; absent where the data is not a table. */
  readonly table?: TableDescription | undefined;
  /** The time of each row, if rows are split by time. */
  readonly times?: TableDatasets["times"];
}

/** What a network decides by, where mistakes have costs, and what it is compared by. */
export interface NetworkDecisions extends Pick<DecisionOptions, "positive"> {
  readonly decision?: Decision | undefined;
  readonly metric?: AskedMetric | undefined;
}

/**
 * Measures a network without folds on the test rows beside the best constant answer, and after a split by time the last known
 * one.
 * @param facts the names of the classes, and the scale of quantities
 */
export function truthOfNetwork(
  network: TrainedModel,
  { training, validation, test, table, times }: ComparedSplits,
  { decision, metric, positive }: NetworkDecisions,
  facts: Omit<MetricFacts, "positive">,
): Truth {
  const rows = (size: number) => Uint32Array.from({ length: size }, (_, row) => row);
  const { threshold, thresholds = threshold && [threshold] } = decision ?? {};
  const learned = {
    ...expectedOf(training, { ...facts, positive }),
    ...table && table.weights === undefined && { weights: undefined }, // of version 0.1 they count in training alone
  };
  // The rarer class is counted in the rows that train: the test part may have another.
  const tested = {
    ...expectedOf(test, { ...facts, positive }),
    positive: training.classes === 2 ? positiveOf(learned) : undefined,
  };
  const expected = thresholds?.map((one) => ({ ...one, from: expectedThreshold(one) }));
  const baseline = (name: string, phrase: string, answer: Float32Array): BaselineAnswers => ({
    name,
    phrase,
    isConstant: true,
    thresholds: expected,
    test: Float32Array.from(
      { length: test.size * answer.length },
      (_, k) => answer[k % answer.length]!,
    ),
  });
  const constant = (metric && bestConstant(metric, learned, rows(training.size))) ??
    constantAnswer(learned, rows(training.size));
  const phrase = constantPhrase(
    constant,
    training,
    (metric && METRICS[metric].constant?.noun) ?? "mean",
  );
  const baselines = [baseline("constant", phrase, constant)];
  if (times !== undefined) {
    const known = {
      ...joined(training, validation),
      times: Float64Array.from([...times.training, ...times.validation]),
    };
    const answer = persistence(known, rows(known.size), times.test);
    baselines.push(baseline("persistence", persistencePhrase(training), answer));
  }
  return truthOf({ test: outputsFor(network, test), thresholds }, tested, {
    test: rows(test.size),
    leaks: table && leakSentences(table),
    baselines,
    metric,
    column: table?.weights,
  });
}
