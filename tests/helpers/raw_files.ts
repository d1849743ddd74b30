/** Files whose headers may claim anything. @module */

import { crc32 } from "../../lib/formats/crc32.ts";
import { concat, utf8 } from "./bytes.ts";

/** A safetensors file with any header, and so many bytes of zero. */
export function safetensorsFile(
  header: string | Uint8Array,
  dataBytes = 0,
): Uint8Array<ArrayBuffer> {
  const json = typeof header === "string" ? utf8(header) : header;
  return concat(field(8, json.length), json, new Uint8Array(dataBytes));
}

/** An NPY file of version 1.0 with any header. */
export function npyFile(
  header: string,
  items: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const bytes = utf8(`${header}\n`);
  return concat(new Uint8Array([0x93]), utf8("NUMPY\x01\0"), field(2, bytes.length), bytes, items);
}

/** What an archive of one file is made of; anything may be untrue. */
export interface Lies {
  method?: number;
  flags?: number;
  size?: number;
  packed?: number;
  local?: number;
  checksum?: number;
  count?: number;
  start?: number;
  disk?: number;
  /** How many of the files are announced to be on this disk. */
  here?: number;
  /** The announced length of the list. */
  length?: number;
  /** How often the list has the file. */
  times?: number;
  /** "a" if there is none. */
  name?: Uint8Array;
  /** What follows the name in both headers; and its announced length. */
  extra?: Uint8Array;
  extraLength?: number;
  /** What stands between the list and the end. */
  before?: Uint8Array;
  /** What stands behind the end. */
  comment?: Uint8Array;
}

/** A little-endian number. */
export function field(size: number, value: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, k) => Math.floor(value / 256 ** k) & 255);
}

/** The header that stands before a file's content. */
export function zipHeader(data: Uint8Array, content: Uint8Array, lies: Lies): Uint8Array {
  const { method = 8, flags = 0, name = utf8("a"), extra = new Uint8Array() } = lies;
  return concat(
    field(4, 0x04034b50),
    field(2, 20),
    field(2, flags),
    field(2, method),
    field(4, 0),
    field(4, lies.checksum ?? crc32(content)),
    field(4, lies.packed ?? data.length),
    field(4, lies.size ?? content.length),
    field(2, name.length),
    field(2, lies.extraLength ?? extra.length),
    name,
    extra,
  );
}

/** An archive of one file. */
export function zipFile(
  data: Uint8Array,
  content: Uint8Array,
  lies: Lies = {},
): Uint8Array<ArrayBuffer> {
  const { times = 1, local = 0, disk = 0 } = lies;
  const { before = new Uint8Array(), comment = new Uint8Array() } = lies;
  const header = zipHeader(data, content, lies);
  const first = concat(header, data);
  const listed = concat(
    field(4, 0x02014b50),
    field(2, 20),
    header.subarray(4, 30),
    field(2, 0),
    field(2, 0),
    field(2, 0),
    field(4, 0),
    field(4, local),
    header.subarray(30),
  );
  const list = concat(...Array.from({ length: times }, () => listed));
  const count = field(2, lies.count ?? times);
  const here = lies.here === undefined ? count : field(2, lies.here);
  const end = concat(
    field(4, 0x06054b50),
    field(2, disk),
    field(2, 0),
    here,
    count,
    field(4, lies.length ?? list.length),
    field(4, lies.start ?? first.length),
    field(2, comment.length),
    comment,
  );
  return concat(first, list, before, end);
}
