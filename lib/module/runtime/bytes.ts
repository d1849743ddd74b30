/** Numbers in base64, read without `atob`, which Hermes lacks. @module */

import { fromFloat16 } from "../../formats/float16.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The bytes of base64 with its padding. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(128);
  for (let k = 0; k < LETTERS.length; k++) values[LETTERS.charCodeAt(k)] = k;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array(text.length / 4 * 3 - padding);
  let at = 0;
  for (let k = 0; k < text.length; k += 4) {
    let bits = 0;
    for (let j = 0; j < 4; j++) bits = bits << 6 | values[text.charCodeAt(k + j)]!;
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = bits >> shift;
  }
  return bytes;
}

/** The numbers of base64 of float32 or float16, little-endian. */
export function floatsOf(text: string, isHalf = false): Float32Array<ArrayBuffer> {
  const bytes = bytesOf(text);
  if (isHalf) return fromFloat16(bytes);
  const view = new DataView(bytes.buffer);
  const values = new Float32Array(bytes.length / 4);
  for (let k = 0; k < values.length; k++) values[k] = view.getFloat32(4 * k, true);
  return values;
}
