import { clearImmediate, setImmediate } from "node:timers";
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  batchesBetweenYields,
  evaluateYielding,
  yieldToEventLoop,
} from "../../lib/train/event_loop.ts";
import { createEngine, Dataset, evaluate, Network } from "../../mod.ts";

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

Deno.test("to yield leaves no end of a channel open: each would take 5 kB for good", async () => {
  const open = new Set<MessagePort>();
  const { MessageChannel } = globalThis;
  globalThis.MessageChannel = class extends MessageChannel {
    constructor() {
      super();
      for (const port of [this.port1, this.port2]) {
        open.add(port);
        port.close = () => {
          open.delete(port);
          MessagePort.prototype.close.call(port);
        };
      }
    }
  };
  try {
    const yielded = yieldToEventLoop(undefined);
    assertEquals(open.size, 2);
    await yielded;
  } finally {
    globalThis.MessageChannel = MessageChannel;
  }
  assertEquals(open.size, 0);
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

/** The turns of the event loop in which the batches of a data set are gathered. */
async function turnsOf(sizes: number[], examples: number): Promise<number[]> {
  const turns: number[] = [];
  let turn = 0;
  let next = setImmediate(function count() {
    turn++;
    next = setImmediate(count);
  });
  const engine = createEngine();
  const gather = engine.gather.bind(engine);
  engine.gather = (...args) => {
    turns.push(turn);
    gather(...args);
  };
  const data = new Dataset({
    pixels: new Uint8Array(examples * sizes[0]!),
    labels: new Uint8Array(examples),
    features: sizes[0]!,
    classes: sizes.at(-1)!,
  });
  await evaluateYielding(new Network(sizes, { engine }), data, undefined);
  clearImmediate(next);
  return turns;
}

Deno.test("an evaluation by a large network lets signals through after each batch, by a small one not", async () => {
  const turns = await turnsOf([2, 700, 700, 2], 900);
  assertEquals([turns.length, new Set(turns).size], [4, 4]);
  assertEquals(new Set(await turnsOf([2, 3, 2], 4000)).size, 1);
});
