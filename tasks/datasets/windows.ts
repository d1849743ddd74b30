/**
 * A shuffle in two levels, for data that is larger than memory: its blocks are shuffled, and then the rows of as many blocks
 * as fit in a window. Each window is read as a whole, the next one while the one before trains. @module
 */

import { RandomStream, shuffle } from "../../mod.ts";
import type { StoredRows } from "./stored_rows.ts";

/** The largest block, in bytes: large enough to be read at a disk's full speed. */
const MAX_BLOCK_BYTES = 1_048_576;

/** The least blocks of a window, if it has room for as many rows: few neighbors in the file stay neighbors. */
const MIN_WINDOW_BLOCKS = 16;

/** How rows are laid out in blocks, and blocks in windows. */
interface Layout {
  readonly blockRows: number;
  readonly blocks: number;
  /** The blocks of a window; the last one may have fewer. */
  readonly windowBlocks: number;
}

/** Lays out rows in blocks and windows, which have at least one row. */
export function layOut(rows: number, rowBytes: number, windowBytes: number): Layout {
  const blockBytes = Math.min(MAX_BLOCK_BYTES, windowBytes / MIN_WINDOW_BLOCKS);
  const blockRows = Math.max(1, Math.floor(blockBytes / rowBytes));
  const windowBlocks = Math.max(1, Math.floor(windowBytes / (blockRows * rowBytes)));
  return { blockRows, blocks: Math.ceil(rows / blockRows), windowBlocks };
}

export interface StoredExamples {
  readonly stored: StoredRows;
  /** The examples in the order of the file; 0, 1, 2, … if left out. */
  readonly inFile: Uint32Array | undefined;
  /** The row of each of `inFile` in the file; 0, 1, 2, … if left out. */
  readonly rows: Uint32Array | undefined;
  /** The index of each example in `inFile`. */
  readonly indexInFile: Uint32Array | undefined;
  readonly layout: Layout;
}

export class EpochWindows {
  readonly #examples: StoredExamples;
  readonly #order: Uint32Array;
  /** The blocks in the order of the epoch. */
  readonly #blocks: Uint32Array;
  /** The index of each block in its window. */
  readonly #slots: Uint32Array;
  /** The end of each window in the order. */
  readonly #ends: number[] = [];
  /** The windows in memory, and the end of each in the order. */
  readonly #held: { readonly end: number; readonly bytes: Uint8Array }[] = [];
  /** The end in the order of the last window that was read. */
  #heldEnd = 0;
  /** The memory of windows that are no longer needed. */
  readonly #spare: Uint8Array[];
  /** How many windows were read or are being read, and the one that is being read. */
  #begun = 0;
  #next: Promise<Uint8Array> | undefined;

  /**
   * Fills `order` with the order of an epoch. If one window has room for all rows, the order is that of data in memory.
   * @param order [examples]
   * @param before the epoch before, which has ended: its memory is used again
   */
  constructor(
    order: Uint32Array,
    examples: StoredExamples,
    { seed, epoch, before }: { seed: number; epoch: number; before: EpochWindows | undefined },
  ) {
    const { inFile, layout: { blocks, blockRows, windowBlocks } } = examples;
    this.#spare = before === undefined
      ? []
      : [...before.#spare, ...before.#held.map(({ bytes }) => bytes)];
    this.#examples = examples;
    this.#order = order;
    this.#blocks = Uint32Array.from({ length: blocks }, (_, k) => k);
    this.#slots = new Uint32Array(blocks);
    const random = new RandomStream(seed, "shuffle", epoch);
    const isOne = blocks <= windowBlocks;
    if (!isOne) shuffle(this.#blocks, random);
    let at = 0;
    for (let start = 0; start < blocks; start += windowBlocks) {
      const begin = at;
      const own = this.#blocks.subarray(start, start + windowBlocks);
      for (const [slot, block] of own.entries()) {
        this.#slots[block] = slot;
        const end = Math.min((block + 1) * blockRows, order.length);
        for (let index = block * blockRows; index < end; index++) {
          order[at++] = isOne ? index : inFile?.[index] ?? index;
        }
      }
      shuffle(order.subarray(begin, at), random);
      this.#ends.push(at);
    }
  }

  /**
   * Reads the rows `order[start]` to `order[end − 1]` into memory, and begins to read the window after them. At most two
   * windows are held, unless those rows are more.
   * @throws {ChangedFileError} if the file is gone or has changed
   */
  async load(start: number, end: number): Promise<void> {
    const held = this.#held;
    while (held.length > 0 && held[0]!.end <= start) this.#spare.push(held.shift()!.bytes);
    while (this.#heldEnd < end) {
      const bytes = await (this.#next ?? this.#begin());
      this.#next = undefined;
      this.#heldEnd = this.#ends[this.#begun - 1]!;
      held.push({ end: this.#heldEnd, bytes });
    }
    if (held.length < 2 && this.#next === undefined && this.#begun < this.#ends.length) {
      this.#next = this.#begin();
      this.#next.catch(() => {}); // whoever awaits it gets the error
    }
  }

  /** Copies rows from `order[start]` on, as many as `into` has room for. They must be loaded. */
  copy(start: number, into: Uint8Array): void {
    const { indexInFile, stored: { rowBytes }, layout: { blockRows } } = this.#examples;
    let held = 0;
    for (let r = 0; r * rowBytes < into.length; r++) {
      while (this.#held[held]!.end <= start + r) held++;
      const example = this.#order[start + r]!;
      const index = indexInFile?.[example] ?? example;
      const slot = this.#slots[Math.floor(index / blockRows)]!;
      const from = (slot * blockRows + index % blockRows) * rowBytes;
      into.set(this.#held[held]!.bytes.subarray(from, from + rowBytes), r * rowBytes);
    }
  }

  async #begin(): Promise<Uint8Array> {
    const { stored, rows, layout: { blockRows, blocks, windowBlocks } } = this.#examples;
    const window = this.#begun++;
    const blockBytes = blockRows * stored.rowBytes;
    const bytes = this.#spare.pop() ?? new Uint8Array(Math.min(windowBlocks, blocks) * blockBytes);
    const own = this.#blocks.subarray(window * windowBlocks, (window + 1) * windowBlocks);
    const requests = Array.from(own, (block, slot) => {
      const first = block * blockRows;
      const count = Math.min(blockRows, this.#order.length - first);
      const into = bytes.subarray(slot * blockBytes, slot * blockBytes + count * stored.rowBytes);
      return { first, count, rows: rows?.subarray(first, first + count), into };
    });
    await stored.read(requests);
    return bytes;
  }
}
