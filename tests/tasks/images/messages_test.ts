/** The sentences of the decoders, each pinned once: the end of a sentence about a file. */

import { join } from "@std/path";
import { decodePicture } from "../../../tasks/images/decode_picture.ts";
import { decodeJpeg } from "../../../tasks/images/decode_jpeg.ts";
import { decodePng, parsePngHeader } from "../../../tasks/images/decode_png.ts";
import { concat, packed } from "../../helpers/bytes.ts";
import { readImage } from "../../../tasks/images/images.ts";
import { drawPicture, jpegFile, pngFile } from "../../helpers/draw_pictures.ts";
import { halfBlocks } from "../../../tasks/images/half_blocks.ts";
import { pngOf, word } from "../../helpers/encode_png.ts";
import { jpegFixture } from "../../helpers/jpeg_fixtures.ts";
import { each, pinnedIn } from "../../helpers/pinned.ts";
import { granted } from "../../helpers/run_task.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const text = (content: string) => new TextEncoder().encode(content);

const png = await pngFile(drawPicture("ring", 1, 20, 24));
const jpeg = jpegFile(drawPicture("ring", 1, 20, 24));

/** A header of a PNG file. */
function header(change: (view: DataView) => void): Uint8Array {
  const bytes = png.slice(0, 33);
  change(new DataView(bytes.buffer));
  return bytes;
}

/** A JPEG file whose frame is changed. */
function framed(change: (frame: DataView) => void): Uint8Array {
  const bytes = jpeg.slice();
  const isFrame = (byte: number, k: number) =>
    byte === 0xff && [0xc0, 0xc2].includes(bytes[k + 1]!);
  change(new DataView(bytes.buffer, bytes.findIndex(isFrame) + 4));
  return bytes;
}

const size = (height: number, width: number) => (frame: DataView) => {
  frame.setUint16(1, height);
  frame.setUint16(3, width);
};

/** A JPEG file whose last scan is there again and again. */
function scannedAgain(): Uint8Array {
  const file = jpegFixture("progressive");
  const scan = file.findLastIndex((byte, k) => byte === 0xff && file[k + 1] === 0xda);
  const again = file.subarray(scan, -2);
  return concat(file.subarray(0, -2), ...Array(64).fill(again), file.subarray(-2));
}

pin("tasks/images", [
  () => decodePicture(text("hello")),
  () => decodePicture(new Uint8Array()),
  () => decodePicture(text("GIF89a")),
  ...each("type", ["heic", "avif"], (type) => decodePicture(text(`\0\0\0\x18ftyp${type}`))),
]);

pin("JPEG files", [
  () => decodePicture(jpeg.slice(0, 700)),
  ...each("file", ["arithmetic", "cmyk", "unevenRestarts"] as const, (name) => {
    return decodeJpeg(jpegFixture(name));
  }),
  () => decodeJpeg(framed((frame) => frame.setUint8(0, 12))),
  () => decodeJpeg(framed((frame) => frame.setUint8(7, 0x51))),
  () => decodeJpeg(framed((frame) => frame.setUint8(7, 0x10))),
  () => decodeJpeg(framed((frame) => frame.setUint8(9, 1))),
  () => decodeJpeg(framed(size(8192, 4097))),
  () => decodeJpeg(framed(size(65535, 65535))),
  () => decodeJpeg(framed(size(1, 16385))),
  () => decodeJpeg(framed(size(8192, 4096))),
  () => decodeJpeg(framed(size(0, 20))),
  () => decodeJpeg(scannedAgain()), // before it is decoded
]);

/** A PNG file of 10 × 10 pixels with these chunks. */
const png10 = (colorType: number, ...chunks: (readonly [string, Uint8Array])[]) =>
  pngOf([
    ["IHDR", concat(word(10), word(10), new Uint8Array([8, colorType, 0, 0, 0]))],
    ...chunks,
    ["IEND", new Uint8Array()],
  ]);
const chunk = (type: string, length: number) => [type, new Uint8Array(length)] as const;
const data = async (length: number) =>
  ["IDAT", await packed(new Uint8Array(length), "deflate")] as const;
const [pixels, beyond] = [
  await data(110),
  await packed(new Uint8Array(110).fill(1, 1, 9), "deflate"),
];

pin("PNG files", [
  () => decodePicture(png.slice(0, 100)),
  () => decodePicture(png.with(45, 1)),
  () => decodePng(png.slice(0, 20)),
  () => decodePng(text("GIF89a")),
  ...each(
    "size",
    [[4096, 4097], [1, 16385], [16385, 1], [0xffffffff, 0xffffffff], [0, 9]],
    (size) => {
      return parsePngHeader(
        header((view) => size.forEach((n, k) => view.setUint32(16 + 4 * k, n))),
      );
    },
  ),
  ...each("bits and color type", [[3, 0], [4, 6], [8, 5]], (bytes) => {
    return parsePngHeader(header((view) => bytes.forEach((n, k) => view.setUint8(24 + k, n))));
  }),
  () => parsePngHeader(header((view) => view.setUint8(28, 2))),
  () => decodePng(png10(0)),
  () => decodePng(png10(0, chunk("IDAT", 0), chunk("PLTE", 3))),
  () => decodePng(png10(0, chunk("ABCD", 0), pixels)),
  () => decodePng(png10(3, pixels)),
  () => decodePng(png10(3, chunk("PLTE", 4), pixels)),
  () => decodePng(png10(3, chunk("PLTE", 771), pixels)),
  () => decodePng(png10(0, chunk("tRNS", 3), pixels)),
  () => decodePng(png10(6, chunk("tRNS", 6), pixels)),
  () => decodePng(png10(0, chunk("IDAT", 9))),
  () => decodePng(png10(3, chunk("PLTE", 3), ["IDAT", beyond])),
  async () => decodePng(png10(0, await data(109))),
  async () => decodePng(png10(0, await data(50_000_000))), // before all are unfolded
]);

/** What is drawn of levels, by half blocks. */
const blocks = (width: number, channels: 1 | 3, colors: boolean, ...levels: number[]) =>
  String(halfBlocks(Float32Array.from(levels), { width, channels, colors }));
const ofCross = (at: (ink: number) => number) =>
  blocks(3, 1, false, ...[0, 1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0].map(at));

pin("half blocks", [
  () => blocks(4, 1, false, 0, 1, 0, 1, 0, 0, 1, 0.9, 0, 0, 0.6, 0),
  () => blocks(2, 1, true, 0, 0.5, 1, 1), // black to white
  () => blocks(2, 3, true, 1, 0, 0, 0, 0.5, 0, 0.1, 0.1, 1, 1, 1, 1),
  // Dark on light, light on dark and little contrast are seen alike.
  () => ofCross((ink) => ink),
  () => ofCross((ink) => 0.3 + 0.05 * ink),
  () => ofCross((ink) => 0.9 + 0.05 * ink),
  () => ofCross((ink) => 0.95 - 0.7 * ink),
  () => ofCross((ink) => 0.35 - 0.05 * ink),
  () => JSON.stringify(ofCross(() => 0.7)), // one level throughout is nothing
]);

pin("files of images", (folder) =>
  Promise.resolve([
    ...[png.slice(0, 50), new Uint8Array(0), new Uint8Array(20)].map((bytes, k) =>
      [`image ${k}`, async () => {
        await Deno.writeFile(join(folder, "image.png"), bytes);
        await readImage(join(folder, "image.png"));
      }] as const
    ),
    ["a folder", () => readImage(folder)],
    ["no file", () => readImage(join(folder, "none.png"))],
  ]), { ignore: !granted("read", "write") });
