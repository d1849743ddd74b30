/** A file of a format with types on disk as a table. @module */

import type { TableRows } from "../../lib/table/mod.ts";
import type { FileBytes } from "./file_bytes.ts";
import { CellHash, type FileVersion, PLAIN_WRITING, type TableFile } from "./table_file.ts";
import { readingError, type TypedOptions, type TypedTable } from "./typed_table.ts";

/** A format with types: how its files begin, and what reads them, which is loaded only then. */
export interface Format {
  readonly name: string;
  /** What a file of it is, in errors. */
  readonly kind: string;
  readonly starts: readonly (readonly number[])[];
  readonly open: (file: FileBytes, options: TypedOptions) => Promise<TypedTable>;
}

/** A typed file whose columns are known. Its name is the path. */
export class TypedFile implements TableFile {
  readonly name: string;
  readonly format: string;
  readonly delimiter = ",";
  readonly header = true;
  readonly writing = PLAIN_WRITING;
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
