import { assertEquals } from "@std/assert";
import {
  beatsConstant,
  compareModels,
  findingOf,
  smallTestText,
} from "../../../lib/table/verdict/verdict.ts";
import { Dataset } from "../../../mod.ts";
import { comparison, difference } from "../../evaluate/rivals.ts";

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

Deno.test("a test of 100 rows is not called small, nor is none", () => {
  for (const rows of [0, 100, 5000]) assertEquals(smallTestText(rows, { wrong: 0 }), undefined);
});
