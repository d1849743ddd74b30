/** Zstandard unpacked as a stream, by the library fzstd: `DecompressionStream` has no Zstandard everywhere. @module */

import { Decompress } from "npm:fzstd@0.1.1";

/** A block of 4 bytes may hold 128 KiB: slices of this many bytes become at most 256 MiB at once. */
const SLICE_BYTES = 8192;

/** Unpacks what is pushed. */
export class ZstdStream {
  #parts: Uint8Array[] = [];
  readonly #unpacker = new Decompress((part) => void this.#parts.push(part));

  *push(chunk: Uint8Array): Generator<Uint8Array, void, void> {
    for (let start = 0; start < chunk.length; start += SLICE_BYTES) {
      this.#unpacker.push(chunk.subarray(start, start + SLICE_BYTES));
      yield* this.#taken();
    }
  }

  *end(): Generator<Uint8Array, void, void> {
    this.#unpacker.push(new Uint8Array(), true);
    yield* this.#taken();
  }

  #taken(): Uint8Array[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts.filter(({ length }) => length > 0);
  }
}
