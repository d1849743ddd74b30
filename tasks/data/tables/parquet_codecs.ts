/** Unpacks pages of Parquet files. @module */

import type { CompressionCodec } from "npm:hyparquet@1.33.0";
import { compressors } from "npm:hyparquet-compressors@1.1.2";

type Unpack = (bytes: Uint8Array, size: number) => Uint8Array;

/** What of Node is used, which browsers lack. */
interface Node {
  readonly process?: {
    getBuiltinModule?(name: "node:zlib"): {
      readonly [name: string]: (
        bytes: Uint8Array,
        limit: { maxOutputLength: number },
      ) => Uint8Array;
    };
  };
}

/** Node's codecs, which Deno has: they stop at a length, and damaged bytes cannot hold them long. */
const zlib = (globalThis as Node).process?.getBuiltinModule?.("node:zlib");

const native = (name: string): Unpack | undefined =>
  zlib && ((bytes, size) => zlib[name]!(bytes, { maxOutputLength: size }));

const NATIVE: { readonly [codec: string]: Unpack | undefined } = {
  GZIP: native("gunzipSync"),
  BROTLI: native("brotliDecompressSync"),
  ZSTD: native("zstdDecompressSync"),
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
