/**
 * Damage to files: each piece of it is five numbers, so that fast-check can draw it, and shrink what it finds to the least
 * damage that still does it.
 *
 * @module
 */

import fc from "fast-check";
import { concat } from "../helpers/bytes.ts";

/** What is done, where, over how much, with what, and one number more. */
export type Damage = readonly [kind: number, at: number, length: number, value: number];

/** What is done to one file: which file it is, by which way, and each piece of damage. */
export interface Case {
  readonly seed: number;
  /** 0 damages the bytes; 1 the values of JSON, where the file is JSON; 2 the bytes, with checksums made right again. */
  readonly way: number;
  readonly damages: readonly Damage[];
}

const MAX = 0xffff_ffff;

/** Draws cases, from little damage to more. */
export const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.nat(MAX),
  way: fc.nat(2),
  damages: fc.array(
    fc.tuple(fc.nat(MAX), fc.nat(MAX), fc.nat(MAX), fc.nat(MAX)),
    { minLength: 1, maxLength: 4 },
  ),
});

/** Lengths, counts and offsets at which parsers stumble. */
const EXTREMES = [
  0n,
  1n,
  2n,
  7n,
  8n,
  9n,
  ...[7n, 8n, 15n, 16n, 31n, 32n, 53n, 63n, 64n]
    .flatMap((bits) => [(1n << bits) - 1n, 1n << bits]),
];

/** Bytes at which parsers stumble. */
const BYTES = [0x00, 0x01, 0x0a, 0x22, 0x2c, 0x5c, 0x7f, 0x80, 0xfe, 0xff];

/**
 * Damages bytes.
 *
 * @param others files of the same kind, of which parts may get in
 * @param words what the format gives a meaning to
 */
export function damageBytes(
  bytes: Uint8Array,
  damages: readonly Damage[],
  others: readonly Uint8Array[],
  words: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  return damages.reduce((bytes, damage) => damageOnce(bytes, damage, others, words), bytes.slice());
}

function damageOnce(
  bytes: Uint8Array<ArrayBuffer>,
  [kind, position, length, value]: Damage,
  others: readonly Uint8Array[],
  words: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const at = position % (bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + length % 16);
  const [before, part, after] = [
    bytes.subarray(0, at),
    bytes.subarray(at, end),
    bytes.subarray(end),
  ];
  switch (kind % 11) {
    case 0: // a bit flipped
      if (at < bytes.length) bytes[at]! ^= 1 << value % 8;
      return bytes;
    case 1: // a byte changed
      if (at < bytes.length) bytes[at] = value;
      return bytes;
    case 2: // cut off
      return bytes.slice(0, at);
    case 3: // a part missing
      return concat(before, after);
    case 4: // a part twice
      return concat(before, part, part, after);
    case 5: // a part of one byte
      return bytes.fill(BYTES[value % BYTES.length]!, at, end);
    case 6: // a part put in
      return concat(
        before,
        new Uint8Array(end - at).fill(BYTES[value % BYTES.length]!),
        part,
        after,
      );
    case 7: // a length at an extreme
      return writeExtreme(bytes, at, length, value);
    case 8: { // the end of another file
      const other = others[value % others.length]!;
      return concat(before, other.subarray(length % (other.length + 1)));
    }
    case 9: // a word of the format put in, or written over
      if (words.length === 0) return bytes;
      return concat(
        before,
        words[value % words.length]!,
        length % 2 === 0 ? part : new Uint8Array(),
        after,
      );
    default: // a large part twice, as a chunk or a record is
      return concat(bytes.subarray(0, end), bytes.subarray(at - value % (at + 1)));
  }
}

/** Writes a number of 1, 2, 4 or 8 bytes, in one order of bytes or the other. */
function writeExtreme(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  length: number,
  value: number,
): Uint8Array<ArrayBuffer> {
  const size = 1 << length % 4;
  const extreme = EXTREMES[value % EXTREMES.length]!;
  const [little, big] = [new Uint8Array(8), new Uint8Array(8)];
  new DataView(little.buffer).setBigUint64(0, extreme, true);
  new DataView(big.buffer).setBigUint64(0, extreme);
  const number = value >>> 16 & 1 ? little.subarray(0, size) : big.subarray(8 - size);
  bytes.set(number.subarray(0, Math.max(0, bytes.length - at)), at);
  return bytes;
}

/** Values that a reader of JSON may not expect. */
const STRANGE: readonly string[] = [
  ..."null true false 0 -1 1 0.5 1e308 -1e-308 1e999 9007199254740993".split(" "),
  ...'"" "0" "__proto__" "constructor" "\\u0000" "\\ud800" "../../etc/passwd" "1e3"'.split(" "),
  ...('[] [[]] [null] [1,2,3] [0] {} {"length":3} {"name":null} ' + '{"__proto__":{"polluted":1}}')
    .split(" "),
  `${"[".repeat(50)}${"]".repeat(50)}`,
  JSON.stringify("x".repeat(200)),
];

/** Keys that mean something to JavaScript, or nothing. */
const KEYS = ["__proto__", "constructor", "toString", "length", "name", "", "0", "x"];

/** Damages the values of JSON; its text is what comes back. */
export function damageJson(json: string, damages: readonly Damage[]): string {
  let value: unknown = JSON.parse(json);
  for (const damage of damages) value = damageValue(value, damage);
  return JSON.stringify(value);
}

/** Walks down to some value, and changes it. */
function damageValue(root: unknown, [kind, position, depth, value]: Damage): unknown {
  const strange = () => JSON.parse(STRANGE[value % STRANGE.length]!);
  if (!isContainer(root)) return strange();
  let at = root;
  let choice = position;
  let key = keyOf(at, choice);
  for (let left = depth % 5; left > 0 && key !== undefined; left--) {
    const next = (at as Record<string, unknown>)[key];
    if (!isContainer(next)) break;
    at = next;
    choice = Math.floor(choice / 7);
    key = keyOf(at, choice);
  }
  const other = KEYS[value % KEYS.length]!;
  switch (kind % 6) {
    case 0: // a key of a strange name
      define(at, other, strange());
      break;
    case 1: // a key missing
      if (key !== undefined) Reflect.deleteProperty(at, key);
      break;
    case 2: // the whole within itself
      if (key !== undefined) define(at, key, structuredClone(root));
      break;
    default:
      if (key !== undefined) define(at, key, strange());
  }
  // A list with a hole has null there, as JSON has it.
  return JSON.parse(JSON.stringify(root));
}

function keyOf(at: object, choice: number): string | undefined {
  const keys = Object.keys(at);
  return keys[choice % Math.max(1, keys.length)];
}

/** Not at[key] = …, which would change the prototype if the key were __proto__. */
function define(at: object, key: string, value: unknown): void {
  if (Array.isArray(at) && key === "length") return;
  Object.defineProperty(at, key, { value, configurable: true, enumerable: true, writable: true });
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
