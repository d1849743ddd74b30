/** The sentences of the decoders, each pinned once: the end of a sentence about a file. */

import { decodePicture } from "../../../tasks/images/decode_picture.ts";
import { decodeJpeg } from "../../../tasks/images/decode_jpeg.ts";
import { parsePngHeader } from "../../../tasks/images/decode_png.ts";
import { drawPicture, jpegFile, pngFile } from "../../helpers/draw_pictures.ts";
import { type MessageRow, testMessages } from "../../helpers/says.ts";

const text = (content: string) => new TextEncoder().encode(content);

const png = await pngFile(drawPicture("ring", 1, 20, 24));
const jpeg = jpegFile(drawPicture("ring", 1, 20, 24));

/** A header of a PNG file. */
function header(change: (view: DataView) => void): Uint8Array {
  const bytes = png.slice(0, 33);
  change(new DataView(bytes.buffer));
  return bytes;
}

const pngRow = (
  what: string,
  change: (view: DataView) => void,
  Class: MessageRow[2],
  sentence: string,
): MessageRow => [
  `a PNG file: ${what}`,
  () => parsePngHeader(header(change)),
  Class,
  sentence,
];

/** A JPEG file whose frame is changed. */
const jpegRow = (
  what: string,
  change: (frame: DataView) => void,
  Class: MessageRow[2],
  sentence: string,
): MessageRow => [
  `a JPEG file: ${what}`,
  () => {
    const bytes = jpeg.slice();
    const frame = bytes.findIndex((byte, k) =>
      byte === 0xff && [0xc0, 0xc2].includes(bytes[k + 1]!)
    );
    change(new DataView(bytes.buffer, frame + 4));
    decodeJpeg(bytes);
  },
  Class,
  sentence,
];

testMessages("tasks/images", [
  ["no picture", () => decodePicture(text("hello")), SyntaxError, "it is neither PNG nor JPEG"],
  ["an empty file", () => decodePicture(new Uint8Array()), SyntaxError, "it is empty"],
  [
    "a GIF file",
    () => decodePicture(text("GIF89a")),
    SyntaxError,
    "it is a GIF file; only PNG and JPEG are read",
  ],
  [
    "a PNG file: cut within a chunk",
    () => decodePicture(png.slice(0, 100)),
    SyntaxError,
    "it ends after 100 bytes, within the chunk IDAT",
  ],
  [
    "a PNG file: damaged",
    () => decodePicture(png.with(45, 1)),
    SyntaxError,
    "it is damaged: the checksum of the chunk IDAT is wrong",
  ],
  pngRow(
    "too large",
    (view) => view.setUint32(16, 100_000),
    RangeError,
    "it is 100000 × 24 pixels, at most 16777216 are allowed, and 16384 to a side",
  ),
  pngRow(
    "an unknown color type",
    (view) => view.setUint8(25, 5),
    SyntaxError,
    "there is no color type 5 of 8 bits",
  ),
  [
    "a JPEG file: cut",
    () => decodePicture(jpeg.slice(0, 700)),
    SyntaxError,
    "it ends after 700 bytes, within the picture",
  ],
  jpegRow(
    "12 bits",
    (frame) => frame.setUint8(0, 12),
    SyntaxError,
    "expected 8 bits a sample, got 12",
  ),
  jpegRow(
    "wrong sampling",
    (frame) => frame.setUint8(7, 0x51),
    SyntaxError,
    "expected sampling factors from 1 to 4, got 5 × 1",
  ),
  jpegRow(
    "too large",
    (frame) => frame.setUint32(1, 0x2000_2000),
    RangeError,
    "it is 8192 × 8192 pixels, at most 33554432 are allowed, and 16384 to a side",
  ),
  jpegRow(
    "too few bytes",
    (frame) => frame.setUint32(1, 0x1000_1000),
    SyntaxError,
    "its 1008 bytes are too few for 4096 × 4096 pixels",
  ),
]);
