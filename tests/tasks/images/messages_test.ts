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

/** A JPEG file whose frame is changed. */
function framed(change: (frame: DataView) => void): Uint8Array {
  const bytes = jpeg.slice();
  const isFrame = (byte: number, k: number) =>
    byte === 0xff && [0xc0, 0xc2].includes(bytes[k + 1]!);
  change(new DataView(bytes.buffer, bytes.findIndex(isFrame) + 4));
  return bytes;
}

/** What is refused, by the class of the error: the call, and the end of a sentence about the file. */
const REFUSED: readonly [MessageRow[2], ...(readonly [call: () => unknown, sentence: string])[]][] =
  [
    [
      SyntaxError,
      [() => decodePicture(text("hello")), "it is neither PNG nor JPEG"],
      [() => decodePicture(new Uint8Array()), "it is empty"],
      [() => decodePicture(text("GIF89a")), "it is a GIF file; only PNG and JPEG are read"],
      [
        () => decodePicture(png.slice(0, 100)),
        "it ends after 100 bytes, within the chunk IDAT",
      ],
      [
        () => decodePicture(png.with(45, 1)),
        "it is damaged: the checksum of the chunk IDAT is wrong",
      ],
      [
        () => parsePngHeader(header((view) => view.setUint8(25, 5))),
        "there is no color type 5 of 8 bits",
      ],
      [
        () => decodePicture(jpeg.slice(0, 700)),
        "it ends after 700 bytes, within the picture",
      ],
      [
        () => decodeJpeg(framed((frame) => frame.setUint8(0, 12))),
        "expected 8 bits a sample, got 12",
      ],
      [
        () => decodeJpeg(framed((frame) => frame.setUint8(7, 0x51))),
        "expected sampling factors from 1 to 4, got 5 × 1",
      ],
      [
        () => decodeJpeg(framed((frame) => frame.setUint32(1, 0x1000_1000))),
        "its 1008 bytes are too few for 4096 × 4096 pixels",
      ],
    ],
    [
      RangeError,
      [
        () => parsePngHeader(header((view) => view.setUint32(16, 100_000))),
        "it is 100000 × 24 pixels, at most 16777216 are allowed, and 16384 to a side",
      ],
      [
        () => decodeJpeg(framed((frame) => frame.setUint32(1, 0x2000_2000))),
        "it is 8192 × 8192 pixels, at most 33554432 are allowed, and 16384 to a side",
      ],
    ],
  ];

testMessages(
  "tasks/images",
  REFUSED.flatMap(([Class, ...rows]) =>
    rows.map(([call, sentence]): MessageRow => [sentence, call, Class, sentence])
  ),
);
