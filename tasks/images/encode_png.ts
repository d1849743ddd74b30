/** Small pictures as PNG files in data URIs. @module */

import { toBytes } from "@std/streams";
import { crc32 } from "../../lib/formats/mod.ts";
import { streamOf } from "../system/streams.ts";
import { PNG_SIGNATURE } from "./decode_png.ts";

/** Red, green, blue and opacity, each from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number, opacity: number];

/** The most colors of four bits a pixel. */
export const MAX_COLORS = 16;

/**
 * A picture of at most 16 colors, four bits a pixel, as a `data:` URI (W3C, *Portable Network Graphics*, third edition).
 * @param pixels row by row, each the index of its color in the palette
 * @param width of a row, in pixels
 */
export async function pngUri(
  pixels: ArrayLike<number>,
  width: number,
  palette: readonly Color[],
): Promise<string> {
  const height = pixels.length / width;
  const stride = 1 + Math.ceil(width / 2);
  const rows = new Uint8Array(height * stride); // each begins with its filter: none
  for (let k = 0; k < pixels.length; k++) {
    const x = k % width;
    rows[(k - x) / width * stride + 1 + (x >> 1)]! |= pixels[k]! << (x % 2 === 0 ? 4 : 0);
  }
  return await fileUri({ width, height, depth: 4, colorType: 3 }, rows, [
    chunk("PLTE", Uint8Array.from(palette.flatMap(([red, green, blue]) => [red, green, blue]))),
    chunk("tRNS", Uint8Array.from(palette, ([, , , opacity]) => opacity)),
  ]);
}

/**
 * A picture in color, 8 bits a sample, as a `data:` URI.
 * @param samples row by row, red, green and blue of each pixel, 0 to 255
 * @param width of a row, in pixels
 */
export async function rgbUri(samples: Uint8Array, width: number): Promise<string> {
  const length = 3 * width;
  const height = samples.length / length;
  const rows = new Uint8Array(height * (1 + length)); // each begins with its filter: none
  for (let y = 0; y < height; y++) {
    rows.set(samples.subarray(y * length, (y + 1) * length), y * (1 + length) + 1);
  }
  return await fileUri({ width, height, depth: 8, colorType: 2 }, rows, []);
}

/** A file of filtered rows, as a `data:` URI. */
async function fileUri(
  { width, height, depth, colorType }: {
    width: number;
    height: number;
    depth: number;
    colorType: number;
  },
  rows: Uint8Array<ArrayBuffer>,
  chunks: readonly Uint8Array<ArrayBuffer>[],
): Promise<string> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, depth); // bits a sample
  header.setUint8(9, colorType);
  const deflated = streamOf(rows).pipeThrough(
    new CompressionStream("deflate") as TransformStream<Uint8Array, Uint8Array>,
  );
  const parts = [
    Uint8Array.from(PNG_SIGNATURE),
    chunk("IHDR", new Uint8Array(header.buffer)),
    ...chunks,
    chunk("IDAT", await toBytes(deflated)),
    chunk("IEND", new Uint8Array()),
  ];
  return `data:image/png;base64,${new Uint8Array(await new Blob(parts).arrayBuffer()).toBase64()}`;
}

/** Length, type, data, checksum. */
function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
