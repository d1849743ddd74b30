/** A file of a format with types on disk as a table. @module */

import type { TableRows } from "../../../lib/table/cells/source.ts";
import { explain, reasonOf } from "../../system/explain.ts";
import { CellHash, type FileVersion, PLAIN_WRITING, type TableFile } from "./table_file.ts";
import type { Format } from "./formats.ts";
import { CellError } from "./cells.ts";
import { type FileBytes, refused, type TypedOptions, type TypedTable } from "./typed_table.ts";

/** A typed file whose columns are known. Its name is the path. */
export class TypedFile implements TableFile {
  readonly name: string;
  readonly format: string;
  readonly delimiter = ",";
  readonly header = true;
  readonly writing = PLAIN_WRITING;
  readonly notes: string[] = [];
  readonly timed: ReadonlySet<string>;
  readonly #kind: string;
  readonly #table: TypedTable;
  readonly #version: FileVersion;
  #sha256: string | undefined;

  private constructor(name: string, format: Format, table: TypedTable, version: FileVersion) {
    this.name = name;
    this.format = format.name;
    this.timed = table.timed;
    this.#kind = format.kind;
    this.#table = table;
    this.#version = version;
  }

  /**
   * Opens a file.
   * @throws {SyntaxError} if it is damaged, or of a kind that is not read
   */
  static async open(
    file: FileBytes,
    format: Format,
    options: TypedOptions,
    version: FileVersion,
  ): Promise<TypedFile> {
    try {
      return new TypedFile(file.name, format, await format.open(file, options), version);
    } catch (error) {
      throw readingError(file.name, format.kind, error);
    }
  }

  get columns(): readonly string[] {
    return this.#table.columns;
  }

  get texts(): ReadonlySet<string> | undefined {
    return this.#table.texts;
  }

  get warnings(): readonly string[] {
    return this.#table.warnings;
  }

  get sha256(): string | undefined {
    return this.#sha256;
  }

  /**
   * Reads the rows.
   * @param timed the columns whose dates are written with a time
   * @throws {Error} if the file changed since it was opened or read
   */
  async *open(timed: ReadonlySet<string> = this.timed): AsyncGenerator<TableRows, void, void> {
    const cells = new CellHash(this.columns);
    try {
      for await (const batch of this.#table.rows(timed)) {
        cells.add(batch);
        yield batch;
      }
    } catch (error) {
      throw readingError(this.name, this.#kind, error);
    }
    const sha256 = cells.digest();
    await this.#version.check(sha256 === (this.#sha256 ??= sha256));
  }
}

/**
 * The error for one that a reader threw. Errors of libraries, which are of many classes, become one; errors of the system and
 * our own stay as they are.
 * @param kind of the file, such as `Parquet file`
 */
export function readingError(file: string, kind: string, error: unknown): unknown {
  if (error instanceof CellError) return refused(file, error.message);
  // A library does not know the file's name.
  const isOurs = error instanceof SyntaxError &&
    [`Cannot read ${file}: `, `Cannot unpack ${file}: `].some((start) =>
      error.message.startsWith(start)
    );
  if (isOurs || reasonOf(error) !== undefined) return error;
  // A message of the engine is about the library's code, and helps nobody.
  const isEngines = error instanceof TypeError || error instanceof RangeError;
  const detail = isEngines ? "" : ` (${explain(error)})`;
  return new SyntaxError(
    `Cannot read ${file}: it is a damaged ${kind}, or uses what is not read${detail}`,
    { cause: error },
  );
}
