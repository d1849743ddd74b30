/**
 * A file of a picture, PNG or JPEG, to what a network sees. What the file is its first bytes tell, not its name.
 *
 * @module
 */

import { parseExifOrientation } from "../../lib/formats/exif.ts";
import type { Orientation } from "../../lib/pictures/orientation.ts";
import { pictureInput, type PictureOptions, type RgbaPicture } from "../../lib/pictures/picture.ts";
import { decodePng, hasPngSignature } from "./decode_png.ts";
import { hasJpegSignature, parseJpegSegments } from "./jpeg_segments.ts";

/** The kinds of files of pictures that are known; the first two are read. */
export type PictureFormat = "PNG" | "JPEG" | "GIF" | "BMP" | "WebP" | "TIFF" | "HEIC" | "AVIF";

/** How many bytes {@linkcode pictureFormatOf} looks at. */
export const SIGNATURE_BYTES = 16;

/** Which kind of picture bytes start like; `undefined` if they start like none. */
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

/** Whether files of a kind are read. */
export function isRead(format: PictureFormat | undefined): boolean {
  return format === "PNG" || format === "JPEG";
}

/** That a file of another kind is not read, for the end of a sentence. */
export function notRead(format: string): string {
  return `it is ${/^[AS]/.test(format) ? "an" : "a"} ${format} file; only PNG and JPEG are read`;
}

/**
 * Decodes a file, and says how the picture lies.
 *
 * @param bytes the whole file
 * @throws {SyntaxError} if it is not one whole file of PNG or JPEG
 * @throws {RangeError} if the picture is too large
 */
export async function decodePicture(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ picture: RgbaPicture; orientation: Orientation }> {
  const format = pictureFormatOf(bytes);
  if (format === "PNG") return { picture: await decodePng(bytes), orientation: exifOfPng(bytes) };
  if (format === "JPEG") {
    // Only now, so that nobody needs the library who has no JPEG file.
    const { decodeJpeg } = await import("./decode_jpeg.ts");
    return { picture: decodeJpeg(bytes), orientation: parseJpegSegments(bytes).orientation };
  }
  if (bytes.length === 0) throw new SyntaxError("it is empty");
  throw new SyntaxError(format === undefined ? "it is neither PNG nor JPEG" : notRead(format));
}

/**
 * A file of a picture as a network sees it, upright.
 *
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

/** How the picture in a PNG file lies, whose chunks are whole: its chunk eXIf tells. */
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
