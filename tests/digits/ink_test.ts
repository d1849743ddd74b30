import { assertAlmostEquals, assertEquals } from "@std/assert";
import { inkOf, type RgbaImage } from "../../lib/digits/ink.ts";

type Color = readonly [red: number, green: number, blue: number, opacity: number];

const BLACK: Color = [0, 0, 0, 255];
const WHITE: Color = [255, 255, 255, 255];
const NOTHING: Color = [0, 0, 0, 0];

/** An image of 12 × 12 pixels with another color in the box from 4 to 7. */
function box(paper: Color, ink: Color): RgbaImage & { data: Uint8Array } {
  const pixels = Array.from({ length: 144 }, (_, k) => inBox(k) ? ink : paper);
  return { width: 12, height: 12, data: new Uint8Array(pixels.flat()) };
}

function inBox(k: number): boolean {
  return [k % 12, Math.floor(k / 12)].every((index) => index >= 4 && index < 8);
}

const BOX = Float32Array.from({ length: 144 }, (_, k) => Number(inBox(k)));

Deno.test("ink is what differs from the border, whichever is darker and whatever the colors", () => {
  const pairs: readonly (readonly [paper: Color, ink: Color])[] = [
    [WHITE, BLACK],
    [BLACK, WHITE],
    [[250, 230, 90, 255], [200, 20, 40, 255]],
    [[0, 160, 0, 255], [160, 0, 0, 255]], // as dark as each other
    [[120, 120, 120, 255], [190, 190, 190, 255]],
  ];
  for (const [paper, ink] of pairs) assertEquals(inkOf(box(paper, ink)).values, BOX);
});

Deno.test("on a transparent image ink is what is not, in any color", () => {
  for (const ink of [BLACK, WHITE]) {
    for (const paper of [NOTHING, [255, 255, 255, 0]] as const) {
      assertEquals(inkOf(box(paper, ink)).values, BOX);
    }
  }
});

Deno.test("transparent corners of an opaque paper are paper", () => {
  const image = box(WHITE, BLACK);
  for (const corner of [0, 11, 132, 143]) image.data.set(NOTHING, 4 * corner);
  assertEquals(inkOf(image).values, BOX);
});

Deno.test("a paper with a transparent margin is found too", () => {
  const image = box(WHITE, BLACK);
  for (let k = 0; k < 144; k++) {
    const edge = [k % 12, Math.floor(k / 12)].some((index) => index === 0 || index === 11);
    if (edge) image.data.set(NOTHING, 4 * k);
  }
  assertEquals(inkOf(image).values, BOX);
});

Deno.test("sixteen bits give what eight give", () => {
  const { width, height, data } = box([200, 210, 220, 255], [10, 20, 30, 255]);
  const wide = { width, height, data: Uint16Array.from(data, (value) => value * 257) };
  assertEquals(inkOf(wide).values, inkOf({ width, height, data }).values);
});

Deno.test("faint ink counts in full, the grain of the paper not at all", () => {
  const image = box([240, 240, 240, 255], [190, 190, 190, 255]);
  image.data.set([237, 243, 240, 255], 4 * 40);
  image.data.set([215, 215, 215, 255], 4 * 41); // half as dark as the ink
  const { values } = inkOf(image);
  assertEquals([values[40], values[5 * 12 + 5]], [0, 1]);
  assertAlmostEquals(values[41]!, 0.5);
});
