import { assertAlmostEquals, assertEquals } from "@std/assert";
import { learningCurveOf } from "../../../lib/table/verdict/learning_curve.ts";
import { Dataset } from "../../../mod.ts";

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
