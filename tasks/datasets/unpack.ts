/**
 * What stands between the bytes of a source and a file: decompression with a limit, and the check of size and SHA-256.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { CatalogueFile } from "../../lib/digits/mnist.ts";
import { TransientError } from "./transient_error.ts";

/** How often a file may be compressed: a server that compresses on the fly may do so to a file that is already. */
const LAYERS = 3;

/** The views of a stream of bytes in memory, in bytes. */
const VIEW = 65_536;

/** A chunk of deflate grows up to 1032-fold, all at once; so chunks are cut to this many bytes beforehand. */
const SLICE = 16_384;

/**
 * Decompresses a stream if it is gzip, which its first two bytes say: names and headers do not, since `fetch` has
 * already decoded a `Content-Encoding`. Fails when there are more than `limit` bytes, before it has made many more.
 */
export async function decompressed(
  stream: ReadableStream<Uint8Array>,
  limit: number,
): Promise<ReadableStream<Uint8Array>> {
  for (let layer = 0; layer < LAYERS; layer++) {
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

/** Passes the bytes on and fails unless they are the file: too many at once, too few or another SHA-256 at the end. */
export function verified(
  { bytes, sha256 }: CatalogueFile,
): TransformStream<Uint8Array, Uint8Array> {
  const hash = createHash("sha256");
  let size = 0;
  return new TransformStream({
    transform(chunk, controller): void {
      size += chunk.length;
      if (size > bytes) throw new Error(`it is another file: it has more than ${bytes} bytes`);
      hash.update(chunk);
      controller.enqueue(chunk);
    },
    flush(): void {
      if (size < bytes) throw new TransientError(`it ends after ${size} of ${bytes} bytes`);
      const actual = hash.digest("hex");
      if (actual !== sha256) {
        throw new Error(`it is another file: its SHA-256 is ${actual} and should be ${sha256}`);
      }
    },
  });
}

/** Passes the bytes on and tells how many there have been. */
export function counted(tell: (bytes: number) => void): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller): void {
      tell(size += chunk.length);
      controller.enqueue(chunk);
    },
  });
}

/** The bytes as a stream of views of them; a Blob would hold a copy. */
export function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let start = 0;
  return new ReadableStream({
    pull(controller): void {
      if (start >= bytes.length) controller.close();
      else controller.enqueue(bytes.subarray(start, start += VIEW));
    },
  });
}

/** Puts a stream's bytes together. */
export async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(
    await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
  );
}

function slices(): TransformStream<Uint8Array, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(chunk, controller): void {
      for (let start = 0; start < chunk.length; start += SLICE) {
        controller.enqueue(chunk.slice(start, start + SLICE));
      }
    },
  });
}

/** An inner layer is compressed too, and may be a little larger than what it holds. */
function limited(limit: number): TransformStream<Uint8Array, Uint8Array> {
  const most = limit + Math.ceil(limit / 1000) + 1024;
  let size = 0;
  return new TransformStream({
    transform(chunk, controller): void {
      size += chunk.length;
      if (size > most) {
        throw new Error(`it is another file: it unpacks to more than ${limit} bytes`);
      }
      controller.enqueue(chunk);
    },
  });
}

/** Reads the first bytes, at least `count` if there are so many, and gives a stream that still has them. */
async function peek(
  stream: ReadableStream<Uint8Array>,
  count: number,
): Promise<{ start: number[]; stream: ReadableStream<Uint8Array> }> {
  const reader = stream.getReader();
  const held: Uint8Array[] = [];
  const start: number[] = [];
  while (start.length < count) {
    const { value } = await reader.read();
    if (value === undefined) break;
    held.push(value);
    start.push(...value.subarray(0, count));
  }
  const whole = new ReadableStream<Uint8Array>({
    async pull(controller): Promise<void> {
      const value = held.shift() ?? (await reader.read()).value;
      if (value === undefined) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
  return { start, stream: whole };
}
