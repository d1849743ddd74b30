/** From the features of a table to the inputs of a network. @module */

import { interpolate } from "./interpolate.ts";
import type { EncodingTables } from "./tables.ts";

const { fround, max, min } = Math;

/**
 * How numbers become inputs: `"piecewise"` is the piecewise-linear encoding with the normal score beside it, `"standardized"`
 * the feature itself, at most 10 deviations from the mean.
 */
export type Encoding = "piecewise" | "standardized";

/** The farthest from the mean that a standardized number goes in, in standard deviations. */
export const MAX_DEVIATIONS = 10;

/** Writes the inputs of a feature, and returns how many there are. */
export type InputWriter = (value: number, out: Float32Array, offset: number) => number;

/** What a network takes of the features of a table. */
export class InputEncoding {
  /** How numbers become inputs. */
  readonly encoding: Encoding;
  /** The tables of all features. */
  readonly tables: EncodingTables;
  /** The number of inputs. */
  readonly inputs: number;
  /** [levels + 1, width] The inputs of each level, for every feature of levels. */
  readonly levels: readonly Float32Array[];
  /** Where the inputs of every feature of levels begin in a row. */
  readonly levelStarts: readonly number[];
  /** By feature, what writes its inputs; nothing for one that is an input as it is. */
  readonly #writers: readonly (InputWriter | undefined)[];

  /**
   * Makes an encoding of tables.
   * @param levels for every feature of levels the inputs of each level, [levels + 1, width]
   */
  constructor(encoding: Encoding, tables: EncodingTables, levels: readonly Float32Array[] = []) {
    this.encoding = encoding;
    this.tables = tables;
    this.levels = levels;
    this.#writers = inputWriters(encoding, tables, levels);
    this.levelStarts = tables.levels.map(({ feature }) => startOf(feature, encoding, tables));
    this.inputs = inputsOf(encoding, tables);
  }

  /**
   * Writes the inputs of a row.
   * @param features of rows, [rows, features]
   * @param offset of the row's first feature
   * @param out [rows, inputs]
   * @param at where its first input goes
   */
  encode(features: Float32Array, offset: number, out: Float32Array, at: number): void {
    writeInputs(this.#writers, features, offset, out, at);
  }

  /** Writes the inputs of a row's levels alone, over those of another encoding of the same tables. */
  encodeLevels(features: Float32Array, offset: number, out: Float32Array, at: number): void {
    for (const [k, { feature }] of this.tables.levels.entries()) {
      this.#writers[feature]!(features[offset + feature]!, out, at + this.levelStarts[k]!);
    }
  }
}

/**
 * What writes the inputs of each feature; nothing for one that is an input as it is.
 * @param levels for every feature of levels the inputs of each level, [levels + 1, width]
 */
export function inputWriters(
  encoding: Encoding,
  tables: EncodingTables,
  levels: readonly Float32Array[],
): (InputWriter | undefined)[] {
  const writers: (InputWriter | undefined)[] = new Array(tables.features).fill(undefined);
  for (const { feature, edges, knots, scores } of tables.numbers) {
    writers[feature] = encoding === "standardized"
      ? clipped
      : piecewise(Float64Array.from(edges), Float64Array.from(knots), Float64Array.from(scores));
  }
  for (const [k, { feature, width }] of tables.levels.entries()) {
    writers[feature] = levelWriter(levels[k], width);
  }
  return writers;
}

/** Writes the inputs of a row, see {@linkcode InputEncoding.encode}. */
export function writeInputs(
  writers: readonly (InputWriter | undefined)[],
  features: Float32Array,
  offset: number,
  out: Float32Array,
  at: number,
): void {
  for (let f = 0; f < writers.length; f++) {
    const value = features[offset + f]!;
    const writer = writers[f];
    if (writer === undefined) out[at++] = value;
    else at += writer(value, out, at);
  }
}

/** How many inputs an encoding makes of the features of tables. */
export function inputsOf(encoding: Encoding, tables: EncodingTables): number {
  return startOf(tables.features, encoding, tables);
}

/** How many inputs there are before those of a feature. */
function startOf(feature: number, encoding: Encoding, { numbers, levels }: EncodingTables): number {
  let start = feature;
  for (const { feature: other, width } of levels) if (other < feature) start += width - 1;
  if (encoding === "standardized") return start;
  for (const { feature: other, edges } of numbers) if (other < feature) start += binsOf(edges);
  return start;
}

/** The number of bins between edges: two values alone are as good as the number itself. */
export function binsOf(edges: ArrayLike<number>): number {
  return edges.length <= 2 ? 0 : edges.length - 1;
}

function clipped(value: number, out: Float32Array, at: number): number {
  out[at] = min(MAX_DEVIATIONS, max(-MAX_DEVIATIONS, value));
  return 1;
}

/** min(max((x − eᵢ)/(eᵢ₊₁ − eᵢ), 0), 1) of each bin, and the normal score; float64, rounded once. */
function piecewise(edges: Float64Array, knots: Float64Array, scores: Float64Array): InputWriter {
  const bins = binsOf(edges);
  return (value, out, at) => {
    for (let b = 0; b < bins; b++) {
      const low = edges[b]!;
      const high = edges[b + 1]!;
      out[at + b] = value >= high ? 1 : value <= low ? 0 : (value - low) / (high - low);
    }
    out[at + bins] = fround(knots.length < 2 ? value : interpolate(value, knots, scores));
    return bins + 1;
  };
}

/** The inputs of the level with an index. Without a table they are written by whoever knows the rows. */
function levelWriter(table: Float32Array | undefined, width: number): InputWriter {
  return (index, out, at) => {
    for (let k = 0; k < width; k++) out[at + k] = table?.[index * width + k] ?? 0;
    return width;
  };
}
