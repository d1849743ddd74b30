/** Training lets everything else run: in an isolate without packages for Node, whose event loop starves timers (Deno 2.9). */

import { assert } from "@std/assert";
import { Dataset, Network, train } from "../../mod.ts";

Deno.test("timers and signals get their turn within an epoch", async () => {
  const inputs = new Float32Array(100_000).map((_, k) => k % 7 / 7);
  const labels = new Uint8Array(50_000).map((_, k) => k % 3);
  const data = new Dataset({ inputs, features: 2, labels, classes: 3 });
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const options = { epochs: 1, batchSize: 10, learningRate: 0.5 };
  for await (const _ of train(new Network([2, 64, 3]), data, options));
  clearInterval(timer);
  assert(turns > 2, `${turns} turns`);
});
