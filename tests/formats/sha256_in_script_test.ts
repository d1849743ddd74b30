import { assertEquals } from "@std/assert";
import { sha256 } from "../../lib/formats/sha256.ts";
import { sha256InScript } from "../../lib/formats/sha256_in_script.ts";

Deno.test("SHA-256 in script is that of the platform, for every length around its blocks", async () => {
  const bytes = Uint8Array.from({ length: 200 }, (_, k) => 37 * k);
  for (let length = 0; length <= bytes.length; length++) {
    const part = bytes.subarray(0, length);
    assertEquals(sha256InScript(part), await sha256(part), `${length} bytes`);
  }
});

Deno.test("SHA-256 in script is that of the standard's example", () => {
  assertEquals(
    sha256InScript(new TextEncoder().encode("abc")),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
