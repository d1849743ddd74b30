/** Files read whole, if they are not too large: a few bytes of disk can hold a file of terabytes. @module */

import { LimitedBytesTransformStream } from "@std/streams/limited-bytes-transform-stream";
import { toBytes } from "@std/streams/to-bytes";
import { explain, reasonOf } from "./explain.ts";
import { checkReadable } from "./open_file.ts";

/**
 * Reads a file.
 * @param most how many bytes it may have
 * @throws {NotAFileError} if it is a named pipe, a socket or a disk
 * @throws {RangeError} if it has more: of a file before any is read, of a pipe or a device once they are read
 */
export async function readAtMost(path: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const { size, isFile, isDirectory } = await checkReadable(path);
  if (size > most) throw new RangeError(`it is ${size} bytes, at most ${most} are allowed`);
  if (isFile || isDirectory) return await Deno.readFile(path);
  // A pipe or a device has no size, and /dev/zero no end.
  const { readable } = await Deno.open(path);
  try {
    return await toBytes(
      readable.pipeThrough(new LimitedBytesTransformStream(most, { error: true })),
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`it does not end after ${most} bytes, the most that are allowed`, {
      cause: error,
    });
  }
}

/** Reads a file of text in UTF-8, as {@linkcode readAtMost} does. */
export async function readTextAtMost(path: string, most: number): Promise<string> {
  return new TextDecoder().decode(await readAtMost(path, most));
}

/** Reads a file by a function such as {@linkcode readAtMost}; an error names the file. */
export async function readNamed<T>(
  path: string,
  most: number,
  read: (path: string, most: number) => Promise<T>,
): Promise<T> {
  try {
    return await read(path, most);
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${reasonOf(error) ?? explain(error)}`, { cause: error });
  }
}
