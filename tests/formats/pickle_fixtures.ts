/**
 * Pickles put together opcode by opcode as Python 2 and 3 write them, so that no Python is needed to test with them.
 * `python3 -m pickletools FILE` shows the like of a real one.
 *
 * @module
 */

import { concat } from "../helpers/bytes.ts";

/** An array to be pickled. */
export interface ArrayFixture {
  /** NumPy's short name of the type: the kind, and the size of an item in bytes. */
  readonly code: string;
  readonly shape: readonly number[];
  /** The items, in the order that the pickle states. */
  readonly bytes: Uint8Array;
  /** Little-endian by default. */
  readonly byteOrder?: string;
  /** Whether the pickle states that the items are in Fortran order. */
  readonly fortran?: boolean;
}

/** Who wrote a pickle, and in which protocol. */
export interface PickleForm {
  readonly python: 2 | 3;
  readonly protocol: 0 | 1 | 2 | 3 | 4 | 5;
  /** NumPy 1 and 2 differ in the names of their modules. */
  readonly numpy: 1 | 2;
}

/** The forms that occur: Python 2 has protocols 0 to 2 and NumPy 1. */
export const FORMS: readonly PickleForm[] = [
  ...([0, 1, 2] as const).map((protocol) => ({ python: 2, protocol, numpy: 1 } as const)),
  ...([0, 1, 2, 3, 4, 5] as const).flatMap((protocol) => [
    { python: 3, protocol, numpy: 1 } as const,
    { python: 3, protocol, numpy: 2 } as const,
  ]),
];

/** Names a form in a test. */
export function describe({ python, protocol, numpy }: PickleForm): string {
  return `Python ${python} with NumPy ${numpy} in protocol ${protocol}`;
}

/** The bytes of a pickle from opcodes: a string stands for a byte a character. */
export function pickle(...parts: (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  return concat(...parts.map((part) => typeof part === "string" ? latin1(part) : part));
}

/** A little-endian integer of 1 to 8 bytes. */
export function uint(bytes: number, value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(value), true);
  return new Uint8Array(view.buffer, 0, bytes);
}

/** The items of a float32 array, little-endian. */
export function floats(...values: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [k, value] of values.entries()) view.setFloat32(4 * k, value, true);
  return new Uint8Array(view.buffer);
}

/** The items of an int64 array, little-endian. */
export function longs(...values: number[]): Uint8Array {
  return concat(...values.map((value) => uint(8, value)));
}

/** A pickled array. */
export function pickleArray(array: ArrayFixture, form: PickleForm): Uint8Array<ArrayBuffer> {
  return new Writer(form).finish((writer) => writer.array(array));
}

/** A pickled tuple of pairs of arrays, as the tutorial's file is. */
export function picklePairs(
  pairs: readonly (readonly [ArrayFixture, ArrayFixture])[],
  form: PickleForm,
): Uint8Array<ArrayBuffer> {
  return new Writer(form).finish((writer) =>
    writer.tuple(
      ...pairs.map((pair) => () => writer.tuple(...pair.map((array) => () => writer.array(array)))),
    )
  );
}

/** A set of the tutorial's file from the bytes that it stands for. */
export function mnistPair(images: Uint8Array, labels: Uint8Array): [ArrayFixture, ArrayFixture] {
  return [
    {
      code: "f4",
      shape: [labels.length, 784],
      bytes: floats(...Array.from(images, (k) => k / 256)),
    },
    { code: "i8", shape: [labels.length], bytes: longs(...labels) },
  ];
}

/** Writes values as the form's Python does, and keeps globals and names in the memo. */
class Writer {
  readonly #parts: Uint8Array[] = [];
  readonly #memo = new Map<string, number>();
  readonly #form: PickleForm;

  constructor(form: PickleForm) {
    this.#form = form;
  }

  finish(write: (writer: Writer) => void): Uint8Array<ArrayBuffer> {
    write(this);
    this.#emit(".");
    const { protocol } = this.#form;
    const body = concat(...this.#parts);
    if (protocol < 2) return body;
    if (protocol < 4) return pickle("\x80", uint(1, protocol), body);
    return pickle("\x80", uint(1, protocol), "\x95", uint(8, body.length), body);
  }

  array({ code, shape, bytes, byteOrder = "<", fortran = false }: ArrayFixture): void {
    const { python, protocol, numpy } = this.#form;
    const core = numpy === 1 ? "numpy.core" : "numpy._core";
    const integer = (value: number) => () => this.#integer(value);
    const dtype = () => {
      this.#global("numpy", "dtype");
      // NumPy of old wrote 0 and 1, later ones False and True.
      const flag = (value: number) => () =>
        python === 2 ? this.#integer(value) : this.#boolean(value === 1);
      this.tuple(() => this.#name(code), flag(0), flag(1));
      this.#emit("R");
      this.#memoize(`dtype ${this.#memo.size}`);
      const none = () => this.#emit("N");
      const order = () => this.#name(byteOrder);
      const [size, alignment, flags] = [integer(-1), integer(-1), integer(0)];
      this.tuple(integer(3), order, none, none, none, size, alignment, flags);
      this.#emit("b");
    };
    const lengths = () => this.tuple(...shape.map(integer));
    if (protocol === 5) {
      this.#global(`${core}.numeric`, "_frombuffer");
      const buffer = () => this.#emit("\x96", uint(8, bytes.length), bytes);
      this.tuple(buffer, dtype, lengths, () => this.#name(fortran ? "F" : "C"));
      this.#emit("R");
      return;
    }
    this.#global(`${core}.multiarray`, "_reconstruct");
    this.tuple(
      () => this.#global("numpy", "ndarray"),
      () => this.tuple(integer(0)),
      () => this.#bytes(latin1("b")),
    );
    this.#emit("R");
    this.#memoize(`array ${this.#memo.size}`);
    const order = () => this.#boolean(fortran);
    this.tuple(integer(1), lengths, dtype, order, () => this.#bytes(bytes));
    this.#emit("b");
  }

  tuple(...items: (() => void)[]): void {
    const marked = items.length > 3 || this.#form.protocol < 2;
    if (marked) this.#emit("(");
    for (const write of items) write();
    this.#emit(marked ? "t" : ")\x85\x86\x87"[items.length]!);
  }

  #emit(...parts: (string | Uint8Array)[]): void {
    this.#parts.push(pickle(...parts));
  }

  #memoize(key: string): void {
    const index = this.#memo.size;
    this.#memo.set(key, index);
    const { protocol } = this.#form;
    if (protocol === 0) this.#emit(`p${index}\n`);
    else if (protocol < 4) this.#emit("q", uint(1, index));
    else this.#emit("\x94");
  }

  /** Writes something the first time and takes it from the memo later. */
  #once(key: string, write: () => void): void {
    const index = this.#memo.get(key);
    if (index === undefined) {
      write();
      this.#memoize(key);
    } else if (this.#form.protocol === 0) this.#emit(`g${index}\n`);
    else this.#emit("h", uint(1, index));
  }

  #global(module: string, name: string): void {
    this.#once(`${module} ${name}`, () => {
      if (this.#form.protocol < 4) return this.#emit(`c${module}\n${name}\n`);
      this.#name(module);
      this.#name(name);
      this.#emit("\x93");
    });
  }

  /** A short string: bytes in Python 2, text in Python 3. */
  #name(name: string): void {
    this.#once(name, () => {
      if (this.#form.python === 2) this.#bytes(latin1(name));
      else this.#text(name);
    });
  }

  #text(text: string): void {
    const { protocol } = this.#form;
    const utf8 = new TextEncoder().encode(text);
    if (protocol === 0) {
      const escaped = (c: string) => "\\\0\n\r\x1a".includes(c);
      const hex = (c: string) => `\\u00${latin1(c).toHex()}`;
      this.#emit("V", ...Array.from(text, (c) => escaped(c) ? hex(c) : c), "\n");
    } else if (protocol < 4 || utf8.length > 255) this.#emit("X", uint(4, utf8.length), utf8);
    else this.#emit("\x8c", uint(1, utf8.length), utf8);
  }

  #bytes(bytes: Uint8Array): void {
    const { python, protocol } = this.#form;
    const [short, long] = python === 2 ? "UT" : "CB";
    if (python === 2 && protocol === 0) this.#emit(`S${repr(bytes)}\n`);
    else if (python === 3 && protocol < 3) {
      this.#global("_codecs", "encode");
      this.tuple(() => this.#text(String.fromCharCode(...bytes)), () => this.#name("latin1"));
      this.#emit("R");
    } else if (bytes.length < 256) this.#emit(short!, uint(1, bytes.length), bytes);
    else this.#emit(long!, uint(4, bytes.length), bytes);
  }

  #integer(value: number): void {
    if (this.#form.protocol === 0) this.#emit(`I${value}\n`);
    else if (value < 0 || value > 65535) this.#emit("J", uint(4, value >>> 0));
    else if (value > 255) this.#emit("M", uint(2, value));
    else this.#emit("K", uint(1, value));
  }

  #boolean(value: boolean): void {
    if (this.#form.protocol < 2) this.#emit(value ? "I01\n" : "I00\n");
    else this.#emit(value ? "\x88" : "\x89");
  }
}

/** A byte string as Python 2's `repr` shows it. */
function repr(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes);
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escapes: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };
  const inner = text.replace(/[^ -~]|\\|'/g, (c) => {
    if (c === "'") return quote === "'" ? "\\'" : c;
    return escapes[c] ?? `\\x${latin1(c).toHex()}`;
  });
  return quote + inner + quote;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}
