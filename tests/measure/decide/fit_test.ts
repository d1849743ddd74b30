import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { classSet } from "../../../lib/measure/decide/decide.ts";
import {
  costOf,
  expectedThreshold,
  fitThreshold,
  mistakesAt,
} from "../../../lib/measure/decide/threshold.ts";
import { classScores, conformalBound, crossFit, fitSets } from "../../../lib/measure/decide/fit.ts";
import { exp, log } from "../../../lib/numerics/elementary.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { LONG_TESTS, QUICK_TESTS } from "../../helpers/long.ts";

const CLASSES = 3;
const COVERAGE = 0.9;

/** Whole data sets, each drawn anew. */
const DRAWS = LONG_TESTS ? 10_000 : QUICK_TESTS ? 100 : 300;

/** The points at which a draw's coverage is found. */
const POINTS = 100;

/** How far above what is promised the coverage of answers out of fold may be. */
const FOLDS_ABOVE = 0.03;

Deno.test("the bound is the ⌈0.9 (n + 1)⌉-th smallest score, and there is none of fewer than nine", () => {
  const scores = [0.5, 0.1, 0.9, 0.2, 0.8, 0.3, 0.7, 0.4, 0.6];
  assertEquals(conformalBound(scores, 0.9), 0.9);
  assertEquals(conformalBound(scores, 0.5), 0.5);
  assertEquals(conformalBound(scores, 0.91), undefined);
  assertEquals(conformalBound(scores, 0.9, [0, 1, 3, 5]), undefined);
  assertEquals(conformalBound(scores, 0.5, [0, 1, 3]), 0.2);
});

Deno.test("bounds by answers out of fold are one standard error of their coverage further", () => {
  const scores = (size: number) => Array.from({ length: size }, (_, k) => k + 1);
  const found = [9, 30, 102, 850, 10_000].map((size) =>
    [0, size].map((choosing) => conformalBound(scores(size), 0.9, undefined, choosing))
  );
  const further = [9, 28 + Math.sqrt(2.7), 93 + Math.sqrt(9.18), 766 + Math.sqrt(76.5), 9031];
  assertEquals(found.map(([plain]) => plain), [9, 28, 93, 766, 9001]);
  found.forEach(([, outOfFold], k) => assertAlmostEquals(outOfFold!, further[k]!, 1e-6));
  assertEquals(conformalBound(scores(8), 0.9, undefined, 8), undefined);
});

Deno.test("a set has the classes that are probable enough, and may be empty", () => {
  assertEquals([...classScores([0.5, 0.25, 0.25, 0, 1, 0], [1, 1])], [0.75, 0]);
  assertEquals(classSet([0.5, 0.25, 0.25], 0.5), [0]);
  assertEquals(classSet([0.5, 0.25, 0.25], 0.75), [0, 1, 2]);
  assertEquals(classSet([0.5, 0.25, 0.25], 0.25), []);
  assertEquals(classSet([0.5, 0.25, 0.25], [0.25, 0.75, 0.5]), [1]);
});

Deno.test("each class has a bound by its own rows, or all have one where a class has too few", () => {
  const labels = [...Array<number>(60).fill(0), ...Array<number>(12).fill(1)];
  const probabilities = labels.flatMap((label, row) => {
    const own = label === 0 ? 1 - row / 128 : (row - 59) / 16;
    return label === 0 ? [own, 1 - own] : [1 - own, own];
  });
  const { bound, promised, classes } = fitSets({ probabilities, labels }, 0.9)!;
  assertEquals(bound, [54 / 128, 15 / 16]);
  assertEquals(classes.map((share) => share!.value), [56 / 60, 11 / 12]);
  assertEquals(promised.value, 67 / 72);
  const few = fitSets(
    { probabilities: probabilities.slice(0, 130), labels: labels.slice(0, 65) },
    0.9,
  )!;
  assertEquals(typeof few.bound, "number");
  assertEquals(few.classes.map((share) => share!.value), [59 / 60, 0]);
  const one = fitSets(
    { probabilities: probabilities.slice(0, 120), labels: labels.slice(0, 60) },
    0.9,
  )!;
  assertEquals([typeof one.bound, one.classes[1]], ["number", null]);
  assertEquals(fitSets({ probabilities: [1, 0], labels: [0] }, 0.9), undefined);
});

interface Rows {
  readonly xs: readonly number[];
  readonly labels: readonly number[];
}

/** Rows of a class each, whose number is near −1, 0 or 1. */
function drawRows(random: RandomStream, size: number, shares?: readonly number[]): Rows {
  const draw = () => {
    if (shares === undefined) return random.below(CLASSES);
    const at = random.uniform();
    return at < shares[0]! ? 0 : at < shares[0]! + shares[1]! ? 1 : 2;
  };
  const labels = Array.from({ length: size }, draw);
  return { labels, xs: labels.map((label) => label - 1 + 0.8 * random.normal()) };
}

function pick({ xs, labels }: Rows, isOne: (row: number) => boolean): Rows {
  return {
    xs: xs.filter((_, row) => isOne(row)),
    labels: labels.filter((_, row) => isOne(row)),
  };
}

/** The mean answer of five models. */
function meanOfModels(models: readonly Model[], x: number): number[] {
  return models.map((model) => model(x))
    .reduce((sum, some) => sum.map((p, k) => p + some[k]! / 5), [0, 0, 0]);
}

/** What answers with the probability of each class. */
type Model = (x: number) => number[];

/**
 * The stand-in for a network: linear discriminant analysis, the same way for the truth and what learns from few rows.
 * @param width of the classes, as a multiple of their variance
 */
function standIn({ xs, labels }: Rows, width = 1): Model {
  const of = (k: number) => xs.filter((_, row) => labels[row] === k);
  const mean = (some: readonly number[]) =>
    some.reduce((sum, x) => sum + x, 0) / Math.max(1, some.length);
  const means = Array.from({ length: CLASSES }, (_, k) => mean(of(k)));
  const squares = xs.map((x, row) => (x - means[labels[row]!]!) ** 2);
  const variance = width * Math.max(0.01, mean(squares));
  const shares = means.map((_, k) => (of(k).length + 1) / (xs.length + CLASSES));
  return (x) => {
    const powers = means.map((m, k) => shares[k]! * exp(-((x - m) ** 2) / (2 * variance)));
    const sum = powers.reduce((a, b) => a + b) || 1;
    return powers.map((power) => power / sum);
  };
}

/** The stand-in of least cost on a fold: it chooses by the rows that it answers, as networks choose their epochs. */
function chosenStandIn(rest: Rows, fold: Rows): Model {
  const models = [0.25, 0.5, 1, 2, 4].map((width) => standIn(rest, width));
  const costs = models.map((model) =>
    fold.xs.reduce((sum, x, row) => sum - log(model(x)[fold.labels[row]!]! + 1e-9), 0)
  );
  return models[costs.indexOf(Math.min(...costs))]!;
}

/** The share of new rows whose class is in their set. */
function coverageOf(answer: Model, bound: number, random: RandomStream): number {
  const { xs, labels } = drawRows(random, POINTS);
  return xs.filter((x, row) => classSet(answer(x), bound).includes(labels[row]!)).length / POINTS;
}

/** The mean and its standard error. */
function meanOf(values: readonly number[]): [mean: number, error: number] {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / (n - 1) / n)];
}

for (const size of [30, 200]) {
  Deno.test(`sets by ${size} rows that are not learned from hold the class as often as is promised`, () => {
    const random = new RandomStream(size, "data", 1);
    const covered = Array.from({ length: DRAWS }, () => {
      const answer = standIn(drawRows(random, size));
      const { xs, labels } = drawRows(random, size);
      const bound = conformalBound(classScores(xs.flatMap(answer), labels), COVERAGE)!;
      return coverageOf(answer, bound, random);
    });
    const [mean, error] = meanOf(covered);
    assert(mean >= COVERAGE - 2 * error, `${mean} ± ${error}`);
    assert(mean <= COVERAGE + 1 / (size + 1) + 2 * error, `${mean} ± ${error}`);
  });

  Deno.test(`sets by the answers of five folds to ${size} rows hold it about as often`, () => {
    const [plain, crossFitted] = foldsCoverage(size, 2, (rest) => standIn(rest), false);
    assertNear(plain);
    assert(Math.abs(crossFitted[0] - plain[0]) < FOLDS_ABOVE, `${crossFitted} beside ${plain}`);
  });

  Deno.test(`sets by five folds that chose by ${size} rows hold it too, by further ranks`, () => {
    const [without] = foldsCoverage(size, 3, chosenStandIn, false);
    assert(without[0] < COVERAGE, `${without}`);
    assertNear(foldsCoverage(size, 3, chosenStandIn, true)[0], 1 / (size + 1));
  });
}

/** The shares of a common, a less common and a rare class. */
const SHARES = [0.7, 0.22, 0.08];

for (const size of [200, 600]) {
  Deno.test(`sets by five folds to ${size} rows hold each class as often as is asked, a rare one too`, () => {
    const random = new RandomStream(size, "data", 4);
    const covered: number[][] = SHARES.map(() => []);
    let pooled = 0;
    for (let draw = 0; draw < DRAWS; draw++) {
      const rows = drawRows(random, size, SHARES);
      const foldOf = rows.xs.map((_, row) => row % 5);
      const models = [0, 1, 2, 3, 4].map((fold) =>
        chosenStandIn(
          pick(rows, (row) => row % 5 !== fold),
          pick(rows, (row) => row % 5 === fold),
        )
      );
      const probabilities = rows.xs.flatMap((x, row) => models[row % 5]!(x));
      const { bound } = fitSets({ probabilities, labels: rows.labels, foldOf }, COVERAGE)!;
      if (typeof bound === "number") pooled++;
      else {
        const asked = drawRows(random, 4 * POINTS, SHARES);
        const sets = asked.xs.map((x) => classSet(meanOfModels(models, x), bound));
        covered.forEach((shares, k) => {
          const own = sets.filter((_, row) => asked.labels[row] === k);
          if (own.length > 0) shares.push(own.filter((set) => set.includes(k)).length / own.length);
        });
      }
    }
    assert(pooled <= DRAWS / 4, `${pooled}`);
    covered.forEach((shares, k) => assertNear(meanOf(shares), 1 / (size * SHARES[k]! + 1)));
  });
}

/** What the sets of five models together hold of new rows, and what they held out of fold. */
function foldsCoverage(
  size: number,
  seed: number,
  learn: (rest: Rows, fold: Rows) => Model,
  isOutOfFold: boolean,
): [covered: [number, number], promised: [number, number]] {
  const random = new RandomStream(size, "data", seed);
  const promised: number[] = [];
  const covered = Array.from({ length: DRAWS }, () => {
    const { xs, labels } = drawRows(random, size);
    const rows = { xs, labels };
    const models = [0, 1, 2, 3, 4].map((fold) =>
      learn(pick(rows, (row) => row % 5 !== fold), pick(rows, (row) => row % 5 === fold))
    );
    const scores = classScores(xs.flatMap((x, row) => models[row % 5]!(x)), labels);
    const bound = conformalBound(scores, COVERAGE, undefined, isOutOfFold ? size : 0)!;
    const without = crossFit(
      xs.map((_, row) => row % 5),
      (rows) => conformalBound(scores, COVERAGE, rows)!,
    );
    promised.push(labels.filter((_, row) => scores[row]! <= without(row)).length / size);
    return coverageOf((x) => meanOfModels(models, x), bound, random);
  });
  return [meanOf(covered), meanOf(promised)];
}

/** @param rank what one rank more holds, which of few rows is much */
function assertNear([mean, error]: [mean: number, error: number], rank = 0): void {
  assert(mean >= COVERAGE - 2 * error, `${mean} ± ${error}`);
  assert(mean <= COVERAGE + FOLDS_ABOVE + rank, `${mean}`);
}

/** Scores that are the probabilities of what they stand for. */
function drawn(rows: number, seed: number) {
  const random = new RandomStream(seed, "data");
  const scores = Float32Array.from({ length: rows }, () => {
    const u = random.uniform();
    return u * u; // the positive class is the rarer one
  });
  return { scores, positives: Array.from(scores, (score) => random.uniform() < score) };
}

Deno.test("a threshold by hand: a miss that costs five times as much lowers it", () => {
  const scores = [0.1, 0.2, 0.3, 0.6, 0.9];
  const positives = [false, true, false, false, true];
  assertEquals(fitThreshold(scores, positives, { falseAlarm: 1, miss: 1 }), 0.9); // one miss
  assertEquals(fitThreshold(scores, positives, { falseAlarm: 1, miss: 5 }), 0.2); // two false alarms
  assertEquals(mistakesAt(scores, positives, () => 0.2), { falseAlarms: 2, misses: 0 });
});

Deno.test("of equal costs the threshold nearest to the expected one is chosen, and never may be best", () => {
  const [costs, positives] = [{ falseAlarm: 1, miss: 1 }, [true, false, true, true]];
  assertEquals(fitThreshold([0.45, 0.55, 0.6, 0.6], positives, costs), 0.45); // at 0.6 there is one mistake too
  assertEquals(fitThreshold([0.6, 0.7], [false, false], costs), Infinity);
  assertEquals(fitThreshold([0.6, 0.6], [false, true], { falseAlarm: 3, miss: 1 }), Infinity);
});

Deno.test("no threshold of a brute force over all of them costs less", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { scores, positives } = drawn(60, seed);
    const costs = { falseAlarm: 1, miss: seed / 3 };
    const cost = (threshold: number) =>
      costOf(mistakesAt(scores, positives, () => threshold), costs);
    const best = cost(fitThreshold(scores, positives, costs));
    for (const threshold of [...scores, Infinity]) assert(best <= cost(threshold) + 1e-12);
  }
});

Deno.test("where probabilities hold, the search comes near to c₁ / (c₁ + c₂)", () => {
  const costs = { falseAlarm: 1, miss: 4 };
  assertEquals(expectedThreshold(costs), 0.2);
  const { scores, positives } = drawn(100_000, 3);
  assertAlmostEquals(fitThreshold(scores, positives, costs), 0.2, 0.03);
});

Deno.test("what is promised is chosen without the rows that measure it", () => {
  const costs = { falseAlarm: 1, miss: 5 };
  let [promised, flattered, kept] = [0, 0, 0];
  const next = drawn(20_000, 999);
  for (let seed = 1; seed <= 200; seed++) {
    const { scores, positives } = drawn(60, seed);
    const foldOf = Array.from(scores, (_, row) => row % 5);
    const choose = (rows?: Uint32Array) => fitThreshold(scores, positives, costs, rows);
    const threshold = choose();
    promised += costOf(mistakesAt(scores, positives, crossFit(foldOf, choose)), costs) / 60;
    flattered += costOf(mistakesAt(scores, positives, () => threshold), costs) / 60;
    kept += costOf(mistakesAt(next.scores, next.positives, () => threshold), costs) / 20_000;
  }
  assertAlmostEquals(promised / 200, kept / 200, 0.02);
  assert(flattered < 0.93 * kept); // the rows that chose it flatter it
});

Deno.test("each row has the choice of the other folds", () => {
  const chosenBy = crossFit([0, 1, 1, 2], (rows) => [...rows]);
  assertEquals([0, 1, 2, 3].map(chosenBy), [[1, 2, 3], [0, 3], [0, 3], [0, 1, 2]]);
});

Deno.test("costs are above 0", () => {
  for (const costs of [{ falseAlarm: 0, miss: 1 }, { falseAlarm: 1, miss: NaN }]) {
    const error = assertThrows(() => fitThreshold([0.5], [true], costs), RangeError);
    assert(error.message.startsWith("Cannot choose a threshold: expected costs above 0, got "));
  }
});
