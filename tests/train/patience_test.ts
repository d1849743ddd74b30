import { assertEquals } from "@std/assert";
import { timesOutOfPatience } from "../../lib/train/patience.ts";

Deno.test("patience runs out after so many epochs in a row without an improvement", () => {
  const history = [0.8, 0.9, 0.9, 0.85, 0.91, 0.91, 0.9, 0.91];
  const after = (epochs: number) => timesOutOfPatience(history.slice(0, epochs), { patience: 3 });
  assertEquals([0, 1, 4, 5, 7, 8].map(after), [0, 0, 0, 0, 0, 1]);
});

Deno.test("an improvement has to exceed the best by more than minimumDelta", () => {
  const options = { patience: 2, minimumDelta: 0.25 };
  assertEquals(timesOutOfPatience([0.25, 0.5, 0.5], options), 1); // 0.5 is not more than 0.25 + 0.25
  assertEquals(timesOutOfPatience([0.25, 0.5, 0.625], options), 0); // measured from the best, 0.25
});

Deno.test("patience that has run out begins anew", () => {
  assertEquals(timesOutOfPatience(new Array(10).fill(0.5), { patience: 3 }), 3);
});
