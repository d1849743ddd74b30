/**
 * What intervals and verdicts promise, over draws of test parts: 95 % less two standard errors of them are covered, and of two
 * equal models the first is called better in at most 2.5 % and two standard errors.
 */

import { assertGreaterOrEqual, assertLessOrEqual } from "@std/assert";
import { accuracyDifference, largestErrorRate } from "../../lib/measure/distributions.ts";
import { meanInterval, metricInterval } from "../../lib/measure/metric_interval.ts";
import { compareModels, findingOf } from "../../lib/measure/verdict/verdict.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { classification, regression } from "../../lib/problem/mod.ts";
import { LONG_TESTS } from "../helpers/long.ts";

const DRAWS = 2000;

/** Two standard errors of a share of 5 % of the draws. */
const TWO_ERRORS = 2 * Math.sqrt(0.05 * 0.95 / DRAWS);

/** The sizes of test parts; 2,000 of 1,000 rows take longer. */
const SIZES = LONG_TESTS ? [30, 100, 1000] : [30, 100];

/** What the verdict finds of two models by their answers to test rows. */
function foundOf(
  { expected, first, second }: ReturnType<typeof drawnClasses | typeof drawnQuantities>,
  rows: Uint32Array,
) {
  const [one, other] = [first, second].map((outputs) => ({ outputs }));
  const evidence = { expected, rows, testRows: rows.length };
  return findingOf(compareModels(one!, other!, evidence)!, true);
}

/** The share of draws of which something holds. */
function shareOf(seed: number, holds: (random: RandomStream) => boolean): number {
  const random = new RandomStream(seed, "data");
  let count = 0;
  for (let draw = 0; draw < DRAWS; draw++) if (holds(random)) count++;
  return count / DRAWS;
}

const rowsTo = (n: number) => Uint32Array.from({ length: n }, (_, k) => k);

const covers = ({ low, high }: { low: number | null; high: number | null }, value: number) =>
  low !== null && high !== null && low <= value && value <= high;

/** A quantity with noise, and two models of it that are equally far off. */
function drawnQuantities(random: RandomStream, n: number) {
  const [targets, first, second] = [0, 1, 2].map(() => new Float32Array(n));
  for (let k = 0; k < n; k++) {
    const known = random.normal();
    targets![k] = known + random.normal();
    first![k] = known + 0.5 * random.normal();
    second![k] = known + 0.5 * random.normal();
  }
  const expected = { targets: targets!, labels: new Uint8Array(), classes: 0, outputs: 1 };
  return { expected: { ...expected, problem: regression }, first: first!, second: second! };
}

/** Their R², and mean absolute error: the models' errors are of variance 1 + ¼, the targets of 2. */
const [R2, MAE] = [1 - 1.25 / 2, Math.sqrt(1.25 * 2 / Math.PI)];

/** Two classes with noise, and two models of their log-odds that are equally far off. */
function drawnClasses(random: RandomStream, n: number) {
  const labels = new Uint8Array(n);
  const [first, second] = [0, 1].map(() => new Float32Array(2 * n));
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  for (let k = 0; k < n; k++) {
    const odds = 2 * random.normal();
    labels[k] = random.uniform() < sigmoid(odds) ? 1 : 0;
    for (const answers of [first!, second!]) {
      answers[2 * k + 1] = sigmoid(odds + random.normal());
      answers[2 * k] = 1 - answers[2 * k + 1]!;
    }
  }
  const expected = { targets: undefined, labels, classes: 2, outputs: 2, problem: classification };
  return { expected, first: first!, second: second! };
}

for (const n of SIZES) {
  const rows = rowsTo(n);

  Deno.test(`the interval of R² covers the true one in 95 % of tests of ${n} rows`, () => {
    const share = shareOf(n, (random) => {
      const { expected, first } = drawnQuantities(random, n);
      return covers(metricInterval("r2", { outputs: first }, expected, rows)!, R2);
    });
    assertGreaterOrEqual(share, 0.95 - TWO_ERRORS);
  });

  Deno.test(`the intervals of a mean error and a mean cost cover 95 % at ${n} rows`, () => {
    const errors = shareOf(n, (random) => {
      const { expected: { targets }, first } = drawnQuantities(random, n);
      return covers(
        meanInterval(Float64Array.from(first, (y, k) => Math.abs(y - targets[k]!))),
        MAE,
      );
    });
    assertGreaterOrEqual(errors, 0.95 - TWO_ERRORS);
    const costs = shareOf(n, (random) =>
      // exponential, as skewed as costs are
      covers(meanInterval(Float64Array.from(rows, () => -Math.log(1 - random.uniform()))), 1));
    assertGreaterOrEqual(costs, 0.95 - TWO_ERRORS);
  });

  Deno.test(`the interval of accuracy covers the true one in 95 % of tests of ${n} rows`, () => {
    // The mean over true accuracies: of each one by itself the coverage of whole numbers goes up and down.
    const share = shareOf(n, (random) => {
      const accuracy = 0.5 + 0.5 * random.uniform();
      const { expected } = drawnClasses(random, n);
      const answers = new Float32Array(2 * n);
      rows.forEach((k) => {
        const answer = random.uniform() < accuracy ? expected.labels[k]! : 1 - expected.labels[k]!;
        answers[2 * k + answer] = 1;
      });
      return covers(metricInterval("accuracy", { outputs: answers }, expected, rows)!, accuracy);
    });
    assertGreaterOrEqual(share, 0.95 - TWO_ERRORS);
  });

  Deno.test(`the interval of a difference of accuracies covers 95 % at ${n} rows`, () => {
    for (const [first, second] of [[0.6, 0.6], [0.9, 0.8], [0.95, 0.95], [0.7, 0.5]]) {
      const share = shareOf(n, (random) => {
        const counts = { first: 0, second: 0 };
        for (let k = 0; k < n; k++) {
          const [one, other] = [random.uniform() < first!, random.uniform() < second!];
          if (one && !other) counts.first++;
          if (other && !one) counts.second++;
        }
        const { value, plusMinus } = accuracyDifference(counts, n);
        return Math.abs(value - (first! - second!)) <= plusMinus!;
      });
      assertGreaterOrEqual(share, 0.95 - TWO_ERRORS);
    }
  });

  Deno.test(`of two equal models one is called better in at most 2.5 % of tests of ${n} rows`, () => {
    const better = (drawn: typeof drawnClasses | typeof drawnQuantities) =>
      shareOf(n, (random) => {
        return foundOf(drawn(random, n), rows) === "better";
      });
    assertLessOrEqual(better(drawnClasses), 0.025 + TWO_ERRORS);
    assertLessOrEqual(better(drawnQuantities), 0.025 + TWO_ERRORS);
  });
}

Deno.test("in tests of six rows of two equal models, one is called better in at most 2.5 % too", () => {
  for (const drawn of [drawnClasses, drawnQuantities]) {
    const share = shareOf(6, (random) => {
      return foundOf(drawn(random, 6), rowsTo(6)) === "better";
    });
    assertLessOrEqual(share, 0.025 + TWO_ERRORS);
  }
});

Deno.test("the largest error rate is above the true one in 97.5 % of small tests at least", () => {
  for (const n of [6, 30]) {
    for (const rate of [0.02, 0.1, 0.5]) {
      const share = shareOf(n, (random) => {
        let wrong = 0;
        for (let k = 0; k < n; k++) if (random.uniform() < rate) wrong++;
        return largestErrorRate(wrong, n) >= rate;
      });
      assertGreaterOrEqual(share, 0.975 - TWO_ERRORS);
    }
  }
});
