/** Gradient boosted trees: what people would use on a table instead of a network. @module */

import type { BinnedColumns } from "./bins.ts";
import { constantAnswer } from "./constant.ts";
import { costOf, type ExpectedOutputs, targetsOf, writeOutputs } from "../../measure/row_scores.ts";
import { log } from "../../numerics/elementary.ts";
import { RandomStream } from "../../numerics/random.ts";
import { packDerivatives } from "./derivatives.ts";
import { addLeaves, type Tree } from "./tree.ts";
import { firstOutputOf, treeAnswers } from "./tree_answers.ts";
import { TreeGrower, type TreeRules } from "./tree_grower.ts";

const { ceil, floor, max, min } = Math;

/** The share that a class starts from which no training row has. */
const LEAST_SHARE = 1e-6;

function logShare(share: number): number {
  return log(max(share, LEAST_SHARE));
}

/** How trees are fitted. */
export interface BoostingSettings extends TreeRules {
  /** The most rounds. Default: so many that they take a second or so, from 100 to 1,500 */
  readonly rounds: number;
  /** How many rounds without a lower cost end the fit. */
  readonly patience: number;
  /** What the leaves of each tree are multiplied by. */
  readonly learningRate: number;
  /** The share of the training rows that each round draws (Friedman, “Stochastic gradient boosting”, 2002). */
  readonly rowShare: number;
  /** The share of the columns that each tree draws. */
  readonly columnShare: number;
}

/** What is not given. Chosen by costs out of fold. */
const SETTINGS: Omit<BoostingSettings, "minWeight" | "rounds"> = {
  depth: 3,
  lambda: 1,
  patience: 30,
  learningRate: 0.1,
  rowShare: 0.7,
  columnShare: 0.7,
};

/** A row of a quantity has the second derivative 1, and one of a class at most ¼: much less where it is sure. */
const [MIN_ROWS, MIN_CURVATURE] = [1, 0.01];

export interface TreesOptions extends Partial<BoostingSettings> {
  readonly training: Uint32Array;
  /** The rows whose cost chooses the number of rounds. */
  readonly validation: Uint32Array;
}

export interface BoostedTrees {
  /** How many rounds were kept: those of the lowest validation cost. */
  readonly rounds: number;
  /** The mean cost of a validation row after these. */
  readonly cost: number;
  /** [outputs] Where scores start. */
  readonly start: Float64Array;
  /** [rounds][trees] Of two classes a round has one tree, whose scores are of the second one; otherwise one for each output. */
  readonly trees: readonly (readonly Tree[])[];
  /** Answers rows of the table, all different: probabilities or quantities [rows, outputs], as a network's outputs are. */
  answers(rows: Uint32Array): Float32Array;
}

/**
 * Fits trees one after the other, each to the derivatives of the cost that those before it leave (Friedman, “Greedy function
 * approximation: a gradient boosting machine”, 2001), with leaves by Newton's step (Chen and Guestrin 2016). A round has a
 * tree for each class, label or quantity, and one for two classes. Sums are in float64 and in order, or of whole numbers: the
 * same everywhere. A row of weight 2 counts as two rows; weights whose mean is below 1 count as multiples of it.
 * @param table all rows, those to answer too
 * @param expected of the same rows
 * @throws {RangeError} if there are no training rows or no validation rows
 */
export function fitTrees(
  table: BinnedColumns,
  expected: ExpectedOutputs,
  { training, validation, ...options }: TreesOptions,
): BoostedTrees {
  const { problem, outputs, weights } = expected;
  const minWeight = problem.hasAccuracy ? MIN_CURVATURE : MIN_ROWS;
  const first = firstOutputOf(problem, outputs);
  const defaults = { ...SETTINGS, minWeight, ...options };
  const settings = {
    ...defaults,
    rounds: options.rounds ??
      affordableRounds(table, training.length, outputs - first, defaults.depth),
  };
  const { rounds, patience, learningRate, rowShare, columnShare } = settings;
  if (training.length === 0 || validation.length === 0) {
    throw new RangeError("Cannot fit trees without training rows or without validation rows");
  }
  const size = table.rows;
  const weightOf = (row: number) => weights?.[row] ?? 1;
  const totalOf = (rows: Uint32Array) => rows.reduce((sum, row) => sum + weightOf(row), 0);
  // Leaves are shrunk as by a row: weights that add up to less than the rows would leave nothing of them.
  const scale = max(1, training.length / totalOf(training));
  const targets = targetsOf(expected, Uint32Array.from({ length: size }, (_, row) => row));
  const start = Float64Array.from(constantAnswer(expected, training), (share) => {
    if (!problem.hasAccuracy) return share;
    return logShare(share) - (problem.isOneHot ? 0 : logShare(1 - share));
  });
  const scores = new Float64Array(size * outputs);
  for (let row = 0; row < size; row++) scores.set(start, row * outputs);
  const out = new Float64Array(size * outputs);
  const [g, h, packed] = [0, 0, 0].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const grower = new TreeGrower(table, training.length, settings);

  function grow(output: number, { rows, others }: Drawn, columns: Uint16Array): Tree {
    for (let r = 0; r < rows.length; r++) {
      const row = rows[r]!;
      const k = row * outputs + output;
      const weight = (weights?.[row] ?? 1) * scale;
      g[row] = weight * (out[k]! - targets[k]!);
      h[row] = weight * (problem.hasAccuracy ? out[k]! * (1 - out[k]!) : 1);
    }
    const tree = grower.grow(rows, packDerivatives(rows, g, h, packed), columns, learningRate);
    grower.addLeaves(scores, outputs, output);
    for (const some of [others, validation]) {
      addLeaves(tree, table, some, scores, outputs, output);
    }
    return tree;
  }
  const validationTotal = totalOf(validation);
  function validationCost(): number {
    let sum = 0;
    for (const row of validation) {
      writeOutputs(problem, scores, row, outputs, out);
      sum += weightOf(row) * costOf(problem, out, targets, row, outputs);
    }
    return sum / validationTotal;
  }

  const trees: Tree[][] = [];
  let best = { rounds: 0, cost: validationCost() };
  while (trees.length < rounds && trees.length < best.rounds + patience) {
    const random = new RandomStream(0, "trees", trees.length);
    const drawn = drawnRows(training, rowShare, random);
    for (const row of drawn.rows) writeOutputs(problem, scores, row, outputs, out);
    trees.push(
      Array.from(
        { length: outputs - first },
        (_, k) => grow(first + k, drawn, drawnColumns(table.columns, columnShare, random)),
      ),
    );
    const cost = validationCost();
    if (cost < best.cost) best = { rounds: trees.length, cost };
  }
  const kept = trees.slice(0, best.rounds);
  return {
    ...best,
    start,
    trees: kept,
    answers: (rows) =>
      treeAnswers({ start, trees: kept.flat() }, { bins: table.bins, rows: size }, rows, problem),
  };
}

/** How many rounds there are, at least and at most. */
const [MIN_ROUNDS, MAX_ROUNDS] = [100, 1500];

/** What a fit may cost, in steps of 2 or 3 ns. */
const MAX_STEPS = 4e8;

/** The steps of a row besides those of its trees: its outputs, its derivatives and its cost. */
const ROW_STEPS = 60;

/** A tree looks at each cell of its rows once a level, and at each bin once a node. */
function affordableRounds(
  { columns, counts }: BinnedColumns,
  rows: number,
  trees: number,
  depth: number,
): number {
  const bins = counts.reduce((a, b) => a + b, 0);
  const steps = trees * (rows * columns * depth + bins * (1 << depth)) + ROW_STEPS * rows;
  return max(MIN_ROUNDS, min(MAX_ROUNDS, floor(MAX_STEPS / steps)));
}

/** The rows that a round learns from, and those that it does not. */
interface Drawn {
  readonly rows: Uint32Array;
  readonly others: Uint32Array;
}

/** Each row with the probability of the share, in 256ths; all of them where none would be left. */
function drawnRows(rows: Uint32Array, share: number, random: RandomStream): Drawn {
  const [drawn, others] = [new Uint32Array(rows.length), new Uint32Array(rows.length)];
  const most = floor(share * 256);
  let [count, word] = [0, 0];
  for (let k = 0; k < rows.length; k++) {
    word = (k & 3) === 0 ? random.uint32() : word >>> 8; // four rows by the bytes of a word
    if ((word & 255) < most) drawn[count++] = rows[k]!;
    else others[k - count] = rows[k]!;
  }
  if (count === 0) return { rows, others: new Uint32Array() };
  return { rows: drawn.subarray(0, count), others: others.subarray(0, rows.length - count) };
}

/** A share of the columns, at least one if there are any, in order. */
function drawnColumns(columns: number, share: number, random: RandomStream): Uint16Array {
  const all = Uint16Array.from({ length: columns }, (_, c) => c);
  if (share === 1) return all;
  const count = ceil(share * columns);
  for (let k = 0; k < count; k++) {
    const other = k + random.uint32() % (columns - k);
    [all[k], all[other]] = [all[other]!, all[k]!];
  }
  return all.slice(0, count).sort();
}
