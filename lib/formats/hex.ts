/** Bytes as hexadecimal digits. @module */

/** Two lower-case digits for each byte; `Uint8Array.prototype.toHex` is newer than Node 20 and many a browser. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
