/**
 * The small part of Python's pickle in which NumPy's arrays are kept: tuples, integers, strings and arrays, as Python 2
 * and 3 write them in protocols 0 to 5. A pickle is a program for a stack machine that may call any function of Python;
 * this machine has a handful of constructors and refuses everything else, so nothing in a file can run.
 *
 * The format is described in Python's `pickletools.py` (https://docs.python.org/3/library/pickletools.html). The npm
 * package `pickleparser` is no alternative: it decodes Python 2's byte strings as text, which pixels do not survive, and
 * it puts no bounds on sizes. @module
 */

import { Machine } from "./pickle_machine.ts";
import { type NdArray, shortText } from "./pickle_numpy.ts";
import { decodeText, unescapeText, unquoteBytes } from "./pickle_text.ts";

/** What a pickle can hold here; a tuple is an array, and a byte string of Python 2 is bytes. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | NdArray
  | readonly PickleValue[];

/** A pickle of a few arrays has some hundred opcodes; this bounds the stack and the memo too. */
const MAX_OPCODES = 10_000;

/** What each opcode does, by its byte as a character. */
const OPCODES: ReadonlyMap<string, (machine: Machine) => void> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries<(machine: Machine) => void>({
    // PROTO, and FRAME, which holds how far to read ahead
    "\x80": (m) => checkProtocol(m.uint(1)),
    "\x95": (m) => m.expect(m.uint(8)),
    // None, booleans and integers
    "N": (m) => m.push(null),
    "\x88": (m) => m.push(true),
    "\x89": (m) => m.push(false),
    "I": (m) => m.push(m.decimalOrBoolean()),
    "L": (m) => m.push(m.decimal()),
    "J": (m) => m.push(m.int(4)),
    "K": (m) => m.push(m.uint(1)),
    "M": (m) => m.push(m.uint(2)),
    "\x8a": (m) => m.push(m.int(m.uint(1))),
    // The byte strings of Python 2
    "S": (m) => m.push(unquoteBytes(m.line(), m.allocate)),
    "T": (m) => m.push(m.take(m.uint(4))),
    "U": (m) => m.push(m.take(m.uint(1))),
    // The bytes and bytearrays of Python 3
    "B": (m) => m.push(m.take(m.uint(4))),
    "C": (m) => m.push(m.take(m.uint(1))),
    "\x8e": (m) => m.push(m.take(m.uint(8))),
    "\x96": (m) => m.push(m.take(m.uint(8))),
    // Text
    "V": (m) => m.push(unescapeText(m.line())),
    "X": (m) => m.push(decodeText(m.take(m.uint(4)))),
    "\x8c": (m) => m.push(decodeText(m.take(m.uint(1)))),
    "\x8d": (m) => m.push(decodeText(m.take(m.uint(8)))),
    // Tuples
    "(": (m) => m.mark(),
    "t": (m) => m.tupleFromMark(),
    ")": (m) => m.tuple(0),
    "\x85": (m) => m.tuple(1),
    "\x86": (m) => m.tuple(2),
    "\x87": (m) => m.tuple(3),
    // The memo: PUT, BINPUT, LONG_BINPUT, MEMOIZE; GET, BINGET, LONG_BINGET
    "p": (m) => m.put(m.decimal()),
    "q": (m) => m.put(m.uint(1)),
    "r": (m) => m.put(m.uint(4)),
    "\x94": (m) => m.put(),
    "g": (m) => m.get(m.decimal()),
    "h": (m) => m.get(m.uint(1)),
    "j": (m) => m.get(m.uint(4)),
    // Constructors: GLOBAL, STACK_GLOBAL, REDUCE, BUILD
    "c": (m) => m.global(shortText(m.line()), shortText(m.line())),
    "\x93": (m) => {
      const name = shortText(m.pop());
      m.global(shortText(m.pop()), name);
    },
    "R": (m) => m.reduce(),
    "b": (m) => m.build(),
  }),
);

/** What the other opcodes of pickle are, by their bytes as characters. */
const REFUSED: readonly (readonly [opcodes: string, name: string])[] = [
  ["PQ", "a persistent id"],
  ["\x82\x83\x84", "of the extension registry"],
  ["\x97\x98", "an out-of-band buffer"],
  ["io\x81\x92", "an instance of a class"],
  ["]lae", "of a list"],
  ["}dsu", "of a dict"],
  ["\x8f\x90\x91", "of a set"],
  ["FG", "a float outside of an array"],
  ["\x8b", "a long integer"],
  ["012", "a move on the stack"],
];

/**
 * Reads a pickle.
 * @param bytes the whole pickle, decompressed
 * @returns what it holds; arrays and bytes are views of `bytes` where their alignment allows
 * @throws {SyntaxError} if it is not one whole pickle, or holds anything but tuples, integers, text, bytes and arrays of
 *   plain little-endian numbers in C order; the message names what it is and at which byte
 *
 * @example
 * ```ts
 * import { parsePickle } from "@inkling/inkling/formats";
 * import { assertEquals } from "@std/assert";
 *
 * // pickle.dumps((1, "a"), protocol=1)
 * const bytes = new TextEncoder().encode("(K\x01X\x01\x00\x00\x00aq\x00tq\x01.");
 * assertEquals(parsePickle(bytes), [1, "a"]);
 * ```
 */
export function parsePickle(bytes: Uint8Array): PickleValue {
  const machine = new Machine(bytes);
  for (let count = 0; count < MAX_OPCODES; count++) {
    const at = machine.position;
    try {
      const opcode = String.fromCharCode(machine.uint(1));
      if (opcode === ".") return machine.result() as PickleValue;
      step(machine, opcode);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new SyntaxError(`Cannot read the pickle: at byte ${at}, ${error.message}`, {
        cause: error,
      });
    }
  }
  throw new SyntaxError(`Cannot read the pickle: it has more than ${MAX_OPCODES} opcodes`);
}

function step(machine: Machine, opcode: string): void {
  const action = OPCODES.get(opcode);
  if (action !== undefined) return action(machine);
  const name = REFUSED.find(([opcodes]) => opcodes.includes(opcode))?.[1] ?? "unknown";
  const code = opcode.charCodeAt(0).toString(16).padStart(2, "0");
  throw new SyntaxError(`the opcode 0x${code} is ${name}, which is not read`);
}

function checkProtocol(protocol: number): void {
  if (protocol > 5) throw new SyntaxError(`expected protocol 0 to 5, got ${protocol}`);
}
