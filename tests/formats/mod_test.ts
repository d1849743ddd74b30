import { assertEquals } from "@std/assert";
import * as formats from "../../lib/formats/mod.ts";

Deno.test("the entry point of the formats gives these functions", () => {
  assertEquals(
    Object.keys(formats).sort(),
    ("MAX_IDX_HEADER crc32 formatIdx formatNpz formatOnnx formatSafetensors formatTfevents formatZip " +
      "fromBase64 fromBfloat16 hasSha256 parseExifOrientation parseIdx parseIdxHeader parseNpy " +
      "parsePickle parseSafetensors readIdx readNpz readZip sha256 toHex").split(" "),
  );
});
