/** Files of pictures, read and turned upright. @module */

import type { RgbaImage } from "../../lib/digits/digit_image.ts";
import { turned, turnsSideways } from "../../lib/pictures/picture.ts";
import { openFile } from "../system/open_file.ts";
import { readAtMost, readNamed } from "../system/read_at_most.ts";
import { decodePicture } from "./decode_picture.ts";

export const MAX_FILE_BYTES = 200_000_000;

/** Reads a picture, PNG or JPEG, and turns it upright; an error names the file. */
export async function readImage(path: string): Promise<RgbaImage> {
  return await readWith(path, async (bytes) => {
    const { picture, orientation } = await decodePicture(bytes);
    if (orientation === 1) return picture;
    const levels = picture.data instanceof Uint16Array
      ? Uint8Array.from(picture.data, (value) => value >> 8)
      : new Uint8Array(picture.data);
    const data = turned(levels, picture, 4, orientation);
    const { width, height } = picture;
    return turnsSideways(orientation)
      ? { width: height, height: width, data }
      : { width, height, data };
  });
}

/** Reads the bytes of a picture's file and makes something of them; an error names the file. */
export async function readWith<T>(
  path: string,
  decode: (bytes: Uint8Array<ArrayBuffer>) => Promise<T>,
): Promise<T> {
  return await readNamed(
    path,
    MAX_FILE_BYTES,
    async (...file) => decode(await readAtMost(...file)),
  );
}

/** The first bytes of a file, fewer if it is shorter. */
export async function firstBytes(path: string, length: number): Promise<Uint8Array> {
  using file = await openFile(path);
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const read = await file.read(bytes.subarray(filled));
    if (read === null) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}
