/** Bytes: their order in an item, and as text. The methods of `Uint8Array` for base64 and hexadecimal digits are too new for Node 20. @module */

/** Whether this machine keeps the lowest byte first. */
export const LITTLE_ENDIAN =
  /* @__PURE__ */ new Uint8Array(/* @__PURE__ */ new Uint16Array([1]).buffer)[0] === 1;

/** Turns big-endian items into little-endian ones and back, in place, whatever their type; a NaN keeps its payload. */
export function reverseItems(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  for (let start = 0; start < bytes.length; start += size) {
    const last = start + size - 1;
    for (let k = 0; k < size / 2; k++) {
      const byte = bytes[start + k]!;
      bytes[start + k] = bytes[last - k]!;
      bytes[last - k] = byte;
    }
  }
}

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
