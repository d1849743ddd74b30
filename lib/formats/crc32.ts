/**
 * CRC-32, the checksum of ZIP, gzip and PNG (ISO 3309; W3C, *Portable Network Graphics*, annex D), and CRC-32C, that of
 * TFRecord (Castagnoli et al. 1993; RFC 3720, appendix B.4). @module
 */

/** The checksum of bytes, a whole number from 0 to 2³² − 1. */
export function crc32(bytes: Uint8Array): number {
  return remainderOf(bytes, CRC32);
}

/** The checksum of bytes by Castagnoli's polynomial, a whole number from 0 to 2³² − 1. */
export function crc32c(bytes: Uint8Array): number {
  return remainderOf(bytes, CRC32C);
}

const CRC32 = /* @__PURE__ */ remaindersBy(0xedb88320);
const CRC32C = /* @__PURE__ */ remaindersBy(0x82f63b78);

/** The remainders of each byte by a polynomial, reflected. */
function remaindersBy(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ polynomial : byte >>> 1;
    return byte;
  });
}

function remainderOf(bytes: Uint8Array, remainders: Uint32Array): number {
  let crc = 0xffffffff;
  for (let k = 0; k < bytes.length; k++) {
    crc = remainders[(crc ^ bytes[k]!) & 0xff]! ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
