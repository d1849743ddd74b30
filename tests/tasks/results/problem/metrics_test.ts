import { assertEquals } from "@std/assert";
import { Dataset } from "../../../../mod.ts";
import { shownAs } from "../../../../tasks/results/problem/metrics.ts";

/** As what data with these targets, or labels, is shown. */
function shown(answers: { labels: number[] } | { targets: number[] | number[][] }): string {
  return shownAs(Dataset.from({ inputs: [[0], [1]], ...answers }));
}

Deno.test("one question of yes or no is shown as two classes, several are shown as labels", () => {
  assertEquals(shown({ labels: [0, 1] }), "classification");
  assertEquals(shown({ targets: [0, 1] }), "classification");
  assertEquals(shown({ targets: [[0, 1], [1, 1]] }), "multiLabel");
  assertEquals(shown({ targets: [0.5, 1] }), "regression");
});
