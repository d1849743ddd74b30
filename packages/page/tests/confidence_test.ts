import { assert, assertEquals, assertLess } from "@std/assert";
import { confidenceText, withArticle } from "../confidence.ts";
import { isScribble } from "../../../tasks/demo/sure.ts";
import { mnistExamples } from "../../../tests/engine/mnist_examples.ts";
import { LONG_TESTS } from "../../../tests/helpers/long.ts";
import { mnistData } from "../../../tests/helpers/mnist_data.ts";

Deno.test("the page explains when there is a question mark, and how often on validation images", () => {
  const rule = "A question mark stands for not sure: no digit has 50 %, or none is ahead by 20 " +
    "points, or this is unlike MNIST’s digits.";
  assertEquals(confidenceText("sigmoid", null), rule);
  assertEquals(
    confidenceText("sigmoid", { images: 2000, sure: 1900, right: 1862, rightOfOthers: 55 }),
    `${rule} Of 2,000 validation images the network is sure of 95.0 %; it is right in 98.0 % of ` +
      "these, and would be in 55.0 % of the others.",
  );
  const all = { images: 2000, sure: 2000, right: 1990, rightOfOthers: 0 };
  assertEquals(
    confidenceText("sigmoid", all),
    `${rule} Of 2,000 validation images the network is sure of 100.0 %; it is right in 99.5 % of these.`,
  );
  assertEquals(confidenceText("relu", all), "");
});

Deno.test("8 has the article an, every other digit a", () => {
  for (let digit = 0; digit < 10; digit++) {
    assertEquals(withArticle(digit), digit === 8 ? "an 8" : `a ${digit}`);
  }
});

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
