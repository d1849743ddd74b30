import { assert, assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import {
  decodePicture,
  pictureFormatOf,
  pictureInputOf,
} from "../../../tasks/images/decode_picture.ts";
import { drawPicture, jpegFile, pngFile, tiffOf } from "../../helpers/draw_pictures.ts";
import { encodePng } from "../../helpers/encode_png.ts";
import { jpegFixture } from "../../helpers/jpeg_fixtures.ts";
import { granted } from "../../helpers/run_task.ts";

const text = (value: string) => new TextEncoder().encode(value);

Deno.test("the first bytes determine the format of a file", () => {
  const rows: [bytes: Uint8Array, format: string | undefined][] = [
    [jpegFixture("rgb"), "JPEG"],
    [text("GIF89a……"), "GIF"],
    [text("RIFF\0\0\0\0WEBPVP8 "), "WebP"],
    [text("BM\x10\x10\0\0\0\0\0\0"), "BMP"],
    [tiffOf(1), "TIFF"],
    [tiffOf(1, false), "TIFF"],
    [text("\0\0\0\x18ftypheic"), "HEIC"],
    [text("\0\0\0\x18ftypavif"), "AVIF"],
    [text("name,age\nx,3\n"), undefined],
    [new Uint8Array(), undefined],
  ];
  for (const [bytes, format] of rows) assertEquals(pictureFormatOf(bytes), format);
});

Deno.test("the same picture as PNG is the same bytes, and turned it is turned back", async () => {
  const picture = drawPicture("cross", 2, 31, 24);
  const png = await pngFile(picture);
  const upright = await pictureInputOf(png);
  assertEquals(upright.length, 784);
  const turned = { width: 24, height: 31, data: new Uint8Array(picture.data.length) };
  for (let k = 0; k < 31 * 24; k++) { // a quarter turn to the left, as orientation 6 has it
    const [x, y] = [k % 31, Math.floor(k / 31)];
    turned.data.set(picture.data.subarray(4 * k, 4 * k + 4), 4 * ((30 - x) * 24 + y));
  }
  const at = (x: number, y: number) => [...turned.data.subarray(4 * (24 * y + x)).subarray(0, 4)];
  const file = await encodePng({
    width: 24,
    height: 31,
    depth: 8,
    colorType: 6,
    at,
    chunks: [["eXIf", tiffOf(6)]],
  });
  assertEquals((await decodePicture(file)).orientation, 6);
  assertEquals(await pictureInputOf(file), upright);
});

Deno.test("the orientation of a JPEG file is applied", async () => {
  const picture = drawPicture("bar", 4, 40, 32);
  for (const orientation of [1, 3, 6, 8]) {
    const { orientation: read } = await decodePicture(jpegFile(picture, 95, orientation));
    assertEquals(read as number, orientation);
  }
  const upright = await pictureInputOf(jpegFile(picture, 95), { size: [4, 5], color: true });
  const half = await pictureInputOf(jpegFile(picture, 95, 3), { size: [4, 5], color: true });
  const pixels = (bytes: Uint8Array) =>
    Array.from({ length: 20 }, (_, k) => [...bytes.subarray(3 * k, 3 * k + 3)]);
  assertEquals(pixels(half), pixels(upright).reverse());
});

Deno.test("the decoders run in a browser: nothing of Node or Deno is in them", {
  ignore: !granted("read", "write", "env"),
}, async () => {
  const source = new URL("../../../tasks/images/decode_picture.ts", import.meta.url);
  const { success, outputFiles = [] } = await Deno.bundle({
    entrypoints: [fromFileUrl(source)],
    outputDir: fromFileUrl(new URL(".", source)), // for the names alone
    platform: "browser",
    write: false,
  });
  assert(success);
  const text = new TextDecoder().decode(outputFiles[0]!.contents);
  assert(text.includes("decodePicture"));
  assertEquals(text.match(/["']node:|\bDeno\./g), null);
});
