import { assertEquals } from "@std/assert";
import { progressText } from "../train_panel.ts";

Deno.test("the status contains how much is done and how long the rest takes", () => {
  assertEquals(progressText(0.25, 10), "25 %, about 30 s left");
  assertEquals(progressText(0.5, 300), "50 %, about 5 min 0 s left");
  assertEquals(progressText(0.01, 1), "1 %"); // too early for an estimate
  assertEquals(progressText(1, 40), "100 %");
});
