import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { rankingOf } from "../../../../tasks/results/evaluate/ranking.ts";
import type { Predictions } from "../../../../lib/evaluate/mod.ts";

/** Predictions of two classes: the outputs of each example, and its class. */
function predictions(outputs: [number, number][], labels: number[]): Predictions {
  const predicted = Uint32Array.from(outputs, ([first, second]) => second > first ? 1 : 0);
  return {
    classes: 2,
    outputs: Float32Array.from(outputs.flat()),
    labels: Uint8Array.from(labels),
    predicted,
    confidences: Float32Array.from(outputs, (pair) => Math.max(...pair)),
  };
}

const OUTPUTS: [number, number][] = [[0.9, 0.1], [0.4, 0.6], [0.7, 0.3], [0.2, 0.8], [0.6, 0.4]];

Deno.test("the rarer class is ranked, and the network's own answers are a point of its curve", () => {
  const all = predictions(OUTPUTS, [0, 0, 0, 1, 1]);
  const confusion = [[2, 1], [1, 1]];
  const { positive, positives, roc, precisionRecall, chosen } = rankingOf(all, { confusion })!;
  assertEquals([positive, positives], [1, 2]);
  assertEquals(roc.area, 5 / 6); // of six pairs one is in the wrong order
  assertEquals(chosen.roc, { x: 1 / 3, y: 1 / 2 });
  assert(roc.points.some(({ x, y }) => x === chosen.roc.x && y === chosen.roc.y));
  assertEquals(chosen.precisionRecall, { x: 1 / 2, y: 1 / 2 });
  assert(precisionRecall.points.some(({ x, y }) => x === 1 / 2 && y === 1 / 2));
});

Deno.test("the first class is ranked where that is the rarer one", () => {
  const all = predictions(OUTPUTS, [0, 1, 0, 1, 1]);
  const { positive, roc } = rankingOf(all, { confusion: [[2, 0], [1, 2]] })!;
  assertEquals([positive, roc.area], [0, 1]);
});

Deno.test("areas have intervals, of more rows than a byte counts and over units", () => {
  const labels = Array.from({ length: 600 }, (_, k) => Number(k % 5 === 0));
  const outputs = labels.map((label, k): [number, number] => {
    const yes = (label + (k * 7) % 11 / 8) / 3;
    return [1 - yes, yes];
  });
  const all = predictions(outputs, labels);
  const { roc, precisionRecall, intervals, isRarer } = rankingOf(all, {
    confusion: [[1, 0], [0, 1]],
  })!;
  assertEquals(isRarer, true);
  assertAlmostEquals(intervals.auc.value, roc.area, 1e-6);
  assertAlmostEquals(intervals.averagePrecision.value, precisionRecall.area, 1e-6);
  const units = Uint32Array.from(labels, (_, k) => k >> 4);
  const named = rankingOf(all, { confusion: [[1, 0], [0, 1]] }, { units, positive: 0 })!;
  assertEquals([named.positive, named.isRarer], [0, false]);
  assertNotEquals(named.intervals.auc.low, intervals.auc.low);
});

Deno.test("examples of one class alone, and outputs that are not numbers, have no ranking", () => {
  const confusion = [[5, 0], [0, 0]];
  assertEquals(rankingOf(predictions(OUTPUTS, [0, 0, 0, 0, 0]), { confusion }), undefined);
  const diverged = predictions([[NaN, NaN], [NaN, NaN]], [0, 1]);
  assertEquals(rankingOf(diverged, { confusion: [[1, 0], [1, 0]] }), undefined);
});
