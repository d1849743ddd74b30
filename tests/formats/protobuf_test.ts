import { assertEquals } from "@std/assert";
import { join } from "../../lib/formats/join.ts";
import { bytes, double, float, integer, message, text } from "../../lib/formats/protobuf.ts";

Deno.test("a message has the bytes of the examples in the encoding's description", () => {
  assertEquals(integer(1, 150).toHex(), "089601");
  assertEquals(text(2, "testing").toHex(), "120774657374696e67");
  assertEquals(message(3, integer(1, 150)).toHex(), "1a03089601");
});

Deno.test("whole numbers take seven bits a byte, and so does the number of a field", () => {
  assertEquals(integer(1, 0).toHex(), "0800");
  assertEquals(integer(16, 127).toHex(), "80017f");
  assertEquals(integer(1, 128).toHex(), "088001");
  assertEquals(integer(1, Number.MAX_SAFE_INTEGER).toHex(), "08ffffffffffffff0f");
});

Deno.test("floats are little-endian, bytes and text have their length before them", () => {
  assertEquals(float(2, 1).toHex(), "150000803f");
  assertEquals(double(1, 1).toHex(), "09000000000000f03f");
  assertEquals(bytes(9, new Uint8Array(200)).subarray(0, 3).toHex(), "4ac801");
  assertEquals(text(1, "é").toHex(), "0a02c3a9");
  assertEquals(join().length, 0);
});
