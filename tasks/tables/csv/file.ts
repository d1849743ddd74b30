/** A CSV file on disk as a table. The file must not change while it is used. @module */

import { createHash } from "node:crypto";
import type { TableRows } from "../../../lib/table/mod.ts";
import { type CsvOptions, CsvTable, findColumns } from "./table.ts";

/** A CSV file whose columns are known. Its name is the path. */
export class CsvFile extends CsvTable {
  readonly #stat: Deno.FileInfo;
  #sha256: string | undefined;
  #bytesSha256: string | undefined;

  private constructor(stat: Deno.FileInfo, ...table: ConstructorParameters<typeof CsvTable>) {
    super(...table);
    this.#stat = stat;
  }

  /** Finds the delimiter and the columns of a file, see {@linkcode CsvTable.from}. */
  static async open(
    path: string,
    options: CsvOptions = {},
    known: readonly string[] = [],
  ): Promise<CsvFile> {
    const stat = await Deno.stat(path);
    if (stat.isDirectory) throw new Error(`Cannot read ${path}: expected a CSV file, got a folder`);
    if (!stat.isFile) {
      throw new Error(
        `Cannot read ${path}: expected a regular file, since a table is read more than once`,
      );
    }
    const source = { name: path, open: async () => (await Deno.open(path)).readable };
    return new CsvFile(stat, source, await findColumns(source, options, known), options);
  }

  /** The SHA-256 of the columns' names and of all cells, once the file is read to its end. */
  get sha256(): string | undefined {
    return this.#sha256;
  }

  /** Reads the rows; throws if the file changed since it was opened or read. */
  override async *open(): AsyncGenerator<TableRows, void, void> {
    const { name, columns } = this;
    const bytes = createHash("sha256");
    // The cells are the same as before if the bytes are.
    const cells = this.#sha256 === undefined ? createHash("sha256") : undefined;
    cells?.update(`${columns.length}\0${columns.join("\0")}\0`);
    for await (const batch of super.open((chunk) => bytes.update(chunk))) {
      // No cell contains a zero, so that no other cells give these bytes.
      cells?.update(`${batch.rows.map((fields) => fields.join("\0")).join("\0")}\0`);
      yield batch;
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
