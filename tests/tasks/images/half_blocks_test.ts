import { assertEquals } from "@std/assert";
import { halfBlocks } from "../../../tasks/images/half_blocks.ts";

Deno.test("a character is two pixels, one above the other", () => {
  const pixels = new Float32Array([0, 1, 0, 1, 0, 0, 1, 0.9, 0, 0, 0.6, 0]);
  assertEquals(String(halfBlocks(pixels, { width: 4, channels: 1, colors: false })), " ▀▄█\n  ▀");
});

Deno.test("in colors a character has a gray for each, black to white", () => {
  const pixels = new Float32Array([0, 0.5, 1, 1]);
  assertEquals(
    String(halfBlocks(pixels, { width: 2, channels: 1, colors: true })),
    "\x1b[38;5;232;48;5;255m▀\x1b[38;5;244;48;5;255m▀\x1b[0m",
  );
});

Deno.test("a color picture is drawn in its colors", () => {
  const pixels = new Float32Array([1, 0, 0, 0, 0.5, 0, 0.1, 0.1, 1, 1, 1, 1]);
  assertEquals(
    String(halfBlocks(pixels, { width: 2, channels: 3, colors: true })),
    "\x1b[38;5;196;48;5;21m▀\x1b[38;5;28;48;5;231m▀\x1b[0m",
  );
});

Deno.test("without colors dark on light, light on dark and little contrast are seen alike", () => {
  const cross = [0, 1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0];
  const draw = (at: (ink: number) => number) =>
    String(halfBlocks(Float32Array.from(cross, at), { width: 3, channels: 1, colors: false }));
  const lightOnDark = "▄█▄\n ▀";
  assertEquals(draw((ink) => ink), lightOnDark);
  assertEquals(draw((ink) => 0.3 + 0.05 * ink), lightOnDark);
  assertEquals(draw((ink) => 0.9 + 0.05 * ink), lightOnDark);
  const darkOnLight = "▀ ▀\n█▄█";
  assertEquals(draw((ink) => 0.95 - 0.7 * ink), darkOnLight);
  assertEquals(draw((ink) => 0.35 - 0.05 * ink), darkOnLight);
  assertEquals(draw(() => 0.7), "\n", "one level throughout is nothing");
});
