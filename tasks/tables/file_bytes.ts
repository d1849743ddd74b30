/** The bytes of a file of a table, unpacked if it is compressed by gzip or Zstandard. @module */

import { peek, slices } from "../system/streams.ts";
import { type FileBytes, MAX_BYTES, refused } from "./typed_table.ts";

/** How compressed files begin. */
const [GZIP, ZSTD] = [[0x1f, 0x8b], [0x28, 0xb5, 0x2f, 0xfd]] as const;

/** The length of a start that tells formats apart, in bytes: JSON may begin with spaces. */
const START_BYTES = 4096;

/** How large a small file may become in memory, in bytes, and how many times as large as it is: a few bytes may unpack to gigabytes. */
const [LEAST_UNPACKED, MAX_RATIO] = [33_554_432, 128];

/** Opens a file, and reads its start. */
export async function fileBytes(path: string): Promise<FileBytes> {
  const packing = packingOf((await startOf((await Deno.open(path)).readable, 4)).slice(0, 4));
  const stream = async () => {
    const { readable } = await Deno.open(path);
    return packing === undefined ? readable : ReadableStream.from(packing(readable, path));
  };
  const start = await startOf(await stream(), START_BYTES);
  const { size: stored } = await Deno.stat(path);
  const size = packing === undefined ? stored : undefined;
  let kept: Promise<Uint8Array<ArrayBuffer>> | undefined;
  const whole = () => kept ??= wholeOf(path, size, stream, LEAST_UNPACKED + MAX_RATIO * stored);
  return {
    ...{ name: path, start, size, stream, whole },
    slice: async (start, end) =>
      size === undefined
        ? (await whole()).slice(start, end)
        : await sliceOf(path, start, Math.min(end, size)),
  };
}

/** The bytes of a stream, which is read once, unpacked if it is compressed. */
export async function unpacked(
  packed: ReadableStream<Uint8Array>,
  name: string,
): Promise<ReadableStream<Uint8Array>> {
  const { start, stream } = await peek(packed, 4);
  const packing = packingOf(start);
  return packing === undefined ? stream : ReadableStream.from(packing(stream, name));
}

type Unpacking = (
  packed: ReadableStream<Uint8Array>,
  name: string,
) => AsyncGenerator<Uint8Array, void, void>;

function packingOf(start: ArrayLike<number>): Unpacking | undefined {
  const begins = (bytes: readonly number[]) => bytes.every((byte, k) => start[k] === byte);
  return begins(GZIP) ? gunzipped : begins(ZSTD) ? zstdUnpacked : undefined;
}

async function* gunzipped(
  packed: ReadableStream<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* packed.pipeThrough(slices()).pipeThrough(new DecompressionStream("gzip"));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw unpackingError(name, "several gzip files in one", error);
  }
}

async function* zstdUnpacked(
  packed: ReadableStream<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array, void, void> {
  const { ZstdStream } = await import("./zstd.ts"); // most files are packed otherwise
  const unpacker = new ZstdStream();
  try {
    for await (const chunk of packed.pipeThrough(slices())) yield* unpacker.push(chunk);
    yield* unpacker.end();
  } catch (error) {
    throw unpackingError(name, "packed in a way that is not read", error);
  }
}

function unpackingError(name: string, other: string, cause: unknown): SyntaxError {
  return new SyntaxError(`Cannot unpack ${name}: it is damaged, ends too soon, or is ${other}`, {
    cause,
  });
}

/** The first bytes of a stream, which is closed. */
async function startOf(stream: ReadableStream<Uint8Array>, count: number): Promise<Uint8Array> {
  const { start, stream: rest } = await peek(stream, count);
  await rest.cancel();
  return Uint8Array.from(start.slice(0, count));
}

/**
 * All bytes of a file or a stream.
 * @param most how many bytes they may be; {@linkcode MAX_BYTES} at most
 */
export async function wholeOf(
  path: string,
  size: number | undefined,
  stream: () => Promise<ReadableStream<Uint8Array>>,
  most: number = MAX_BYTES,
): Promise<Uint8Array<ArrayBuffer>> {
  const limit = size === undefined ? Math.min(most, MAX_BYTES) : MAX_BYTES;
  const tooLarge = () =>
    refused(
      path,
      `a file of its kind may have ${Math.floor(limit / 1024 ** 2)} MiB at most, unpacked`,
    );
  if ((size ?? 0) > limit) throw tooLarge();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of await stream()) {
    if ((length += part.length) > limit) throw tooLarge();
    parts.push(part);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function sliceOf(
  path: string,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  using file = await Deno.open(path);
  await file.seek(start, Deno.SeekMode.Start);
  for (let filled = 0; filled < bytes.length;) {
    const read = await file.read(bytes.subarray(filled));
    if (read === null) throw refused(path, `it ends before byte ${end}`);
    filled += read;
  }
  return bytes;
}
