/** A writer of every kind of PNG file, to test readers with; each row takes another of the five filters. */

import { crc32 } from "../../lib/formats/crc32.ts";
import { concat, packed } from "./bytes.ts";

/** What a file is to be. */
export interface PngSource {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  /** 0 gray, 2 colors, 3 palette, 4 gray with opacity, 6 colors with opacity. */
  readonly colorType: number;
  readonly interlaced?: boolean;
  /** The samples of a pixel. */
  at(x: number, y: number): readonly number[];
  /** Chunks before the data, such as the palette. */
  readonly chunks?: readonly (readonly [type: string, content: Uint8Array])[];
}

const SAMPLES: { readonly [type: number]: number } = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Where each pass of an interlaced image starts, and how far it steps: Adam Costello's seven. */
const ADAM7 = [
  { x: 0, y: 0, right: 8, down: 8 },
  { x: 4, y: 0, right: 8, down: 8 },
  { x: 0, y: 4, right: 4, down: 8 },
  { x: 2, y: 0, right: 4, down: 4 },
  { x: 0, y: 2, right: 2, down: 4 },
  { x: 1, y: 0, right: 2, down: 2 },
  { x: 0, y: 1, right: 1, down: 2 },
];

/** A PNG file. */
export async function encodePng(source: PngSource): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, depth, colorType, interlaced = false, chunks = [] } = source;
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([depth, colorType, 0, 0, Number(interlaced)], 8);
  const data = await packed(scanlines(source), "deflate");
  const half = data.length >> 1;
  return pngOf([
    ["IHDR", header],
    ...chunks,
    ["IDAT", data.subarray(0, half)],
    ["IDAT", data.subarray(half)],
    ["IEND", new Uint8Array()],
  ]);
}

/** A file of any chunks. */
export function pngOf(
  chunks: readonly (readonly [type: string, content: Uint8Array])[],
): Uint8Array<ArrayBuffer> {
  return concat(
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...chunks.map(([type, content]) => {
      const body = concat(new TextEncoder().encode(type), content);
      return concat(word(content.length), body, word(crc32(body)));
    }),
  );
}

/** Four bytes, the highest first. */
export function word(value: number): Uint8Array {
  return new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]);
}

/** Every row of every pass, filtered. */
function scanlines(source: PngSource): Uint8Array<ArrayBuffer> {
  const { width, height, depth, colorType, interlaced } = source;
  const bits = depth * SAMPLES[colorType]!;
  const whole = [{ x: 0, y: 0, right: 1, down: 1 }];
  const rows: Uint8Array[] = [];
  for (const { x: left, y: top, right, down } of interlaced ? ADAM7 : whole) {
    const columns = Math.ceil((width - left) / right);
    if (columns <= 0) continue;
    let above = new Uint8Array(Math.ceil(columns * bits / 8));
    for (let y = top; y < height; y += down) {
      const row = new Uint8Array(above.length);
      let bit = 0;
      for (let x = left; x < width; x += right) {
        for (const sample of source.at(x, y)) {
          if (depth === 16) row.set([sample >> 8, sample & 255], bit / 8);
          else row[bit >> 3]! |= sample << (8 - depth - bit % 8);
          bit += depth;
        }
      }
      rows.push(filtered(rows.length % 5, row, above, Math.max(1, bits / 8)));
      above = row;
    }
  }
  return concat(...rows);
}

/** A row as its difference from what is left of it, above it or both (PNG, section 9). */
function filtered(filter: number, row: Uint8Array, above: Uint8Array, step: number): Uint8Array {
  const differences = row.map((value, k) => {
    const [a, b, c] = [row[k - step] ?? 0, above[k]!, above[k - step] ?? 0];
    return value - [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter]!;
  });
  return concat(new Uint8Array([filter]), differences);
}

function paeth(a: number, b: number, c: number): number {
  const [toA, toB, toC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
}
