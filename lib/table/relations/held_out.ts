/**
 * Whether rows that stay together are answered worse when none of them trains: the errors of boosted trees on random folds
 * and on folds of whole levels, row by row. @module
 */

import { rowsWhere } from "../../dataset/split.ts";
import { argmax } from "../../numerics/argmax.ts";
import { type Levels, levelsAt, levelsOf, randomOrder, streamOf } from "./columns.ts";
import type { Feature, Targets } from "./features.ts";
import { latestRows } from "./recurrence.ts";
import { meanOf, TreeLearner } from "./trees.ts";

const { floor, max, min, sqrt } = Math;

const FOLDS = 5;

/** Of fewer of the latest rows nothing is said. */
const MIN_LATEST = 30;

/** How many random partitions the chance of partitions is estimated from, and how many there are of levels. */
const [RANDOM_PARTITIONS, LEVEL_PARTITIONS] = [5, 2];

/** The fewest levels in a fold, and the number of folds, that tell whether levels matter at all. */
const [SURE_LEVELS, FIRST_FOLDS] = [10, 2];

/** R², and accuracy for classes. */
export interface Score {
  /** Of the squared errors of classes or ranks; at most 0 if the mean is no worse. */
  readonly r2: number;
  /** The share of rows that are answered right; `undefined` for quantities and many classes. */
  readonly accuracy: number | undefined;
}

/** Rows answered by others of their level, and without them. */
export interface HeldOutResult {
  /** Every row by a random four fifths of the others. */
  readonly random: Score;
  /** Every row by levels other than its own, or by earlier rows. */
  readonly heldOut: Score;
  /** By how much R² falls, of what is above 0: a model that predicts nothing has nothing to lose. */
  readonly drop: number;
  /** The mean difference of errors, in standard deviations of the chance of partitions. */
  readonly z: number;
  /** The difference over its standard error, each level one observation. */
  readonly t: number;
}

/** Trees on the features of some rows, and their answers out of fold. */
export class HeldOut {
  /** How many rows there are. */
  readonly rows: number;
  /** What is learned. */
  readonly targets: Targets;
  readonly #learner: TreeLearner;
  readonly #check: string;
  readonly #base: number;
  readonly #random: Partition[] = [];
  /** Of levels, by their folds: five levels have one partition, whatever their order. Not all of their folds are answered. */
  readonly #ofLevels = new Map<string, Partition>();

  /** @param check a name for these rows and features, which decides the random numbers */
  constructor(features: readonly Feature[], targets: Targets, check: string) {
    this.rows = targets.columns[0]!.length;
    this.targets = targets;
    this.#learner = new TreeLearner(features, this.rows, check);
    this.#check = check;
    this.#base = sum(targets.columns.map(varianceOf));
  }

  /** The first random partitions, each made once. */
  #randomly(count: number): readonly Partition[] {
    while (this.#random.length < count) {
      const foldOf = new Uint8Array(this.rows);
      const name = `${this.#check} random ${this.#random.length}`;
      randomOrder(this.rows, name).forEach((row, k) => foldOf[row] = k % FOLDS);
      this.#random.push(this.#answerFolds(this.#unanswered(foldOf)));
    }
    return this.#random.slice(0, count);
  }

  #byLevels(levels: Levels, check: string): Partition {
    const foldOf = foldsOfLevels(levels, check);
    const numbers = new Map<number, number>(); // by the order of their rows
    const key = foldOf.map((fold) =>
      numbers.get(fold) ?? numbers.set(fold, numbers.size).get(fold)!
    ).join("");
    const made = this.#ofLevels.get(key) ?? this.#unanswered(foldOf);
    this.#ofLevels.set(key, made);
    return made;
  }

  /** Rows that were dealt to folds, none of which is answered yet. */
  #unanswered(foldOf: Uint8Array = new Uint8Array()): Partition {
    const answers = this.targets.columns.map(() => new Float64Array(this.rows));
    return { foldOf, answers, errors: new Float64Array(this.rows), answered: 0 };
  }

  /**
   * Answers the rows of the first folds by the other folds. Answers are moved by as much as the mean target of these folds is off
   * that of all rows: where levels have effects, the mean of a fold of few levels is far off, though no row predicts another.
   * @param folds how many are answered then
   */
  #answerFolds(partition: Partition, folds: number = FOLDS): Partition {
    const { foldOf, answers } = partition;
    for (; partition.answered < folds; partition.answered++) {
      const held = rowsWhere(foldOf, (fold) => fold === partition.answered);
      const training = rowsWhere(foldOf, (fold) => fold !== partition.answered);
      if (held.length === 0) continue;
      this.#learner.answer(training, held, this.targets.columns, answers);
      this.targets.columns.forEach((column, j) => {
        const off = sum(column) / this.rows - meanOf(column, training);
        for (const row of held) answers[j]![row]! += off;
      });
      this.#addErrors(partition, held);
    }
    return partition;
  }

  /** Rows that were answered by others, in one go. */
  #answerRows(held: Uint32Array, by: Uint32Array, bins?: Uint8Array): Partition {
    const partition = this.#unanswered();
    this.#learner.answer(by, held, this.targets.columns, partition.answers, bins);
    this.#addErrors(partition, held);
    return partition;
  }

  /** Writes the squared errors of the answers to some rows. */
  #addErrors({ answers, errors }: Partition, rows: Uint32Array): void {
    this.targets.columns.forEach((column, j) => {
      for (const row of rows) {
        const error = answers[j]![row]! - column[row]!;
        errors[row]! += error * error;
      }
    });
  }

  /** R² and accuracy of answers on some rows. */
  #score(partitions: readonly Partition[], rows: ArrayLike<number>): Score {
    let error = 0;
    for (const { errors } of partitions) {
      for (let k = 0; k < rows.length; k++) error += errors[rows[k]!]!;
    }
    const count = partitions.length * rows.length;
    const { classes } = this.targets;
    return {
      r2: this.#base === 0 ? 0 : 1 - error / count / this.#base,
      accuracy: classes === 0
        ? undefined
        : sum(partitions.map(({ answers }) => this.#right(answers, rows))) / count,
    };
  }

  #right(answers: readonly Float64Array[], rows: ArrayLike<number>): number {
    const { columns } = this.targets;
    let right = 0;
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k]!;
      if (columns.length === 1) right += Number(answers[0]![row]! >= 0.5 === columns[0]![row]! > 0);
      else right += columns[argmax(answers.map((column) => column[row]!))]![row]!;
    }
    return right;
  }

  /** How far errors differ by the chance of partitions: of a fold's mean, and of the mean of a whole partition. */
  #chance(random: readonly Partition[]): { readonly fold: number; readonly partition: number } {
    const count = random.length;
    const squares = random.flatMap(({ foldOf, errors }, r) => {
      const [own, others] = [new Float64Array(FOLDS), new Float64Array(FOLDS)];
      const sizes = new Uint32Array(FOLDS);
      for (let row = 0; row < this.rows; row++) {
        const fold = foldOf[row]!;
        sizes[fold]!++;
        own[fold]! += errors[row]!;
        for (let q = 0; q < count; q++) {
          if (q !== r) others[fold]! += random[q]!.errors[row]! / (count - 1);
        }
      }
      return Array.from(sizes, (size, fold) => {
        const difference = (own[fold]! - others[fold]!) / size;
        return difference * difference;
      });
    });
    const means = random.map(({ errors }) => sum(errors) / this.rows);
    return {
      fold: sqrt(sum(squares) / squares.length) / sqrt(1 + 1 / (count - 1)),
      partition: sqrt(varianceOf(Float64Array.from(means)) * count / (count - 1)),
    };
  }

  /**
   * Compares random folds with folds of whole levels.
   * @param least if R² falls by less than half of it in the first partition of levels, there is no second one; of many levels, if
   * it falls by less than a quarter of it on the first folds, the others are not answered
   * @param partitions how many random ones there are
   */
  compare(
    levels: Levels,
    check: string,
    least: number,
    partitions: number = RANDOM_PARTITIONS,
  ): HeldOutResult {
    const held = [this.#byLevels(levels, `${check} 0`)];
    const isMany = levels.sizes.length >= FOLDS * SURE_LEVELS;
    for (const folds of isMany ? [FIRST_FOLDS, FOLDS] : [FOLDS]) {
      const { foldOf } = this.#answerFolds(held[0]!, folds);
      const rows = rowsWhere(foldOf, (fold) => fold < folds);
      const [random, heldOut] = [this.#randomly(2), held].map((some) => this.#score(some, rows));
      const drop = dropOf(random!, heldOut!);
      const enough = folds < FOLDS ? least / 4 : least / 2;
      if (drop < enough) return { random: random!, heldOut: heldOut!, drop, z: 0, t: 0 };
    }
    while (held.length < LEVEL_PARTITIONS) {
      held.push(this.#answerFolds(this.#byLevels(levels, `${check} ${held.length}`)));
    }
    const all = Uint32Array.from({ length: this.rows }, (_, row) => row);
    const random = this.#randomly(partitions);
    const differences = new Float64Array(this.rows);
    for (let row = 0; row < this.rows; row++) {
      differences[row] = sum(held.map(({ errors }) => errors[row]!)) / held.length -
        sum(random.map(({ errors }) => errors[row]!)) / random.length;
    }
    const chance = this.#chance(random);
    const deviation = max(chance.partition, chance.fold / sqrt(FOLDS)) *
      sqrt(1 / held.length + 1 / random.length);
    const mean = sum(differences) / this.rows;
    const [randomScore, heldScore] = [random, held].map((some) => this.#score(some, all));
    return {
      random: randomScore!,
      heldOut: heldScore!,
      drop: dropOf(randomScore!, heldScore!),
      z: mean / (deviation + CHANCE_FLOOR * this.#base),
      t: tOverLevels(levels, differences),
    };
  }

  /**
   * Answers the latest fifth of the rows by the earlier ones, and beside it by random ones.
   * @param order [rows] the time of each row
   * @param least if R² falls by less than half of it, the chance of partitions is not looked at
   * @param levels if given, rows count whose level has earlier rows
   * @returns `undefined` if there is one time only, or too few rows count
   */
  latest(order: Float64Array, least: number, levels?: Levels): HeldOutResult | undefined {
    const cut = latestRows(order);
    if (cut === undefined) return undefined;
    const known = new Set(Array.from(cut.earlier, (row) => levels?.codes[row]));
    const counted = cut.latest.filter((row) => known.has(levels?.codes[row]));
    if (counted.length < MIN_LATEST) return undefined;
    const late = this.#answerRows(cut.latest, cut.earlier);
    const heldOut = this.#score([late], counted);
    const few = this.#score(this.#randomly(2), counted);
    const fewDrop = dropOf(few, heldOut);
    if (fewDrop < least / 2) return { random: few, heldOut, drop: fewDrop, z: 0, t: 0 };
    const random = this.#randomly(RANDOM_PARTITIONS);
    const randomScore = this.#score(random, counted);
    const difference = (randomScore.r2 - heldOut.r2) * this.#base;
    return {
      random: randomScore,
      heldOut,
      drop: dropOf(randomScore, heldOut),
      z: difference /
        (this.#chance(random).fold * sqrt(1 + 1 / random.length) + CHANCE_FLOOR * this.#base),
      t: this.#tOfLatest(order, counted, late.errors, random),
    };
  }

  /**
   * The difference of the latest rows over its standard error, each tenth of them one observation; or the same over their levels,
   * if that is less.
   */
  #tOfLatest(
    order: Float64Array,
    latest: Uint32Array,
    errors: Float64Array,
    random: readonly Partition[],
    levels?: Levels,
  ): number {
    const sorted = latest.slice().sort((a, b) => order[a]! - order[b]!);
    const tenths = Float64Array.from(sorted, (_, k) => floor(10 * k / sorted.length));
    const differences = Float64Array.from(
      sorted,
      (row) => errors[row]! - sum(random.map(({ errors }) => errors[row]!)) / random.length,
    );
    const units = [levelsOf(tenths), ...levels === undefined ? [] : [levelsAt(levels, sorted)]];
    return min(...units.map((units) => tOverLevels(units, differences)));
  }

  /**
   * Answers the latest fifth of the rows by earlier rows of other levels, and beside it by rows of other levels at any time.
   * @param least the fall of R² that matters
   * @returns `undefined` if there is one time only, or hardly an earlier row of other levels
   */
  latestOfNew(
    order: Float64Array,
    levels: Levels,
    check: string,
    least: number,
  ): HeldOutResult | undefined {
    const cut = latestRows(order);
    if (cut === undefined) return undefined;
    const { earlier, latest } = cut;
    const late = new Set(Array.from(latest, (row) => levels.codes[row]));
    const others = earlier.filter((row) => !late.has(levels.codes[row]));
    if (others.length < earlier.length / 2) return undefined;
    const random = Array.from(
      { length: LEVEL_PARTITIONS },
      (_, k) => this.#answerFolds(this.#byLevels(levels, `${check} units ${k}`)),
    );
    const answered = this.#answerRows(latest, others);
    const heldOut = this.#score([answered], latest);
    const score = this.#score(random, latest);
    const drop = dropOf(score, heldOut);
    if (drop < least) return { random: score, heldOut, drop, z: 0, t: 0 };
    const difference = (score.r2 - heldOut.r2) * this.#base;
    return {
      random: score,
      heldOut,
      drop,
      z: difference / (this.#chance(this.#randomly(RANDOM_PARTITIONS)).fold *
          sqrt(1 + 1 / random.length) + CHANCE_FLOOR * this.#base),
      t: this.#tOfLatest(order, latest, answered.errors, random, levels),
    };
  }

  /**
   * By how much the mean error of the latest rows is above that out of fold, as a share of the variance, after the times of
   * all rows were shuffled.
   * @param times the features that go with the times
   * @param reference answers without these features, which errors are compared with
   */
  latestOfShuffled(
    order: Float64Array,
    shuffled: Uint32Array,
    times: readonly number[],
    reference: HeldOut,
  ): number {
    const bins = this.#learner.bins.slice();
    for (const c of times) {
      const start = c * this.rows;
      shuffled.forEach((row, k) => bins[start + k] = this.#learner.bins[start + row]!);
    }
    const { earlier, latest } = latestRows(Float64Array.from(shuffled, (row) => order[row]!))!;
    const { errors } = this.#answerRows(latest, earlier, bins);
    const random = reference.#randomly(2);
    let difference = 0;
    for (const row of latest) {
      difference += errors[row]! - sum(random.map(({ errors }) => errors[row]!)) / random.length;
    }
    return difference / latest.length / this.#base;
  }

  /** [columns][rows] What is left of the targets out of fold, less its mean. */
  residuals(): Float64Array[] {
    const random = this.#randomly(2);
    return this.targets.columns.map((column, j) => {
      const left = column.map((target, row) =>
        target - sum(random.map(({ answers }) => answers[j]![row]!)) / random.length
      );
      const mean = sum(left) / left.length;
      return left.map((value) => value - mean);
    });
  }
}

/** This share of the variance is added to the chance of partitions, which may be 0 where nothing is left to err on. */
const CHANCE_FLOOR = 1e-4;

interface Partition {
  /** [rows] */
  readonly foldOf: Uint8Array;
  /** [columns][rows] */
  readonly answers: readonly Float64Array[];
  /** [rows] The squared errors. */
  readonly errors: Float64Array;
  /** How many folds are answered: the first ones. */
  answered: number;
}

function dropOf(random: Score, heldOut: Score): number {
  return max(0, random.r2) - max(0, heldOut.r2);
}

/** [rows] Whole levels in folds of about equal size: large ones first, each to the smallest fold, ties at random. */
export function foldsOfLevels({ codes, sizes }: Levels, check: string): Uint8Array {
  const order = [...randomOrder(sizes.length, check)].sort((a, b) => sizes[b]! - sizes[a]!);
  const random = streamOf(`${check} ties`);
  const rows = new Uint32Array(min(FOLDS, sizes.length));
  const foldOf = new Uint8Array(sizes.length);
  for (const level of order) {
    const least = min(...rows);
    const smallest = [...rows.keys()].filter((fold) => rows[fold] === least);
    const fold = smallest[random.below(smallest.length)]!;
    foldOf[level] = fold;
    rows[fold]! += sizes[level]!;
  }
  return Uint8Array.from(codes, (code) => foldOf[code]!);
}

/** The t statistic of a mean, its value over its standard error: the sum of each level is one observation. */
export function tOverLevels({ codes, sizes }: Levels, differences: Float64Array): number {
  const sums = new Float64Array(sizes.length);
  codes.forEach((code, row) => sums[code]! += differences[row]!);
  const mean = sum(sums) / sums.length;
  const error = sqrt(varianceOf(sums) / max(1, sums.length - 1));
  return mean / (error + 1e-12);
}

function varianceOf(values: Float64Array): number {
  const mean = sum(values) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
}

function sum(values: readonly number[] | Float64Array): number {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += values[k]!;
  return total;
}
