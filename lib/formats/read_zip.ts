/**
 * ZIP archives read: the list of files at the end is checked as a whole, and a file is unpacked when it is asked for.
 * Nothing is written to a disk, so the names may be any (PKWARE, ".ZIP File Format Specification", APPNOTE.TXT 6.3). @module
 */

import { crc32 } from "./crc32.ts";

/** A file in an archive. */
export interface ZipEntry {
  /** Its name, with `/` between folders. */
  readonly name: string;
  /** How many bytes it is unpacked. */
  readonly size: number;
  /**
   * Unpacks it.
   * @throws {SyntaxError} if it is damaged, or of more or fewer bytes than its entry has
   */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** What may be read. */
export interface ReadZipOptions {
  /** The most bytes that all files together may have, unpacked. Default: 4 GiB. */
  readonly maxBytes?: number;
}

/** The records of an archive: their signatures, and their lengths without names. In bytes. */
const END = { signature: 0x06054b50, bytes: 22 };
const END_64 = { signature: 0x07064b50, bytes: 20 };
const CENTRAL = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };

/** Stands for a number that the extension ZIP64 holds. */
const IN_ZIP64 = 0xffffffff;

/** The longest comment at the end, in bytes. */
const MAX_COMMENT = 65_535;

/** Bits of the flags: the content is encrypted, or the name is UTF-8. */
const [ENCRYPTED, UTF_8] = [0x0041, 0x0800];

/** The ways to pack that are read. */
const [STORED, DEFLATED] = [0, 8];

/** Deflate makes a byte of at most this many. */
const MAX_RATIO = 1032;

/** Inflating makes a chunk up to {@linkcode MAX_RATIO} times as large, all at once. So it gets slices of this many bytes. */
const SLICE_BYTES = 16_384;

const GIBIBYTE = 1_073_741_824;

/**
 * Reads the list of an archive's files.
 * @param bytes the whole archive
 * @returns the files in the order of the list, without folders
 * @throws {SyntaxError} if it is not one whole archive, has a name twice, or is of a kind that is not read
 * @throws {RangeError} if the files are more than `maxBytes` together
 */
export function readZip(bytes: Uint8Array, options: ReadZipOptions = {}): ZipEntry[] {
  const { maxBytes = 4 * GIBIBYTE } = options;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  const [length, start] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  const has64 = end >= END_64.bytes &&
    view.getUint32(end - END_64.bytes, true) === END_64.signature;
  if (start === IN_ZIP64 || length === IN_ZIP64 || count === 0xffff || has64) {
    throw bad("it is of the kind ZIP64, for over 4 GB or 65,535 files, which is not read");
  }
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) {
    throw bad("it is a part of several");
  }
  if (start + length > end) throw bad(`its list of files takes ${length} bytes from ${start} on`);
  const entries = new Map<string, ZipEntry>();
  let offset = start;
  let size = 0;
  for (let k = 0; k < count; k++) {
    const entry = parseEntry(bytes, view, offset, start + length);
    offset = entry.next;
    if (entries.has(entry.name)) throw bad(`it has ${JSON.stringify(entry.name)} twice`);
    size += entry.size;
    if (size > maxBytes) {
      throw new RangeError(
        `Cannot read the archive: its files are over the limit of ${maxBytes} bytes`,
      );
    }
    entries.set(entry.name, entry);
  }
  if (offset !== start + length) throw bad(`its list has more than its ${count} files`);
  return [...entries.values()].filter(({ name }) => !name.endsWith("/"));
}

/** Where the last record is, after which there may be a comment. */
function endOf(view: DataView): number {
  const last = view.byteLength - END.bytes;
  for (let offset = last; offset >= Math.max(0, last - MAX_COMMENT); offset--) {
    if (view.getUint32(offset, true) !== END.signature) continue;
    if (offset + END.bytes + view.getUint16(offset + 20, true) === view.byteLength) return offset;
  }
  throw bad(
    view.byteLength >= 4 && view.getUint32(0, true) === LOCAL.signature
      ? `it ends after ${view.byteLength} bytes, before its list of files`
      : "it is not a ZIP file",
  );
}

/** A file in the list, and where the next one is. */
function parseEntry(
  bytes: Uint8Array,
  view: DataView,
  offset: number,
  end: number,
): ZipEntry & { next: number } {
  if (offset + CENTRAL.bytes > end || view.getUint32(offset, true) !== CENTRAL.signature) {
    throw bad(`its list of files breaks off at byte ${offset}`);
  }
  const [flags, method] = [view.getUint16(offset + 8, true), view.getUint16(offset + 10, true)];
  const [checksum, packed, size] = [16, 20, 24].map((at) => view.getUint32(offset + at, true));
  const lengths = [28, 30, 32].map((at) => view.getUint16(offset + at, true));
  const [nameBytes = 0] = lengths;
  const next = lengths.reduce((sum, length) => sum + length, offset + CENTRAL.bytes);
  if (next > end) throw bad(`its list of files breaks off at byte ${offset}`);
  const name = decodeName(bytes.subarray(offset + CENTRAL.bytes).subarray(0, nameBytes), flags);
  const local = view.getUint32(offset + 42, true);
  const entry = { name, method, checksum: checksum!, packed: packed!, size: size!, local };
  checkEntry(entry, flags);
  return { name, size: size!, next, read: () => unpack(bytes, entry) };
}

/** The entry of a file in the list. */
interface Packed {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  /** In bytes, in the archive. */
  readonly packed: number;
  readonly size: number;
  /** Where its own header is. */
  readonly local: number;
}

function checkEntry({ name, method, packed, size, local }: Packed, flags: number): void {
  const quoted = JSON.stringify(name);
  if ([packed, size, local].includes(IN_ZIP64)) {
    throw bad(`${quoted} is of the kind ZIP64, for over 4 GB, which is not read`);
  }
  if ((flags & ENCRYPTED) !== 0) throw bad(`${quoted} is encrypted`);
  if (method !== STORED && method !== DEFLATED) {
    throw bad(`${quoted} is packed by method ${method}: expected stored or deflated`);
  }
  if (method === STORED ? packed !== size : size > MAX_RATIO * packed) {
    throw bad(`${quoted} cannot be ${size} bytes, packed in ${packed}`);
  }
}

/** The name in UTF-8, or in the old code page, of which we take ASCII alone. */
function decodeName(bytes: Uint8Array, flags: number): string {
  try {
    if ((flags & UTF_8) !== 0 || bytes.every((byte) => byte < 128)) {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    }
  } catch { /* as below */ }
  throw bad("a name is not UTF-8");
}

/** A file's content. Its own header repeats the list's entry, and may have other fields of any length. */
async function unpack(bytes: Uint8Array, entry: Packed): Promise<Uint8Array<ArrayBuffer>> {
  const { name, local, packed, method, size, checksum } = entry;
  const quoted = JSON.stringify(name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (
    local + LOCAL.bytes > bytes.length || view.getUint32(local, true) !== LOCAL.signature ||
    view.getUint16(local + 8, true) !== method
  ) throw bad(`${quoted} is not where its entry points`);
  const start = local + LOCAL.bytes + view.getUint16(local + 26, true) +
    view.getUint16(local + 28, true);
  if (start + packed > bytes.length) throw bad(`${quoted} goes beyond the end`);
  const data = bytes.subarray(start, start + packed);
  const content = method === STORED ? data.slice() : await inflate(data, size, quoted);
  if (crc32(content) !== checksum) throw bad(`${quoted} is damaged: its checksum is another`);
  return content;
}

async function inflate(
  data: Uint8Array,
  size: number,
  quoted: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const content = new Uint8Array(size);
  let start = 0;
  const slices = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller): void {
      if (start >= data.length) controller.close();
      else controller.enqueue(data.slice(start, start += SLICE_BYTES));
    },
  });
  const reader = slices.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  let filled = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (filled + next.value.length > size) throw bad(`${quoted} is more than ${size} bytes`);
      content.set(next.value, filled);
      filled += next.value.length;
    }
  } catch (error) {
    await reader.cancel().catch(() => {});
    throw error instanceof SyntaxError ? error : bad(`${quoted} is damaged`, error);
  }
  if (filled < size) throw bad(`${quoted} ends after ${filled} of ${size} bytes`);
  return content;
}

function bad(what: string, cause?: unknown): SyntaxError {
  return new SyntaxError(`Cannot read the archive: ${what}`, { cause });
}
