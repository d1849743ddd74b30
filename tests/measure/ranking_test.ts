import { assertAlmostEquals, assertEquals } from "@std/assert";
import { precisionRecallCurve, rocCurve } from "../../lib/evaluate/mod.ts";

// What scikit-learn's roc_curve (drop_intermediate=False), roc_auc_score, precision_recall_curve and
// average_precision_score, 1.4, make of these; with equal outputs, as a network gives them to equal rows.
const OUTPUTS = [0.9, 0.8, 0.8, 0.7, 0.6, 0.55, 0.55, 0.5, 0.3, 0.2, 0.2, 0.1];
const POSITIVES = [1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0];
const [ROC_AREA, AVERAGE_PRECISION] = [0.7714285714285715, 0.7087301587301587];
const SEVENTHS = [0, 0, 1, 1, 2, 3, 4, 4, 6, 7];
const FIFTHS = [0, 1, 2, 3, 3, 4, 4, 5, 5, 5];
const PRECISIONS = [1, 2 / 3, 3 / 4, 3 / 5, 4 / 7, 1 / 2, 5 / 9, 5 / 11, 5 / 12];

/** The areas are sums of fewer than twenty numbers in another order. */
const ROUNDING = 1e-15;

Deno.test("the ROC curve and its area are scikit-learn's, equal outputs and all", () => {
  const { points, area } = rocCurve(OUTPUTS, POSITIVES);
  assertEquals(points.map(({ x }) => x), SEVENTHS.map((n) => n / 7));
  assertEquals(points.map(({ y }) => y), FIFTHS.map((n) => n / 5));
  assertEquals(points.slice(0, 3).map(({ threshold }) => threshold), [Infinity, 0.9, 0.8]);
  assertAlmostEquals(area, ROC_AREA, ROUNDING);
});

Deno.test("the precision-recall curve and the average precision are scikit-learn's", () => {
  const { points, area } = precisionRecallCurve(OUTPUTS, POSITIVES);
  assertEquals(points.map(({ y }) => y), PRECISIONS);
  assertEquals(points.map(({ x }) => x), FIFTHS.slice(1).map((n) => n / 5));
  assertAlmostEquals(area, AVERAGE_PRECISION, ROUNDING);
});

Deno.test("what ranks everything right has the area 1, everything alike one half", () => {
  assertEquals(rocCurve([0.1, 0.9], [0, 1]).area, 1);
  assertEquals(rocCurve([0.9, 0.1], [0, 1]).area, 0);
  assertEquals(rocCurve([0.4, 0.4, 0.4], [0, 1, 0]).area, 0.5);
  assertEquals(precisionRecallCurve([0.4, 0.4, 0.4, 0.4], [0, 1, 0, 0]).area, 0.25);
});
