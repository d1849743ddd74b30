import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { truthOf } from "../../../lib/measure/verdict/truth.ts";
import { Dataset } from "../../../mod.ts";
import { learningCurveOf, learningCurveText } from "../../../lib/measure/verdict/learning_curve.ts";
import {
  beatsConstant,
  compareModels,
  findingOf,
  smallTestText,
} from "../../../lib/measure/verdict/verdict.ts";
import { comparison, difference } from "../rivals.ts";

/** 60 rows in three folds of 10 and a test of 30; every other one is of class b. */
const labels = Array.from({ length: 60 }, (_, k) => "ab"[k % 2]!);
const data = Dataset.from({ inputs: labels.map(() => [0]), labels });
const rowsFrom = (start: number, n: number) => Uint32Array.from({ length: n }, (_, k) => start + k);
const folds = [0, 10, 20].map((start) => rowsFrom(start, 10));
const test = rowsFrom(30, 30);

/** Answers with probability p, wrong for these of the rows. */
function answersTo(rows: Uint32Array, p: number, wrong: readonly number[]): Float32Array {
  return Float32Array.from([...rows].flatMap((row) => {
    const isA = (row % 2 === 0) !== wrong.includes(row);
    return isA ? [p, 1 - p] : [1 - p, p];
  }));
}

const all = rowsFrom(0, 60);
const model = { outOfFold: answersTo(all, 0.9, [0, 1, 10]), test: answersTo(test, 0.9, [30]) };

Deno.test("the truth has the test with its interval, the folds with their spread, and a verdict", () => {
  const wrong = Array.from({ length: 15 }, (_, k) => 30 + 2 * k);
  const linear = {
    name: "linear",
    phrase: "a linear model",
    rounds: [3],
    outOfFold: answersTo(all, 0.8, [5]),
    test: answersTo(test, 0.8, wrong),
  };
  const truth = truthOf(model, data, { folds, test, baselines: [linear], notes: ["A note."] });
  assertEquals([truth.metric, truth.testRows, truth.curve], ["accuracy", 30, []]);
  assertAlmostEquals(truth.test!.value, 29 / 30, 1e-12);
  assertAlmostEquals(truth.test!.low!, 0.8333, 1e-3);
  const { value, spread, folds: each } = truth.outOfFold!;
  assertEquals(each, [0.8, 0.9, 1]);
  assertAlmostEquals(value, 0.9, 1e-12);
  assertAlmostEquals(spread!, 0.1, 1e-12);
  const [baseline] = truth.baselines;
  assertEquals([baseline!.name, baseline!.rounds, baseline!.test!.value], ["linear", [3], 0.5]);
  assertEquals(baseline!.outOfFold!.folds, [0.9, 1, 1]);
  assertAlmostEquals(baseline!.difference!.value, 14 / 30, 1e-12);
  assertEquals([truth.compared!.metric, truth.compared!.rows], ["logLoss", 60]);
  assertAlmostEquals(truth.compared!.margin!, 0.01 * Math.log(2), 1e-6);
  const { value: cost, difference, test: onTest } = baseline!.compared!;
  assertAlmostEquals(difference.value, cost - truth.compared!.value, 1e-6);
  assertAlmostEquals(onTest!.value, baseline!.costDifference!.value, 1e-6);
  assertMatch(
    truth.verdict,
    /^Better than a linear model by 0\.34 ± 0\.23 in log loss on 60 rows, 30 of them test rows\.$/,
  );
  assertEquals(truth.notes.length, 3);
  assertMatch(
    truth.notes[0]!,
    /^With 1 mistake in only 30 test rows, the true error could be as high as 17 %\.$/,
  );
  assertEquals(truth.notes[1], "A note.");
  assertMatch(truth.notes[2]!, /slightly optimistic.*not an interval\.$/);
});

Deno.test("the verdict looks at the rows out of fold too, and recommends nothing worse than a constant", () => {
  const one = (p: number) => ({ outOfFold: answersTo(all, p, []), test: answersTo(test, 0.9, []) });
  const linear = { name: "linear", phrase: "a linear model", advice: "take it" };
  const verdictOf = (p: number, constant = 0.5) =>
    truthOf(one(0.9), data, {
      folds,
      test,
      baselines: [
        { ...one(constant), name: "constant", phrase: "the mean", isConstant: true },
        { ...one(p), ...linear },
      ],
    }).verdict;
  // The answers to the test rows are the same.
  assertMatch(
    verdictOf(0.6),
    /^Better than a linear model by .* on 60 rows, 30 of them test rows\.$/,
  );
  assertMatch(
    verdictOf(0.899),
    /^A linear model is less than 0\.0069 worse in log loss .*: take it\.$/,
  );
  assertMatch(verdictOf(0.95), /^Worse than a linear model by .* test rows: take it\.$/);
  assertMatch(
    verdictOf(0.95, 0.98),
    /^Worse than the mean by .*\. Worse than a linear model by [^:]*\.$/,
  );
});

Deno.test("where mistakes have costs the models are compared by these", () => {
  const thresholds = [{ falseAlarm: 1, miss: 9, positive: 1, from: 0.3 }];
  const never = [{ ...thresholds[0]!, from: null }];
  const baseline = { ...model, name: "never", phrase: "never", thresholds: never };
  const truth = truthOf({ ...model, thresholds }, data, { folds, test, baselines: [baseline] });
  assertEquals([truth.compared!.metric, truth.compared!.margin], ["cost", 0.005]);
  assertAlmostEquals(truth.baselines[0]!.compared!.value, 4.5);
  assertMatch(truth.verdict, /^Better than never by 4\.\d+ ± \d\.\d+ in cost on 60 rows/);
});

Deno.test("without folds, baselines or a test there is less of it", () => {
  const truth = truthOf({ test: model.test }, data, { test });
  assertEquals([truth.outOfFold, truth.baselines, truth.verdict], [null, [], ""]);
  assertEquals(truth.notes.length, 1);
  const none = truthOf({ ...model, test: new Float32Array() }, data, {
    folds,
    test: test.subarray(0, 0),
  });
  assertEquals([none.test, none.testRows, none.verdict, none.notes.length], [null, 0, "", 1]);
  assertEquals([none.compared!.rows, none.compared!.margin], [30, null]);
  assertEquals(none.outOfFold!.folds.length, 3);
});

Deno.test("the truth of quantities is R², and null where a fold's targets are all the same", () => {
  const targets = Array.from({ length: 60 }, (_, k) => k < 10 ? 7 : k);
  const quantities = Dataset.from({ inputs: targets.map(() => [0]), targets });
  const answers = Float32Array.from(targets, (y) => y + 1);
  const truth = truthOf({ outOfFold: answers, test: answers.subarray(30) }, quantities, {
    folds,
    test,
  });
  assertEquals([truth.metric, truth.outOfFold], ["r2", null]);
  assertAlmostEquals(truth.test!.value, 1 - 30 / (30 * 899 / 12), 1e-5);
  assertMatch(
    truth.notes[0]!,
    /^R² is 0\.99, but with only 30 test rows the true value could be as low as 0\.9\d\.$/,
  );
});

Deno.test("the truth is plain JSON", () => {
  const truth = truthOf(model, data, { folds, test });
  assertEquals(JSON.parse(JSON.stringify(truth)), truth);
});

Deno.test("a learning curve is measured on the same rows, whatever the training rows", () => {
  const targets = Array.from({ length: 40 }, (_, k) => k);
  const data = Dataset.from({ inputs: targets.map(() => [0]), targets });
  const rows = targets.slice(0, 30);
  const answersOff = (error: number) =>
    Float32Array.from(rows, (y) => y + (y % 2 ? error : -error / 2));
  const steps = [9, 6, 3].map((error, k) => ({
    rows: 10 << k,
    answers: { outputs: answersOff(error) },
  }));
  const { metric, points, gain } = learningCurveOf(steps, data, rows)!;
  assertEquals([metric, points.map(({ rows }) => rows), gain.shown], ["r2", [10, 20, 40], "first"]);
  assertAlmostEquals(points[2]!.value - points[1]!.value, gain.value, 1e-9);
  assertEquals(points[1]!.difference, { value: gain.value, plusMinus: gain.plusMinus });
  assertAlmostEquals(points[0]!.difference!.value, points[2]!.value - points[0]!.value, 1e-9);
  assertEquals(points[2]!.difference, undefined);
  const errors = learningCurveOf(steps, data, rows, "mae")!;
  assertEquals([errors.metric, errors.gain.shown], ["mae", "first"]);
  assertMatch(learningCurveText(errors), /might gain another 2\.25 in mean absolute error\.$/);
  assertEquals(learningCurveOf(steps.slice(1), data, rows)!.points.length, 2);
  assertEquals(learningCurveOf(steps.slice(2), data, rows), undefined);
  assertEquals(learningCurveOf(steps, data, []), undefined);
});

Deno.test("a difference by less than the margin is none to recommend a model for", () => {
  assertEquals(findingOf(comparison(0.003, 0.002)), "better");
  assertEquals(findingOf(comparison(0.001, 0.005), true), "noWorse");
  assertEquals(findingOf(comparison(0.003, 0.005), true), "notShown");
  assertEquals(findingOf(comparison(-0.1, null), true), "notShown");
});

Deno.test("what the test rows alone contradict is not shown", () => {
  const test = (value: number) => ({ test: difference(value, 0.01) });
  assertEquals(findingOf(comparison(0.02, 0.01, test(0.02))), "better");
  assertEquals(findingOf(comparison(0.02, 0.01, test(-0.02))), "notShown");
  assertEquals(findingOf(comparison(-0.02, 0.01, test(0.02)), true), "notShown");
  assertEquals(findingOf(comparison(0.001, 0.005, test(0.02)), true), "notShown");
  assertEquals(findingOf(comparison(0.001, 0.005, test(0.001)), true), "noWorse");
});

/** 40 rows of two classes, the last 10 of them test rows. */
const forty = Array.from({ length: 40 }, (_, k) => "ab"[k % 2]!);
const evidence = {
  expected: Dataset.from({ inputs: forty.map(() => [0]), labels: forty }),
  rows: Uint32Array.from({ length: 40 }, (_, k) => k),
  testRows: 10,
};

const answersWith = (sure: (row: number) => number) => ({
  outputs: Float32Array.from(
    forty.flatMap((_, row) =>
      row % 2 === 0 ? [sure(row), 1 - sure(row)] : [1 - sure(row), sure(row)]
    ),
  ),
});

Deno.test("models are compared on all rows, and on those of the test", () => {
  const [good, poor] = [answersWith(() => 0.9), answersWith((row) => row < 30 ? 0.6 : 0.95)];
  const { metric, rows, testRows, difference, test, margin } = compareModels(good, poor, evidence)!;
  assertEquals([metric, rows, testRows], ["logLoss", 40, 10]);
  assertEquals([difference.shown, test!.shown], ["first", "second"]);
  assertEquals(margin.toFixed(5), (0.01 * Math.log(2)).toFixed(5));
  const thresholds = (from: number) => [{ falseAlarm: 1, miss: 3, positive: 1, from }];
  const [sure, never] = [0.5, 2].map((from) => ({ ...good, thresholds: thresholds(from) }));
  const costs = compareModels(sure!, never!, evidence)!;
  assertEquals([costs.metric, costs.difference.value, costs.margin], ["cost", 1.5, 0.005]);
  const other = {
    ...good,
    thresholds: [{ ...thresholds(0)[0]!, from: (index: number) => index < 30 ? 0.5 : 2 }],
  };
  assertEquals(compareModels(sure!, other, evidence)!.test!.value, 1.5);
});

Deno.test("answers beat a constant one, or do not", () => {
  assertEquals(beatsConstant(answersWith(() => 0.6), evidence), true);
  assertEquals(beatsConstant(answersWith(() => 0.4), evidence), false);
});

Deno.test("a test of 100 rows is not called small, nor is none", () => {
  for (const rows of [0, 100, 5000]) assertEquals(smallTestText(rows, { wrong: 0 }), undefined);
});
