/** Rows of numbers that lie one after the other in a file, and are read on demand. @module */

import { explain, reasonOf } from "../system/explain.ts";

interface RowsInFile {
  readonly path: string;
  readonly start: number;
  readonly count: number;
  readonly features: number;
  readonly type: "uint8" | "float32";
  /** Whether a float32 begins with its highest byte. */
  readonly bigEndian: boolean;
}

export class ChangedFileError extends Error {}

/** Bytes that are read at a time where a file is read from front to back. */
const CHUNK_BYTES = 4_194_304;

/** How many parts of a file are read at once: reading goes on while the caller trains, and seldom gets a turn. */
const MAX_READERS = 16;

const MIN_READER_BYTES = 1_048_576;

/** The most rows that are read for each row that is needed: rows between needed rows are read too, and dropped. */
const MAX_ROWS_READ_PER_ROW = 4;

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

type Version = Pick<Deno.FileInfo, "size" | "mtime" | "ino">;

/** Rows to read, in the order of the file, and where their bytes go. */
interface RowRequest {
  /** The index of the first one, unless `rows` is given. */
  readonly first: number;
  readonly count: number;
  /** The index of each, in increasing order, where they do not lie one after the other. */
  readonly rows?: Uint32Array | undefined;
  /** [count, bytes of a row] */
  readonly into: Uint8Array;
}

export class StoredRows {
  readonly path: string;
  readonly count: number;
  readonly features: number;
  readonly type: RowsInFile["type"];
  readonly rowBytes: number;
  readonly #start: number;
  readonly #swapped: boolean;
  readonly #version: Version;

  private constructor(source: RowsInFile, version: Version) {
    const { type, features } = source;
    this.path = source.path;
    this.count = source.count;
    this.features = features;
    this.type = type;
    this.rowBytes = type === "uint8" ? features : 4 * features;
    this.#start = source.start;
    this.#swapped = type === "float32" && source.bigEndian === LITTLE_ENDIAN;
    this.#version = version;
  }

  /** Opens a file, and remembers its version; throws if it does not end with its rows. */
  static async open(source: RowsInFile): Promise<StoredRows> {
    const version = await Deno.stat(source.path);
    const rows = new StoredRows(source, version);
    const size = source.start + rows.rowBytes * source.count;
    if (version.size !== size) {
      throw new Error(
        `Cannot read ${source.path}: expected ${size} bytes by its header, got ${version.size}`,
      );
    }
    return rows;
  }

  /** The numbers of rows that were read: a view of their bytes. */
  numbersOf(bytes: Uint8Array): Uint8Array | Float32Array {
    if (this.type === "uint8") return bytes;
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  }

  /** Reads rows, several requests at once; throws if the file is gone or has changed. */
  async read(requests: readonly RowRequest[]): Promise<void> {
    const bytes = requests.reduce((sum, { into }) => sum + into.length, 0);
    const readers = Math.min(MAX_READERS, requests.length, Math.ceil(bytes / MIN_READER_BYTES));
    await Promise.all(Array.from({ length: readers }, async (_, reader) => {
      using file = await this.#opened();
      for (let k = reader; k < requests.length; k += readers) await this.#fill(file, requests[k]!);
      this.#check(await file.stat());
    }));
  }

  /** Reads all rows from front to back, some at a time; `visit` is called with the index of the first, and their bytes. */
  async visit(visit: (first: number, bytes: Uint8Array<ArrayBuffer>) => void): Promise<void> {
    const rowsAtATime = Math.max(1, Math.floor(CHUNK_BYTES / this.rowBytes));
    const chunk = new Uint8Array(rowsAtATime * this.rowBytes);
    using file = await this.#opened();
    for (let first = 0; first < this.count; first += rowsAtATime) {
      const count = Math.min(rowsAtATime, this.count - first);
      const into = chunk.subarray(0, count * this.rowBytes);
      await this.#fill(file, { first, count, into });
      visit(first, into);
    }
    this.#check(await file.stat());
  }

  async #opened(): Promise<Deno.FsFile> {
    try {
      return await Deno.open(this.path);
    } catch (error) {
      throw this.#changed(reasonOf(error) ?? explain(error), error);
    }
  }

  async #fill(file: Deno.FsFile, { first, count, rows, into }: RowRequest): Promise<void> {
    if (rows !== undefined) return await this.#pick(file, rows, into);
    const length = count * this.rowBytes;
    await file.seek(this.#start + first * this.rowBytes, Deno.SeekMode.Start);
    for (let filled = 0; filled < length;) {
      const read = await file.read(into.subarray(filled, length));
      if (read === null) throw this.#changed("it was cut off");
      filled += read;
    }
    if (this.#swapped) swap(into.subarray(0, length));
  }

  async #pick(file: Deno.FsFile, rows: Uint32Array, into: Uint8Array): Promise<void> {
    const { rowBytes } = this;
    const first = rows[0]!;
    const count = rows.at(-1)! - first + 1;
    if (count > MAX_ROWS_READ_PER_ROW * rows.length) {
      for (const [r, row] of rows.entries()) {
        const own = into.subarray(r * rowBytes, (r + 1) * rowBytes);
        await this.#fill(file, { first: row, count: 1, into: own });
      }
      return;
    }
    const all = count === rows.length ? into : new Uint8Array(count * rowBytes);
    await this.#fill(file, { first, count, into: all });
    if (all === into) return;
    for (const [r, row] of rows.entries()) {
      const from = (row - first) * rowBytes;
      into.set(all.subarray(from, from + rowBytes), r * rowBytes);
    }
  }

  #check({ size, mtime, ino }: Version): void {
    const was = this.#version;
    if (size === was.size && Number(mtime) === Number(was.mtime) && ino === was.ino) return;
    throw this.#changed("it has changed since training began");
  }

  #changed(reason: string, cause?: unknown): ChangedFileError {
    return new ChangedFileError(`Cannot go on reading ${this.path}: ${reason}`, { cause });
  }
}

/** Turns float32 of the other byte order into that of this machine, in place. */
function swap(bytes: Uint8Array): void {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  for (let k = 0; k < words.length; k++) {
    const word = words[k]!;
    words[k] = word << 24 | (word & 0xff00) << 8 | word >>> 8 & 0xff00 | word >>> 24;
  }
}
