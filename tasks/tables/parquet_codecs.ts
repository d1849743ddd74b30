/** Unpacks pages of Parquet files. @module */

import type { CompressionCodec } from "npm:hyparquet@1.33.0";
import { compressors } from "npm:hyparquet-compressors@1.1.2";

/** Node's codecs, which Deno has and browsers lack: they stop at a length, and damaged bytes cannot hold them long. */
const zlib = globalThis.process?.getBuiltinModule?.("node:zlib");

type Unpack = (bytes: Uint8Array, size: number) => Uint8Array;

const NATIVE: { readonly [codec: string]: Unpack } = zlib === undefined ? {} : {
  GZIP: (bytes, size) => zlib.gunzipSync(bytes, { maxOutputLength: size }),
  BROTLI: (bytes, size) => zlib.brotliDecompressSync(bytes, { maxOutputLength: size }),
  ZSTD: (bytes, size) => zlib.zstdDecompressSync(bytes, { maxOutputLength: size }),
};

/**
 * Unpacks a page.
 * @param size of the page, unpacked, in bytes
 * @throws {Error} if it has another size, or its codec is not known
 */
export function unpackPage(codec: CompressionCodec, bytes: Uint8Array, size: number): Uint8Array {
  const unpack = codec === "UNCOMPRESSED"
    ? (bytes: Uint8Array) => bytes
    : NATIVE[codec] ?? compressors[codec];
  if (unpack === undefined) throw new Error(`its pages are packed by ${codec}`);
  const page = size === 0 ? new Uint8Array() : unpack(bytes, size);
  if (page.length !== size) throw new Error("a page has another size than in its header");
  return page;
}
