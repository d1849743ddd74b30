/**
 * The stack machine that a pickle is a program for, with no more than what arrays need. Its errors name what is
 * wrong; its caller adds where. @module
 */

import {
  arrayFromState,
  bigEndianFromState,
  CONSTRUCTORS,
  Dtype,
  Global,
  RECONSTRUCT,
  shortText,
} from "./pickle_numpy.ts";
import type { Allocate, Item, NdArray, Tuple } from "./pickle_numpy.ts";

/**
 * The most values in a tuple, those of its tuples included: a tuple of twice the same tuple of twice the same …, which
 * takes few bytes in a file, would keep whoever walks through it busy for ever.
 */
const MAX_VALUES = 1000;

/** The bytes still to read, the stack, its marks and the memo. */
export class Machine {
  /** How far the bytes are read. */
  position = 0;
  readonly #bytes: Uint8Array;
  readonly #stack: Item[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, Item>();
  /** The number of values in each tuple, those of its tuples included. */
  readonly #values = new Map<Item, number>();
  /** Arrays that were called for and still await their BUILD. */
  readonly #unfinished = new Set<Item>();
  #allocated = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** What is left on the stack at the end, checked to be all there is. */
  result(): Item {
    const result = this.pop();
    if (this.#rest > 0) throw new SyntaxError(`it ends and ${this.#rest} bytes follow`);
    if (this.#stack.length > 0 || this.#marks.length > 0) {
      throw new SyntaxError("it ends with more than its result on the stack");
    }
    if (this.#unfinished.size > 0) throw new SyntaxError("it ends before its arrays are built");
    const items = [result];
    for (let item = items.pop(); item !== undefined; item = items.pop()) {
      if (Array.isArray(item)) items.push(...item);
      if (item instanceof Global) throw new SyntaxError(`its result holds ${item.name}`);
      if (item instanceof Dtype) throw new SyntaxError(`its result holds the dtype ${item.type}`);
    }
    return result;
  }

  /** New bytes; all together no longer than the file, so that a short file cannot ask for much memory. */
  readonly allocate: Allocate = (bytes) => {
    this.#allocated += bytes;
    if (this.#allocated > this.#bytes.length) {
      throw new SyntaxError("its arrays take more memory than the file");
    }
    return new Uint8Array(bytes);
  };

  // The bytes

  get #rest(): number {
    return this.#bytes.length - this.position;
  }

  take(length: number): Uint8Array {
    this.expect(length);
    this.position += length;
    return this.#bytes.subarray(this.position - length, this.position);
  }

  expect(length: number): void {
    if (length <= this.#rest) return;
    throw new SyntaxError(`expected ${length} bytes, got ${this.#rest}`);
  }

  /** The bytes up to the end of the line, a view. */
  line(): Uint8Array {
    const end = this.#bytes.indexOf(0x0a, this.position);
    if (end === -1) throw new SyntaxError("its line does not end");
    return this.take(end + 1 - this.position).subarray(0, -1);
  }

  /** An unsigned integer of 1, 2, 4 or 8 bytes; one too large to be exact is a length past the end of any file. */
  uint(bytes: number): number {
    return this.take(bytes).reduceRight((high, byte) => 256 * high + byte, 0);
  }

  /** A signed integer of up to 8 bytes. */
  int(bytes: number): number {
    if (bytes > 8) throw new SyntaxError(`an integer has ${bytes} bytes`);
    const unsigned = [...this.take(bytes)].reduceRight(
      (high, byte) => 256n * high + BigInt(byte),
      0n,
    );
    return checkExact(Number(BigInt.asIntN(8 * bytes, unsigned)));
  }

  /** An integer in digits, at the end of a line. */
  decimal(digits: string = shortText(this.line())): number {
    if (/^-?\d+L?$/.test(digits)) return checkExact(Number.parseInt(digits, 10));
    throw new SyntaxError(`${JSON.stringify(digits)} is not an integer`);
  }

  /** An integer in digits or a boolean, which protocols 0 and 1 write as 00 and 01. */
  decimalOrBoolean(): number | boolean {
    const digits = shortText(this.line());
    return digits === "00" || digits === "01" ? digits === "01" : this.decimal(digits);
  }

  // The stack and the memo

  push(item: Item): void {
    this.#stack.push(item);
  }

  pop(): Item {
    if (this.#stack.length > (this.#marks.at(-1) ?? 0)) return this.#stack.pop()!;
    throw new SyntaxError("the stack is empty");
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** Makes a tuple of all above the last mark. */
  tupleFromMark(): void {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new SyntaxError("a mark is missing");
    this.#pushTuple(this.#stack.splice(mark));
  }

  tuple(length: number): void {
    this.#pushTuple(Array.from({ length }, () => this.pop()).reverse());
  }

  #pushTuple(tuple: Tuple): void {
    let values = 1;
    for (const item of tuple) values += this.#values.get(item) ?? 1;
    if (values > MAX_VALUES) throw new SyntaxError(`a tuple holds more than ${MAX_VALUES} values`);
    this.#values.set(tuple, values);
    this.push(tuple);
  }

  put(index: number = this.#memo.size): void {
    if (this.#memo.has(index)) throw new SyntaxError(`the memo ${index} is written twice`);
    const item = this.pop();
    this.push(item);
    this.#memo.set(index, item);
  }

  get(index: number): void {
    const item = this.#memo.get(index);
    if (item === undefined) throw new SyntaxError(`the memo ${index} is read and was not written`);
    this.push(item);
  }

  // The constructors

  /** Pushes what a name stands for, if it is one of the few that may be called. */
  global(module: string, name: string): void {
    // NumPy 2 calls numpy.core numpy._core.
    const path = `${module}.${name}`.replace(/^numpy\._core\./, "numpy.core.");
    if (!CONSTRUCTORS.has(path)) {
      throw new SyntaxError(`it calls for ${JSON.stringify(path)}: only NumPy's arrays are read`);
    }
    this.push(new Global(path));
  }

  reduce(): void {
    const parameters = this.pop();
    const called = this.pop();
    const constructor = called instanceof Global ? CONSTRUCTORS.get(called.name) : undefined;
    if (constructor === undefined || !Array.isArray(parameters)) {
      throw new SyntaxError("it calls what is not a function, or without a tuple");
    }
    const item = constructor(parameters, this.allocate);
    if (called instanceof Global && called.name === RECONSTRUCT) this.#unfinished.add(item);
    this.push(item);
  }

  /** Gives the object below it on the stack its state; in place, since the memo may hold the object too. */
  build(): void {
    const state = this.pop();
    const item = this.pop();
    if (item instanceof Dtype) item.bigEndian = bigEndianFromState(state);
    else if (this.#unfinished.delete(item)) {
      Object.assign(item as NdArray, arrayFromState(state, this.allocate));
    } else throw new SyntaxError("what it builds is neither a dtype nor a new array");
    this.push(item);
  }
}

function checkExact(integer: number): number {
  if (Number.isSafeInteger(integer)) return integer;
  throw new SyntaxError("an integer is too large");
}
