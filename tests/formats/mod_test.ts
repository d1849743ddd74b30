import { assertEquals } from "@std/assert";
import * as formats from "../../lib/formats/mod.ts";

Deno.test("the entry point of the formats gives these functions", () => {
  assertEquals(Object.keys(formats).sort(), [
    "formatIdx",
    "formatNpz",
    "formatOnnx",
    "formatSafetensors",
    "parseIdx",
    "parseNpy",
    "parsePickle",
    "parseSafetensors",
    "readIdx",
    "readNpz",
  ]);
});
