/**
 * Which words of a command line are runs and which are images, and the images' pixels.
 *
 * @module
 */

import { exists, walk } from "@std/fs";
import { join } from "@std/path";
import type { RgbaImage } from "../../lib/digits/ink.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { decodePng, hasPngSignature, HEADER_BYTES, parsePngHeader } from "./decode_png.ts";
import { FILES } from "../run/run_folder.ts";

/** A file of more bytes is not read, whatever its header says. */
const MAX_BYTES = 200_000_000;

/** The endings of images that cannot be read here. */
const OTHER_IMAGES = /\.(jpe?g|gif|bmp|webp|svg|heic|avif|tiff?|pdf)$/i;

/** Words of a command line, sorted. */
export interface RunsAndImages {
  /** Folders of runs, and files of weights. */
  readonly runs: string[];
  /** PNG files; those of a folder in the order of their names. */
  readonly images: string[];
}

/**
 * Tells runs from images: a folder is a run if weights are in it, or else stands for the PNG files in it; a file that
 * starts as PNG files do, or is named like one, is an image, and any other holds weights.
 *
 * @throws {Error} if a folder holds neither, or a file is an image that is not PNG
 */
export async function sortRunsAndImages(words: readonly string[]): Promise<RunsAndImages> {
  const runs: string[] = [];
  const images: string[] = [];
  for (const word of words) {
    if (await exists(word, { isDirectory: true })) {
      if (await exists(join(word, FILES.weights))) {
        runs.push(word);
        continue;
      }
      const files = walk(word, { maxDepth: 1, includeDirs: false, match: [/\.png$/i] });
      const names = await Array.fromAsync(files, ({ name }) => name);
      const png = names.filter((name) => !name.startsWith("."));
      if (png.length === 0) {
        throw new Error(
          `Cannot find a run or images in ${word}: it holds neither ${FILES.weights} nor PNG files`,
        );
      }
      images.push(...png.sort(byNumbers).map((name) => join(word, name)));
    } else if (/\.png$/i.test(word) || await exists(word) && await startsAsPng(word)) {
      images.push(word);
    } else if (OTHER_IMAGES.test(word)) {
      const why = await exists(word) ? "it is not a PNG file" : "no such file or folder";
      throw new Error(`Cannot read ${word}: ${why}`);
    } else runs.push(word);
  }
  return { runs, images };
}

/** `2.png` comes before `10.png`. */
function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true }) || (a < b ? -1 : 1);
}

async function startsAsPng(path: string): Promise<boolean> {
  try {
    return hasPngSignature(await firstBytes(path, 8));
  } catch {
    return false; // reading the weights will say why not
  }
}

/**
 * Reads an image; takes memory for it only once its header has shown a size within bounds.
 *
 * @throws {Error} if it cannot be read; the message names the file
 */
export async function readImage(path: string): Promise<RgbaImage> {
  try {
    parsePngHeader(await firstBytes(path, HEADER_BYTES));
    const { size } = await Deno.stat(path);
    if (size > MAX_BYTES) {
      throw new RangeError(`it is ${size} bytes, at most ${MAX_BYTES} are allowed`);
    }
    return await decodePng(await Deno.readFile(path));
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${reasonOf(error) ?? explain(error)}`, { cause: error });
  }
}

/** The first bytes of a file, fewer if it is shorter. */
async function firstBytes(path: string, length: number): Promise<Uint8Array> {
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
