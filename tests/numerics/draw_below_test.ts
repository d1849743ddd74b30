import { assertEquals } from "@std/assert";
import { drawBelow } from "../../lib/numerics/draw_below.ts";
import { RandomStream } from "../../lib/numerics/random.ts";

Deno.test("whole numbers by a function are those of a stream", () => {
  for (const seed of [0, 1, 2 ** 53 - 1]) {
    const [stream, draw] = [new RandomStream(seed, "importance"), drawBelow(seed, "importance")];
    for (let n = 1; n < 2 ** 32; n = 2 * n + seed % 2) {
      for (let k = 0; k < 10; k++) assertEquals(draw(n), stream.below(n));
    }
  }
});
