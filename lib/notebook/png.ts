/** Small pictures as PNG files in data URIs (https://www.w3.org/TR/png-3), not compressed. @module */

import { toBase64 } from "../formats/bytes_as_text.ts";
import { crc32 } from "../formats/crc32.ts";

/** The most bytes of a block that is not compressed (RFC 1951, 3.2.4). */
const BLOCK_BYTES = 65_535;

/**
 * A picture of 8 bits a sample.
 * @param samples row by row: of each pixel its gray, or its red, green and blue
 */
export function pngUri(
  samples: Uint8Array,
  width: number,
  height: number,
  channels: 1 | 3,
): string {
  const rowBytes = width * channels;
  const rows = new Uint8Array(height * (1 + rowBytes)); // each row after the number of its filter, 0: none
  for (let y = 0; y < height; y++) {
    rows.set(samples.subarray(y * rowBytes, (y + 1) * rowBytes), y * (1 + rowBytes) + 1);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, channels === 1 ? 0 : 2], 8);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const file = joined([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", stored(rows)),
    chunk("IEND", new Uint8Array()),
  ]);
  return `data:image/png;base64,${toBase64(file)}`;
}

/** Bytes in zlib's format, as they are (RFC 1950). */
function stored(bytes: Uint8Array): Uint8Array {
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
  return joined([...parts, Uint8Array.of(b >> 8, b & 255, a >> 8, a & 255)]);
}

/** Length, type, data, checksum. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let k = 0; k < 4; k++) bytes[4 + k] = type.charCodeAt(k);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    bytes.set(part, start);
    start += part.length;
  }
  return bytes;
}
