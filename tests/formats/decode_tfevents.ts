/** TensorBoard's event files read, with their checksums: a reader that shares no code with our writer. @module */

import { assertEquals } from "@std/assert";
import { decodeMessage, type Fields } from "./decode_protobuf.ts";

/** An event: the version of the file, or scalars by their tags. */
export interface DecodedEvent {
  readonly seconds: number;
  readonly step?: number;
  readonly version?: string;
  readonly summary?: {
    readonly values?: readonly { readonly tag: string; readonly value: number }[];
  };
}

const EVENT: Fields = {
  1: ["seconds", "number"],
  2: ["step", "number"],
  3: ["version", "text"],
  5: ["summary", { 1: ["values", { 1: ["tag", "text"], 2: ["value", "number"] }, "many"] }],
};

/** Castagnoli's checksum, bit by bit (RFC 3720, appendix B.4), as a record has it. */
function maskedChecksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/**
 * The events of a file.
 * @throws {Error} if a record is cut off, a checksum is wrong, or a field is unknown
 */
export function decodeTfevents(file: Uint8Array): DecodedEvent[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const events: DecodedEvent[] = [];
  for (let start = 0; start < file.length;) {
    const end = start + 12 + Number(view.getBigUint64(start, true));
    const record = file.subarray(start + 12, end);
    assertEquals(view.getUint32(start + 8, true), maskedChecksum(file.subarray(start, start + 8)));
    assertEquals(view.getUint32(end, true), maskedChecksum(record));
    events.push(decodeMessage(record, EVENT) as unknown as DecodedEvent);
    start = end + 4;
  }
  return events;
}
