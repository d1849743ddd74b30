import { assertEquals } from "@std/assert";
import { certaintyText } from "../../../../tasks/demo/page/certainty_text.ts";

const SIGMOID = { outputActivation: { name: "sigmoid" } };

Deno.test("the page says when there is a question mark, and how often on validation images", () => {
  const rule = "A question mark stands for not sure: no digit has 50 %, or none is ahead by 20 " +
    "points, or this is unlike MNIST’s digits.";
  assertEquals(certaintyText(SIGMOID, null), rule);
  assertEquals(
    certaintyText(SIGMOID, { images: 2000, sure: 1900, right: 1862, rightOfOthers: 55 }),
    `${rule} Of 2,000 validation images the network is sure of 95.0 %; it is right in 98.0 % of ` +
      "these, and would be in 55.0 % of the others.",
  );
  const all = { images: 2000, sure: 2000, right: 1990, rightOfOthers: 0 };
  assertEquals(
    certaintyText(SIGMOID, all),
    `${rule} Of 2,000 validation images the network is sure of 100.0 %; it is right in 99.5 % of these.`,
  );
  assertEquals(certaintyText({ outputActivation: { name: "relu" } }, all), "");
});
