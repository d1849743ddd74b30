/** CRC-32, the checksum of ZIP, gzip and PNG (ISO 3309; W3C, *Portable Network Graphics*, annex D). @module */

/** The remainders of each byte by the polynomial, reflected. */
const REMAINDERS = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

/** The checksum of bytes, a whole number from 0 to 2³² − 1. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let k = 0; k < bytes.length; k++) {
    crc = REMAINDERS[(crc ^ bytes[k]!) & 0xff]! ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
