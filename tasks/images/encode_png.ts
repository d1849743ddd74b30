/** Small pictures as PNG files in data URIs (https://www.w3.org/TR/png-3). @module */

import { toBytes } from "@std/streams";
import { crc32 } from "../../lib/formats/crc32.ts";
import { streamOf } from "../system/streams.ts";
import { PNG_SIGNATURE } from "./decode_png.ts";

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
    chunk("PLTE", Uint8Array.from(palette.flatMap(([red, green, blue]) => [red, green, blue]))),
    chunk("tRNS", Uint8Array.from(palette, ([, , , opacity]) => opacity)),
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

/** A file of rows, each of which gets its filter before it: none. */
async function fileUri(
  layout: Readonly<Record<"width" | "rowBytes" | "depth" | "colorType", number>>,
  rows: Uint8Array,
  chunks: readonly Uint8Array<ArrayBuffer>[] = [],
): Promise<string> {
  const { width, rowBytes, depth, colorType } = layout;
  const height = rows.length / rowBytes;
  const filtered = new Uint8Array(height * (1 + rowBytes));
  for (let y = 0; y < height; y++) {
    filtered.set(rows.subarray(y * rowBytes, (y + 1) * rowBytes), y * (1 + rowBytes) + 1);
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, depth);
  header.setUint8(9, colorType);
  const deflated = streamOf(filtered).pipeThrough(
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
