/** Numbers in base64. @module */

import { fromFloat16 } from "../../formats/float16.ts";

/** The bytes of base64. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let k = 0; k < bytes.length; k++) bytes[k] = characters.charCodeAt(k);
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
