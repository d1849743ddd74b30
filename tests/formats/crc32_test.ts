import { assertEquals } from "@std/assert";
import { crc32 } from "../../lib/formats/crc32.ts";

Deno.test("the checksum is the one of the standard's example", () => {
  assertEquals(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  assertEquals(crc32(new Uint8Array()), 0);
});
