import { assertEquals, assertLess, assertMatch } from "@std/assert";
import { formatText, parseText } from "../../../lib/engine/wasm/text.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";

Deno.test("bytes come back from their text, which stands in quotes as it is", () => {
  const random = new RandomStream(1, "data");
  const every = Uint8Array.from({ length: 256 }, (_, k) => k);
  const few = Uint8Array.from({ length: 5000 }, () => random.below(random.below(60) + 1));
  for (const bytes of [every, few, new Uint8Array()]) {
    const text = formatText(bytes);
    assertMatch(text, /^[ -~]*$/);
    assertEquals(JSON.parse(`"${text}"`), text);
    assertEquals(parseText(text), bytes);
  }
  assertLess(formatText(few).length, 512 + few.length + 1); // a character each
});
