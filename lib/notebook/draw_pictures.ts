/** Gray levels and images as drawings. @module */

import { short } from "../numerics/show.ts";
import { filteredRows, pngUri, stored } from "../formats/png.ts";
import { COLORS, type Drawing, element, label, LETTER_SIZE } from "./svg.ts";

/** Samples of a picture, row by row: of each pixel its gray, or its red, green and blue. */
export interface Picture {
  readonly samples: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** What stands below it. */
  readonly caption: string;
}

/** So many pictures stand in a row. */
const PER_ROW = 10;

/** The longer side of a picture in pixels: of one, of a few, of many. */
const [LARGE, MIDDLE, SMALL] = [168, 112, 56];

/** The most rows and columns of gray levels that are drawn, the most pictures, and the most levels of all. */
const [MAX_SIDE, MAX_PICTURES, MAX_LEVELS] = [200, 20, 48_000];

/** Pictures in rows, each with its caption. */
export function picturesDrawing(
  pictures: readonly Picture[],
  title: string,
  text: string,
): Drawing {
  const side = pictures.length === 1 ? LARGE : pictures.length <= 5 ? MIDDLE : SMALL;
  const top = title === "" ? 0 : 2 * LETTER_SIZE;
  const line = side + 20;
  const content = pictures.map(({ samples, width, height, channels, caption }, k) => {
    const [x, y] = [k % PER_ROW * (side + 8), top + Math.floor(k / PER_ROW) * line];
    const scale = side / Math.max(width, height);
    const box = { x, y, width: width * scale, height: height * scale };
    const colorType = channels === 1 ? 0 : 2;
    const layout = { width, rowBytes: width * channels, depth: 8, colorType };
    const href = pngUri(layout, height, stored(filteredRows(layout, samples)));
    return element("image", { ...box, href, "image-rendering": "pixelated" }) +
      element("rect", { ...box, fill: "none", stroke: COLORS.rule }) +
      label(caption.length * 6.5 > side ? "" : caption, x, y + side + 13, { fill: COLORS.muted });
  });
  const columns = Math.min(pictures.length, PER_ROW);
  return {
    width: Math.max(columns * (side + 8) - 8, title.length * 6.5),
    height: top + Math.ceil(pictures.length / PER_ROW) * line - 4,
    content: (title === "" ? "" : label(title, 0, LETTER_SIZE)) + content.join(""),
    text,
  };
}

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
  const shown = all.slice(0, MAX_PICTURES).map(grayPicture).filter(({ samples }, k) => {
    levels += samples.length;
    return k === 0 || levels <= MAX_LEVELS;
  });
  const more = all.length > shown.length ? `; the first ${shown.length} of ${all.length}` : "";
  const text = shown.map(({ width, height, caption }) =>
    `Picture of ${height} rows and ${width} columns, gray levels ${caption}`
  ).join("\n");
  return picturesDrawing(shown, "", text + more);
}

function grayPicture(rows: readonly ArrayLike<number>[]): Picture {
  const [height, width] = [Math.min(rows.length, MAX_SIDE), Math.min(rows[0]!.length, MAX_SIDE)];
  const values = rows.slice(0, height).flatMap((row) => Array.from(row).slice(0, width));
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const samples = Uint8Array.from(values, (value) => {
    return most > least ? 255 - Math.floor((value - least) / (most - least) * 255 + 0.5) : 255;
  });
  const caption = most >= least ? `${short(least)} to ${short(most)}` : "none is finite";
  return { samples, width, height, channels: 1, caption };
}
