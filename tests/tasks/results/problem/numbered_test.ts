import { assertEquals } from "@std/assert";
import { classification, multiLabel, regression } from "../../../../lib/problem.ts";
import { numbered } from "../../../../tasks/results/problem/numbered.ts";

Deno.test("a single output of classes has two of them, no and yes; of others each has a number", () => {
  assertEquals(numbered(classification, 1), ["0", "1"]);
  assertEquals(numbered(classification, 3), ["0", "1", "2"]);
  assertEquals(numbered(multiLabel, 1), ["0"]);
});

Deno.test("quantities without names are called as an evaluation calls them", () => {
  assertEquals(numbered(regression, 1), ["the target"]);
  assertEquals(numbered(regression, 2), ["target 1", "target 2"]);
});
