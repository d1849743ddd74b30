/** Sorts the words of a command line: runs, pictures, tables and arrays. @module */

import { exists, walk } from "@std/fs";
import { basename, relative } from "@std/path";
import { quote } from "../../lib/checks/mod.ts";
import { quotedNames } from "../datasets/user_data.ts";
import { isHidden, isNamedAsPicture } from "../datasets/picture_folder.ts";
import { leftOutNotes } from "../datasets/user_data.ts";
import { isRead, notRead, pictureFormatOf, SIGNATURE_BYTES } from "../images/decode_picture.ts";
import { firstBytes } from "../images/images.ts";
import { holdsEnsemble } from "../run/open_ensemble.ts";
import { holdsRun } from "../run/run_folder.ts";

/** Words of a command line, sorted. */
interface Operands {
  /** Folders or names of runs, and files of weights. */
  readonly runs: string[];
  /** Files of pictures; those of a folder in the order of their names. */
  readonly pictures: string[];
  readonly tables: string[];
  readonly arrays: string[];
  /** A sentence for each folder with files that were left out. */
  readonly notes: string[];
}

/** The endings of pictures in formats that are not read. */
const OTHER_PICTURE_ENDING = /\.(gif|bmp|webp|svg|heic|avif|tiff?|pdf)$/i;

const TABLE_ENDING = /\.(csv|tsv|tab|txt|data)(\.gz)?$/i;

const ARRAYS_ENDING = /\.npz$/i;

/** The endings of tables in formats that are not read; their programs can save them as CSV. */
const OTHER_TABLE_ENDING = /\.(xlsx?|ods|numbers|parquet|json|jsonl)$/i;

/**
 * Tells runs, pictures, tables and arrays apart by their content, in any order. A folder is:
 * 1. a run or an ensemble, if it holds one;
 * 2. the pictures in it, if there are any;
 * 3. the pictures in its subfolders.
 *
 * @throws {Error} if a folder holds none of these, or a file has another format
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
    if (!there && (OTHER_PICTURE_ENDING.test(word) || OTHER_TABLE_ENDING.test(word))) {
      throw new Error(`Cannot read ${word}: no such file or folder`);
    }
    sorted[there ? await fileKind(word) : kindByName(word)].push(word);
  }
  return sorted;
}

/** The kind of a file, by its name and its first bytes. */
async function fileKind(path: string): Promise<Exclude<keyof Operands, "notes">> {
  const name = basename(path);
  let bytes: Uint8Array;
  try {
    bytes = await firstBytes(path, SIGNATURE_BYTES);
  } catch {
    return kindByName(name); // reading it reports why it cannot be read
  }
  // A picture that cannot be read is reported among the others.
  if (pictureFormatOf(bytes) !== undefined || isNamedAsPicture(name)) return "pictures";
  if (OTHER_PICTURE_ENDING.test(name)) {
    throw new Error(`Cannot read ${path}: ${notRead(name.replace(/.*\./, "").toUpperCase())}`);
  }
  if (OTHER_TABLE_ENDING.test(name)) {
    throw new Error(`Cannot read ${path}: expected a table as CSV; save it as a CSV file`);
  }
  return kindByName(name);
}

/** The kind of a file, by the ending of its name; reading a run that is none reports that. */
function kindByName(name: string): Exclude<keyof Operands, "notes"> {
  if (isNamedAsPicture(name)) return "pictures";
  if (TABLE_ENDING.test(name)) return "tables";
  return ARRAYS_ENDING.test(name) ? "arrays" : "runs";
}

interface Found {
  readonly pictures: string[];
  /** Those that are not read, by their names from the folder on. */
  readonly others: string[];
}

/** The pictures in a folder, or else those in its subfolders. */
async function picturesIn(folder: string): Promise<Found> {
  const own = await filesIn(folder, 1);
  const found = own.pictures.length > 0 ? own : await filesIn(folder, Infinity);
  if (found.pictures.length > 0) return found;
  throw new Error(
    `Cannot find a run or pictures in ${folder}: expected weights.safetensors, or PNG or JPEG files` +
      (found.others.length > 0 ? `, got ${quotedNames(found.others)}` : ""),
  );
}

/** The files in a folder and its subfolders, so many levels deep, without hidden ones. */
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

/** Whether a file is PNG or JPEG, or is named so: then reading it reports why it is none. */
async function isPicture(path: string): Promise<boolean> {
  const bytes = await firstBytes(path, SIGNATURE_BYTES).catch(() => new Uint8Array());
  const format = pictureFormatOf(bytes);
  return format === undefined ? isNamedAsPicture(path) : isRead(format);
}

/** `2.png` comes before `10.png`. */
function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true }) || (a < b ? -1 : 1);
}

/** Options by which newcomers name a run or a file. */
const OPERAND_OPTIONS = [
  ...["run", "name", "model", "weights"],
  ...["csv", "table", "data", "input", "file", "image", "images", "picture", "pictures", "folder"],
];

/**
 * The command with operands instead of such options: `deno task predict penguins new.csv` for `--run penguins --csv new.csv`.
 * @param name of the unknown option
 * @param words the whole command line
 * @returns `undefined` if the option is none of these
 */
export function asOperands(name: string, words: readonly string[]): string | undefined {
  if (!OPERAND_OPTIONS.includes(name)) return undefined;
  const option = new RegExp(`^--(?:${OPERAND_OPTIONS.join("|")})(?:=|$)`);
  const operands = words.map((word) => word.replace(option, "")).filter((word) => word !== "");
  return ["deno task predict", ...operands.map(quote)].join(" ");
}
