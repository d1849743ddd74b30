/**
 * The steps between the bytes of a source and a file: decompression with a limit, and the check of size and SHA-256. @module
 */

import { createHash } from "node:crypto";
import type { CatalogueFile } from "../../lib/digits/mnist.ts";
import { limited, peek, slices, watched } from "../system/streams.ts";
import { TransientError } from "./origin.ts";

/** How many times a file may be compressed: a server may compress a .gz file again. */
const MAX_GZIP_LAYERS = 3;

/**
 * Decompresses a stream if its first two bytes are those of gzip. Names and headers do not count, since `fetch` has already
 * decoded a `Content-Encoding`. It fails soon after more than `limit` bytes.
 */
export async function decompressed(
  stream: ReadableStream<Uint8Array>,
  limit: number,
): Promise<ReadableStream<Uint8Array>> {
  for (let layer = 0; layer < MAX_GZIP_LAYERS; layer++) {
    const peeked = await peek(stream, 2);
    stream = peeked.stream;
    if (peeked.start[0] !== 0x1f || peeked.start[1] !== 0x8b) break;
    stream = stream
      .pipeThrough(slices())
      .pipeThrough(new DecompressionStream("gzip"))
      .pipeThrough(limited(limit));
  }
  return stream;
}

/** Passes bytes on. It fails at once if there are too many, and at the end if there are too few or the SHA-256 is wrong. */
export function verified(
  { bytes, sha256 }: CatalogueFile,
): TransformStream<Uint8Array, Uint8Array> {
  const hash = createHash("sha256");
  let size = 0;
  return watched((chunk) => {
    size += chunk.length;
    if (size > bytes) throw new Error(`expected ${bytes} bytes, got more: it is another file`);
    hash.update(chunk);
  }, () => {
    if (size < bytes) throw new TransientError(`it ends after ${size} of ${bytes} bytes`);
    const actual = hash.digest("hex");
    if (actual === sha256) return;
    throw new Error(`expected the SHA-256 ${sha256}, got ${actual}: it is another file`);
  });
}
