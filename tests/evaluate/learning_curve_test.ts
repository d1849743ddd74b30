import { assertAlmostEquals, assertEquals } from "@std/assert";
import { learningCurveOf, learningCurveText } from "../../lib/evaluate/learning_curve.ts";
import { Dataset } from "../../mod.ts";

const points = [
  { rows: 1000, value: 0.84 },
  { rows: 2000, value: 0.86 },
  { rows: 4000, value: 0.87 },
];
const textOf = (value: number, plusMinus: number, shown: "first" | "second" | "neither") =>
  learningCurveText({
    metric: "accuracy",
    points,
    gain: { value, standardError: plusMinus / 2, plusMinus, shown },
  });
const start =
  "After training on 1,000, 2,000 and 4,000 rows, accuracy is 84.0 %, 86.0 % and 87.0 %: ";

Deno.test("more rows help where the last step gained, by less than it did", () => {
  assertEquals(
    textOf(0.01, 0.004, "first"),
    `${start}the last step gains 1.0 ± 0.4 points of accuracy, and twice as many rows might gain ` +
      "0.5 points of accuracy more.",
  );
});

Deno.test("more rows are not shown to help, or would not", () => {
  assertEquals(
    textOf(0.01, 0.012, "neither"),
    `${start}the last step gains 1.0 ± 1.2 points of accuracy, so more rows are not shown to help.`,
  );
  assertEquals(textOf(-0.01, 0.004, "second"), `${start}more rows would not help.`);
});

Deno.test("a learning curve is measured on the same rows, whatever the training rows", () => {
  const targets = Array.from({ length: 40 }, (_, k) => k);
  const data = Dataset.from({ inputs: targets.map(() => [0]), targets });
  const rows = targets.slice(0, 30);
  const answersOff = (error: number) =>
    Float32Array.from(rows, (y) => y + (y % 2 ? error : -error / 2));
  const steps = [9, 6, 3].map((error, k) => ({ rows: 10 << k, answers: answersOff(error) }));
  const { metric, points, gain } = learningCurveOf(steps, data, rows)!;
  assertEquals([metric, points.map(({ rows }) => rows), gain.shown], ["r2", [10, 20, 40], "first"]);
  assertAlmostEquals(points[2]!.value - points[1]!.value, gain.value, 1e-9);
  assertEquals(learningCurveOf(steps.slice(1), data, rows)!.points.length, 2);
  assertEquals(learningCurveOf(steps.slice(2), data, rows), undefined);
  assertEquals(learningCurveOf(steps, data, []), undefined);
});
