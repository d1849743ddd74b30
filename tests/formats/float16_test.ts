import { assertEquals } from "@std/assert";
import { fromBfloat16, roundToBfloat16, toBfloat16 } from "../../lib/formats/float16.ts";

Deno.test("numbers are rounded to eight bits, to even where two are as near, and their bytes come back", () => {
  const between = [1 + 1 / 256, 1 + 3 / 256, 1 + 1 / 256 + 1 / 65536];
  const values = Float32Array.of(0, 1, -2.5, ...between, 1e-30);
  const rounded = roundToBfloat16(values);
  assertEquals([...rounded.subarray(0, 6)], [0, 1, -2.5, 1, 1 + 4 / 256, 1 + 2 / 256]);
  assertEquals(fromBfloat16(toBfloat16(rounded)), rounded);
  assertEquals([...toBfloat16(Float32Array.of(1))], [0x80, 0x3f]);
  assertEquals([...values.subarray(3, 5)], [1 + 1 / 256, 1 + 3 / 256]); // as they were
});

Deno.test("numbers and bytes within a larger buffer are read as well", () => {
  const values = Float32Array.of(9, 1, -2.5).subarray(1);
  assertEquals(roundToBfloat16(values), Float32Array.of(1, -2.5));
  assertEquals([...toBfloat16(values)], [0x80, 0x3f, 0x20, 0xc0]);
  const bytes = Uint8Array.of(9, 0x80, 0x3f, 0x20, 0xc0).subarray(1);
  assertEquals(fromBfloat16(bytes), values.slice());
});
