/**
 * Matrices in the memory of WebAssembly. The memory only grows, and is freed with the engine that holds it. When it grows,
 * views of it lose their length and must be made again. @module
 */

import type { SparseRows } from "../matrix.ts";
import { showRows } from "../show_rows.ts";

const PAGE_BYTES = 65536;

/** What the kernels were built with: 4 GB. */
const MAX_PAGES = 65536;

/** The float32 of a cache line: no two workers write to the same one. */
export const LINE_FLOATS = 16;

/** Blocks begin where a cache line does. */
const ALIGNMENT_BYTES = 4 * LINE_FLOATS;

/** After the last element there is room for a vector of 16, or three of 4: kernels read whole vectors. */
const SLACK_BYTES = 64;

/** The most that all workers' copies of sparse rows may take together. */
const MAX_COPIES_BYTES = 50_000_000;

/** Before it are the kernels' constants, and address 0, by which kernels recognize that there is no matrix. */
export const FIRST_FREE_ADDRESS = 2048;

/** A memory that is given out from front to back. */
export class Arena {
  /** The memory, for instances. */
  readonly memory: WebAssembly.Memory;
  /** Called after the memory has grown. */
  onGrow: (() => void) | undefined;
  #end = FIRST_FREE_ADDRESS;

  /** @param shared whether workers see it too */
  constructor(shared: boolean) {
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared });
  }

  /**
   * Gives out zeros.
   * @returns the address
   * @throws {RangeError} if the memory is full
   */
  allocate(bytes: number): number {
    const address = this.#end;
    const end = address + Math.ceil((bytes + SLACK_BYTES) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) {
      try {
        this.memory.grow(Math.ceil(missing / PAGE_BYTES));
      } catch (error) {
        throw new RangeError(
          `Cannot allocate ${bytes} bytes beside ${address}: WebAssembly's memory ends at 4 GB`,
          { cause: error },
        );
      }
      this.onGrow?.();
    }
    this.#end = end;
    return address;
  }

  /** Gives out an array of float32. */
  floats(length: number): Block<Float32Array> {
    const address = this.allocate(4 * length);
    return new Block(address, () => new Float32Array(this.memory.buffer, address, length));
  }

  /** Gives out an array of float64. */
  doubles(length: number): Block<Float64Array> {
    const address = this.allocate(8 * length);
    return new Block(address, () => new Float64Array(this.memory.buffer, address, length));
  }

  /** Gives out an array of whole numbers. */
  words(length: number): Block<Uint32Array> {
    const address = this.allocate(4 * length);
    return new Block(address, () => new Uint32Array(this.memory.buffer, address, length));
  }

  /** Gives out an array of bytes. */
  bytes(length: number): Block<Uint8Array> {
    const address = this.allocate(length);
    return new Block(address, () => new Uint8Array(this.memory.buffer, address, length));
  }
}

/** The arrays that an arena gives out. */
export type Elements = Float32Array | Float64Array | Uint32Array | Uint8Array;

/** An array in an arena. */
export class Block<View extends Elements> {
  /** Where it is, for kernels. */
  readonly address: number;
  readonly #make: () => View;
  #view: View;

  /** @param make makes the view, again if the memory has grown */
  constructor(address: number, make: () => View) {
    this.address = address;
    this.#make = make;
    this.#view = make();
  }

  /** The elements; ask again after the arena has given out more. */
  get view(): View {
    if (this.#view.length === 0) this.#view = this.#make();
    return this.#view;
  }
}

/** A matrix in an arena, or rows of data with every element stored. */
export class ArenaMatrix<Kind extends "matrix" | "dense"> {
  readonly kind: Kind;
  readonly arena: Arena;
  /** How many rows there is room for. */
  readonly maxRows: number;
  readonly #columns: number;
  readonly #block: Block<Float32Array>;
  rows: number;
  /** Ends what is pending, before the elements are used: moves them back from panels, or waits for workers. */
  flushPending: (() => void) | undefined;

  /** Takes room for `rows` rows, all in use. */
  constructor(kind: Kind, arena: Arena, rows: number, columns: number) {
    this.kind = kind;
    this.arena = arena;
    this.rows = this.maxRows = rows;
    this.#columns = columns;
    this.#block = arena.floats(rows * columns);
  }

  /** The length of a row, which stays as it is. */
  get columns(): number {
    return this.#columns;
  }

  /** Where the elements are. */
  get address(): number {
    this.flushPending?.();
    return this.#block.address;
  }

  /** The elements. */
  get values(): Float32Array {
    this.flushPending?.();
    return this.#block.view;
  }
}

/** Sparse rows in an arena. Each of several workers may have a copy of its own, which is then in its cache. */
export class ArenaSparseRows implements SparseRows {
  readonly kind = "sparse";
  readonly arena: Arena;
  /** How many rows there is room for. */
  readonly maxRows: number;
  /** How many non-zeros there is room for. */
  readonly maxNonZeros: number;
  /** Where the three arrays are, in the order in which kernels take them. */
  readonly addresses: readonly [starts: number, indices: number, values: number];
  /** How many bytes the copies are apart, if there is room for any. */
  readonly copySize: number;
  readonly joined: Uint8Array | undefined;
  /** Where it is for kernels that they are joined; 0 if none is. */
  readonly joinedAddress: number;
  /** Whether the workers' copies are the same as these rows. */
  copied = false;
  /** Up to which row kernels filled these rows, or a check has passed. */
  #filledRows: number;
  /** Whether a caller has views, and may write to them at any time. */
  #viewed = false;
  readonly #columns: number;
  readonly #starts: Block<Uint32Array>;
  readonly #indices: Block<Uint32Array>;
  readonly #values: Block<Float32Array>;
  rows: number;

  /**
   * Takes room for `rows` rows, all in use, of `nonZeros` non-zeros altogether.
   * @param copies how many workers may have a copy, the caller too
   */
  constructor(
    arena: Arena,
    rows: number,
    columns: number,
    nonZeros: number,
    copies: number,
    joined?: Uint8Array,
  ) {
    this.arena = arena;
    this.rows = this.maxRows = this.#filledRows = rows;
    this.#columns = columns;
    this.maxNonZeros = nonZeros;
    this.joined = joined;
    const bytes = joined && arena.bytes(columns);
    bytes?.view.set(joined!);
    this.joinedAddress = bytes?.address ?? 0;
    this.#starts = arena.words(rows + 1);
    // Kernels write up to eight elements beyond the last non-zero.
    this.#indices = arena.words(nonZeros + 8);
    this.#values = arena.floats(nonZeros + 8);
    this.addresses = [this.#starts.address, this.#indices.address, this.#values.address];
    const first = this.#starts.address;
    const size = arena.allocate(0) - first;
    const fits = copies > 1 && copies * size <= MAX_COPIES_BYTES;
    this.copySize = fits ? size : 0;
    if (fits) arena.allocate((copies - 1) * size);
  }

  /** The length of a row, zeros included. */
  get columns(): number {
    return this.#columns;
  }

  /** The bytes between the workers' copies; 0 if there are none of these rows. */
  get copyBytes(): number {
    return this.copied ? this.copySize : 0;
  }

  /** Whether all rows in use are as kernels made them, or as they were when they were checked. */
  get trusted(): boolean {
    return !this.#viewed && this.rows <= this.#filledRows;
  }

  /** Takes note that the rows in use are filled by kernels, or checked. */
  trust(): void {
    this.#filledRows = this.rows;
  }

  /** The rows in use for the engine's own loops, which keep them in order. */
  views(): SparseRows {
    this.copied = false;
    const { kind, rows, columns, joined } = this;
    const [starts, indices] = [this.#starts.view, this.#indices.view];
    return { kind, rows, columns, starts, indices, values: this.#values.view, joined };
  }

  /** Where each row begins, and where the last one ends. */
  get starts(): Uint32Array {
    this.#viewed = true;
    this.copied = false; // the caller may write to it
    return this.#starts.view;
  }

  /** The column of each non-zero. */
  get indices(): Uint32Array {
    this.#viewed = true;
    this.copied = false;
    return this.#indices.view;
  }

  /** The value of each non-zero. */
  get values(): Float32Array {
    this.copied = false;
    return this.#values.view;
  }
}

for (const { prototype } of [ArenaMatrix, ArenaSparseRows]) showRows(prototype);
