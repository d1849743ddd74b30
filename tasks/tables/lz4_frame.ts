/**
 * LZ4 frames unpacked (Collet, "LZ4 Frame Format Description", 1.6.4, and "LZ4 Block Format"). Checksums are not compared.
 * @module
 */

const MAGIC = 0x184d2204;

/** Bits of the flags: a checksum after each block, the size of the content, a dictionary. */
const [BLOCK_CHECKSUM, CONTENT_SIZE, DICTIONARY] = [0x10, 0x08, 0x01];

/** The bit of a block's size that is set if it is stored as it is. */
const STORED = 0x80000000;

/**
 * Unpacks a frame.
 * @param size of what was packed, in bytes
 * @throws {RangeError} if the frame is damaged, or holds another number of bytes
 */
export function unpackLz4Frame(frame: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const flags = view.getUint8(4);
  if (view.getUint32(0, true) !== MAGIC || (flags & DICTIONARY) !== 0) {
    throw new RangeError("it is no LZ4 frame, or needs a dictionary");
  }
  const output = new Uint8Array(size);
  let filled = 0;
  let at = 7 + ((flags & CONTENT_SIZE) === 0 ? 0 : 8);
  while (true) {
    const header = view.getUint32(at, true);
    at += 4;
    if (header === 0) break;
    const length = header & ~STORED;
    const block = frame.subarray(at, at + length);
    if (block.length < length) throw new RangeError("an LZ4 block is cut off");
    if (header >= STORED) {
      output.set(block, filled);
      filled += length;
    } else filled = unpackBlock(block, output, filled);
    at += length + ((flags & BLOCK_CHECKSUM) === 0 ? 0 : 4);
  }
  if (filled !== size) {
    throw new RangeError(`expected ${size} bytes in an LZ4 frame, got ${filled}`);
  }
  return output;
}

/** Unpacks a block, which may repeat bytes of those before it; returns how many bytes there are then. */
function unpackBlock(block: Uint8Array, output: Uint8Array, start: number): number {
  let at = 0;
  let filled = start;
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    for (let byte = nibble === 15 ? 255 : 0; byte === 255;) {
      byte = block[at++] ?? 0;
      length += byte;
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = lengthOf(token >> 4);
    output.set(block.subarray(at, at + literals), filled);
    filled += literals;
    at += literals;
    if (at >= block.length) break; // the last sequence has literals only
    const offset = block[at]! | block[at + 1]! << 8;
    at += 2;
    const length = lengthOf(token & 15) + 4;
    if (offset === 0 || offset > filled || filled + length > output.length) {
      throw new RangeError("an LZ4 block is damaged");
    }
    for (const end = filled + length; filled < end; filled++) {
      output[filled] = output[filled - offset]!; // the bytes may overlap
    }
  }
  return filled;
}
