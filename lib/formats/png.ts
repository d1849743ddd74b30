/** Pictures as PNG files in data URIs (https://www.w3.org/TR/png-3). @module */

import { toBase64 } from "./bytes.ts";
import { join } from "./join.ts";
import { crc32 } from "./crc32.ts";

/** What a file begins with. */
export const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/** How pixels are written. */
export interface PngLayout {
  /** Of a row, in pixels. */
  readonly width: number;
  /** Of a row, in bytes. */
  readonly rowBytes: number;
  /** The bits of a sample. */
  readonly depth: number;
  /** 0 for gray, 2 for red, green and blue, 3 for colors of a palette. */
  readonly colorType: number;
}

/** Rows, each after the number of its filter, 0: none. */
export function filteredRows({ rowBytes }: PngLayout, rows: Uint8Array): Uint8Array<ArrayBuffer> {
  const filtered = new Uint8Array(rows.length / rowBytes * (1 + rowBytes));
  for (let y = 0; y < rows.length / rowBytes; y++) {
    filtered.set(rows.subarray(y * rowBytes, (y + 1) * rowBytes), y * (1 + rowBytes) + 1);
  }
  return filtered;
}

/**
 * A picture.
 * @param data the {@linkcode filteredRows}, in zlib's format
 * @param chunks what comes before them, such as a palette
 */
export function pngUri(
  { width, depth, colorType }: PngLayout,
  height: number,
  data: Uint8Array,
  chunks: readonly Uint8Array[] = [],
): string {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, depth);
  header.setUint8(9, colorType);
  const file = join(
    Uint8Array.from(PNG_SIGNATURE),
    pngChunk("IHDR", new Uint8Array(header.buffer)),
    chunks,
    pngChunk("IDAT", data),
    pngChunk("IEND", new Uint8Array()),
  );
  return `data:image/png;base64,${toBase64(file)}`;
}

/** Length, type, data, checksum. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let k = 0; k < 4; k++) bytes[4 + k] = type.charCodeAt(k);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** The most bytes of a block that is not compressed (RFC 1951, 3.2.4). */
const BLOCK_BYTES = 65_535;

/** Bytes in zlib's format, as they are (RFC 1950). */
export function stored(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
    const block = bytes.subarray(start, start + BLOCK_BYTES);
    const [n, isLast] = [block.length, start + BLOCK_BYTES >= bytes.length];
    parts.push(Uint8Array.of(Number(isLast), n & 255, n >> 8, ~n & 255, (~n >> 8) & 255), block);
  }
  let [a, b] = [1, 0]; // Adler-32
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return join(parts, Uint8Array.of(b >> 8, b & 255, a >> 8, a & 255));
}
