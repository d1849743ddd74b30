/**
 * The inputs of all rows of a table as bytes: made once for each encoding, in memory that threads can share, and gathered
 * again and again. What {@linkcode InputEncoding.encode} writes is their specification. @module
 */

import type { Dataset } from "../../dataset.ts";
import { binsOf, type Encoding, inputWriters } from "./input_encoding.ts";
import type { EncodingTables } from "./tables.ts";

/**
 * What some neighboring inputs of a row are, and what stands for them:
 *
 * - `VALUE`: one input; a value, which is it
 * - `RAMPS`: as many inputs as bins, and the normal score; a code, how many bins are 1, and two values, the next bin and the
 *   score
 * - `ONE_HOT`: inputs of which one is 1 at most; a code, which it is, from 1, or 0 if none is
 * - `LEVEL`: the inputs of a level; a code, its index
 */
export const [VALUE, RAMPS, ONE_HOT, LEVEL] = [0, 1, 2, 3] as const;

/** The number of values that stand for a part of each kind; all but `VALUE` have a code. */
const VALUES = [1, 2, 0, 0];

/** No one-hot part is wider, so that its code is a byte. */
const MAX_ONE_HOT = 255;

/** The inputs of all rows of a table, as small as they can be kept. */
export interface EncodedRows {
  /** What each part of a row is, in the order of the inputs. */
  readonly kinds: Uint8Array;
  /** [parts] The number of inputs, of ramps without the score. */
  readonly widths: Uint32Array;
  /** [inputs] 1 for each bin of a number but its first: as joined inputs its ramps are two non-zeros. */
  readonly joined: Uint8Array;
  /** [rows, codes of all parts] */
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
  /** [rows, values of all parts] */
  readonly values: Float32Array;
}

/** What is kept of each data set, by its tables and encoding. */
const kept = new WeakMap<Dataset, WeakMap<EncodingTables, Map<Encoding, EncodedRows>>>();

function keptOf(data: Dataset, tables: EncodingTables): Map<Encoding, EncodedRows> {
  const byTables = kept.get(data) ?? new WeakMap();
  const byEncoding = byTables.get(tables) ?? new Map();
  kept.set(data, byTables.set(tables, byEncoding));
  return byEncoding;
}

/** The encoded rows of a data set: made at the first call, and kept for as long as the data set lives. */
export function encodedRows(
  data: Dataset,
  tables: EncodingTables,
  encoding: Encoding,
): EncodedRows {
  const found = keptOf(data, tables);
  if (!found.has(encoding)) found.set(encoding, encodeRows(data, tables, encoding));
  return found.get(encoding)!;
}

/** Keeps rows that another thread has encoded. */
export function keepEncodedRows(
  data: Dataset,
  tables: EncodingTables,
  encoding: Encoding,
  rows: EncodedRows,
): void {
  keptOf(data, tables).set(encoding, rows);
}

/** The indices of the levels that some rows have in the `k`th feature of levels. */
export function levelIndices(
  { kinds, codes }: EncodedRows,
  rows: Uint32Array,
  k: number,
): Float64Array {
  const coded = kinds.filter((kind) => kind !== VALUE);
  const level = [...coded.keys()].filter((c) => coded[c] === LEVEL)[k]!;
  return Float64Array.from(rows, (row) => codes[row * coded.length + level]!);
}

/** Memory that threads share, where there is such. */
export function sharedMemory(bytes: number): ArrayBufferLike {
  return new (globalThis.SharedArrayBuffer ?? ArrayBuffer)(bytes);
}

/** Encodes all rows, one part after the other. */
function encodeRows(
  { inputs, features, size }: Dataset,
  tables: EncodingTables,
  encoding: Encoding,
): EncodedRows {
  const writers = inputWriters(encoding, tables, []);
  const parts = partsOf(inputs, features, tables, encoding);
  const kinds = Uint8Array.from(parts, ({ kind }) => kind);
  const codeCount = kinds.filter((kind) => kind !== VALUE).length;
  const valueCount = kinds.reduce((sum, kind) => sum + VALUES[kind]!, 0);
  const most = tables.levels.reduce((most, { levels }) => Math.max(most, levels), 0);
  const codes = most < 256
    ? new Uint8Array(sharedMemory(size * codeCount))
    : most < 65536
    ? new Uint16Array(sharedMemory(2 * size * codeCount))
    : new Uint32Array(sharedMemory(4 * size * codeCount));
  const values = new Float32Array(sharedMemory(4 * size * valueCount));
  let [code, value] = [0, 0];
  for (const { kind, width, feature } of parts) {
    const write = writers[feature];
    const room = new Float32Array(width + 1);
    for (let r = 0; r < size; r++) {
      const at = r * features + feature;
      const [c, v] = [r * codeCount + code, r * valueCount + value];
      if (kind === LEVEL) codes[c] = inputs[at]!;
      else if (kind === ONE_HOT) {
        for (let k = 0; k < width; k++) if (inputs[at + k] === 1) codes[c] = k + 1;
      } else {
        if (write === undefined) room[0] = inputs[at]!;
        else write(inputs[at]!, room, 0);
        let bin = 0;
        if (kind === RAMPS) {
          while (bin < width && room[bin] === 1) bin++;
          codes[c] = bin;
          values[v + 1] = room[width]!;
        }
        values[v] = bin < width ? room[bin]! : 0;
      }
    }
    code += Number(kind !== VALUE);
    value += VALUES[kind]!;
  }
  const widths = Uint32Array.from(parts, ({ width }) => width);
  const joined = parts.flatMap(({ kind, width }) => {
    const none = new Array<number>(width).fill(0);
    return kind === RAMPS ? [...none.fill(1, 1), 0] : none;
  });
  return { kinds, widths, joined: Uint8Array.from(joined), codes, values };
}

/** The parts of a row, each with its first feature. */
function partsOf(
  inputs: Dataset["inputs"],
  features: number,
  tables: EncodingTables,
  encoding: Encoding,
) {
  const parts: { kind: number; width: number; feature: number }[] = [];
  const numbers = new Map(tables.numbers.map(({ feature, edges }) => [feature, binsOf(edges)]));
  const levels = new Map(tables.levels.map(({ feature, width }) => [feature, width]));
  const isPlain = (feature: number) =>
    feature < features && !numbers.has(feature) && !levels.has(feature);
  let feature = 0;
  while (feature < features) {
    const bins = encoding === "piecewise" ? numbers.get(feature) ?? 0 : 0;
    const level = levels.get(feature);
    const oneHot = oneHotWidth(inputs, features, feature, isPlain);
    const [kind, width] = level !== undefined
      ? [LEVEL, level]
      : bins > 0
      ? [RAMPS, bins]
      : oneHot > 0
      ? [ONE_HOT, oneHot]
      : [VALUE, 1];
    parts.push({ kind, width, feature });
    feature += Math.max(1, oneHot);
  }
  return parts;
}

/** The number of plain features from one on of which a row has one 1 at most, and else 0. */
function oneHotWidth(
  inputs: Dataset["inputs"],
  features: number,
  first: number,
  isPlain: (feature: number) => boolean,
): number {
  const hasOne = new Uint8Array(inputs.length / features);
  let width = 0;
  for (; width < MAX_ONE_HOT && isPlain(first + width); width++) {
    for (let r = 0; r < hasOne.length; r++) {
      const value = inputs[r * features + first + width]!;
      if (value === 0) continue;
      if (value !== 1 || hasOne[r] === 1) return width;
      hasOne[r] = 1;
    }
  }
  return width;
}
