/** Rows of numbers as pictures in shades of gray. @module */

import { paragraph, type Picture } from "../../document/blocks.ts";
import { grayUri } from "../../pictures/example.ts";
import {
  type Drawing,
  endsOf,
  MAX_LEVELS,
  MAX_PICTURES,
  picturesBlock,
  rangeText,
} from "./parts.ts";

/** The most rows and columns of gray levels that are drawn. */
const MAX_SIDE = 200;

/** Whether a value is rows of numbers, all of one length. */
export function isRows(value: unknown): value is readonly ArrayLike<number>[] {
  const isRow = (row: unknown): row is ArrayLike<unknown> =>
    Array.isArray(row) || ArrayBuffer.isView(row) && "length" in row;
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRow)) return false;
  const { length } = value[0]!;
  return length > 0 &&
    value.every((row) =>
      row.length === length && Array.from(row).every((x) => typeof x === "number")
    );
}

/** Pictures of gray levels [height][width]; of each the least number is white, and the largest black. */
export function grayDrawing(all: readonly (readonly ArrayLike<number>[])[]): Drawing {
  let levels = 0;
  const shown = all.slice(0, MAX_PICTURES).map(cut).filter((rows, k) => {
    levels += rows.length * rows[0]!.length;
    return k === 0 || levels <= MAX_LEVELS;
  });
  const texts = shown.map((rows) =>
    `Picture of ${rows.length} rows and ${rows[0]!.length} columns`
  );
  const ranges = shown.map((rows) => rangeText(rows.flat()));
  const more = all.length > shown.length ? `The first ${shown.length} of ${all.length}` : undefined;
  const drawn = shown.map(async (rows, k): Promise<Picture> => ({
    uri: await grayUri(fractions(rows.flat()), rows[0]!.length, false),
    width: rows[0]!.length,
    height: rows.length,
    isInk: true,
    alt: texts[k]!,
    lines: [ranges[k]!],
  }));
  return {
    text: [...texts.map((text, k) => `${text}, ${ranges[k]}`), more ?? []].flat().join("\n"),
    blocks: Promise.all(drawn).then((all) => [
      picturesBlock(all),
      more !== undefined && paragraph(more),
    ]),
  };
}

/** The rows and columns that are drawn. */
function cut(rows: readonly ArrayLike<number>[]): number[][] {
  return rows.slice(0, MAX_SIDE).map((row) => Array.from(row).slice(0, MAX_SIDE));
}

/** Numbers from the least, 0, to the most, 1; those that are not finite are 0. */
function fractions(values: readonly number[]): Float32Array {
  const { least, most } = endsOf(values);
  return Float32Array.from(values, (value) => {
    return most > least && Number.isFinite(value) ? (value - least) / (most - least) : 0;
  });
}
