import { assertEquals } from "@std/assert";
import { fromBase64, toBase64 } from "../../lib/formats/bytes.ts";

Deno.test("bytes of any number are base64 and back", () => {
  for (const length of [0, 1, 2, 3, 20_000]) {
    const bytes = Uint8Array.from({ length }, (_, k) => 7 * k);
    assertEquals(fromBase64(toBase64(bytes)), bytes);
  }
  assertEquals(toBase64(new TextEncoder().encode("hello")), "aGVsbG8=");
});
