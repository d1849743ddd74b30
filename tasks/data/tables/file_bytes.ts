/** The bytes of a file of a table, unpacked if it is compressed by gzip. @module */

import { concatenated, peek } from "../../system/streams.ts";
import { isGzip, unpacked } from "./csv/text.ts";
import { decodedText } from "./encoding.ts";
import { type FileBytes, MAX_BYTES, mostUnpacked, refused } from "./typed_table.ts";
import { openFile } from "../../system/open_file.ts";

/** The length of a start that tells formats apart, in bytes: JSON may begin with spaces. */
const START_BYTES = 4096;

/** Opens a file, and reads its start. */
export async function fileBytes(path: string): Promise<FileBytes> {
  const stream = async () => await unpacked((await openFile(path)).readable, path);
  const start = await startOf(await stream(), START_BYTES);
  const isPacked = isGzip(await startOf((await openFile(path)).readable, 2));
  const size = isPacked ? undefined : (await Deno.stat(path)).size;
  return bytesOf(path, start, size, stream);
}

/**
 * A file of text as UTF-8, and a sentence if it is in another encoding.
 * @param encoding where its bytes leave doubt
 */
export async function utf8File(
  file: FileBytes,
  encoding: string | undefined,
): Promise<{ readonly file: FileBytes; readonly note?: string }> {
  const { name, stream } = file;
  const { open, ...note } = await decodedText(name, stream, encoding);
  if (open === stream) return { file, ...note };
  return {
    file: bytesOf(name, await startOf(await open(), START_BYTES), undefined, open),
    ...note,
  };
}

function bytesOf(
  path: string,
  start: Uint8Array,
  size: number | undefined,
  stream: FileBytes["stream"],
): FileBytes {
  let kept: Promise<Uint8Array<ArrayBuffer>> | undefined;
  const read = async () => {
    const { size: stored } = await Deno.stat(path);
    return await wholeOf(path, size, stream, mostUnpacked(stored));
  };
  const whole = () => kept ??= read();
  return {
    name: path,
    start,
    size,
    stream,
    whole,
    slice: async (start, end) =>
      size === undefined
        ? (await whole()).slice(start, end)
        : await sliceOf(path, start, Math.min(end, size)),
  };
}

/** The first bytes of a stream, which is closed. */
async function startOf(stream: ReadableStream<Uint8Array>, count: number): Promise<Uint8Array> {
  const { start, stream: rest } = await peek(stream, count);
  await rest.cancel();
  return Uint8Array.from(start.slice(0, count));
}

/**
 * All bytes of a file or a stream.
 * @param most how many bytes they may be unpacked; {@linkcode MAX_BYTES} at most
 */
export async function wholeOf(
  path: string,
  size: number | undefined,
  stream: () => Promise<ReadableStream<Uint8Array>>,
  most: number = MAX_BYTES,
): Promise<Uint8Array<ArrayBuffer>> {
  const limit = size === undefined ? most : MAX_BYTES;
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
  return concatenated(parts);
}

async function sliceOf(
  path: string,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  using file = await openFile(path);
  await file.seek(start, Deno.SeekMode.Start);
  for (let filled = 0; filled < bytes.length;) {
    const read = await file.read(bytes.subarray(filled));
    if (read === null) throw refused(path, `it ends before byte ${end}`);
    filled += read;
  }
  return bytes;
}
