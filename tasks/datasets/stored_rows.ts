/** Rows of numbers that lie one after the other in a file, and are read when they are wanted. @module */

import { explain, reasonOf } from "../system/explain.ts";

/** Where the rows are, and what they are of. */
export interface RowsPlace {
  /** The file. */
  readonly path: string;
  /** Where the first row starts, in bytes. */
  readonly start: number;
  /** How many rows there are. */
  readonly count: number;
  /** How many numbers a row has. */
  readonly features: number;
  /** What the numbers are: bytes, or float32. */
  readonly type: "uint8" | "float32";
  /** Whether the first byte of a float32 is its highest. */
  readonly bigEndian: boolean;
}

/** A file that training reads from is gone, or is not what it was when training began. */
export class ChangedFileError extends Error {}

/** So many bytes are read at a time where a file is read from front to back. */
const CHUNK = 4_194_304;

/** So many parts of a file are read at the same time: reading goes on while the caller trains, and seldom gets a turn. */
const READERS = 16;

/** Less than this is not worth one more, in bytes. */
const WORTH_A_READER = 1_048_576;

/** Rows are read together with those between them, if that makes them so many times more at most. */
const MAX_GAPS = 4;

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** What a file is when it is opened, and is to stay. */
type Version = Pick<Deno.FileInfo, "size" | "mtime" | "ino">;

/** Some rows, in the order of the file, and where their bytes go. */
export interface Wanted {
  /** The number of the first one, from 0, unless `rows` says it. */
  readonly first: number;
  /** How many rows. */
  readonly count: number;
  /** The number of each, in increasing order, where they do not lie one after the other. */
  readonly rows?: Uint32Array | undefined;
  /** [count, bytes of a row] */
  readonly into: Uint8Array;
}

/** Rows in a file. */
export class StoredRows {
  readonly path: string;
  /** How many there are. */
  readonly count: number;
  /** How many numbers each has. */
  readonly features: number;
  readonly type: RowsPlace["type"];
  /** The bytes of one. */
  readonly rowBytes: number;
  readonly #start: number;
  readonly #swapped: boolean;
  readonly #version: Version;

  private constructor(place: RowsPlace, version: Version) {
    const { path, start, count, features, type, bigEndian } = place;
    this.path = path;
    this.count = count;
    this.features = features;
    this.type = type;
    this.rowBytes = type === "uint8" ? features : 4 * features;
    this.#start = start;
    this.#swapped = type === "float32" && bigEndian === LITTLE_ENDIAN;
    this.#version = version;
  }

  /**
   * Takes down what the file is now.
   *
   * @throws {Error} if it is not there, or does not end with its rows
   */
  static async open(place: RowsPlace): Promise<StoredRows> {
    const version = await Deno.stat(place.path);
    const rows = new StoredRows(place, version);
    const size = place.start + rows.rowBytes * place.count;
    if (version.size !== size) {
      throw new Error(
        `Cannot read ${place.path}: it has ${version.size} bytes, and announces ${size}`,
      );
    }
    return rows;
  }

  /** The numbers of rows that were read, which share the memory of their bytes. */
  numbersOf(bytes: Uint8Array): Uint8Array | Float32Array {
    if (this.type === "uint8") return bytes;
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  }

  /**
   * Reads rows, those of several places at the same time.
   *
   * @throws {ChangedFileError} if the file is gone, or not what it was
   */
  async read(wanted: readonly Wanted[]): Promise<void> {
    const bytes = wanted.reduce((sum, { into }) => sum + into.length, 0);
    const readers = Math.min(READERS, wanted.length, Math.ceil(bytes / WORTH_A_READER));
    await Promise.all(Array.from({ length: readers }, async (_, reader) => {
      using file = await this.#opened();
      for (let k = reader; k < wanted.length; k += readers) await this.#fill(file, wanted[k]!);
      this.#check(await file.stat());
    }));
  }

  /** Reads all rows from front to back, some at a time; `visit` is given the number of the first, and their bytes. */
  async visit(visit: (first: number, bytes: Uint8Array<ArrayBuffer>) => void): Promise<void> {
    const rowsAtATime = Math.max(1, Math.floor(CHUNK / this.rowBytes));
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

  async #fill(file: Deno.FsFile, { first, count, rows, into }: Wanted): Promise<void> {
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

  /** Reads rows between which there are others. */
  async #pick(file: Deno.FsFile, rows: Uint32Array, into: Uint8Array): Promise<void> {
    const { rowBytes } = this;
    const first = rows[0]!;
    const count = rows.at(-1)! - first + 1;
    if (count > MAX_GAPS * rows.length) {
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
    throw this.#changed("it is not what it was when training began");
  }

  #changed(why: string, cause?: unknown): ChangedFileError {
    return new ChangedFileError(`Cannot go on reading ${this.path}: ${why}`, { cause });
  }
}

/** Turns float32 of the other byte order into those of this machine, in place. */
function swap(bytes: Uint8Array): void {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  for (let k = 0; k < words.length; k++) {
    const word = words[k]!;
    words[k] = word << 24 | (word & 0xff00) << 8 | word >>> 8 & 0xff00 | word >>> 24;
  }
}
