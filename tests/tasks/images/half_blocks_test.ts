import { assertEquals } from "@std/assert";
import { halfBlocks } from "../../../tasks/images/half_blocks.ts";

Deno.test("a character is two pixels, one above the other", () => {
  const pixels = new Float32Array([0, 1, 0, 1, 0, 0, 1, 0.9, 0, 0, 0.5, 0]);
  assertEquals(halfBlocks(pixels, 4, false), " ▀▄█\n  ▀");
});

Deno.test("in colours a character has a grey for each, black to white", () => {
  const pixels = new Float32Array([0, 0.5, 1, 1]);
  assertEquals(
    halfBlocks(pixels, 2, true),
    "\x1b[38;5;232;48;5;255m▀\x1b[38;5;244;48;5;255m▀\x1b[0m",
  );
});
