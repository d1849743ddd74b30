/** A CSV file as a table: its columns, and its rows as often as they are wanted, which have to stay the same. @module */

import { createHash } from "node:crypto";
import { quoted } from "../../../lib/table/cells.ts";
import { MAX_COLUMNS } from "../../../lib/table/limits.ts";
import type { TableRows, TableSource } from "../../../lib/table/source.ts";
import { delimiterNamed, findDelimiter, looksLikeHeader } from "./dialect.ts";
import { recordsOf } from "./records.ts";
import { textOf } from "./text.ts";

/** What may be said of a file, or is found out. */
export interface CsvOptions {
  /** What stands between the fields: one character, or `tab`. Default: found out. */
  readonly delimiter?: string | undefined;
  /** Whether the first record has the names of the columns. Default: found out. */
  readonly header?: boolean | undefined;
}

/** So much of a file tells what its delimiter is, in characters. */
const SAMPLE = 65_536;

/** A CSV file whose columns are known. */
export class CsvFile implements TableSource {
  /** The path. */
  readonly name: string;
  /** The names of the columns: those of the header, or “column 1” and so on. */
  readonly columns: readonly string[];
  /** What stands between the fields. */
  readonly delimiter: string;
  /** Whether the first record has the names of the columns. */
  readonly header: boolean;
  /** What a user should know, in sentences without a full stop. */
  readonly warnings: readonly string[];
  readonly #stat: Deno.FileInfo;
  #sha256: string | undefined;
  #bytesSha256: string | undefined;

  private constructor(
    name: string,
    stat: Deno.FileInfo,
    { columns, delimiter, header, warnings }: Found,
  ) {
    this.name = name;
    this.columns = columns;
    this.delimiter = delimiter;
    this.header = header;
    this.warnings = warnings;
    this.#stat = stat;
  }

  /**
   * Finds the delimiter and the columns of a file.
   *
   * @param known names of columns: a first record that has one of them is a header
   * @throws {SyntaxError} if it is no table, or its header cannot be used
   */
  static async open(
    path: string,
    options: CsvOptions = {},
    known: readonly string[] = [],
  ): Promise<CsvFile> {
    const stat = await Deno.stat(path);
    if (stat.isDirectory) throw new Error(`Cannot read ${path}: it is a folder, not a CSV file`);
    if (!stat.isFile) {
      throw new Error(
        `Cannot read ${path}: it is no regular file, and a table is read more than once`,
      );
    }
    const delimiter = options.delimiter === undefined
      ? await findDelimiterOf(path)
      : delimiterNamed(options.delimiter);
    const first = await firstRecord(path, delimiter);
    const header = options.header ??
      (first.some((name) => known.includes(name.trim())) || looksLikeHeader(first));
    return new CsvFile(path, stat, { delimiter, header, ...columnsOf(path, first, header) });
  }

  /** What may be wrong where a column is not found. */
  get hint(): string | undefined {
    if (!this.header) {
      return "its first line has a number, so it is taken for a row: `header` says if it has names";
    }
    return this.columns.length === 1
      ? "its lines are one field each: `delimiter` says what stands between fields"
      : undefined;
  }

  /** The SHA-256 of the columns' names and of all cells, once the file was read to its end. */
  get sha256(): string | undefined {
    return this.#sha256;
  }

  /**
   * Reads the rows.
   *
   * @throws {SyntaxError} if a row has more or fewer fields than there are columns, or quotes are not as they should be
   * @throws {Error} if the file changed since it was opened, or its rows since they were read
   */
  async *open(): AsyncGenerator<TableRows, void, void> {
    const { name, columns } = this;
    const bytes = createHash("sha256");
    // The cells are the same as before if the bytes are.
    const cells = this.#sha256 === undefined ? createHash("sha256") : undefined;
    cells?.update(`${columns.length}\0${columns.join("\0")}\0`);
    let header = this.header;
    const text = textOf(await read(name, (chunk) => bytes.update(chunk)), name);
    for await (let { rows, lines } of recordsOf(text, this.delimiter, name, MAX_COLUMNS)) {
      if (header && rows.length > 0) {
        header = false;
        [rows, lines] = [rows.slice(1), Array.from(lines).slice(1)];
      }
      if (rows.length === 0) continue;
      for (let r = 0; r < rows.length; r++) {
        if (rows[r]!.length !== columns.length) throw ragged(this, rows[r]!, lines[r]!);
      }
      // No cell has a zero in it, so that these bytes stand for no other cells.
      cells?.update(`${rows.map((fields) => fields.join("\0")).join("\0")}\0`);
      yield { rows, lines };
    }
    const digest = bytes.digest("hex");
    const { size, mtime } = await Deno.stat(name);
    if (
      size !== this.#stat.size || mtime?.getTime() !== this.#stat.mtime?.getTime() ||
      digest !== (this.#bytesSha256 ??= digest)
    ) {
      throw new Error(
        `Cannot read ${name}: it changed while it was read; try again when nothing writes to it`,
      );
    }
    this.#sha256 ??= cells?.digest("hex");
  }
}

/** The bytes of a file; each piece is shown first. */
async function read(
  path: string,
  show: (chunk: Uint8Array) => void,
): Promise<ReadableStream<Uint8Array>> {
  const { readable } = await Deno.open(path);
  return readable.pipeThrough(
    new TransformStream({
      transform(chunk, controller): void {
        show(chunk);
        controller.enqueue(chunk);
      },
    }),
  );
}

/** What is found out of a file. */
interface Found {
  readonly columns: readonly string[];
  readonly delimiter: string;
  readonly header: boolean;
  readonly warnings: readonly string[];
}

async function findDelimiterOf(path: string): Promise<string> {
  let sample = "";
  for await (const piece of textOf((await Deno.open(path)).readable, path)) {
    sample += piece;
    if (sample.length >= SAMPLE) return findDelimiter(sample, false);
  }
  return findDelimiter(sample, true);
}

/** @throws {SyntaxError} if there is none */
async function firstRecord(path: string, delimiter: string): Promise<readonly string[]> {
  const text = textOf((await Deno.open(path)).readable, path);
  for await (const { rows: [first] } of recordsOf(text, delimiter, path, MAX_COLUMNS)) {
    if (first !== undefined) return first;
  }
  throw new SyntaxError(`Cannot read ${path}: it is empty`);
}

/** @throws {SyntaxError} if two columns have the same name */
function columnsOf(
  path: string,
  first: readonly string[],
  header: boolean,
): { columns: string[]; warnings: string[] } {
  if (!header) {
    return {
      columns: first.map((_, k) => `column ${k + 1}`),
      warnings: [
        "The first line has no names, so the columns are called column 1, column 2 and so on",
      ],
    };
  }
  const warnings: string[] = [];
  const places = new Map<string, number>();
  const columns = first.map((given, k) => {
    const name = given.trim() || `unnamed column ${k + 1}`;
    if (given.trim() === "") {
      warnings.push(`Column ${k + 1} has no name, so it is called ${quoted(name)}`);
    }
    const other = places.get(name);
    if (other !== undefined) {
      throw new SyntaxError(
        `Cannot read ${path}: the columns ${other + 1} and ${k + 1} are both called ${
          quoted(name)
        }; ` +
          "different names are wanted",
      );
    }
    places.set(name, k);
    return name;
  });
  return { columns, warnings: warnings.slice(0, 5) };
}

/** A row of too many or too few fields. */
function ragged(
  { name, columns, delimiter }: CsvFile,
  fields: readonly string[],
  line: number,
): SyntaxError {
  const [has, wanted] = [fields.length, columns.length];
  const hint = has > wanted ? `; a field with ${quoted(delimiter)} in it is written in quotes` : "";
  return new SyntaxError(
    `Cannot read ${name}: line ${line} has ${has} ${
      has === 1 ? "field" : "fields"
    }, and ${wanted} ` +
      `${wanted === 1 ? "is" : "are"} wanted, as on the first line${hint}`,
  );
}
