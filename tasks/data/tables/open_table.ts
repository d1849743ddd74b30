/** Opens a table, in one file or in several, whose format is known by its content. @module */

import { basename, dirname, globToRegExp, join } from "@std/path";
import { createHash } from "node:crypto";
import { joinNames, quote } from "../../../lib/checks/texts.ts";
import type { TableRows } from "../../../lib/table/cells/source.ts";
import { UsageError } from "../../cli/arguments.ts";
import { sha256OfFile } from "../../system/files.ts";
import { PROGRAM } from "../../system/installation.ts";
import { type CsvOptions, CsvTable, findColumnsIn } from "./csv/table.ts";
import { type Writing, writingOf } from "./csv/text.ts";
import { fileBytes, utf8File } from "./file_bytes.ts";
import { ascii, binaryFormatOf, type Format, typedFormatOf } from "./formats.ts";
import { CellHash, FileVersion, PLAIN_WRITING, type TableFile } from "./table_file.ts";
import { TypedFile } from "./typed_file.ts";
import type { TypedOptions } from "./typed_table.ts";

/** How files are read; what is left out is found from their content. A format ignores what is of another. */
export interface OpenTableOptions extends CsvOptions, TypedOptions {
  /** The encoding of a file of text where its bytes leave doubt. */
  readonly encoding?: string | undefined;
  /** Names of columns: a first line of a CSV file that has one of them is a header. */
  readonly known?: readonly string[];
}

/** SQLite, which only programs on disk read. */
const SQLITE: Format = {
  name: "SQLite",
  kind: "SQLite database",
  starts: [ascii("SQLite format 3\0")],
  open: async (file, options) => (await import("./sqlite.ts")).openSqlite(file, options),
};

/** Whether a file begins as a table of a binary format does; an NPZ file begins as a workbook does. */
export function isTypedTable(start: Uint8Array): boolean {
  return binaryFormatOf(start, [SQLITE]) !== undefined;
}

/**
 * Opens a table.
 * @param paths a file, or several files and patterns, which are one table
 * @throws {SyntaxError} if one is not a table, or they have different columns; the message names the file
 * @throws {Error} if one is not there
 */
export async function openTable(
  paths: string | readonly string[],
  options: OpenTableOptions = {},
): Promise<TableFile> {
  const files: TableFile[] = [];
  for (const path of await filesOf([paths].flat())) files.push(await openFile(path, options));
  return files.length === 1 ? files[0]! : await SeveralFiles.of(files);
}

async function openFile(path: string, options: OpenTableOptions): Promise<TableFile> {
  const version = await FileVersion.of(path, "a file of a table");
  const bytes = await fileBytes(path);
  const { file, note } = isTypedTable(bytes.start)
    ? { file: bytes, note: undefined }
    : await utf8File(bytes, options.encoding);
  const format = typedFormatOf(file.start, [SQLITE]);
  const table = format === undefined
    ? await CsvFile.open(path, options, options.known, file.stream)
    : await TypedFile.open(file, format, options, version);
  if (note !== undefined) table.notes.push(`${note}; --encoding NAME reads it otherwise`);
  return table;
}

/** A path with a character of patterns: `data/2024-*.csv`. */
const PATTERN = /[*?[{]/;

/**
 * The files of a table, each once. Those of a pattern are in the order of their names' code units; a pattern is for names of
 * files, not of folders.
 * @param paths files or patterns; a file that has such a name is itself
 * @throws {Error} if nothing matches a pattern
 * @throws {UsageError} if a path is a URL; the message has the command that brings it
 */
export async function filesOf(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (/^https?:\/\//i.test(path)) throw urlError(path);
    const isPattern = PATTERN.test(basename(path)) && !await isThere(path);
    files.push(...isPattern ? await matching(path) : [path]);
  }
  return [...new Set(files)];
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function matching(pattern: string): Promise<string[]> {
  const names = globToRegExp(basename(pattern));
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(dirname(pattern))) {
    // As in a shell, a pattern finds no hidden file unless it begins with a point.
    const isHidden = name.startsWith(".") && !basename(pattern).startsWith(".");
    if (!isDirectory && !isHidden && names.test(name)) found.push(join(dirname(pattern), name));
  }
  if (found.length === 0) throw new Error(`Cannot find a file that matches ${quote(pattern)}`);
  return found.sort((a, b) => a < b ? -1 : 1);
}

function urlError(url: string): Error {
  return new UsageError(
    `Cannot read ${url}: expected a file; \`${PROGRAM} fetch --table ${
      quote(url)
    }\` saves it in data/`,
  );
}

/** Files that are one table. */
class SeveralFiles implements TableFile {
  readonly name: string;
  readonly format: string;
  readonly delimiter: string;
  readonly header = true;
  readonly writing = PLAIN_WRITING;
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly #parts: readonly TableFile[];
  #sha256: string | undefined;

  private constructor(parts: readonly TableFile[], files: Readonly<Record<string, string>>) {
    const [first] = parts as [TableFile];
    this.name = `${first.name} and ${parts.length - 1} more`;
    this.format = first.format;
    this.delimiter = parts.find((part) => part.decimalComma)?.delimiter ?? ",";
    this.warnings = [...new Set(parts.flatMap(({ warnings }) => warnings))];
    this.notes = parts.flatMap(({ notes }) => notes);
    this.files = files;
    this.#parts = parts;
  }

  /**
   * Joins files, two at least.
   * @throws {SyntaxError} if one has other columns than the first, or only some have decimal commas
   */
  static async of(parts: readonly TableFile[]): Promise<SeveralFiles> {
    for (const part of parts) checkColumns(parts[0]!, part);
    checkCommas(parts);
    const hashes: [string, string][] = [];
    const names = parts.map(({ name }) => basename(name));
    for (const [k, { name }] of parts.entries()) {
      const isTwice = names.indexOf(names[k]!) !== names.lastIndexOf(names[k]!);
      hashes.push([isTwice ? name : names[k]!, await sha256OfFile(name)]);
    }
    return new SeveralFiles(parts, Object.fromEntries(hashes));
  }

  get columns(): readonly string[] {
    return this.#parts[0]!.columns;
  }

  get texts(): ReadonlySet<string> {
    return new Set(this.#parts.flatMap(({ texts = new Set() }) => [...texts]));
  }

  get decimalComma(): boolean {
    return this.#parts.some(({ decimalComma }) => decimalComma);
  }

  get sha256(): string | undefined {
    return this.#sha256;
  }

  /** Reads the rows. Their lines count on from file to file, as in a CSV file of all. */
  async *open(): AsyncGenerator<TableRows, void, void> {
    const { columns } = this;
    // A column has times if it has one in any file.
    const timed = new Set(
      this.#parts.flatMap((part) => part instanceof TypedFile ? [...part.timed] : []),
    );
    const hash = new CellHash(columns);
    let line = 2;
    for (const part of this.#parts) {
      const order = columns.map((name) => part.columns.indexOf(name));
      const isSame = order.every((index, c) => index === c);
      for await (
        const { rows } of part instanceof TypedFile ? part.open(timed) : part.open()
      ) {
        const batch = {
          rows: isSame ? rows : rows.map((cells) => order.map((index) => cells[index]!)),
          lines: rows.map((_, r) => line + r),
        };
        line += rows.length;
        hash.add(batch);
        yield batch;
      }
    }
    this.#sha256 ??= hash.digest();
  }
}

/** @throws {SyntaxError} if a file lacks a column of the first, or has another */
function checkColumns(first: TableFile, other: TableFile): void {
  const missing = first.columns.filter((name) => !other.columns.includes(name));
  const more = other.columns.filter((name) => !first.columns.includes(name));
  if (missing.length + more.length === 0) return;
  const differences = [
    ...missing.length > 0 ? [`it lacks ${joinNames(missing)}`] : [],
    ...more.length > 0 ? [`it also has ${joinNames(more)}`] : [],
  ];
  throw new SyntaxError(
    `Cannot read ${other.name} with ${first.name} as one table: expected the same columns, but ` +
      differences.join(", and "),
  );
}

/** @throws {SyntaxError} if 1,5 is a number in one CSV file, and a text in another */
function checkCommas(parts: readonly TableFile[]): void {
  const files = parts.filter((part) => !(part instanceof TypedFile));
  const other = files.find(({ decimalComma }) => decimalComma !== files[0]!.decimalComma);
  if (other === undefined) return;
  throw new SyntaxError(
    `Cannot read ${other.name} with ${files[0]!.name} as one table: expected the same delimiter, ` +
      `got ${JSON.stringify(other.delimiter)} and ${JSON.stringify(files[0]!.delimiter)}`,
  );
}

/** A CSV file whose columns are known. Its name is the path. */
export class CsvFile extends CsvTable implements TableFile {
  readonly format = "CSV";
  readonly notes: string[] = [];
  readonly #version: FileVersion;
  #sha256: string | undefined;
  #bytesSha256: string | undefined;

  private constructor(
    version: FileVersion,
    readonly writing: Writing,
    ...table: ConstructorParameters<typeof CsvTable>
  ) {
    super(...table);
    this.#version = version;
  }

  /**
   * Finds the delimiter and the columns of a file, see {@linkcode CsvTable.from}.
   * @param open the file's bytes from the first on; the file itself if not given
   */
  static async open(
    path: string,
    options: CsvOptions = {},
    known: readonly string[] = [],
    open = async (): Promise<ReadableStream<Uint8Array>> => (await Deno.open(path)).readable,
  ): Promise<CsvFile> {
    const version = await FileVersion.of(path, "a CSV file");
    const source = { name: path, open };
    const columns = await findColumnsIn(source, options, known);
    return new CsvFile(version, await writingOf(await open(), path), source, columns, options);
  }

  /** The SHA-256 of the columns' names and of all cells, once the file is read to its end. */
  get sha256(): string | undefined {
    return this.#sha256;
  }

  /** Reads the rows; throws if the file changed since it was opened or read. */
  override async *open(): AsyncGenerator<TableRows, void, void> {
    const bytes = createHash("sha256");
    // The cells are the same as before if the bytes are.
    const cells = this.#sha256 === undefined ? new CellHash(this.columns) : undefined;
    for await (const batch of this.watch((chunk) => bytes.update(chunk))) {
      cells?.add(batch);
      yield batch;
    }
    const digest = bytes.digest("hex");
    await this.#version.check(digest === (this.#bytesSha256 ??= digest));
    this.#sha256 ??= cells?.digest();
  }
}
