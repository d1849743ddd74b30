/**
 * What a WebAssembly engine keeps in its memory besides the caller's matrices: copies of what is elsewhere, and the room
 * that kernels need for themselves. Each has a purpose and is only ever made larger, so that training does not allocate.
 * @module
 */

import { type Arena, ArenaMatrix, ArenaSparseRows, type Block, type Elements } from "./arena.ts";
import type { DataRows, DenseRows, Matrix, SparseRows } from "../matrix.ts";
import type { Kernels } from "./kernels.ts";
import type { Tape } from "./tape.ts";

/** How many bytes of a data set are read at a time. */
const WINDOW_BYTES = 1_000_000;

/** Columns of compact rows are kept in 16 bits. */
export const MAX_COMPACT_COLUMNS = 65536;

/** How many bytes are counted in 32 bits. */
const MAX_COMPACT_BYTES = 4_294_967_295;

/** Rows of bytes, zeros left out, by their addresses. */
interface CompactRows {
  /** Where each row begins among the non-zeros, and where the last one ends. */
  readonly starts: number;
  /** The non-zeros, three bytes each: for each row their columns, of 16 bits, and then their bytes. */
  readonly nonZeros: number;
}

/** Gives room for `length` elements to each purpose: the room that it has, or more if that is too small. */
type Room<View extends Elements> = (purpose: string, length: number) => Block<View>;

function roomOf<View extends Elements>(allocate: (length: number) => Block<View>): Room<View> {
  const blocks = new Map<string, Block<View>>();
  return (purpose, length) => {
    let block = blocks.get(purpose);
    if (block === undefined || block.view.length < length) {
      blocks.set(purpose, block = allocate(length));
    }
    return block;
  };
}

/** The memory of an engine, by purpose. */
export class Store {
  /** Room for float32. */
  readonly floats: Room<Float32Array>;
  /** Room for float64. */
  readonly doubles: Room<Float64Array>;
  /** Room for whole numbers. */
  readonly words: Room<Uint32Array>;
  /** Room for bytes. */
  readonly bytes: Room<Uint8Array>;
  /** The address of a table for kernels that leave out zeros, see `sparse_product.c`. */
  readonly leftPackTable: number;

  readonly #arena: Arena;
  #kept = 0; // how many data sets' compact rows
  readonly #kernels: Kernels;
  readonly #copies: Room<Float32Array>;
  readonly #sparse = new Map<string, ArenaSparseRows>();
  readonly #compact = new WeakMap<
    ArrayBufferLike,
    CompactRows & { width: number; offset: number; size: number }
  >();
  readonly #workers: number;
  #columnIndices: Block<Uint32Array>;
  readonly #tape: Tape;
  readonly #scalars = new WeakMap<Matrix, Block<Float32Array>>();

  /** Keeps things in `arena`, which the `kernels` of all workers work on, and notes on the tape what it copies. */
  constructor(arena: Arena, kernels: Kernels, workers: number, tape: Tape) {
    this.#tape = tape;
    this.#arena = arena;
    this.#kernels = kernels;
    this.#workers = workers;
    this.floats = roomOf((length) => arena.floats(length));
    this.doubles = roomOf((length) => arena.doubles(length));
    this.words = roomOf((length) => arena.words(length));
    this.bytes = roomOf((length) => arena.bytes(length));
    this.#copies = roomOf((length) => arena.floats(length));
    this.#columnIndices = arena.words(0);
    const table = arena.bytes(16 * 16);
    this.leftPackTable = table.address;
    for (let set = 0; set < 16; set++) {
      const lanes = [0, 1, 2, 3].filter((lane) => set & (1 << lane));
      table.view.set(lanes.flatMap((lane) => [0, 1, 2, 3].map((k) => 4 * lane + k)), 16 * set);
    }
  }

  /** The whole memory. */
  memory(): Float32Array {
    return new Float32Array(this.#arena.memory.buffer);
  }

  /** Room for the numbers of a batch's examples. */
  examples(rows: number): Block<Uint32Array> {
    return this.words("examples", rows);
  }

  /** Room for the weights of a batch's examples. */
  weights(rows: number): Block<Float32Array> {
    return this.floats("weights of examples", rows);
  }

  /** Room for the mean cost of a batch. */
  meanCost(): Block<Float64Array> {
    return this.doubles("mean cost", 1);
  }

  /** Room for an optimizer's scalars, apart for each matrix of moments. */
  scalars(moments: Matrix, length: number): Block<Float32Array> {
    let room = this.#scalars.get(moments);
    if (room === undefined || room.view.length < length) {
      this.#scalars.set(moments, room = this.#arena.floats(length));
    }
    return room;
  }

  /** Room for sparse rows, with a copy for each worker. */
  sparseRows(purpose: string, rows: number, columns: number, nonZeros: number): ArenaSparseRows {
    const key = `${purpose}, ${columns} columns`; // layers, and the last batch, differ in them
    let room = this.#sparse.get(key);
    if (
      room === undefined || room.maxRows < rows || room.maxNonZeros < nonZeros
    ) {
      room = new ArenaSparseRows(this.#arena, rows, columns, nonZeros, this.#workers);
      this.#sparse.set(key, room);
    }
    room.rows = rows;
    return room;
  }

  /** Whether rows are in this memory. */
  holds(rows: Matrix): rows is ArenaMatrix<"matrix">;
  holds(
    rows: Matrix | DataRows,
  ): rows is ArenaMatrix<"matrix"> | ArenaMatrix<"dense"> | ArenaSparseRows;
  holds(rows: Matrix | DataRows): boolean {
    return (rows instanceof ArenaMatrix || rows instanceof ArenaSparseRows) &&
      rows.arena === this.#arena;
  }

  /**
   * The address of a matrix that a kernel reads; one that is elsewhere is copied.
   * @param role its part in the call: each role has a copy of its own
   */
  operand(matrix: Matrix | DenseRows, role: string): number {
    if (matrix instanceof ArenaMatrix && this.holds(matrix)) return matrix.address;
    this.#tape.spoil();
    const length = matrix.rows * matrix.columns;
    const copy = this.#copies(role, length);
    copy.view.set(
      matrix.values.length === length ? matrix.values : matrix.values.subarray(0, length),
    );
    return copy.address;
  }

  /**
   * The address of a matrix that a kernel writes; sparse rows have three.
   * @throws {TypeError} if it is elsewhere
   */
  output(matrix: Matrix | DenseRows): number;
  output(rows: SparseRows): ArenaSparseRows;
  output(rows: Matrix | DataRows): number | ArenaSparseRows {
    if (rows instanceof ArenaMatrix && this.holds(rows)) return rows.address;
    if (rows instanceof ArenaSparseRows && this.holds(rows)) {
      rows.copied = false;
      rows.trust(); // a kernel fills them
      return rows;
    }
    throw new TypeError(
      "Cannot write a result to a matrix of another engine: engine.matrix makes one",
    );
  }

  /** The address of which columns are joined, of rows of which some are. */
  joined(x: SparseRows): number {
    if (x instanceof ArenaSparseRows && this.holds(x)) return x.joinedAddress;
    this.#tape.spoil();
    const copy = this.bytes("joined", x.columns);
    copy.view.set(x.joined!);
    return copy.address;
  }

  /** Rows of data as sparse rows in this memory; what is dense or elsewhere is copied. */
  sparse(x: DataRows): ArenaSparseRows {
    if (x instanceof ArenaSparseRows && this.holds(x)) return x;
    const { rows, columns } = x;
    if (x.kind === "sparse") {
      this.#tape.spoil();
      const { starts, indices, values } = x instanceof ArenaSparseRows ? x.views() : x;
      const end = starts[rows]!;
      const copy = this.sparseRows("copy", rows, columns, rows * columns);
      const room = copy.views();
      room.starts.set(starts.subarray(0, rows + 1));
      room.indices.set(indices.subarray(0, end));
      room.values.set(values.subarray(0, end));
      return copy;
    }
    const copy = this.sparseRows("copy", rows, columns, rows * columns);
    const dense = this.operand(x, "x");
    copy.copied = false;
    this.#kernels.dropZeros(dense, ...copy.addresses, rows, columns, this.leftPackTable);
    return copy;
  }

  /** The address of 0, 1, 2, … up to `length`: the column indices of a row with every element stored. */
  columnIndices(length: number): number {
    if (this.#columnIndices.view.length < length) {
      this.#columnIndices = this.#arena.words(2 * length);
      this.#columnIndices.view.forEach((_, k, indices) => indices[k] = k);
    }
    return this.#columnIndices.address;
  }

  /**
   * The rows of a data set of bytes, zeros left out. They are made once, of the whole buffer behind the array.
   * @param columns the length of a row
   * @param batchRows how many of them a batch takes; if the array has no more, they are made each time and not kept
   */
  compact(inputs: Uint8Array, columns: number, batchRows: number): CompactRows {
    if (inputs.length === batchRows * columns) {
      return this.#makeCompact(inputs, columns, "");
    }
    const { buffer, byteOffset } = inputs;
    const size = buffer.byteLength; // a buffer may be resized
    const offset = byteOffset % columns;
    let rows = this.#compact.get(buffer);
    if (
      rows === undefined || rows.width !== columns || rows.offset !== offset || rows.size !== size
    ) {
      const length = Math.floor((size - offset) / columns) * columns;
      const bytes = new Uint8Array(buffer, offset, length);
      const made = this.#makeCompact(bytes, columns, ++this.#kept);
      this.#compact.set(buffer, rows = { ...made, width: columns, offset, size });
    }
    return { ...rows, starts: rows.starts + 4 * (byteOffset - offset) / columns };
  }

  /**
   * Makes the compact rows of `bytes`, which are [rows, columns].
   *
   * It reads the bytes twice, through a window of a megabyte. The first time it only counts, so that it takes no more
   * memory than the non-zeros need.
   * @param name of the rows: those made under the same name before are written over
   */
  #makeCompact(bytes: Uint8Array, columns: number, name: string | number): CompactRows {
    this.#tape.spoil();
    if (bytes.length > MAX_COMPACT_BYTES) {
      throw new RangeError(
        `Cannot gather from ${bytes.length} bytes: expected ${MAX_COMPACT_BYTES} or fewer`,
      );
    }
    const rows = bytes.length / columns;
    const rowsAtATime = Math.max(1, Math.floor(WINDOW_BYTES / columns));
    const window = this.bytes("window", rowsAtATime * columns);
    const starts = this.words("starts" + name, rows + 1); // at first 0
    const visit = (kernel: (starts: number, rows: number) => void) => {
      for (let row = 0; row < rows; row += rowsAtATime) {
        const end = Math.min(row + rowsAtATime, rows);
        window.view.set(bytes.subarray(row * columns, end * columns));
        kernel(starts.address + 4 * row, end - row);
      }
    };
    const kernels = this.#kernels;
    visit((at, count) => kernels.countBytes(at, window.address, count, columns));
    const nonZeros = this.bytes("compact" + name, 3 * starts.view[rows]!).address;
    visit((at, count) => kernels.compactBytes(nonZeros, at, window.address, count, columns));
    return { starts: starts.address, nonZeros };
  }
}
