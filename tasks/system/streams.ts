/** Streams of bytes, beyond what `@std/streams` has: made of memory, counted, cut, limited and looked into. @module */

/** The size of the chunks of a stream of bytes in memory. */
const VIEW_BYTES = 65_536;

/** The size of the chunks before decompression, which makes each up to 1032 times as large at once. */
const SLICE_BYTES = 16_384;

export function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let start = 0;
  return new ReadableStream({
    pull(controller): void {
      if (start >= bytes.length) controller.close();
      else controller.enqueue(bytes.subarray(start, start += VIEW_BYTES));
    },
  });
}

/** The parts one after the other; a Blob takes long for many. */
export function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let length = 0;
  for (const part of parts) {
    whole.set(part, length);
    length += part.length;
  }
  return whole;
}

/** Passes bytes on once they were seen; an error of `see` or `end` ends the stream. */
export function watched(
  see: (chunk: Uint8Array) => void,
  end: () => void = () => {},
): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(chunk, controller): void {
      see(chunk);
      controller.enqueue(chunk);
    },
    flush: end,
  });
}

/** Passes bytes on and reports how many there have been. */
export function counted(report: (bytes: number) => void): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return watched(({ length }) => report(size += length));
}

/** Cuts chunks into small ones. */
export function slices(): TransformStream<Uint8Array, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(chunk, controller): void {
      for (let start = 0; start < chunk.length; start += SLICE_BYTES) {
        controller.enqueue(chunk.slice(start, start + SLICE_BYTES));
      }
    },
  });
}

/**
 * Passes bytes on, and fails once there are clearly more than `limit`: a file within that is compressed again may be a little
 * larger than its content.
 */
export function limited(limit: number): TransformStream<Uint8Array, Uint8Array> {
  const most = limit + Math.ceil(limit / 1000) + 1024;
  return counted((size) => {
    if (size <= most) return;
    throw new Error(`it is another file: it is more than ${limit} bytes, unpacked`);
  });
}

/** Reads the first bytes, at least `count` if there are so many, and gives a stream that still has them. */
export async function peek(
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
