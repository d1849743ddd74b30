/**
 * PNG files to pixels, by the library pngjs. A few bytes can announce gigabytes, or decompress to them. So the library gets
 * a file only once its sizes are checked, and only the chunks that make the image (https://www.w3.org/TR/png-3).
 *
 * @module
 */

import { Buffer } from "node:buffer";
import pngjs from "pngjs";
import type { RgbaImage } from "../../lib/digits/ink.ts";

/** What we use of pngjs, which has no types. */
const { PNG } = pngjs as {
  PNG: {
    sync: {
      read(file: Buffer, options: { skipRescale: boolean }): {
        width: number;
        height: number;
        data: Uint8Array | Uint16Array;
      };
    };
  };
};

/** The largest image that is read, in pixels: 4096 × 4096. */
const MAX_PIXELS = 16_777_216;

/** The longest side, in pixels: the library allocates memory for each row, however short it is. */
const MAX_SIDE = 16_384;

/** The signature and the chunk IHDR, in bytes. */
export const HEADER_BYTES = 33;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The samples of a pixel and the bits that a sample may have, by colour type. */
const COLOR_TYPES: { readonly [type: number]: { samples: number; depths: readonly number[] } } = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] }, // grey
  2: { samples: 3, depths: [8, 16] }, // red, green, blue
  3: { samples: 1, depths: [1, 2, 4, 8] }, // a place in the palette
  4: { samples: 2, depths: [8, 16] }, // grey, opacity
  6: { samples: 4, depths: [8, 16] }, // red, green, blue, opacity
};

/** The seven passes of an interlaced image: where each starts and how far it steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** What the header says. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  readonly colorType: number;
  readonly interlaced: boolean;
}

/** Whether bytes start as a PNG file does. */
export function hasPngSignature(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, k) => bytes[k] === byte);
}

/**
 * Reads the header, which says how much memory the image will take.
 *
 * @param bytes the first {@linkcode HEADER_BYTES} or more
 * @throws {SyntaxError} if it is not a PNG file's
 * @throws {RangeError} if the image is too large
 */
export function parsePngHeader(bytes: Uint8Array): PngHeader {
  if (!hasPngSignature(bytes)) throw new SyntaxError("it is not a PNG file");
  if (bytes.length < HEADER_BYTES) throw new SyntaxError(`it ends after ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(8) !== 13 || typeAt(bytes, 12) !== "IHDR") {
    throw new SyntaxError("it does not start with its header");
  }
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colorType, compression, filter, interlace] = bytes.subarray(24, 29);
  if (width === 0 || height === 0) throw new SyntaxError(`it is ${width} × ${height} pixels`);
  if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
    throw new RangeError(
      `it is ${width} × ${height} pixels, at most as many as 4096 × 4096 has are allowed, ` +
        `and ${MAX_SIDE} to a side`,
    );
  }
  if (!COLOR_TYPES[colorType!]?.depths.includes(depth!)) {
    throw new SyntaxError(`there is no colour type ${colorType} of ${depth} bits`);
  }
  if (compression !== 0 || filter !== 0 || interlace! > 1) {
    throw new SyntaxError(
      `its compression, filter and interlace are ${compression}, ${filter} and ${interlace}`,
    );
  }
  return {
    width,
    height,
    depth: depth!,
    colorType: colorType!,
    interlaced: interlace === 1,
  };
}

/**
 * Decodes a PNG file.
 *
 * @param bytes the whole file
 * @returns bytes, or 16 bits if the file has them
 * @throws {SyntaxError} if it is not one whole PNG file
 * @throws {RangeError} if the image is too large
 */
export async function decodePng(bytes: Uint8Array<ArrayBuffer>): Promise<RgbaImage> {
  const header = parsePngHeader(bytes);
  const chunks = chunksOf(bytes, header);
  const data = chunks.filter(({ type }) => type === "IDAT").map(({ content }) => content);
  await checkInflated(data, inflatedBytes(header));
  const file = Buffer.concat([bytes.subarray(0, 8), ...chunks.map(({ whole }) => whole)]);
  try {
    const { width, height, data } = PNG.sync.read(file, { skipRescale: header.depth === 16 });
    return { width, height, data };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`it is damaged (${message})`, { cause: error });
  }
}

/** A chunk, as views of the file. */
interface Chunk {
  readonly type: string;
  readonly content: Uint8Array<ArrayBuffer>;
  /** With its length, type and checksum. */
  readonly whole: Uint8Array<ArrayBuffer>;
}

/** Checks the chunks, and gives those that make the image. */
function chunksOf(bytes: Uint8Array<ArrayBuffer>, { depth, colorType }: PngHeader): Chunk[] {
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
      const content = bytes.subarray(start + 8, end - 4);
      chunks.push({ type, content, whole: bytes.subarray(start, end) });
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
  const wanted = { 0: 2, 2: 6 }[colorType] ?? (colorType === 3 ? transparency : undefined);
  if (transparency !== undefined && transparency !== wanted) {
    throw new SyntaxError(`its transparency is ${transparency} bytes`);
  }
  if (colorType === 3 && palette! / 3 > 2 ** depth) {
    throw new SyntaxError(`its palette has ${palette! / 3} colours for ${depth} bits`);
  }
  return chunks;
}

function typeAt(bytes: Uint8Array, start: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + 4));
}

/** How many bytes the data has when it is decompressed; before every row there is a byte for the filter. */
function inflatedBytes({ width, height, depth, colorType, interlaced }: PngHeader): number {
  const bits = depth * COLOR_TYPES[colorType]!.samples;
  const size = (columns: number, rows: number) =>
    columns > 0 && rows > 0 ? rows * (1 + Math.ceil(columns * bits / 8)) : 0;
  if (!interlaced) return size(width, height);
  return PASSES.reduce(
    (sum, [x, y, right, down]) =>
      sum + size(Math.ceil((width - x) / right), Math.ceil((height - y) / down)),
    0,
  );
}

/** Checks that data decompresses to a length, and stops where it goes beyond it. */
async function checkInflated(data: Uint8Array<ArrayBuffer>[], wanted: number): Promise<void> {
  let length = 0;
  try {
    const inflated = new Blob(data).stream().pipeThrough(new DecompressionStream("deflate"));
    for await (const chunk of inflated) {
      length += chunk.length;
      if (length > wanted) break;
    }
  } catch (error) {
    throw new SyntaxError("its data are damaged", { cause: error });
  }
  if (length !== wanted) {
    throw new SyntaxError(
      `its data are ${length > wanted ? "more" : "less"} than the ${wanted} bytes of its pixels`,
    );
  }
}
