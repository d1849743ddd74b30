/** A table in one or several files on disk. The files must not change while it is used. @module */

import { createHash, type Hash } from "node:crypto";
import type { TableRows, TableSource } from "../../../lib/table/cells/source.ts";
import type { Writing } from "./csv/text.ts";

/** A table in files. */
export interface TableFile extends TableSource {
  /** The name of its format, such as `CSV`. */
  readonly format: string;
  /** What separates the cells of a CSV file; a comma of other files. */
  readonly delimiter: string;
  /** Whether the file has names of columns. */
  readonly header: boolean;
  /** What a user should know, in sentences without a full stop. */
  readonly warnings: readonly string[];
  /** How its text was read, if it is not UTF-8, in sentences without a full stop. */
  readonly notes: readonly string[];
  /** The byte-order mark and line ends of a CSV file. */
  readonly writing: Writing;
  /** The SHA-256 of the columns' names and all cells, once it is read to its end: the same in all formats. */
  readonly sha256: string | undefined;
  /** The SHA-256 of the bytes of each file, by its name, where there are several. */
  readonly files?: Readonly<Record<string, string>>;
}

/** How a file of ours is written. */
export const PLAIN_WRITING: Writing = { mark: false, lineEnd: "\n" };

/** The hash of a table's names and cells. */
export class CellHash {
  readonly #hash: Hash = createHash("sha256");

  constructor(columns: readonly string[]) {
    this.#hash.update(`${columns.length}\0${columns.join("\0")}\0`);
  }

  /** Adds rows. No cell contains a zero, so that no other cells give these bytes. */
  add({ rows }: TableRows): void {
    if (rows.length === 0) return;
    this.#hash.update(`${rows.map((cells) => cells.join("\0")).join("\0")}\0`);
  }

  digest(): string {
    return this.#hash.digest("hex");
  }
}

/** The version of a file on disk. */
export class FileVersion {
  readonly #path: string;
  readonly #stat: Deno.FileInfo;

  private constructor(path: string, stat: Deno.FileInfo) {
    this.#path = path;
    this.#stat = stat;
  }

  /** @throws {Error} if it is no regular file */
  static async of(path: string, kind: string): Promise<FileVersion> {
    const stat = await Deno.stat(path);
    if (stat.isDirectory) throw new Error(`Cannot read ${path}: expected ${kind}, got a folder`);
    if (!stat.isFile) {
      throw new Error(
        `Cannot read ${path}: expected a regular file, since a table is read more than once`,
      );
    }
    return new FileVersion(path, stat);
  }

  /** @throws {Error} if the file is another by now, or `isSame` is false */
  async check(isSame: boolean): Promise<void> {
    const { size, mtime } = await Deno.stat(this.#path);
    if (isSame && size === this.#stat.size && mtime?.getTime() === this.#stat.mtime?.getTime()) {
      return;
    }
    throw new Error(
      `Cannot read ${this.#path}: it changed while it was read; try again when nothing writes to it`,
    );
  }
}
