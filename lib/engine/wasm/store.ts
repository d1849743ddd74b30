/**
 * What a WebAssembly engine keeps in its memory besides the caller's matrices: copies of what is elsewhere, and the room
 * that kernels need for themselves. Each has its purpose and is only ever made larger, so that training does not allocate.
 *
 * @module
 */

import { type Arena, ArenaMatrix, ArenaSparseRows, type Block } from "./arena.ts";
import { compact, type CompactRows } from "./compact.ts";
import type { DataRows, DenseRows, Matrix, SparseRows } from "../matrix.ts";
import type { Kernels } from "./instantiate.ts";

/** The memory of an engine, by purpose. */
export class Store {
  readonly #arena: Arena;
  readonly #kernels: Kernels;
  readonly #floats = new Map<string, Block<Float32Array>>();
  readonly #doubles = new Map<string, Block<Float64Array>>();
  readonly #copies = new Map<string, Block<Float32Array>>();
  readonly #words = new Map<string, Block<Uint32Array>>();
  readonly #bytes = new Map<string, Block<Uint8Array>>();
  readonly #entries = new Map<string, ArenaSparseRows>();
  readonly #compact = new WeakMap<
    ArrayBufferLike,
    CompactRows & { width: number; offset: number }
  >();
  #counting: Block<Uint32Array>;

  /** The address of a table for `dropRow`: for each of the 16 sets of four lanes the bytes of its lanes, in order. */
  readonly fronts: number;

  /** Keeps things in `arena`, which `kernels` work on. */
  constructor(arena: Arena, kernels: Kernels) {
    this.#arena = arena;
    this.#kernels = kernels;
    this.#counting = arena.words(0);
    const fronts = arena.bytes(16 * 16);
    this.fronts = fronts.address;
    for (let set = 0; set < 16; set++) {
      const lanes = [0, 1, 2, 3].filter((lane) => set & (1 << lane));
      fronts.view.set(lanes.flatMap((lane) => [0, 1, 2, 3].map((k) => 4 * lane + k)), 16 * set);
    }
  }

  /** The whole memory, for native code. */
  memory(): Float32Array {
    return new Float32Array(this.#arena.memory.buffer);
  }

  /** Room for float32. */
  floats(purpose: string, length: number): Block<Float32Array> {
    let block = this.#floats.get(purpose);
    if (block === undefined || block.view.length < length) {
      this.#floats.set(purpose, block = this.#arena.floats(length));
    }
    return block;
  }

  /** Room for float64. */
  doubles(purpose: string, length: number): Block<Float64Array> {
    let block = this.#doubles.get(purpose);
    if (block === undefined || block.view.length < length) {
      this.#doubles.set(purpose, block = this.#arena.doubles(length));
    }
    return block;
  }

  /** Room for whole numbers. */
  words(purpose: string, length: number): Block<Uint32Array> {
    let block = this.#words.get(purpose);
    if (block === undefined || block.view.length < length) {
      this.#words.set(purpose, block = this.#arena.words(length));
    }
    return block;
  }

  /** Room for bytes. */
  bytes(purpose: string, length: number): Block<Uint8Array> {
    let block = this.#bytes.get(purpose);
    if (block === undefined || block.view.length < length) {
      this.#bytes.set(purpose, block = this.#arena.bytes(length));
    }
    return block;
  }

  /** Room for rows of entries. */
  sparseRows(purpose: string, rows: number, columns: number, entries: number): ArenaSparseRows {
    let room = this.#entries.get(purpose);
    if (
      room === undefined || room.columns !== columns || room.capacity.rows < rows ||
      room.capacity.entries < entries
    ) {
      this.#entries.set(purpose, room = new ArenaSparseRows(this.#arena, rows, columns, entries));
    }
    room.rows = rows;
    return room;
  }

  /** Whether rows are in this memory. */
  holds(
    rows: Matrix | DataRows,
  ): rows is ArenaMatrix<"matrix"> | ArenaMatrix<"dense"> | ArenaSparseRows {
    return (rows instanceof ArenaMatrix || rows instanceof ArenaSparseRows) &&
      rows.arena === this.#arena;
  }

  /**
   * The address of a factor; one that is elsewhere is copied.
   *
   * @param role its part in the call: the copies of two factors are not the same
   */
  factor(matrix: Matrix | DenseRows, role: string): number {
    if (matrix instanceof ArenaMatrix && this.holds(matrix)) return matrix.address;
    const length = matrix.rows * matrix.columns;
    let copy = this.#copies.get(role);
    if (copy === undefined || copy.view.length < length) {
      this.#copies.set(role, copy = this.#arena.floats(length));
    }
    copy.view.set(
      matrix.values.length === length ? matrix.values : matrix.values.subarray(0, length),
    );
    return copy.address;
  }

  /**
   * The address of a result; rows of entries have three.
   *
   * @throws {TypeError} if it is elsewhere
   */
  result(matrix: Matrix | DenseRows): number;
  result(rows: SparseRows): ArenaSparseRows;
  result(rows: Matrix | DataRows): number | ArenaSparseRows {
    if (rows instanceof ArenaMatrix && this.holds(rows)) return rows.address;
    if (rows instanceof ArenaSparseRows && this.holds(rows)) return rows;
    throw new TypeError(
      "Cannot write a result to a matrix of another engine: engine.matrix makes one",
    );
  }

  /** Rows of data as entries: zeros are left out, and what is elsewhere is copied. */
  entries(x: DataRows): ArenaSparseRows {
    if (x instanceof ArenaSparseRows && this.holds(x)) return x;
    const { rows, columns } = x;
    const entries = this.sparseRows("entries", rows, columns, rows * columns);
    if (x.kind === "sparse") {
      const end = x.starts[rows]!;
      entries.starts.set(x.starts.subarray(0, rows + 1));
      entries.indices.set(x.indices.subarray(0, end));
      entries.values.set(x.values.subarray(0, end));
    } else {
      this.dropZeros(entries, this.factor(x, "x"));
    }
    return entries;
  }

  /** Fills rows of entries from as many with every entry stored. */
  dropZeros(out: ArenaSparseRows, from: number): void {
    const { startsAddress, indicesAddress, valuesAddress, rows, columns } = out;
    this.#kernels.dropZeros(
      startsAddress,
      indicesAddress,
      valuesAddress,
      from,
      rows,
      columns,
      this.fronts,
    );
  }

  /** The entries of each column, in the order of the rows. */
  turned(x: ArenaSparseRows): ArenaSparseRows {
    const turned = this.sparseRows("turned", x.columns, x.rows, x.capacity.entries);
    this.#kernels.transposeEntries(
      turned.startsAddress,
      turned.indicesAddress,
      turned.valuesAddress,
      x.startsAddress,
      x.indicesAddress,
      x.valuesAddress,
      x.rows,
      x.columns,
    );
    return turned;
  }

  /** The address of a matrix's transpose. */
  transposed(address: number, rows: number, columns: number): number {
    const transposed = this.floats("transposed", rows * columns).address;
    this.#kernels.transpose(transposed, address, rows, columns);
    return transposed;
  }

  /** The address of 0, 1, 2, … up to `length`: the columns of a row with every entry stored. */
  counting(length: number): number {
    if (this.#counting.view.length < length) {
      this.#counting = this.#arena.words(2 * length);
      this.#counting.view.forEach((_, k, counting) => counting[k] = k);
    }
    return this.#counting.address;
  }

  /**
   * The rows of a data set of bytes, zeros left out: those of the whole array behind it are made, once.
   *
   * @param columns the length of a row
   */
  compact({ buffer, byteOffset }: Uint8Array, columns: number): CompactRows {
    const offset = byteOffset % columns;
    let rows = this.#compact.get(buffer);
    if (rows === undefined || rows.width !== columns || rows.offset !== offset) {
      const length = Math.floor((buffer.byteLength - offset) / columns) * columns;
      const bytes = new Uint8Array(buffer, offset, length);
      const made = compact(this.#arena, this.#kernels, bytes, columns);
      this.#compact.set(buffer, rows = { ...made, width: columns, offset });
    }
    return { ...rows, starts: rows.starts + 4 * (byteOffset - offset) / columns };
  }
}
