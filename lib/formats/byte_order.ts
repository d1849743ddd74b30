/** The order of the bytes in an item. @module */

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
