/** The words of a command line: runs, pictures, tables and arrays, and whether the options fit them. @module */

import { exists, walk } from "@std/fs";
import { basename, relative } from "@std/path";
import { quote } from "../../../lib/checks/texts.ts";
import { leftOutNotes, quotedNames, TABLE_ENDING, TABLE_FORMATS } from "../../data/names.ts";
import { UsageError } from "../../cli/arguments.ts";
import { isHidden, isNamedAsPicture } from "../../data/picture_classes.ts";
import { isRead, notRead, pictureFormatOf, SIGNATURE_BYTES } from "../../images/decode_picture.ts";
import { firstBytes } from "../../images/images.ts";
import { holdsRun } from "../../run/run_folder.ts";
import { holdsSweep } from "../../run/sweep_folder.ts";
import { PROGRAM } from "../../system/installation.ts";
import { checkReadable } from "../../system/open_file.ts";

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

/** The word for rows that come through standard input. */
export const STANDARD_INPUT = "-";

type Kind = Exclude<keyof Operands, "notes">;

/** The endings of pictures in formats that are not read. */
const OTHER_PICTURE_ENDING = /\.(gif|bmp|webp|svg|heic|avif|tiff?|pdf)$/i;

/** The endings of tables in formats that are not read; their programs can save them as XLSX or CSV. */
const OTHER_TABLE_ENDING = /\.(xls|ods|numbers)$/i;

/**
 * Tells runs, pictures, tables and arrays apart by their content, in any order. A folder is:
 * 1. a run or a sweep, if it holds one;
 * 2. the pictures in it, if there are any;
 * 3. the pictures in its subfolders.
 *
 * @throws {Error} if a folder holds none of these, or a file has another format
 */
export async function sortOperands(words: readonly string[]): Promise<Operands> {
  const sorted: Operands = { runs: [], pictures: [], tables: [], arrays: [], notes: [] };
  for (const word of words) {
    if (word === STANDARD_INPUT) sorted.tables.push(word);
    else if (!await exists(word, { isDirectory: true })) sorted[await fileKind(word)].push(word);
    else if (await holdsRun(word) || await holdsSweep(word)) sorted.runs.push(word);
    else {
      const { pictures, others } = await picturesIn(word);
      sorted.pictures.push(...pictures);
      sorted.notes.push(...leftOutNotes("not PNG or JPEG", others));
    }
  }
  return sorted;
}

/** The kind of a file, by its first bytes and its name; what cannot be read is reported later. */
async function fileKind(path: string): Promise<Kind> {
  const name = basename(path);
  const isThere = await exists(path);
  if (isThere && (await checkReadable(path)).isFifo) {
    throw new Error(`Cannot read ${path}: it is a pipe; - reads standard input`);
  }
  const bytes = await firstBytes(path, SIGNATURE_BYTES).catch(() => undefined);
  // A picture that cannot be read is reported among the others.
  const isPicture = bytes !== undefined && pictureFormatOf(bytes) !== undefined;
  if (isPicture || isNamedAsPicture(name)) return "pictures";
  const refusal = OTHER_PICTURE_ENDING.test(name)
    ? notRead(name.replace(/.*\./, "").toUpperCase())
    : OTHER_TABLE_ENDING.test(name)
    ? `expected a table as ${TABLE_FORMATS}; save it as XLSX or CSV`
    : undefined;
  if (refusal !== undefined && (bytes !== undefined || !isThere)) {
    throw new Error(`Cannot read ${path}: ${isThere ? refusal : "no such file or folder"}`);
  }
  if (TABLE_ENDING.test(name)) return "tables";
  if (/\.npz$/i.test(name)) return "arrays";
  if (bytes?.length === 0) throw new Error(`Cannot read ${path}: it is empty`);
  if (bytes === undefined) return "runs";
  const { isTypedTable } = await import("../../data/tables/open_table.ts");
  return isTypedTable(bytes) ? "tables" : "runs";
}

/** The pictures in a folder, or else in its subfolders, and the names of other files. */
async function picturesIn(folder: string): Promise<{ pictures: string[]; others: string[] }> {
  let others: string[] = [];
  for (const maxDepth of [1, Infinity]) {
    const pictures: string[] = [];
    others = [];
    for await (const { path } of walk(folder, { maxDepth, includeDirs: false })) {
      const name = relative(folder, path);
      if (name.split(/[\\/]/).some(isHidden)) continue;
      const bytes = await firstBytes(path, SIGNATURE_BYTES).catch(() => new Uint8Array());
      const format = pictureFormatOf(bytes);
      // Reading a file that is only named as a picture reports why it is none.
      const isPicture = format === undefined ? isNamedAsPicture(path) : isRead(format);
      if (isPicture) pictures.push(path);
      else others.push(name);
    }
    others.sort(byNumbers);
    if (pictures.length > 0) return { pictures: pictures.sort(byNumbers), others };
  }
  throw new Error(
    `Cannot find a run or pictures in ${folder}: expected weights.safetensors, or PNG or JPEG files` +
      (others.length > 0 ? `, got ${quotedNames(others)}` : ""),
  );
}

/** `2.png` comes before `10.png`. */
function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true }) || (a < b ? -1 : 1);
}

/** Options by which newcomers name a run or a file. */
const OPERAND_OPTIONS = [
  "run",
  "name",
  "model",
  "weights",
  "csv",
  "table",
  "data",
  "input",
  "file",
  "image",
  "images",
  "picture",
  "pictures",
  "folder",
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
  return [`${PROGRAM} predict`, ...operands.map(quote)].join(" ");
}

/** The options of `predict` that say what is predicted, and how it is written. */
export interface PredictOptions {
  readonly row: readonly string[];
  readonly encoding: string | undefined;
  readonly sheet: string | undefined;
  readonly query: string | undefined;
  readonly out: string | undefined;
  readonly show: boolean;
  readonly json: boolean;
  readonly jsonl: boolean;
  readonly explain: boolean;
}

/** Checks that the options name one form of the answers. */
export function checkOutput({ out, show, json, jsonl }: PredictOptions): void {
  if (show && json) {
    throw new UsageError("--show draws for people and --json prints for machines: use one of them");
  }
  if (json && jsonl) {
    throw new UsageError(
      "--json prints one object and --jsonl a line for each row: use one of them",
    );
  }
  const printing = show ? "show" : json ? "json" : jsonl ? "jsonl" : undefined;
  if (out !== undefined && printing !== undefined) {
    throw new UsageError(`--out writes a file and --${printing} prints: use one of them`);
  }
}

/**
 * Checks that there is a run, and one thing to predict, for which the options are.
 * @param copies of test-time augmentation, if they are asked for
 */
export function checkOperands(
  { runs, pictures, tables, arrays }: Operands,
  { row, encoding, sheet, query, show, jsonl, explain }: PredictOptions,
  copies: unknown,
): void {
  const [option] =
    Object.entries({ encoding, sheet, query }).find(([, value]) => value !== undefined) ??
      [];
  if (option !== undefined && tables.length === 0) {
    throw new UsageError(`--${option} is for a table: expected a FILE of rows`);
  }
  if (runs.length === 0) {
    throw new UsageError(
      "Which run? Give its name or folder before the " +
        `${tables.length > 0 ? "table" : arrays.length > 0 ? "arrays" : "images"}`,
    );
  }
  const files = [...tables, ...arrays, ...pictures];
  const [one, other] = files;
  if (row.length > 0 && one !== undefined) {
    throw new UsageError(`Cannot predict --row and ${one} together`);
  }
  if (row.length + files.length === 0) {
    throw new UsageError(
      "Which file? Give a picture (PNG or JPEG), a folder of them, a table, an NPZ file or - for standard input; " +
        `the runs are ${runs.join(", ")}`,
    );
  }
  if (explain && tables.length + row.length === 0) {
    throw new UsageError("--explain is for rows of a table: their columns are the reasons");
  }
  if (jsonl && tables.length + row.length === 0) {
    throw new UsageError(
      "--jsonl is for rows of a table: --json prints the answers to " +
        (arrays.length > 0 ? "an array" : "pictures"),
    );
  }
  if (files.length > pictures.length && other !== undefined) {
    throw new UsageError(`Cannot predict ${one} and ${other} together: predict them one by one`);
  }
  const areRows = row.length + files.length > pictures.length;
  if (areRows && show) {
    throw new UsageError("--show is for pictures: rows are printed as CSV, or as JSON");
  }
  if (areRows && copies !== undefined) {
    throw new UsageError("--copies is for pictures: a row cannot be deformed");
  }
}
