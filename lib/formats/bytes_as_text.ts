/** Bytes as text: base64 of RFC 4648 and hexadecimal digits. The methods of `Uint8Array` for both are too new for Node 20. @module */

/** How many bytes become arguments of a call at once. */
const CHUNK_BYTES = 8192;

/** Bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES));
  }
  return btoa(text);
}

/**
 * The bytes that base64 stands for.
 * @throws {DOMException} if it is something else
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Bytes as hexadecimal: two lower-case digits for each. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
