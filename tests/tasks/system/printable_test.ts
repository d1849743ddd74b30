import { assertEquals } from "@std/assert";
import { printable, printableJson } from "../../../tasks/system/printable.ts";

Deno.test("printableJson() is JSON of the same values", () => {
  const value = { "a\x9b": ["\x1b]0;b\x07", "\u202e\x7f", "e\u0301\\"] };
  for (const indent of [0, 2]) {
    const text = printableJson(JSON.stringify(value, null, indent));
    assertEquals(JSON.parse(text), value);
    assertEquals(printable(text), text);
  }
});
