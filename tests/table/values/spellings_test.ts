import { assertEquals } from "@std/assert";
import { foldedText, spellingsOf } from "../../../lib/table/columns/guess.ts";

Deno.test("spellings that differ by case or blanks are the commonest of them, or the first by code unit", () => {
  const values = new Map(
    Object.entries({ card: 3, Card: 5, " CARD": 1, cash: 2, Cash: 2, bill: 1 }),
  );
  assertEquals(
    spellingsOf(values),
    new Map([["card", "Card"], [" CARD", "Card"], ["cash", "Cash"]]),
  );
  assertEquals(spellingsOf(new Map([["a", 1], ["b", 1]])).size, 0);
  assertEquals(foldedText("  New \t York "), "new york");
  assertEquals(foldedText("e\u0301"), foldedText("\u00e9"));
});
