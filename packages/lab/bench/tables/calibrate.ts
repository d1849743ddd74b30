/**
 * Is a temperature worth it? Log loss and expected calibration error of the test parts by what `write_answers.ts` wrote:
 *
 *     deno run -R packages/lab/bench/tables/calibrate.ts OUT
 *
 * The mean of all members as it is; its members with a temperature that was fitted on their own answers; the mean with one
 * that was fitted on means out of fold; and isotonic regression of two classes with 1,000 rows of each.
 * @module
 */

import { join } from "@std/path";
import { Dataset } from "../../../../mod.ts";
import { calibration, metricDifference, rowScores } from "../../../../lib/evaluate/mod.ts";
import { fitTemperature, temper } from "./temperature.ts";
import type { MemberAnswers } from "./write_answers.ts";

/** The least rows of each of two classes for isotonic regression. */
const MIN_ISOTONIC = 1000;

/** What the members answer together to all rows, each out of fold, and to the test. */
export function meansOf({ members, classes, labels, testLabels, folds }: MemberAnswers) {
  const width = classes.length;
  const [outOfFold, test] = [labels, testLabels].map(({ length }) =>
    new Float64Array(length * width)
  ) as [Float64Array, Float64Array];
  const counts = Map.groupBy(members, ({ family }) => family);
  const total = [...counts.values()].reduce((sum, [first]) => sum + first!.weight, 0);
  for (const member of members) {
    const weight = member.weight / total;
    let r = 0;
    for (const [row, fold] of folds[member.repeat]!.entries()) {
      if (fold !== member.fold) continue;
      for (let k = 0; k < width; k++) {
        outOfFold[row * width + k]! += weight * member.outOfFold[r * width + k]! / folds.length;
      }
      r++;
    }
    const size = counts.get(member.family)!.length;
    for (let k = 0; k < test.length; k++) test[k]! += weight * member.test[k]! / size;
  }
  return { outOfFold: Float32Array.from(outOfFold), test: Float32Array.from(test) };
}

/** The same members with a temperature that was fitted on their own answers out of fold. */
function temperedMembers(answers: MemberAnswers): { temperature: number; test: Float32Array } {
  const { members, classes, labels, folds } = answers;
  const pooled = members.flatMap(({ outOfFold }) => outOfFold);
  const own = members.flatMap(({ fold, repeat }) =>
    labels.filter((_, row) => folds[repeat]![row] === fold)
  );
  const temperature = fitTemperature(pooled, own);
  const test = meansOf({
    ...answers,
    members: members.map((member) => ({
      ...member,
      test: [...temper(Float32Array.from(member.test), classes.length, temperature)],
    })),
  }).test;
  return { temperature, test };
}

/** A rising function of steps: from `scores[k]` on, a score has the probability `values[k]`. */
interface Isotonic {
  /** [steps] Rising; scores below the first have its value. */
  readonly scores: readonly number[];
  /** [steps] Rising. */
  readonly values: readonly number[];
}

/**
 * Isotonic regression by pooling adjacent violators (Zadrozny and Elkan 2002, “Transforming classifier scores into accurate
 * multiclass probability estimates”); values stay within 1 / (n + 2) of 0 and 1.
 * @param scores [rows]
 * @param positives [rows] whether each row is of the class
 */
function fitIsotonic(scores: ArrayLike<number>, positives: ArrayLike<boolean>): Isotonic {
  const n = scores.length;
  const order = Array.from(scores, (_, row) => row).sort((a, b) => scores[a]! - scores[b]!);
  const steps: { score: number; size: number; yes: number }[] = [];
  for (const row of order) {
    const yes = Number(positives[row]);
    const before = steps.at(-1);
    if (before?.score === scores[row]) {
      before!.size++;
      before!.yes += yes;
    } else steps.push({ score: scores[row]!, size: 1, yes });
  }
  const pooled: typeof steps = [];
  for (const step of steps) {
    pooled.push({ ...step });
    while (pooled.length > 1) {
      const [a, b] = pooled.slice(-2) as [typeof step, typeof step];
      if (a.yes * b.size < b.yes * a.size) break;
      pooled.pop();
      a.size += b.size;
      a.yes += b.yes;
    }
  }
  const [least, most] = [1 / (n + 2), 1 - 1 / (n + 2)];
  return {
    scores: pooled.map(({ score }) => score),
    values: pooled.map(({ size, yes }) => Math.max(least, Math.min(most, yes / size))),
  };
}

/** The probability of a score. */
function isotonicValue({ scores, values }: Isotonic, score: number): number {
  let [low, high] = [0, scores.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (scores[middle]! <= score) low = middle + 1;
    else high = middle;
  }
  return values[Math.max(0, low - 1)]!;
}

/** Two columns, no and yes, by the isotonic regression of the second. */
function isotonicAnswers(outOfFold: Float32Array, labels: readonly number[], test: Float32Array) {
  const yes = outOfFold.filter((_, k) => k % 2 === 1);
  const steps = fitIsotonic(yes, labels.map((label) => label === 1));
  return test.map((_, k) => {
    const value = isotonicValue(steps, test[k - k % 2 + 1]!);
    return k % 2 === 1 ? value : 1 - value;
  });
}

export async function readAnswers(folder: string): Promise<MemberAnswers[]> {
  const names = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".json")) names.push(name);
  }
  return await Promise.all(
    names.sort().map(async (name) => ({
      ...JSON.parse(await Deno.readTextFile(join(folder, name))),
      table: name.replace(".json", ""),
    })),
  );
}

if (import.meta.main) {
  const sums = new Map<string, number[]>();
  for (const answers of await readAnswers(Deno.args[0]!)) {
    const { table, classes, labels, testLabels } = answers;
    const { outOfFold, test } = meansOf(answers);
    const before = temperedMembers(answers);
    const after = fitTemperature(outOfFold, labels);
    const counts = classes.map((_, k) => labels.filter((label) => label === k).length);
    const ways: [name: string, temperature: number, answers: Float32Array][] = [
      ["mean", 1, test],
      ["before", before.temperature, before.test],
      ["after", after, temper(test, classes.length, after)],
    ];
    if (classes.length === 2 && Math.min(...counts) >= MIN_ISOTONIC) {
      ways.push(["isotonic", NaN, isotonicAnswers(outOfFold, labels, test)]);
    }
    const data = new Dataset({
      ...{ inputs: new Float32Array(testLabels.length), features: 1 },
      ...{ labels: Uint8Array.from(testLabels), classes: classes.length },
    });
    const rows = testLabels.map((_, row) => row);
    const cells = ways.map(([name, temperature, outputs]) => {
      const { costs, right } = rowScores(outputs, data, rows);
      const logLoss = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
      const confidences = rows.map((row) =>
        Math.max(...outputs.subarray(row * classes.length, (row + 1) * classes.length))
      );
      const { error } = calibration(confidences, [...right!].map(Boolean));
      const { value, standardError } = metricDifference(
        "logLoss",
        { outputs },
        { outputs: test },
        data,
        rows,
      )!;
      const worse = -value / (standardError || 1);
      sums.set(name, [...sums.get(name) ?? [], logLoss, error, -value]);
      return `${name} T ${temperature.toFixed(3)} loss ${logLoss.toFixed(4)} ECE ${
        error.toFixed(4)
      } (${worse.toFixed(1)} SE)`;
    });
    console.log(table, testLabels.length, cells.join(" | "));
  }
  for (const [name, values] of sums) {
    const of = (k: number) => values.filter((_, index) => index % 3 === k);
    const mean = (some: number[]) => some.reduce((a, b) => a + b, 0) / some.length;
    console.log(
      name,
      of(0).length,
      "loss",
      mean(of(0)).toFixed(5),
      "ECE",
      mean(of(1)).toFixed(5),
      "worse by",
      mean(of(2)).toFixed(5),
    );
  }
}
