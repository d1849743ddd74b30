/**
 * Draws the answers of two equally good models to test rows, in situations of which their metrics' true values are known. @module
 */

import type { ExpectedOutputs } from "../../lib/measure/row_scores.ts";
import type { RandomStream } from "../../lib/numerics/random.ts";
import { classification, regression } from "../../lib/problem/mod.ts";

/** The answers of two models, each as often the better one, to all rows. */
export interface DrawnAnswers {
  readonly expected: ExpectedOutputs;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** A kind of test part, of which any number of rows or groups can be drawn. */
export interface Situation {
  readonly name: string;
  readonly hasClasses: boolean;
  /** @param times as many rows, or groups of rows */
  draw(random: RandomStream, times?: number): DrawnAnswers;
}

/** How many rows, or groups of how many rows on average. */
export interface Size {
  readonly rows?: number;
  readonly groups?: number;
  /** Default: 8 */
  readonly each?: number;
}

const { abs, exp, floor, log, sqrt } = Math;

const logistic = (z: number) => 1 / (1 + exp(-z));

/** The sizes of the groups: from 1 to nearly twice the mean; rows by themselves are groups of one. */
function sizesOf(random: RandomStream, { rows, groups, each = 8 }: Size, times: number): number[] {
  if (groups === undefined) return new Array<number>(rows! * times).fill(1);
  return Array.from(
    { length: groups * times },
    () => 1 + floor(2 * (each - 1) * random.uniform() + 0.5),
  );
}

const sizeText = ({ rows, groups, each = 8 }: Size) =>
  groups === undefined ? `${rows} rows` : `${groups} groups of ${each}`;

/** The intercept with which this share is positive, where log-odds have this deviation. */
function interceptOf(share: number, deviation: number): number {
  let [low, high] = [-12, 12];
  for (let k = 0; k < 40; k++) {
    const middle = (low + high) / 2;
    let [sum, weights] = [0, 0];
    for (let z = -6; z <= 6; z += 0.05) {
      const weight = exp(-z * z / 2);
      sum += weight * logistic(middle + deviation * z);
      weights += weight;
    }
    [low, high] = sum / weights > share ? [low, middle] : [middle, high];
  }
  return low;
}

export interface ClassOptions extends Size {
  /** The share of the rarer class. */
  readonly share: number;
  /** Whether all rows of a group are of one class. */
  readonly isOfGroup?: boolean;
  /** How far the models' log-odds are from each other. Default: 0.7 */
  readonly apart?: number;
  /** The deviation of what groups have in common. Default: 1 */
  readonly common?: number;
}

/** Two classes. */
export function drawnClasses(options: ClassOptions): Situation {
  const { groups, share, isOfGroup = false, apart = 0.7, common = 1 } = options;
  const between = groups === undefined ? 0 : common;
  const intercept = interceptOf(share, sqrt(1.5 * 1.5 + (isOfGroup ? 0 : between * between)));
  return {
    name: `${sizeText(options)}, ${100 * share} %${isOfGroup ? ", one class a group" : ""}` +
      `${apart < 0.7 ? ", models nearly alike" : ""}${common > 1 ? ", groups far apart" : ""}`,
    hasClasses: true,
    draw(random, times = 1) {
      const sizes = sizesOf(random, options, times);
      const rows = sizes.reduce((sum, size) => sum + size, 0);
      const labels = new Uint8Array(rows);
      const units = new Uint32Array(rows);
      const answers = [new Float32Array(2 * rows), new Float32Array(2 * rows)];
      let row = 0;
      for (const [group, size] of sizes.entries()) {
        const own = between * random.normal();
        const errors = answers.map(() => 0.5 * apart * (between && random.normal()));
        const isYes = random.uniform() < share;
        for (let k = 0; k < size; k++, row++) {
          units[row] = group;
          const x = 1.5 * random.normal();
          const odds = isOfGroup
            ? (isYes ? 1 : -1) + own + 0.7 * random.normal()
            : (intercept < -1 ? intercept / 2 : intercept) + x + own / 2;
          labels[row] = Number(
            isOfGroup ? isYes : random.uniform() < logistic(intercept + x + own),
          );
          const noise = 0.3 * random.normal();
          for (const [m, outputs] of answers.entries()) {
            const yes = logistic(odds + noise + errors[m]! + apart * random.normal());
            outputs.set([1 - yes, yes], 2 * row);
          }
        }
      }
      const classes = { classes: 2, outputs: 2, problem: classification, positive: 1 };
      return {
        expected: { labels, targets: undefined, ...classes, ...groups !== undefined && { units } },
        first: answers[0]!,
        second: answers[1]!,
      };
    },
  };
}

/** What errors are of: deviation 1, and the longer tails the later in this list. */
export const TAILS = {
  normal: (random: RandomStream) => random.normal(),
  /** The double exponential distribution. */
  laplace: (random: RandomStream) => {
    const u = random.uniform() - 0.5;
    return (u < 0 ? 1 : -1) * log(1 - 2 * abs(u)) / sqrt(2);
  },
  /** Student's t of 5 degrees of freedom: the squares have no third moment. */
  t5: (random: RandomStream) => {
    const squares = Array.from({ length: 5 }, () => random.normal() ** 2);
    return random.normal() / sqrt(squares.reduce((a, b) => a + b) / 5) / sqrt(5 / 3);
  },
  /** The logarithm is normal. */
  lognormal: (random: RandomStream) => (exp(random.normal()) - exp(0.5)) / 2.1612,
} as const;

/** One quantity. */
export function drawnQuantities(size: Size, tail: keyof typeof TAILS): Situation {
  const between = size.groups === undefined ? 0 : 1;
  const error = TAILS[tail];
  return {
    name: `${sizeText(size)}, ${tail}`,
    hasClasses: false,
    draw(random, times = 1) {
      const sizes = sizesOf(random, size, times);
      const rows = sizes.reduce((sum, size) => sum + size, 0);
      const units = new Uint32Array(rows);
      const [targets, first, second] = [0, 1, 2].map(() => new Float32Array(rows)) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      let row = 0;
      for (const [group, size] of sizes.entries()) {
        const own = 0.7 * (between && error(random));
        const errors = [0, 1].map(() => 0.3 * (between && random.normal()));
        for (let k = 0; k < size; k++, row++) {
          units[row] = group;
          const known = random.normal();
          targets[row] = known + own + error(random);
          first[row] = known + errors[0]! + 0.5 * error(random);
          second[row] = known + errors[1]! + 0.5 * error(random);
        }
      }
      const problem = { labels: new Uint8Array(), classes: 0, outputs: 1, problem: regression };
      return { expected: { targets, ...problem, ...between && { units } }, first, second };
    },
  };
}
