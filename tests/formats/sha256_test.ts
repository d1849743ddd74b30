import { sha256InScript } from "../../lib/formats/sha256_in_script.ts";
import { assertEquals } from "@std/assert";
import { hasSha256, sha256 } from "../../lib/formats/sha256.ts";
import { Network, weightsSha256 } from "../../mod.ts";
import { replaced } from "../helpers/replaced.ts";
import { rejectsSaying } from "../helpers/says.ts";

Deno.test("SHA-256 is that of FIPS 180-2, appendix B.1", async () => {
  assertEquals(hasSha256(), true);
  assertEquals(
    await sha256(new TextEncoder().encode("abc")),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

Deno.test("a page by plain http, which has no SHA-256, gets an error", async () => {
  using _ = replaced({ crypto: {} });
  assertEquals(hasSha256(), false);
  await rejectsSaying(() => weightsSha256(new Network([2, 1])), Error, "https or from localhost");
});

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
