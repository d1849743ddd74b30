/** The sentences of the decoders, each pinned once: the end of a sentence about a file. */

import { decodePicture } from "../../../tasks/images/decode_picture.ts";
import { decodeJpeg } from "../../../tasks/images/decode_jpeg.ts";
import { parsePngHeader } from "../../../tasks/images/decode_png.ts";
import { drawPicture, jpegFile, pngFile } from "../../helpers/draw_pictures.ts";
import { pinnedIn } from "../../helpers/pinned.ts";
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

pin("tasks/images", [
  () => decodePicture(text("hello")),
  () => decodePicture(new Uint8Array()),
  () => decodePicture(text("GIF89a")),
  () => decodePicture(png.slice(0, 100)),
  () => decodePicture(png.with(45, 1)),
  () => parsePngHeader(header((view) => view.setUint8(25, 5))),
  () => decodePicture(jpeg.slice(0, 700)),
  () => decodeJpeg(framed((frame) => frame.setUint8(0, 12))),
  () => decodeJpeg(framed((frame) => frame.setUint8(7, 0x51))),
  () => decodeJpeg(framed((frame) => frame.setUint32(1, 0x1000_1000))),
  () => parsePngHeader(header((view) => view.setUint32(16, 100_000))),
  () => decodeJpeg(framed((frame) => frame.setUint32(1, 0x2000_2000))),
]);
