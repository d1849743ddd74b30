import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  batchesBetweenYields,
  evaluateYielding,
  yieldToEventLoop,
} from "../../lib/train/event_loop.ts";
import { Dataset, evaluate, Network } from "../../mod.ts";

Deno.test("training yields after 5000 examples, or a hundred million products", () => {
  assertEquals(batchesBetweenYields(new Network([2, 3, 2]), 10), 500);
  assertEquals(batchesBetweenYields(new Network([2, 3, 2]), 3000), 2);
  assertEquals(batchesBetweenYields(new Network([2, 3, 2]), 50_000), 1);
  // 300·200 + 200·50 weights: 100,000,000 / 70,000 is 1428.6 examples.
  assertEquals(batchesBetweenYields(new Network([300, 200, 50]), 10), 143);
});

Deno.test("to yield lets timers and what else waits run, and then ends what is aborted", async () => {
  const ran: string[] = [];
  setTimeout(() => ran.push("timer"), 0);
  const start = performance.now();
  while (performance.now() - start < 5); // until the timer is due
  while (ran.length === 0) await yieldToEventLoop(undefined);
  const controller = new AbortController();
  await yieldToEventLoop(controller.signal);
  const rejected = assertRejects(() => yieldToEventLoop(controller.signal), Error, "enough");
  controller.abort(new Error("enough")); // while it waits
  await rejected;
});

Deno.test("an evaluation that yields comes to the same, and can be aborted on the way", async () => {
  const size = 20_000;
  const data = new Dataset({
    inputs: Float32Array.from({ length: 2 * size }, (_, k) => Math.fround(k * 7 % 11 / 11)),
    labels: Uint8Array.from({ length: size }, (_, k) => k % 2),
    features: 2,
    classes: 2,
  });
  const network = new Network([2, 3, 2]);
  let turns = 0;
  let evaluating = true;
  const count = (): void => {
    if (!evaluating) return;
    turns++;
    setTimeout(count);
  };
  setTimeout(count);
  assertEquals(await evaluateYielding(network, data, undefined), evaluate(network, data));
  evaluating = false;
  assert(turns > 0);
  const aborted = AbortSignal.abort(new Error("enough"));
  await assertRejects(() => evaluateYielding(network, data, aborted), Error, "enough");
});
