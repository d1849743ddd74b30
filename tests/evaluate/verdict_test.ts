import { assertEquals } from "@std/assert";
import type { MetricName } from "../../lib/evaluate/metric_table.ts";
import type { PairedDifference } from "../../lib/evaluate/paired.ts";
import {
  beatsConstant,
  compareModels,
  type Comparison,
  findingOf,
  type Rival,
  smallTestText,
  verdictOf,
} from "../../lib/evaluate/verdict.ts";
import { Dataset } from "../../mod.ts";

function difference(value: number, plusMinus: number | null): PairedDifference {
  const isShown = plusMinus !== null && Math.abs(value) > plusMinus;
  const standardError = plusMinus && plusMinus / 2;
  return {
    value,
    standardError,
    plusMinus,
    shown: !isShown ? "neither" : value > 0 ? "first" : "second",
  };
}

/** A comparison on 5,000 rows, of which 750 test. */
function comparison(
  value: number,
  plusMinus: number | null,
  more: Partial<Comparison> = {},
): Comparison {
  const metric: MetricName = "logLoss";
  return {
    ...{
      metric,
      rows: 5000,
      testRows: 750,
      margin: 0.007,
      difference: difference(value, plusMinus),
    },
    ...more,
  };
}

const linear = (...of: Parameters<typeof comparison>): Rival => ({
  name: "a linear model",
  comparison: comparison(...of),
  advice: "ship that, with --model linear",
});

const constant = (...of: Parameters<typeof comparison>): Rival => ({
  name: "always answering “b”",
  comparison: comparison(...of),
  isConstant: true,
});

const ROWS = "on 5,000 rows, 750 of them test rows";

Deno.test("a model is better or worse, with the numbers and the metric", () => {
  assertEquals(
    verdictOf([linear(0.034, 0.005)]),
    `Better than a linear model by 0.0340 ± 0.0050 in log loss ${ROWS}.`,
  );
  assertEquals(
    verdictOf([linear(-0.034, 0.005, { metric: "r2" })]),
    `Worse than a linear model by 0.0340 ± 0.0050 in R² ${ROWS}: ship that, with --model linear.`,
  );
  assertEquals(
    verdictOf([linear(0.5, 0.25, { metric: "cost", rows: 90, testRows: 90 })]),
    "Better than a linear model by 0.50 ± 0.25 in cost on 90 test rows.",
  );
  assertEquals(
    verdictOf([linear(0.5, 0.25, { testRows: 0 })]),
    "Better than a linear model by 0.50 ± 0.25 in log loss on 5,000 rows out of fold.",
  );
});

Deno.test("what is not shown to differ is kept, however small the difference is", () => {
  for (const value of [0.004, 0, -0.004]) {
    const text = verdictOf([linear(value, 0.012)]);
    assertEquals(text.startsWith("No difference from a linear model is shown ("), true);
    assertEquals(text.endsWith(`${ROWS}); kept: the network.`), true);
  }
});

Deno.test("a simpler model is recommended where it is shown to be worse by less than the margin", () => {
  const advised = (value: string) =>
    `A linear model is less than 0.0070 worse in log loss (${value} ${ROWS}): ship that, with --model linear.`;
  assertEquals(verdictOf([linear(0.001, 0.005)]), advised("0.0010 ± 0.0050"));
  assertEquals(verdictOf([linear(0.003, 0.002)]), advised("0.0030 ± 0.0020")); // better, by nothing
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

Deno.test("nothing is recommended that is not better than a constant answer", () => {
  assertEquals(
    verdictOf([constant(0.001, 0.01), { ...linear(-0.03, 0.01), isUseful: false }]),
    `Not shown to be better than always answering “b” (0.001 ± 0.010 in log loss ${ROWS}). ` +
      "Worse than a linear model by 0.030 ± 0.010 in log loss.",
  );
  assertEquals(
    verdictOf([constant(-0.1, 0.01), { ...linear(0.001, 0.002), isUseful: false }]),
    `Worse than always answering “b” by 0.100 ± 0.010 in log loss ${ROWS}. ` +
      "No difference from a linear model is shown (0.0010 ± 0.0020 in log loss).",
  );
  assertEquals(
    verdictOf([constant(-0.1, 0.01), linear(0.001, 0.02)]).endsWith(
      "is shown (0.001 ± 0.020 in log loss).",
    ),
    true,
  );
});

Deno.test("several models are named in order, and a constant answer only if it is not beaten", () => {
  const trees = { name: "boosted trees", comparison: comparison(-0.004, 0.013) };
  assertEquals(
    verdictOf([constant(0.2, 0.1), linear(0.02, 0.012), trees]),
    `Better than a linear model by 0.020 ± 0.012 in log loss ${ROWS}. No difference from boosted trees is ` +
      "shown (−0.004 ± 0.013 in log loss).",
  );
  assertEquals(
    verdictOf([constant(0.2, 0.1)]),
    `Better than always answering “b” by 0.20 ± 0.10 in log loss ${ROWS}.`,
  );
  assertEquals(verdictOf([]), "");
});

/** 40 rows of two classes, the last 10 of them test rows. */
const labels = Array.from({ length: 40 }, (_, k) => "ab"[k % 2]!);
const evidence = {
  expected: Dataset.from({ inputs: labels.map(() => [0]), labels }),
  rows: Uint32Array.from({ length: 40 }, (_, k) => k),
  testRows: 10,
};

const answersWith = (sure: (row: number) => number) => ({
  outputs: Float32Array.from(
    labels.flatMap((_, row) =>
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

Deno.test("a small test is called small, with the error that it allows", () => {
  assertEquals(
    smallTestText(6, { wrong: 0 }),
    "The test part has 6 rows: 0 of 6 wrong still allows an error of up to 46 %.",
  );
  assertEquals(
    smallTestText(50, { wrong: 1 }),
    "The test part has 50 rows: 1 of 50 wrong allows an error of up to 11 %.",
  );
  assertEquals(
    smallTestText(40, { test: { value: 0.91, low: 0.8, high: 0.96 } }),
    "The test part has 40 rows: R² 0.91 allows one as low as 0.80.",
  );
  assertEquals(
    smallTestText(1, { test: { value: 0.91, low: null, high: null } }),
    "The test part has 1 row: too few to rely on.",
  );
  for (const rows of [0, 100, 5000]) assertEquals(smallTestText(rows, { wrong: 0 }), undefined);
});
