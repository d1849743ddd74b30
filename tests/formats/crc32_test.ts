import { assertEquals } from "@std/assert";
import { crc32, crc32c } from "../../lib/formats/crc32.ts";

Deno.test("the checksum is the one of the standard's example", () => {
  assertEquals(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  assertEquals(crc32(new Uint8Array()), 0);
});

Deno.test("Castagnoli's checksum is the one of RFC 3720's examples", () => {
  assertEquals(crc32c(new TextEncoder().encode("123456789")), 0xe3069283);
  assertEquals(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assertEquals(crc32c(new Uint8Array(32).fill(255)), 0x62a8ab43);
  assertEquals(crc32c(Uint8Array.from({ length: 32 }, (_, k) => k)), 0x46dd794e);
});
