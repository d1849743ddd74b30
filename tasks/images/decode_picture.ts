/** A picture file, PNG or JPEG, to the inputs of a network. The first bytes determine the format, not the name. @module */

import { parseExifOrientation } from "../../lib/formats/exif.ts";
import {
  type Orientation,
  pictureInput,
  type PictureOptions,
  type RgbaPicture,
} from "../../lib/pictures/picture.ts";
import { decodePng, hasPngSignature } from "./decode_png.ts";
import { hasJpegSignature, parseJpegSegments } from "./jpeg_segments.ts";

/** The formats of picture files that are recognized; the first two are read. */
export type PictureFormat = "PNG" | "JPEG" | "GIF" | "BMP" | "WebP" | "TIFF" | "HEIC" | "AVIF";

/** How many bytes {@linkcode pictureFormatOf} looks at. */
export const SIGNATURE_BYTES = 16;

/** The format of a picture file, from its first bytes; `undefined` for other files. */
export function pictureFormatOf(bytes: Uint8Array): PictureFormat | undefined {
  if (hasPngSignature(bytes)) return "PNG";
  if (hasJpegSignature(bytes)) return "JPEG";
  const text = String.fromCharCode(...bytes.subarray(0, SIGNATURE_BYTES));
  if (/^GIF8[79]a/.test(text)) return "GIF";
  if (/^BM[^]{4}\0{4}/.test(text)) return "BMP";
  if (/^RIFF[^]{4}WEBP/.test(text)) return "WebP";
  if (/^(II\*\0|MM\0\*)/.test(text)) return "TIFF";
  if (/^[^]{4}ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)/.test(text)) return "HEIC";
  return /^[^]{4}ftypavi[fs]/.test(text) ? "AVIF" : undefined;
}

export function isRead(format: PictureFormat | undefined): boolean {
  return format === "PNG" || format === "JPEG";
}

/** The end of a sentence about a file of another format. */
export function notRead(format: string): string {
  return `it is ${/^[AS]/.test(format) ? "an" : "a"} ${format} file; only PNG and JPEG are read`;
}

/** Decodes a file, and finds its orientation; throws if it is not a PNG or JPEG, or too large. */
export async function decodePicture(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ picture: RgbaPicture; orientation: Orientation }> {
  const format = pictureFormatOf(bytes);
  if (format === "PNG") return { picture: await decodePng(bytes), orientation: exifOfPng(bytes) };
  if (format === "JPEG") {
    // Imported only here, so that the library is not needed without JPEG files.
    const { decodeJpeg } = await import("./decode_jpeg.ts");
    return { picture: decodeJpeg(bytes), orientation: parseJpegSegments(bytes).orientation };
  }
  if (bytes.length === 0) throw new SyntaxError("it is empty");
  throw new SyntaxError(format === undefined ? "it is neither PNG nor JPEG" : notRead(format));
}

/**
 * A picture file as the inputs of a network, upright.
 * @param bytes the whole file
 * @returns [height, width] or, with colors, [height, width, 3]; a byte k stands for k/255
 * @throws {SyntaxError} if it is not one whole file of PNG or JPEG
 * @throws {RangeError} if the picture is too large
 */
export async function pictureInputOf(
  bytes: Uint8Array<ArrayBuffer>,
  options: Omit<PictureOptions, "orientation"> = {},
): Promise<Uint8Array> {
  const { picture, orientation } = await decodePicture(bytes);
  return pictureInput(picture, { ...options, orientation });
}

/** The orientation of a PNG file whose chunks are whole, from its chunk eXIf. */
function exifOfPng(bytes: Uint8Array): Orientation {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let start = 8; start + 12 <= bytes.length;) {
    const length = view.getUint32(start);
    const type = String.fromCharCode(...bytes.subarray(start + 4, start + 8));
    if (type === "eXIf") return parseExifOrientation(bytes.subarray(start + 8, start + 8 + length));
    if (type === "IEND") break;
    start += 12 + length;
  }
  return 1;
}
