/** ZIP archives whose files are stored as they are (PKWARE, ".ZIP File Format Specification", APPNOTE.TXT 6.3). @module */

import { join, lengthOf } from "./join.ts";
import { crc32 } from "./crc32.ts";

/** 2.0, the least version that readers have to be of. */
const VERSION = 20;

/** The names are in UTF-8: bit 11. */
const FLAGS = 0x0800;

/** The first day of the format, 1 January 1980: the same files give the same bytes. */
const DATE = 0x0021;

/** More files or bytes need the extension ZIP64. The names have the 65 MB that are left to 4 GiB, and 16 bits for a length. */
const [MAX_FILES, MAX_BYTES, MAX_NAME_BYTES] = [1000, 0xfc000000, 0xffff];

/**
 * Writes an archive.
 * @param files names and contents
 * @throws {RangeError} if it is more than a thousand files, or more than 4 GB, or a name takes more than 65,535 bytes
 * @throws {TypeError} if a name comes twice or is not Unicode
 */
export function formatZip(
  files: readonly (readonly [name: string, content: Uint8Array])[],
): Uint8Array<ArrayBuffer> {
  const names = new Set(files.map(([name]) => name));
  const wrong = files.find(([name]) => !name.isWellFormed());
  if (wrong !== undefined || names.size < files.length) {
    throw new TypeError(
      `Cannot write the archive: ${
        wrong === undefined ? "a name comes twice" : `${JSON.stringify(wrong[0])} is not Unicode`
      }`,
    );
  }
  const content = files.reduce((length, [, content]) => length + content.length, 0);
  if (files.length > MAX_FILES || content > MAX_BYTES) {
    throw new RangeError(`Cannot write an archive of ${files.length} files and ${content} bytes`);
  }
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let start = 0;
  for (const [name, content] of files) {
    const nameBytes = new TextEncoder().encode(name);
    if (nameBytes.length > MAX_NAME_BYTES) {
      throw new RangeError(
        `Cannot write an archive with a name of ${nameBytes.length} bytes: at most ${MAX_NAME_BYTES} are allowed`,
      );
    }
    // What both headers hold: flags, stored, time and date, checksum, the size twice, the name's length, nothing extra.
    const common = fields(
      [2, VERSION],
      [2, FLAGS],
      [2, 0],
      [2, 0],
      [2, DATE],
      [4, crc32(content)],
      [4, content.length],
      [4, content.length],
      [2, nameBytes.length],
      [2, 0],
    );
    const header = [fields([4, 0x04034b50]), common, nameBytes];
    local.push(...header, content);
    central.push(
      fields([4, 0x02014b50], [2, VERSION]),
      common,
      fields([2, 0], [2, 0], [2, 0], [4, 0], [4, start]), // comment, disk, attributes, the offset
      nameBytes,
    );
    start += lengthOf(header) + content.length;
  }
  const end = fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, lengthOf(central)],
    [4, start],
    [2, 0],
  );
  return join(local, central, end);
}

/** Little-endian whole numbers of 2 or 4 bytes. */
function fields(...values: readonly [size: 2 | 4, value: number][]): Uint8Array {
  return new Uint8Array(
    values.flatMap(([size, value]) =>
      Array.from({ length: size }, (_, k) => (value >>> 8 * k) & 0xff)
    ),
  );
}
