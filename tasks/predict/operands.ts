/** Which words of a command line are runs, which are pictures and which are tables. @module */

import { exists, walk } from "@std/fs";
import { basename, join } from "@std/path";
import { pictureFormatOf, SIGNATURE_BYTES } from "../images/decode_picture.ts";
import { firstBytes } from "../images/images.ts";
import { holdsRun } from "../run/run_folder.ts";

/** Words of a command line, sorted. */
export interface Operands {
  /** Folders or names of runs, and files of weights. */
  readonly runs: string[];
  /** Files of pictures; those of a folder in the order of their names. */
  readonly pictures: string[];
  /** Tables to be. */
  readonly tables: string[];
}

/** The endings of pictures that are read. */
const PICTURE = /\.(png|jpe?g)$/i;

/** The endings of pictures that are not. */
const OTHER_PICTURE = /\.(gif|bmp|webp|svg|heic|avif|tiff?|pdf)$/i;

/** The endings of tables. */
const TABLE = /\.(csv|tsv|tab|txt)(\.gz)?$/i;

/** The endings of tables of programs that can save them as CSV. */
const OTHER_TABLE = /\.(xlsx?|ods|numbers|parquet|json|jsonl)$/i;

/**
 * Tells runs, pictures and tables apart by what they are, not by their place. A folder is a run if weights are in it, or
 * else stands for the pictures in it.
 *
 * @throws {Error} if a folder holds neither, or a file is none of these
 */
export async function sortOperands(words: readonly string[]): Promise<Operands> {
  const sorted: Operands = { runs: [], pictures: [], tables: [] };
  for (const word of words) {
    if (await exists(word, { isDirectory: true })) {
      if (await holdsRun(word)) sorted.runs.push(word);
      else sorted.pictures.push(...await picturesIn(word));
      continue;
    }
    const there = await exists(word);
    const kind = there
      ? await kindOf(word)
      : PICTURE.test(word)
      ? "pictures"
      : TABLE.test(word)
      ? "tables"
      : "runs"; // reading it will say that it is not there
    if (!there && (OTHER_PICTURE.test(word) || OTHER_TABLE.test(word))) {
      throw new Error(`Cannot read ${word}: no such file or folder`);
    }
    sorted[kind].push(word);
  }
  return sorted;
}

/** What a file is, by its name and its first bytes. */
async function kindOf(path: string): Promise<keyof Operands> {
  const name = basename(path);
  let bytes: Uint8Array;
  try {
    bytes = await firstBytes(path, SIGNATURE_BYTES);
  } catch {
    return PICTURE.test(name) ? "pictures" : TABLE.test(name) ? "tables" : "runs"; // reading it will say why not
  }
  const format = pictureFormatOf(bytes);
  if (format === "PNG" || format === "JPEG") return "pictures";
  if (format !== undefined || OTHER_PICTURE.test(name)) {
    const what = format ?? name.replace(/.*\./, "").toUpperCase();
    throw new Error(`Cannot read ${path}: it is ${what}, PNG and JPEG are read`);
  }
  if (PICTURE.test(name)) return "pictures";
  if (TABLE.test(name)) return "tables";
  if (OTHER_TABLE.test(name)) {
    throw new Error(`Cannot read ${path}: a table has to be a CSV file; save it as one`);
  }
  return "runs";
}

/** The pictures in a folder. */
async function picturesIn(folder: string): Promise<string[]> {
  const files = walk(folder, { maxDepth: 1, includeDirs: false, match: [PICTURE] });
  const names = await Array.fromAsync(files, ({ name }) => name);
  const pictures = names.filter((name) => !name.startsWith(".")).sort(byNumbers);
  if (pictures.length > 0) return pictures.map((name) => join(folder, name));
  throw new Error(
    `Cannot find a run or pictures in ${folder}: it holds neither weights.safetensors nor PNG or JPEG files`,
  );
}

/** `2.png` comes before `10.png`. */
function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true }) || (a < b ? -1 : 1);
}
