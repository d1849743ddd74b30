/** Random calls of kernels: memory, what is in it, and where. @module */

/** Where something is, and how many bytes it takes. */
export interface Region {
  readonly at: number;
  readonly bytes: number;
}

/** Elements that a kernel writes. */
export interface Output extends Region {
  readonly type: "f32" | "f64" | "u8" | "u32";
}

const ALIGNMENT = 64;

/** What is kept between arrays, in bytes, full of noise: kernels may read there, and what they read must not matter. */
const SLACK = 64;

/** Numbers at which arithmetic is special. */
const SPECIAL = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1,
  -1,
  2 ** -149,
  -(2 ** -140),
  2 ** -126,
  2 ** -101,
  -(2 ** -64),
  2 ** -62,
  3e38,
  -3e38,
  0.625,
  87,
  -87,
  88.5,
  -104,
];

/** Draws a memory and the arguments of a call. */
export class Draw {
  readonly memory: Uint8Array;
  readonly #floats: Float32Array;
  readonly #words: Uint32Array;
  #state: number;
  #end = 0;
  #isSpecial = false;

  /** Draws in `memory`, of which it uses what it needs. */
  constructor(memory: Uint8Array, seed: number) {
    this.memory = memory;
    this.#floats = new Float32Array(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    this.#state = (seed * 2654435761 + 1) >>> 0 || 1;
  }

  /** How much of the memory is in use. */
  get end(): number {
    return this.#end;
  }

  /** Begins anew. Every other call has numbers at which arithmetic is special. */
  begin(first: number): void {
    this.#end = first;
    this.#isSpecial = this.chance(0.5);
  }

  /** 32 random bits: xorshift (Marsaglia 2003). */
  word(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return this.#state = x >>> 0;
  }

  /** A number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.word() % (most - least + 1);
  }

  /** A size: mostly some dozens, and odd ones more often than not. */
  size(most = 70): number {
    return this.between(1, this.chance(0.2) ? 4 * most : this.chance(0.3) ? 9 : most);
  }

  chance(probability: number): boolean {
    return this.word() < probability * 2 ** 32;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.word() % items.length]!;
  }

  /** A part of [0, count). */
  range(count: number): [from: number, to: number] {
    if (this.chance(0.4)) return [0, count];
    const from = this.between(0, count - 1);
    return [from, this.between(from + 1, count)];
  }

  /** A number, special ones among them if the call has such. */
  number(): number {
    if (this.#isSpecial && this.chance(0.05)) return this.pick(SPECIAL);
    return (this.word() | 0) / 2 ** 31;
  }

  /** Room for `bytes` bytes; it and what is behind it is filled with noise. */
  room(bytes: number): number {
    const at = this.#end;
    this.#end = Math.ceil((at + bytes + SLACK) / ALIGNMENT) * ALIGNMENT;
    if (this.#end > this.memory.length) throw new Error(`Cannot take ${bytes} bytes more`);
    for (let k = at / 4; k < this.#end / 4; k++) this.#words[k] = this.word();
    return at;
  }

  /** Room for float32, filled. */
  floats(count: number, next: () => number = () => this.number()): number {
    const at = this.room(4 * count);
    for (let k = 0; k < count; k++) this.#floats[at / 4 + k] = next();
    return at;
  }

  /** Room for words, filled. */
  words(values: ArrayLike<number>): number {
    const at = this.room(4 * values.length);
    this.#words.set(values, at / 4);
    return at;
  }

  /** Room for bytes, of which a number are not zero. */
  bytes(count: number, density: number): number {
    const at = this.room(count);
    for (let k = 0; k < count; k++) {
      this.memory[at + k] = this.chance(density) ? this.between(1, 255) : 0;
    }
    return at;
  }

  /** Sparse rows: where each begins, the first at `first`, the columns and the values. */
  sparse(rows: number, columns: number, first = 0): {
    addresses: [starts: number, indices: number, values: number];
    total: number;
  } {
    const density = this.pick([0.02, 0.2, 0.2, 0.9]);
    const starts = [first];
    const indices: number[] = Array.from({ length: first }, () => 0);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) if (this.chance(density)) indices.push(c);
      starts.push(indices.length);
    }
    const total = indices.length;
    return {
      addresses: [
        this.words(starts),
        this.words([...indices, ...Array.from({ length: 8 }, () => 0)]),
        this.floats(total + 8),
      ],
      total,
    };
  }
}
