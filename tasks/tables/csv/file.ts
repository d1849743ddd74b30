/** A CSV file on disk as a table. The file must not change while it is used. @module */

import { createHash } from "node:crypto";
import type { TableRows } from "../../../lib/table/mod.ts";
import { CellHash, FileVersion, type TableFile } from "../table_file.ts";
import { type CsvOptions, CsvTable, findColumnsIn } from "./table.ts";
import { type Writing, writingOf } from "./text.ts";

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
