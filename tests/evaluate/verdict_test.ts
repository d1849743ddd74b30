import { assertEquals } from "@std/assert";
import type { Comparison, PairedDifference } from "../../lib/evaluate/paired.ts";
import { findingOf, smallTestText, verdictOf } from "../../lib/evaluate/verdict.ts";

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

/** Against a linear model on 750 rows, of accuracy and of cost. */
function linear(metric: PairedDifference, cost?: PairedDifference) {
  const comparison: Comparison = { rows: 750, metric, ...cost && { cost } };
  return { name: "a linear model", comparison, advice: "ship that, with --model linear" };
}

const trees = (metric: PairedDifference) => ({
  name: "boosted trees",
  comparison: { rows: 750, metric },
});

Deno.test("a model is better, worse, or not shown to be better, with the numbers", () => {
  const verdicts = [[0.012, 0.004], [0.003, 0.008], [-0.012, 0.004]]
    .map(([value, margin]) => verdictOf("accuracy", [linear(difference(value!, margin!))]));
  assertEquals(verdicts, [
    "Better than a linear model by 1.2 ± 0.4 points of accuracy on 750 test rows.",
    "Not shown to be better than a linear model (0.3 ± 0.8 points of accuracy on 750 test rows): " +
    "ship that, with --model linear.",
    "Worse than a linear model by 1.2 ± 0.4 points of accuracy on 750 test rows: ship that, with " +
    "--model linear.",
  ]);
});

Deno.test("quantities are compared by R²", () => {
  assertEquals(
    verdictOf("r2", [linear(difference(0.0312, 0.0123))]),
    "Better than a linear model by 0.031 ± 0.012 in R² on 750 test rows.",
  );
});

Deno.test("better or worse probabilities count where the accuracy shows nothing", () => {
  const same = difference(0.001, 0.011);
  assertEquals(
    verdictOf("accuracy", [linear(same, difference(0.031, 0.012))]),
    "With better probabilities than a linear model, whose cost is higher by 0.031 ± 0.012, and not shown " +
      "to be more accurate (0.1 ± 1.1 points of accuracy on 750 test rows).",
  );
  assertEquals(
    verdictOf("accuracy", [linear(same, difference(-0.031, 0.012))]),
    "With worse probabilities than a linear model, whose cost is lower by 0.031 ± 0.012, and not shown to " +
      "differ in accuracy (0.1 ± 1.1 points of accuracy on 750 test rows): ship that, with --model linear.",
  );
  assertEquals(findingOf({ rows: 9, metric: same, cost: difference(0.1, 0.2) }), "notShown");
  assertEquals(findingOf({ rows: 9, metric: same, cost: difference(0.0009, 0.0001) }), "notShown");
  assertEquals(findingOf({ rows: 9, metric: difference(0.1, 0.01), cost: same }), "better");
});

Deno.test("several models are named in order, and a constant answer only if it is not beaten", () => {
  const rivals = (constant: PairedDifference) => [
    { ...trees(constant), name: "always answering “b”", isConstant: true },
    linear(difference(0.02, 0.012)),
    trees(difference(-0.004, 0.013)),
  ];
  const rest = "Better than a linear model by 2.0 ± 1.2 points of accuracy";
  const end = "Not shown to be better than boosted trees (−0.4 ± 1.3 points of accuracy).";
  assertEquals(
    verdictOf("accuracy", rivals(difference(0.2, 0.1))),
    `${rest} on 750 test rows. ${end}`,
  );
  assertEquals(
    verdictOf("accuracy", rivals(difference(0.01, 0.02))),
    "Not shown to be better than always answering “b” (1.0 ± 2.0 points of accuracy on 750 test " +
      `rows). ${rest}. ${end}`,
  );
  assertEquals(
    verdictOf("accuracy", rivals(difference(0.2, 0.1)).slice(0, 1)),
    "Better than always answering “b” by 20.0 ± 10.0 points of accuracy on 750 test rows.",
  );
  assertEquals(verdictOf("accuracy", []), "");
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
