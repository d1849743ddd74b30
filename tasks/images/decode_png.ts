/**
 * PNG files to pixels. A few bytes can announce gigabytes, or decompress to them. So sizes are checked first, and only the
 * chunks that make the image are looked at (https://www.w3.org/TR/png-3). It runs in a browser as it is. @module
 */

import type { RgbaImage } from "../../lib/digits/digit_image.ts";
import { crc32 } from "../../lib/formats/crc32.ts";
import { PNG_SIGNATURE } from "../../lib/formats/png.ts";
import { concatenated, slices, streamOf } from "../system/streams.ts";
import { checkSize } from "./picture_size.ts";
import { pngDataBytes, type PngLayout, pngPixels } from "./png_pixels.ts";

/** The largest image that is read, in pixels: 4096 × 4096. */
const MAX_PIXELS = 16_777_216;

/** The most chunks of an image: four times those of the largest image, written in chunks of 8 KiB. */
const MAX_CHUNKS = 65_536;

/** The signature and the chunk IHDR, in bytes. */
const HEADER_BYTES = 33;

/** The most bytes into which Deflate expands one byte. */
const MAX_DEFLATE_RATIO = 1032;

/** The bits that a sample may have, by color type. */
const BIT_DEPTHS: { readonly [type: number]: readonly number[] } = {
  0: [1, 2, 4, 8, 16], // gray
  2: [8, 16], // red, green, blue
  3: [1, 2, 4, 8], // an index in the palette
  4: [8, 16], // gray, opacity
  6: [8, 16], // red, green, blue, opacity
};

export function hasPngSignature(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, k) => bytes[k] === byte);
}

/** Reads the header, before memory is taken; throws if it is not a PNG file's, or too large. */
export function parsePngHeader(bytes: Uint8Array): PngLayout {
  if (!hasPngSignature(bytes)) throw new SyntaxError("it is not a PNG file");
  if (bytes.length < HEADER_BYTES) throw new SyntaxError(`it ends after ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(8) !== 13 || typeAt(bytes, 12) !== "IHDR") {
    throw new SyntaxError("it does not start with its header");
  }
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colorType, compression, filter, interlace] = bytes.subarray(24, 29);
  checkSize(width, height, MAX_PIXELS);
  if (!BIT_DEPTHS[colorType!]?.includes(depth!)) {
    throw new SyntaxError(`there is no color type ${colorType} of ${depth} bits`);
  }
  if (compression !== 0 || filter !== 0 || interlace! > 1) {
    throw new SyntaxError(
      `its compression, filter and interlace are ${compression}, ${filter} and ${interlace}`,
    );
  }
  return { width, height, depth: depth!, colorType: colorType!, interlaced: interlace === 1 };
}

/** Decodes a PNG file to bytes, or to 16 bits; throws if it is not whole, or too large. */
export async function decodePng(bytes: Uint8Array<ArrayBuffer>): Promise<RgbaImage> {
  const header = parsePngHeader(bytes);
  const chunks = chunksOf(bytes, header);
  const contents = (type: string) =>
    chunks.filter((chunk) => chunk.type === type).map(({ content }) => content);
  const bytesOf = await inflated(contents("IDAT"), pngDataBytes(header));
  const data = pngPixels(bytesOf, header, contents("PLTE")[0], contents("tRNS")[0]);
  return { width: header.width, height: header.height, data };
}

interface Chunk {
  readonly type: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** Checks the chunks, and gives those that make the image. */
function chunksOf(bytes: Uint8Array<ArrayBuffer>, { depth, colorType }: PngLayout): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let type = "";
  for (let start = 8; type !== "IEND";) {
    if (start + 12 > bytes.length) throw new SyntaxError(`it ends after ${bytes.length} bytes`);
    const end = start + 12 + view.getUint32(start);
    type = typeAt(bytes, start + 4);
    if (end > bytes.length) {
      throw new SyntaxError(`it ends after ${bytes.length} bytes, within the chunk ${type}`);
    }
    if (["IHDR", "PLTE", "IDAT", "IEND", "tRNS"].includes(type)) {
      if (crc32(bytes.subarray(start + 4, end - 4)) !== view.getUint32(end - 4)) {
        throw new SyntaxError(`it is damaged: the checksum of the chunk ${type} is wrong`);
      }
      if (chunks.push({ type, content: bytes.subarray(start + 8, end - 4) }) > MAX_CHUNKS) {
        throw new RangeError(`it has more than ${MAX_CHUNKS} chunks`);
      }
    } else if (/^[A-Z]/.test(type)) {
      throw new SyntaxError(`it has the unknown chunk ${JSON.stringify(type)}`);
    }
    start = end;
  }
  const order = chunks.map(({ type }) => type).join(" ");
  if (!/^IHDR( PLTE)?( tRNS)?( IDAT)+ IEND$/.test(order)) {
    throw new SyntaxError(`its chunks are ${order.slice(0, 60)}`);
  }
  const length = (type: string) => chunks.find((chunk) => chunk.type === type)?.content.length;
  const [palette, transparency] = [length("PLTE"), length("tRNS")];
  if (colorType === 3 && palette === undefined) throw new SyntaxError("it has no palette");
  if (palette !== undefined && (palette % 3 !== 0 || palette === 0 || palette > 3 * 256)) {
    throw new SyntaxError(`its palette is ${palette} bytes`);
  }
  const expected = { 0: 2, 2: 6 }[colorType] ?? (colorType === 3 ? transparency : undefined);
  if (transparency !== undefined && transparency !== expected) {
    throw new SyntaxError(`its transparency is ${transparency} bytes`);
  }
  if (colorType === 3 && palette! / 3 > 2 ** depth) {
    throw new SyntaxError(`its palette has ${palette! / 3} colors for ${depth} bits`);
  }
  return chunks;
}

function typeAt(bytes: Uint8Array, start: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + 4));
}

/** Decompresses data to the expected number of bytes, and stops if there are more. */
async function inflated(data: Uint8Array<ArrayBuffer>[], expected: number): Promise<Uint8Array> {
  const packed = concatenated(data);
  if (expected > MAX_DEFLATE_RATIO * packed.length) throw lengthError("less", expected);
  const whole = new Uint8Array(expected);
  let length = 0;
  try {
    const small = streamOf(packed).pipeThrough(slices());
    for await (const chunk of small.pipeThrough(new DecompressionStream("deflate"))) {
      if (length + chunk.length > expected) throw lengthError("more", expected);
      whole.set(chunk, length);
      length += chunk.length;
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw error;
    throw new SyntaxError("its data are damaged", { cause: error });
  }
  if (length < expected) throw lengthError("less", expected);
  return whole;
}

function lengthError(than: "more" | "less", expected: number): SyntaxError {
  return new SyntaxError(`its data are ${than} than the ${expected} bytes of its pixels`);
}
