/** Archives as npm takes them: POSIX's ustar, compressed, the same bytes whenever they are made. @module */

import { gzipSync } from "node:zlib";
import { concatenated } from "../../../../tasks/system/streams.ts";

const BLOCK_BYTES = 512;

/** Two blocks of zeros, which end an archive. */
const END = new Uint8Array(2 * BLOCK_BYTES);

/**
 * A compressed archive of files in the folder `package`, in the order of their paths.
 * @throws {RangeError} if a path is too long for the format's simple form
 */
export function archiveOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const parts = [...files].sort(([one], [other]) => one < other ? -1 : 1).flatMap(
    ([path, bytes]) => [
      headerOf(`package/${path}`, bytes.length),
      bytes,
      new Uint8Array(-bytes.length & (BLOCK_BYTES - 1)),
    ],
  );
  return new Uint8Array(gzipSync(concatenated([...parts, END]), { level: 9 }));
}

/** A header: the fields of ustar at their offsets, numbers in octal digits. */
function headerOf(path: string, bytes: number): Uint8Array {
  const header = new Uint8Array(BLOCK_BYTES);
  const name = new TextEncoder().encode(path);
  if (name.length > 100) {
    throw new RangeError(`Cannot archive ${path}: expected at most 100 bytes, got ${name.length}`);
  }
  const put = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  const octal = (number: number, digits: number) => `${number.toString(8).padStart(digits, "0")}\0`;
  header.set(name);
  put(100, octal(0o644, 7)); // the mode
  put(108, octal(0, 7) + octal(0, 7)); // the owner and the group
  put(124, octal(bytes, 11));
  put(136, octal(0, 11)); // the time
  put(148, " ".repeat(8)); // the checksum counts as blanks in itself
  put(156, "0"); // a file
  put(257, "ustar\x0000");
  put(148, octal(header.reduce((sum, byte) => sum + byte), 6));
  return header;
}
