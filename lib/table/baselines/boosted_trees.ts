/** Gradient boosted trees of depth 3: what people would use on a table instead of a network. @module */

import type { BinnedColumns } from "./bins.ts";
import { constantAnswer } from "./constant.ts";
import { costOf, type ExpectedOutputs, targetsOf, writeOutputs } from "../../measure/row_scores.ts";
import { log } from "../../numerics/elementary.ts";
import { addLeaves, type Tree, TreeGrower } from "./tree.ts";

const { floor, max, min } = Math;

/** The most cells that the trees of a fit look at by themselves: a second or two. */
const MAX_CELLS = 3e8;

/** How many rounds these are, at least and at most. */
const [MIN_ROUNDS, MAX_ROUNDS] = [20, 300];

/** The share that a class starts from which no training row has. */
const LEAST_SHARE = 1e-6;

function logShare(share: number): number {
  return log(max(share, LEAST_SHARE));
}

export interface TreesOptions {
  readonly training: Uint32Array;
  /** The rows whose cost chooses the number of rounds. */
  readonly validation: Uint32Array;
  /** The most rounds. Default: 300, or less of a table of so many columns, classes and rows that they take seconds */
  readonly rounds?: number;
  /** How many rounds without a lower cost end the fit. Default: 20 */
  readonly patience?: number;
  /** What the leaves of each tree are multiplied by. Default: 0.1 */
  readonly learningRate?: number;
  /** The fewest training rows of a leaf. Default: a hundredth of them, at least 1 and at most 20 */
  readonly minRows?: number;
}

export interface BoostedTrees {
  /** How many rounds were kept: those of the lowest validation cost. */
  readonly rounds: number;
  /** The mean cost of a validation row after these. */
  readonly cost: number;
  /** Answers rows of the table, all different: probabilities or quantities [rows, outputs], as a network's outputs are. */
  answers(rows: Uint32Array): Float32Array;
}

/**
 * Fits trees one after the other, each to the derivatives of the cost that those before it leave (Friedman, “Greedy function
 * approximation: a gradient boosting machine”, 2001), with leaves by Newton's step (Chen and Guestrin 2016). A round has a
 * tree for each class, label or quantity, and one for two classes. Sums are in float64 and in order: the same everywhere.
 * A row of weight 2 counts as two rows; weights whose mean is below 1 count as multiples of it.
 * @param table all rows, those to answer too
 * @param expected of the same rows
 * @throws {RangeError} if there are no training rows or no validation rows
 */
export function fitTrees(
  table: BinnedColumns,
  expected: ExpectedOutputs,
  { training, validation, ...options }: TreesOptions,
): BoostedTrees {
  const { minRows = max(1, min(20, floor(training.length / 100))) } = options;
  const { problem, outputs, weights } = expected;
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
  const [g, h] = [new Float64Array(size), new Float64Array(size)];
  const grower = new TreeGrower(table, training.length, minRows);
  const first = problem.isOneHot && outputs === 2 ? 1 : 0; // of two classes only the difference of scores counts
  const cells = 2 * table.columns * training.length * (outputs - first);
  const affordable = max(MIN_ROUNDS, min(MAX_ROUNDS, floor(MAX_CELLS / cells)));
  const { rounds = affordable, patience = 20, learningRate = 0.1 } = options;

  function grow(output: number): Tree {
    for (const row of training) {
      const [k, weight] = [row * outputs + output, weightOf(row) * scale];
      g[row] = weight * (out[k]! - targets[k]!);
      h[row] = weight * (problem.hasAccuracy ? out[k]! * (1 - out[k]!) : 1);
    }
    const tree = grower.grow(training, g, h, learningRate);
    for (const rows of [training, validation]) {
      addLeaves(tree, table, rows, scores, outputs, output);
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
    for (const row of training) writeOutputs(problem, scores, row, outputs, out);
    trees.push(Array.from({ length: outputs - first }, (_, k) => grow(first + k)));
    const cost = validationCost();
    if (cost < best.cost) best = { rounds: trees.length, cost };
  }
  const kept = trees.slice(0, best.rounds);
  return {
    ...best,
    answers(rows) {
      const sums = new Float64Array(size * outputs);
      for (const row of rows) sums.set(start, row * outputs);
      for (const round of kept) {
        round.forEach((tree, k) => addLeaves(tree, table, rows, sums, outputs, first + k));
      }
      const answers = new Float32Array(rows.length * outputs);
      rows.forEach((row, r) => {
        writeOutputs(problem, sums, row, outputs, sums);
        answers.set(sums.subarray(row * outputs, (row + 1) * outputs), r * outputs);
      });
      return answers;
    },
  };
}
