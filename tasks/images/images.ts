/** Files of pictures, read and turned upright. @module */

import type { RgbaImage } from "../../lib/digits/mod.ts";
import { turned, turnsSideways } from "../../lib/pictures/mod.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { readAtMost } from "../system/read_at_most.ts";
import { decodePicture } from "./decode_picture.ts";

export const MAX_FILE_BYTES = 200_000_000;

/**
 * Reads a picture, PNG or JPEG, and turns it upright.
 * @throws {Error} if it cannot be read; the message names the file
 */
export async function readImage(path: string): Promise<RgbaImage> {
  return await readWith(path, async (bytes) => {
    const { picture, orientation } = await decodePicture(bytes);
    if (orientation === 1) return picture;
    const { width, height, data } = picture;
    const levels = data instanceof Uint16Array
      ? Uint8Array.from(data, (value) => value >> 8)
      : new Uint8Array(data);
    const upright = turned(levels, { width, height }, 4, orientation);
    return turnsSideways(orientation)
      ? { width: height, height: width, data: upright }
      : { width, height, data: upright };
  });
}

/**
 * Reads the bytes of a picture's file and makes something of them.
 * @throws {Error} if that does not succeed; the message names the file
 */
export async function readWith<T>(
  path: string,
  decode: (bytes: Uint8Array<ArrayBuffer>) => Promise<T>,
): Promise<T> {
  try {
    return await decode(await readAtMost(path, MAX_FILE_BYTES));
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${reasonOf(error) ?? explain(error)}`, { cause: error });
  }
}

/** The first bytes of a file, fewer if it is shorter. */
export async function firstBytes(path: string, length: number): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const read = await file.read(bytes.subarray(filled));
    if (read === null) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}
