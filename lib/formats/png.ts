/** Small pictures as PNG files in data URIs (https://www.w3.org/TR/png-3). @module */

import { toBase64 } from "./bytes.ts";
import { join } from "./join.ts";
import { crc32 } from "./crc32.ts";

/** What a file begins with. */
export const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/** Red, green, blue and opacity, each from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number, opacity: number];

/** The most colors of four bits a pixel. */
export const MAX_COLORS = 16;

/** How pixels are written. */
interface Layout {
  /** Of a row, in pixels. */
  readonly width: number;
  /** Of a row, in bytes. */
  readonly rowBytes: number;
  /** The bits of a sample. */
  readonly depth: number;
  /** 2 for red, green and blue, 3 for colors of a palette. */
  readonly colorType: number;
}

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

/**
 * A file of rows, compressed.
 * @param chunks what comes before the rows, such as a palette
 */
async function fileUri(
  { width, rowBytes, depth, colorType }: Layout,
  rows: Uint8Array,
  chunks: readonly Uint8Array[] = [],
): Promise<string> {
  const height = rows.length / rowBytes;
  const filtered = new Uint8Array(height * (1 + rowBytes)); // 0 before each row: no filter
  for (let y = 0; y < height; y++) {
    filtered.set(rows.subarray(y * rowBytes, (y + 1) * rowBytes), y * (1 + rowBytes) + 1);
  }
  const deflated = new Blob([filtered]).stream().pipeThrough(new CompressionStream("deflate"));
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, depth);
  header.setUint8(9, colorType);
  const file = join(
    Uint8Array.from(PNG_SIGNATURE),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunks,
    chunk("IDAT", new Uint8Array(await new Response(deflated).arrayBuffer())),
    chunk("IEND", new Uint8Array()),
  );
  return `data:image/png;base64,${toBase64(file)}`;
}

/** Length, type, data, checksum. */
function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let k = 0; k < 4; k++) bytes[4 + k] = type.charCodeAt(k);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
