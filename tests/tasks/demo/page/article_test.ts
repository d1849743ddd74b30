import { assertEquals } from "@std/assert";
import { withArticle } from "../../../../tasks/demo/page/article.ts";

Deno.test("8 has the article an, every other digit a", () => {
  for (let digit = 0; digit < 10; digit++) {
    assertEquals(withArticle(digit), digit === 8 ? "an 8" : `a ${digit}`);
  }
});
