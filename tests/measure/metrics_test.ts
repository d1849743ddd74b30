import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  calibration,
  classAverages,
  classMetrics,
  wilsonInterval,
} from "../../lib/evaluate/mod.ts";

Deno.test("a class's precision is by its column, its recall by its row, also of a class that is nowhere", () => {
  const [first] = classMetrics([[3, 1, 0], [2, 4, 0], [0, 0, 0]]);
  assertEquals(first, { size: 4, precision: 3 / 5, recall: 3 / 4, f1: 6 / 9 });
  const none = { precision: null, recall: null, f1: null };
  assertEquals(classMetrics([[1, 0], [0, 0]])[1], { size: 0, ...none });
  const [, second, third] = classMetrics([[1, 2, 0], [0, 0, 0], [3, 0, 0]]);
  assertEquals(second, { size: 0, precision: 0, recall: null, f1: 0 });
  assertEquals(third, { size: 3, precision: null, recall: 0, f1: 0 });
});

Deno.test("balanced accuracy and macro F1 are scikit-learn's, whatever a class lacks", () => {
  // scikit-learn 1.4's balanced_accuracy_score, and f1_score with average="macro" and zero_division=0: the third class is
  // never right, the fourth never there but predicted once.
  const confusion = [[5, 2, 0, 0], [1, 7, 0, 1], [3, 0, 0, 0], [0, 0, 0, 0]];
  const { balancedAccuracy, f1 } = classAverages(confusion);
  assertAlmostEquals(balancedAccuracy, 0.4973544973544974, 1e-15);
  assertAlmostEquals(f1, 0.3506944444444444, 1e-15);
  assertEquals(classAverages([[3, 0, 0], [0, 2, 0], [0, 0, 0]]), { balancedAccuracy: 1, f1: 1 });
});

Deno.test("calibration compares confidence with accuracy, bin by bin", () => {
  const { bins, error } = calibration([0.9, 0.7, 0.9, 0.2], [true, false, true, true], 2);
  assertEquals(bins.map(({ from, to, size }) => [from, to, size]), [[0, 0.5, 1], [0.5, 1, 3]]);
  assertEquals([bins[0]!.accuracy, bins[0]!.confidence, bins[1]!.accuracy], [1, 0.2, 2 / 3]);
  assertAlmostEquals(bins[1]!.confidence!, 2.5 / 3);
  // (1/4)·|1 − 0.2| + (3/4)·|2/3 − 2.5/3|
  assertAlmostEquals(error, 0.25 * 0.8 + 0.75 * 0.5 / 3);
});

Deno.test("a confidence on a border is in the bin below, zero in the first", () => {
  const { bins, error } = calibration([0, 0.5, 1], [false, true, true], 2);
  assertEquals(bins.map(({ size }) => size), [2, 1]);
  assertAlmostEquals(error, 2 / 3 * 0.25);
  const empty = { from: 0, to: 0.1, size: 0, accuracy: null, confidence: null };
  assertEquals(calibration([1], [true]).bins[0], empty);
});

Deno.test("Wilson's interval is as worked out elsewhere", () => {
  // In Python, of the formula with z = 1.959963984540054.
  const [low, high] = wilsonInterval(9542, 10000);
  assertAlmostEquals(low, 0.9499253373865503, 1e-7);
  assertAlmostEquals(high, 0.9581258384935271, 1e-7);
  assertEquals(wilsonInterval(0, 10)[0], 0);
  assertAlmostEquals(wilsonInterval(10, 10)[1], 1, 1e-12);
});

Deno.test("a confidence on a border is in the bin below where the product is rounded up", () => {
  const { bins } = calibration([0.07], [true], 100); // 0.07 · 100 > 7
  assertEquals(bins.findIndex(({ size }) => size === 1), 6);
});
