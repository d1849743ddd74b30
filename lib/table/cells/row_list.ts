/** A number for each row of a table, in pieces of memory. @module */

const CHUNK_ROWS = 65_536;

type Numbers = Float64Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A list that grows row by row, without copies. */
export class RowList<Data extends Numbers = Numbers> {
  size = 0;
  readonly #Data: new (rows: number) => Data;
  readonly #chunks: Data[] = [];
  #freed = 0;

  constructor(Data: new (rows: number) => Data) {
    this.#Data = Data;
  }

  add(value: number): void {
    const offset = this.size++ % CHUNK_ROWS;
    if (offset === 0) this.#chunks.push(new this.#Data(CHUNK_ROWS));
    this.#chunks.at(-1)![offset] = value;
  }

  at(row: number): number {
    return this.#chunks[Math.floor(row / CHUNK_ROWS)]![row % CHUNK_ROWS]!;
  }

  /** [rows] All numbers, in memory of their own. */
  toArray(): Data {
    const all = new this.#Data(this.size);
    for (const [k, chunk] of this.#chunks.entries()) {
      all.set(chunk.subarray(0, this.size - k * CHUNK_ROWS), k * CHUNK_ROWS);
    }
    return all;
  }

  /** Gives the memory of the pieces before a row back, newer platforms than Node 20 at once: the features need it. */
  free(row: number): void {
    for (; this.#freed < Math.floor(row / CHUNK_ROWS); this.#freed++) {
      this.#chunks[this.#freed]!.buffer.transfer?.(0);
      this.#chunks[this.#freed] = new this.#Data(0);
    }
  }
}
