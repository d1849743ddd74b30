import { assertEquals } from "@std/assert";
import { bestOf, chooseRun } from "../../../../tasks/results/report/scores.ts";
import type { ReportedRun } from "../../../../tasks/results/report/problem/runs.ts";

/** A run with these accuracies, as far as a choice looks. */
function run(name: string, test: number, validation?: number): ReportedRun {
  const result = (accuracy: number) => ({ accuracy, correct: 0, size: 1, cost: 0 });
  return {
    problem: "classification",
    name,
    split: "test",
    evaluation: result(test),
    summary: {
      test: result(test),
      ...validation !== undefined && { validation: result(validation) },
    },
  } as unknown as ReportedRun;
}

Deno.test("the best run is the best on validation, however good another is on test", () => {
  const { best, by, score } = chooseRun([run("lucky", 0.99, 0.9), run("good", 0.95, 0.96)]);
  assertEquals([best.name, by, score], ["good", "validation", 0.96]);
});

Deno.test("where a run has no validation, they are compared by the split that is there", () => {
  const { best, by, score } = chooseRun([run("one", 0.99), run("other", 0.95, 0.96)]);
  assertEquals([best.name, by, score], ["one", "test", 0.99]);
});

Deno.test("the first of equals is chosen, and no cell is the best where all are equal", () => {
  assertEquals(chooseRun([run("a", 0.9, 0.9), run("b", 0.9, 0.9)]).best.name, "a");
  assertEquals(bestOf([1, 1, 1]), undefined);
  assertEquals(bestOf([null, undefined]), undefined);
  assertEquals([bestOf([1, 3, 3]), bestOf([2, null, 1], true)], [1, 2]);
});
