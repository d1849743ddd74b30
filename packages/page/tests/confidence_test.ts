import { assert, assertEquals, assertLess } from "@std/assert";
import { isScribble } from "../../../tasks/demo/sure.ts";
import { mnistExamples } from "../../../tests/engine/mnist_examples.ts";
import { LONG_TESTS } from "../../../tests/helpers/long.ts";
import { mnistData } from "../../../tests/helpers/mnist_data.ts";

/** A square of ink in the middle, with a hole in it. */
function frame(side: number, hole: number): Float32Array {
  const isIn = (k: number, side: number) => Math.abs(k - 13.5) < side / 2;
  return Float32Array.from({ length: 28 * 28 }, (_, k) => {
    const [x, y] = [k % 28, Math.floor(k / 28)];
    return Number(isIn(x, side) && isIn(y, side) && !(isIn(x, hole) && isIn(y, hole)));
  });
}

Deno.test("a lump of ink is a scribble, and the stroke of a wide pen is none", () => {
  assertEquals([0, 4, 8, 12].map((hole) => isScribble(frame(20, hole))), [true, true, true, false]);
  assertEquals(isScribble(frame(8, 0)), false); // a dot
  assertEquals(isScribble(new Float32Array(28 * 28)), false);
});

Deno.test("2 in 1000 of MNIST's validation images are taken for a scribble", {
  ignore: !LONG_TESTS,
}, async () => {
  await mnistData();
  const { images } = await mnistExamples(60_000);
  let count = 0;
  for (let k = 50_000; k < 60_000; k++) {
    const bytes = images.subarray(784 * k, 784 * (k + 1));
    count += Number(isScribble(Array.from(bytes, (byte) => byte / 255)));
  }
  assert(count > 0);
  assertLess(count, 21);
});
