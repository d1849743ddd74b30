/** Small pictures as PNG files in data URIs (https://www.w3.org/TR/png-3). @module */

import { toBytes } from "@std/streams";
import { filteredRows, pngChunk, type PngLayout, pngUri as uriOf } from "../../lib/formats/png.ts";
import { streamOf } from "../system/streams.ts";

/** Red, green, blue and opacity, each from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number, opacity: number];

/** The most colors of four bits a pixel. */
export const MAX_COLORS = 16;

/**
 * A picture of at most 16 colors, four bits a pixel.
 * @param pixels row by row, each the index of its color in the palette
 * @param width of a row, in pixels
 */
export async function pngUri(
  pixels: ArrayLike<number>,
  width: number,
  palette: readonly Color[],
): Promise<string> {
  const rowBytes = Math.ceil(width / 2);
  const rows = new Uint8Array(pixels.length / width * rowBytes);
  for (let k = 0; k < pixels.length; k++) {
    const x = k % width;
    rows[(k - x) / width * rowBytes + (x >> 1)]! |= pixels[k]! << (x % 2 === 0 ? 4 : 0);
  }
  return await fileUri({ width, rowBytes, depth: 4, colorType: 3 }, rows, [
    pngChunk("PLTE", Uint8Array.from(palette.flatMap(([red, green, blue]) => [red, green, blue]))),
    pngChunk("tRNS", Uint8Array.from(palette, ([, , , opacity]) => opacity)),
  ]);
}

/**
 * A picture in color, 8 bits a sample.
 * @param samples row by row, red, green and blue of each pixel, 0 to 255
 * @param width of a row, in pixels
 */
export async function rgbUri(samples: Uint8Array, width: number): Promise<string> {
  return await fileUri({ width, rowBytes: 3 * width, depth: 8, colorType: 2 }, samples);
}

/** A file of rows, compressed. */
async function fileUri(
  layout: PngLayout,
  rows: Uint8Array,
  chunks: readonly Uint8Array[] = [],
): Promise<string> {
  const deflated = streamOf(filteredRows(layout, rows)).pipeThrough(
    new CompressionStream("deflate") as TransformStream<Uint8Array, Uint8Array>,
  );
  return uriOf(layout, rows.length / layout.rowBytes, await toBytes(deflated), chunks);
}
