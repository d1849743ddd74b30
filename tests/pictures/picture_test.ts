import { assertEquals } from "@std/assert";
import {
  type Orientation,
  pictureInput,
  pictureShape,
  type RgbaPicture,
  turned,
} from "../../lib/pictures/picture.ts";
import { drawPicture } from "../helpers/draw_pictures.ts";
import { sha256 } from "../../lib/formats/sha256.ts";

function pixel(...rgba: number[]): RgbaPicture {
  return { width: 1, height: 1, data: new Uint8Array(rgba) };
}

const ONE = { size: [1, 1] } as const;

Deno.test("gray is the luma of ITU-R BT.601, and a gray level stays what it is", () => {
  assertEquals([...pictureInput(pixel(255, 0, 0, 255), ONE)], [76]); // 0.299 × 255
  assertEquals([...pictureInput(pixel(0, 255, 0, 255), ONE)], [150]); // 0.587 × 255
  assertEquals([...pictureInput(pixel(0, 0, 255, 255), ONE)], [29]); // 0.114 × 255
  for (let level = 0; level < 256; level++) {
    assertEquals([...pictureInput(pixel(level, level, level, 255), ONE)], [level]);
  }
});

Deno.test("what is transparent is laid on white", () => {
  const color = { ...ONE, color: true };
  assertEquals([...pictureInput(pixel(0, 0, 0, 0), color)], [255, 255, 255]);
  assertEquals([...pictureInput(pixel(0, 100, 255, 255), color)], [0, 100, 255]);
  assertEquals([...pictureInput(pixel(0, 100, 255, 102), color)], [153, 193, 255]);
  for (let opacity = 0; opacity < 256; opacity++) { // halfway is rounded up, in every channel as in Math.round
    for (const value of [0, 1, 77, 128, 254]) {
      const expected = Math.round((value * opacity + 255 * (255 - opacity)) / 255);
      assertEquals([...pictureInput(pixel(value, value, value, opacity), ONE)], [expected]);
    }
  }
});

Deno.test("16 bits become 8, rounded to the nearest", () => {
  const of = (value: number, opacity: number) =>
    pictureInput(
      { width: 1, height: 1, data: new Uint16Array([value, value, value, opacity]) },
      ONE,
    )[0];
  for (const value of [0, 128, 129, 257, 30000, 65406, 65407, 65535]) {
    assertEquals(of(value, 65535), Math.round(value / 257));
  }
  assertEquals(of(12345, 0), 255);
  assertEquals(of(0, 32768), 127);
});

Deno.test("a picture keeps its colors if asked to, and is 28 × 28 by default", () => {
  const data = new Uint8Array([255, 0, 0, 255, 255, 255, 255, 255]);
  const picture = { width: 2, height: 1, data };
  assertEquals([...pictureInput(picture, { size: [1, 1], color: true })], [255, 128, 128]);
  assertEquals([...pictureInput(picture, { size: [1, 2] })], [76, 255]);
  assertEquals(pictureInput(picture).length, 784);
  assertEquals(pictureShape(), [28, 28]);
  assertEquals(pictureShape({ size: [5, 7], color: true }), [5, 7, 3]);
});

/** Where the pixels of [[1, 2, 3], [4, 5, 6]] come to lie, by the number of the orientation. */
const UPRIGHT: readonly (readonly [Orientation, readonly number[]])[] = [
  [1, [1, 2, 3, 4, 5, 6]],
  [2, [3, 2, 1, 6, 5, 4]], // mirrored left to right
  [3, [6, 5, 4, 3, 2, 1]], // half a turn
  [4, [4, 5, 6, 1, 2, 3]], // mirrored top to bottom
  [5, [1, 4, 2, 5, 3, 6]], // transposed
  [6, [4, 1, 5, 2, 6, 3]], // a quarter turn to the right
  [7, [6, 3, 5, 2, 4, 1]], // transposed along the other diagonal
  [8, [3, 6, 2, 5, 1, 4]], // a quarter turn to the left
];

Deno.test("a picture is turned upright by each of the eight orientations", () => {
  const pixels = new Uint8Array([1, 2, 3, 4, 5, 6]);
  for (const [orientation, expected] of UPRIGHT) {
    assertEquals([...turned(pixels, { height: 2, width: 3 }, 1, orientation)], expected);
  }
  const colors = new Uint8Array([1, 2, 3, 4, 5, 6]); // two pixels side by side
  assertEquals([...turned(colors, { height: 1, width: 2 }, 3, 3)], [4, 5, 6, 1, 2, 3]);
});

Deno.test("to scale and then turn is to turn and then scale, to the byte", () => {
  const picture = drawPicture("ring", 3, 37, 23);
  for (const [orientation] of UPRIGHT) {
    for (const color of [false, true]) {
      const upright = turned(
        picture.data as Uint8Array,
        { height: picture.height, width: picture.width },
        4,
        orientation,
      );
      const [width, height] = orientation >= 5
        ? [picture.height, picture.width]
        : [picture.width, picture.height];
      assertEquals(
        pictureInput(picture, { size: [9, 14], color, orientation }),
        pictureInput({ width, height, data: upright }, { size: [9, 14], color }),
      );
    }
  }
});

Deno.test("a drawn picture is the same bytes on every machine", async () => {
  const picture = drawPicture("cross", 5, 61, 47);
  assertEquals(
    await sha256(pictureInput(picture)),
    "52686be5d28044eb3dac4f59a1d3983efd73b5493d13798908ad10aa90fb8614",
  );
  assertEquals(
    await sha256(pictureInput(picture, { size: [16, 20], color: true })),
    "f798d1ddf4b6a9378784513cd2e0afb5d5f80a2d4f9d8529f7091cf8fce5c7aa",
  );
});
