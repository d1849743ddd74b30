/** Which words of a command line are runs, which are pictures, tables or arrays. @module */

import { exists, walk } from "@std/fs";
import { basename, relative } from "@std/path";
import { quotedNames } from "../datasets/user_data.ts";
import { isHidden, isNamedAsPicture, leftOutNotes } from "../datasets/picture_folder.ts";
import { isRead, notRead, pictureFormatOf, SIGNATURE_BYTES } from "../images/decode_picture.ts";
import { firstBytes } from "../images/images.ts";
import { holdsEnsemble } from "../ensemble/open_ensemble.ts";
import { holdsRun } from "../run/run_folder.ts";

/** Words of a command line, sorted. */
export interface Operands {
  /** Folders or names of runs, and files of weights. */
  readonly runs: string[];
  /** Files of pictures; those of a folder, or of the folders in it, in the order of their names. */
  readonly pictures: string[];
  /** Tables to be. */
  readonly tables: string[];
  /** NPZ files of arrays. */
  readonly arrays: string[];
  /** What was left out of folders, a sentence for each folder. */
  readonly notes: string[];
}

/** The endings of pictures that are not. */
const OTHER_PICTURE = /\.(gif|bmp|webp|svg|heic|avif|tiff?|pdf)$/i;

/** The endings of tables. */
const TABLE = /\.(csv|tsv|tab|txt|data)(\.gz)?$/i;

/** The ending of NumPy's arrays. */
const ARRAYS = /\.npz$/i;

/** The endings of tables of programs that can save them as CSV. */
const OTHER_TABLE = /\.(xlsx?|ods|numbers|parquet|json|jsonl)$/i;

/**
 * Tells runs, pictures, tables and arrays apart by what they are, not by their place. A folder is a run if weights are in it, or
 * an ensemble, or else stands for the pictures in it; if it has none, for those in the folders in it.
 *
 * @throws {Error} if a folder holds neither, or a file is none of these
 */
export async function sortOperands(words: readonly string[]): Promise<Operands> {
  const sorted: Operands = { runs: [], pictures: [], tables: [], arrays: [], notes: [] };
  for (const word of words) {
    if (await exists(word, { isDirectory: true })) {
      if (await holdsRun(word) || await holdsEnsemble(word)) sorted.runs.push(word);
      else {
        const { pictures, others } = await picturesIn(word);
        sorted.pictures.push(...pictures);
        sorted.notes.push(...leftOutNotes("not PNG or JPEG", others));
      }
      continue;
    }
    const there = await exists(word);
    const kind = there
      ? await kindOf(word)
      : isNamedAsPicture(word)
      ? "pictures"
      : TABLE.test(word)
      ? "tables"
      : ARRAYS.test(word)
      ? "arrays"
      : "runs"; // reading it will say that it is not there
    if (!there && (OTHER_PICTURE.test(word) || OTHER_TABLE.test(word))) {
      throw new Error(`Cannot read ${word}: no such file or folder`);
    }
    sorted[kind].push(word);
  }
  return sorted;
}

/** What a file is, by its name and its first bytes. */
async function kindOf(path: string): Promise<Exclude<keyof Operands, "notes">> {
  const name = basename(path);
  let bytes: Uint8Array;
  try {
    bytes = await firstBytes(path, SIGNATURE_BYTES);
  } catch {
    return isNamedAsPicture(name) ? "pictures" : TABLE.test(name) ? "tables" : "runs"; // reading it will say why not
  }
  const format = pictureFormatOf(bytes);
  if (format !== undefined || isNamedAsPicture(name)) return "pictures"; // one that is not read is told among the others
  if (OTHER_PICTURE.test(name)) {
    throw new Error(`Cannot read ${path}: ${notRead(name.replace(/.*\./, "").toUpperCase())}`);
  }
  if (TABLE.test(name)) return "tables";
  if (ARRAYS.test(name)) return "arrays";
  if (OTHER_TABLE.test(name)) {
    throw new Error(`Cannot read ${path}: a table has to be a CSV file; save it as one`);
  }
  return "runs";
}

/** The files in a folder. */
interface Found {
  readonly pictures: string[];
  /** Those that are not read, by their names from the folder on. */
  readonly others: string[];
}

/** The pictures in a folder; if there are none, those in the folders in it. */
async function picturesIn(folder: string): Promise<Found> {
  const own = await filesIn(folder, 1);
  const found = own.pictures.length > 0 ? own : await filesIn(folder, Infinity);
  if (found.pictures.length > 0) return found;
  throw new Error(
    `Cannot find a run or pictures in ${folder}: it holds neither weights.safetensors nor PNG or JPEG files` +
      (found.others.length > 0 ? `, but ${quotedNames(found.others)}` : ""),
  );
}

/** The files in a folder and those in it, so many levels deep; hidden ones are passed over. */
async function filesIn(folder: string, maxDepth: number): Promise<Found> {
  const found: Found = { pictures: [], others: [] };
  for await (const { path } of walk(folder, { maxDepth, includeDirs: false })) {
    const name = relative(folder, path);
    if (name.split(/[\\/]/).some(isHidden)) continue;
    if (await isPicture(path)) found.pictures.push(path);
    else found.others.push(name);
  }
  found.pictures.sort(byNumbers);
  found.others.sort(byNumbers);
  return found;
}

/** Whether a file is PNG or JPEG; one that is only called so will be told why it cannot be read. */
async function isPicture(path: string): Promise<boolean> {
  const bytes = await firstBytes(path, SIGNATURE_BYTES).catch(() => new Uint8Array());
  const format = pictureFormatOf(bytes);
  return format === undefined ? isNamedAsPicture(path) : isRead(format);
}

/** `2.png` comes before `10.png`. */
function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true }) || (a < b ? -1 : 1);
}
