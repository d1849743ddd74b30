/** A model beside simpler ones: is an ensemble over folds worth its weights, or a network its own? @module */

import { expectedOf } from "../../measure/row_scores.ts";
import { constantAnswer, constantPhrase, rareClassMissed } from "../baselines/constant.ts";
import { persistenceOfFolds, persistencePhrase } from "../baselines/persistence.ts";
import type { Dataset } from "../../dataset.ts";
import { rowsWhere } from "../../dataset/split.ts";
import { bestConstant, decidingMetric } from "../../measure/metric_choice.ts";
import { countText } from "../../measure/verdict/amounts.ts";
import { METRICS } from "../../measure/metric_table.ts";
import { futureText } from "../../measure/drift/future.ts";
import { outputsFor } from "../../evaluate/predictions.ts";
import {
  type BaselineAnswers,
  type ModelAnswers,
  type Truth,
  type TruthDifference,
  truthOf,
} from "../../measure/verdict/truth.ts";
import { findingOf } from "../../measure/verdict/verdict.ts";
import type { PairedDifference } from "../../measure/distributions.ts";
import { binned, type BinnedColumns } from "../baselines/bins.ts";
import type { TableDatasets } from "../encode/datasets.ts";
import { averagingGain, crossedRows, ensembleOfFold } from "./averaging_gain.ts";
import type { FoldEnsemble } from "./fold_ensemble.ts";
import type { TableDescription } from "../columns/columns.ts";
import { leakSentences } from "../columns/profile.ts";
import { rulesOf } from "../columns/target.ts";
import { yieldToEventLoop } from "../../train/event_loop.ts";
import { joined } from "./all_rows.ts";
import {
  fitChosenTrees,
  fitFoldTrees,
  type FoldAnswer,
  type FoldRows,
  type FoldTrees,
  treeBinningsOf,
  type TreesTask,
} from "./trees.ts";
import { type TreeModel, treeOutputsOf } from "./tree_model.ts";
import { countFolds } from "../../ensemble/trained_model.ts";
import { type AnsweredEnsemble, curveOf, type CurveStep, outOfFoldOf } from "./learning_curve.ts";
import { thresholdsOf } from "./thresholds.ts";

/** An ensemble that is compared with simpler models. */
export interface ComparedEnsemble extends AnsweredEnsemble {
  readonly test: Dataset;
  readonly description: TableDescription;
  /** The time of each row, if rows are split by time. */
  readonly times?: TableDatasets["times"];
  /** What members came to that learned from shares of the rows, fewest first; none leaves the curve out. */
  readonly curve?: readonly CurveStep[] | undefined;
  /** Fits the trees of all folds. Default: one after the other */
  readonly fitAllTrees?: ((tasks: readonly TreesTask[]) => Promise<FoldTrees[]>) | undefined;
  /** Called with the trees of all folds, unless the ensemble is shown to be better than they are. */
  readonly onTrees?: ((trees: TreeModel) => void) | undefined;
  /** Called when all trees are fitted. */
  readonly onFitted?: (() => void) | undefined;
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
  const { fitAllTrees, onTrees, signal } = compared;
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
  const crossed = crossedRows(training, description);
  const answersOf = (model: FoldEnsemble) => ({
    outOfFold: withTest(outOfFoldOf(model, compared), test),
    test: outputsFor(model, test),
    crossed: folds.map((_, fold) => outputsFor(ensembleOfFold(model, fold), crossed)),
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
  const binnings = treeBinningsOf(all.inputs, description, fitting);
  const { depth, rounds, packed, ...trees } = await treesOfFolds(
    { folds, test: testRows },
    joined(rows, crossed),
    (cells) => binned(cells, ensemble.features, binnings),
    fitAllTrees ?? ((tasks) => inTurns(tasks, fitFoldTrees, signal)),
  );
  compared.onFitted?.();
  const misses = rareClassMissed(constantAnswer(all, fitting), constantOf(fitting), training);
  const phrase = constantPhrase(
    constantOf(fitting),
    training,
    (metric && METRICS[metric].constant?.noun) ?? "mean",
  );
  const decided = <Answers extends ModelAnswers>(
    { crossed: own, ...answers }: Answers & { readonly crossed?: readonly Float32Array[] },
  ) => {
    const thresholds = thresholdsOf(answers.outOfFold!, data, decisions, ensemble);
    const outOfFold = { outputs: answers.outOfFold!, thresholds };
    const deciding = decidingMetric(all, outOfFold, metric);
    const folded = { outOfFold, expected: all, rows: fitting };
    return {
      ...answers,
      thresholds,
      gain: own && averagingGain(deciding, own, crossed, folded),
    };
  };
  const { labels, targets, outputs, problem, weights } = training;
  const timed = { labels, targets, outputs, problem, weights };
  const lasting = times && persistenceOfFolds(timed, times, folds, all.size);
  const baselines: (BaselineAnswers & { readonly crossed?: readonly Float32Array[] })[] = [
    { name: "constant", phrase, misses, isConstant: true, ...constant },
    ...lasting === undefined ? [] : [{
      name: "persistence",
      phrase: persistencePhrase(all, times?.panel?.columns),
      isConstant: true,
      ...lasting,
    }],
    {
      name: "linear",
      phrase: "a linear model",
      advice: "ship that, with --model linear",
      ...linear,
    },
    {
      name: "trees",
      phrase: treesPhrase(depth, rounds),
      isPlural: true,
      advice: "ship those, with --model trees",
      depth,
      rounds,
      ...trees,
    },
  ];
  const truth = truthOf(decided(answersOf(ensemble)), all, {
    folds,
    isTimed: times !== undefined,
    test: testRows,
    metric,
    baselines: baselines.map(decided),
    curve: curve && curveOf(curve, compared, all),
    leaks: leakSentences(description),
    column: description.weights,
    classNames: target.problem.isOneHot ? target.outputNames : ["no", "yes"],
    notes: [...notes, ...times === undefined ? [] : futureNotes(compared, times)],
  });
  if (!isBetterThanTrees(truth)) {
    onTrees?.({ outputs: treeOutputsOf(problem), binnings, folds: packed });
  }
  return truth;
}

/** Whether the verdict is that a model is better than boosted trees. */
function isBetterThanTrees({ compared, baselines }: Truth): boolean {
  const beside = baselines.find(({ name }) => name === "trees")?.compared;
  if (!beside || compared === null) return false;
  const { difference, test } = beside;
  const rest = { metric: compared.metric, rows: compared.rows, testRows: 0 };
  return findingOf({
    ...rest,
    difference: withShown(difference),
    test: test === null ? undefined : withShown(test),
    margin: compared.margin ?? 0,
  }, true) === "better";
}

/** A difference as it was before it was written. */
function withShown({ value, plusMinus }: TruthDifference): PairedDifference {
  const error = plusMinus ?? Infinity;
  const shown = value - error > 0 ? "first" : value + error < 0 ? "second" : "neither";
  return { value, plusMinus, standardError: null, shown };
}

/** That the latest rows are not like those before, if that is shown. */
function futureNotes(
  compared: ComparedEnsemble,
  times: NonNullable<ComparedEnsemble["times"]>,
): string[] {
  const { ensemble, data: { training }, test, description } = compared;
  if (test.size === 0) return [];
  const { outputNames: names, quantities } = rulesOf(description);
  const outOfFold = compared.outOfFold?.(ensemble) ??
    ensemble.outOfFold(training, compared.data.folds);
  const tested = outputsFor(ensemble, test);
  const text = futureText({ training, test, outOfFold, tested, times, names, quantities });
  return text === undefined ? [] : [text];
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

/** What boosted trees answer for each fold, to crossed rows too. */
async function treesOfFolds(
  { folds, test }: Folds,
  { inputs, size, ...expected }: ReturnType<typeof joined>,
  binsOf: (cells: Float32Array) => BinnedColumns,
  fitAll: (tasks: readonly TreesTask[]) => Promise<FoldTrees[]>,
) {
  const rows = folds.reduce((sum, fold) => sum + fold.length, 0) + test.length;
  const others = Uint32Array.from({ length: size - rows }, (_, k) => rows + k);
  let fitted: readonly FoldTrees[] = [];
  const both = { folds, test: Uint32Array.from([...test, ...others]) };
  const answers = await answersOfFolds(both, rows, async (rows) => {
    return fitted = await fitChosenTrees(rows, { bins: binsOf(inputs), expected }, fitAll);
  });
  const end = test.length * expected.outputs;
  return {
    ...answers,
    test: answers.test.subarray(0, end),
    crossed: fitted.map(({ test }) => test.subarray(end)),
    depth: fitted[0]!.depth,
    rounds: fitted.map(({ rounds }) => rounds),
    packed: fitted.map(({ trees }) => trees),
  };
}

/** Trees by their depth and the median of the folds' rounds: `boosted trees of depth 6, 214 rounds`. */
function treesPhrase(depth: number, rounds: readonly number[]): string {
  const ordered = rounds.toSorted((a, b) => a - b);
  return `boosted trees of depth ${depth}, ${countText(ordered[rounds.length >> 1]!, "round")}`;
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
