import { assertEquals } from "@std/assert";
import { withArticle } from "../../../../tasks/demo/page/article.ts";

Deno.test("8 has the article an, every other digit a", () => {
  const digits = Array.from({ length: 10 }, (_, digit) => withArticle(digit));
  assertEquals(digits.slice(0, 8), [0, 1, 2, 3, 4, 5, 6, 7].map((digit) => `a ${digit}`));
  assertEquals(digits.slice(8), ["an 8", "a 9"]);
});
