/**
 * TensorBoard's event files: records of TFRecord, of which each holds an `Event` of Protocol Buffers
 * (TensorFlow, `lib/io/record_writer.h`, `util/event.proto` and `framework/summary.proto`). @module
 */

import { join } from "./join.ts";
import { crc32c } from "./crc32.ts";
import { double, float, integer, message, text } from "./protobuf.ts";

/** Scalars of one step. */
export interface ScalarEvent {
  /** The time, in seconds since 1970. */
  readonly seconds: number;
  /** A whole number, such as the epoch. */
  readonly step: number;
  /** The numbers by their tags, rounded to float32. TensorBoard shows those with the same text before a slash together. */
  readonly scalars: Readonly<Record<string, number>>;
}

/** The fields of the messages, by their numbers in the definitions. */
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 } as const;
const SUMMARY = { value: 1 } as const;
const VALUE = { tag: 1, simpleValue: 2 } as const;

/** Scalars as an event file, whose name has to contain `tfevents`. */
export function formatTfevents(events: readonly ScalarEvent[]): Uint8Array<ArrayBuffer> {
  const start = join(double(EVENT.wallTime, 0), text(EVENT.fileVersion, "brain.Event:2"));
  const records = events.map(({ seconds, step, scalars }) => {
    const values = Object.entries(scalars).map(([tag, value]) =>
      message(SUMMARY.value, text(VALUE.tag, tag), float(VALUE.simpleValue, value))
    );
    return join(
      double(EVENT.wallTime, seconds),
      integer(EVENT.step, step),
      message(EVENT.summary, ...values),
    );
  });
  return join(...[start, ...records].map(record));
}

/** A record: its length, eight bytes, and the data, each with its checksum behind it. */
function record(data: Uint8Array): Uint8Array {
  const framed = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(framed.buffer);
  view.setUint32(0, data.length, true);
  view.setUint32(8, masked(crc32c(framed.subarray(0, 8))), true);
  framed.set(data, 12);
  view.setUint32(12 + data.length, masked(crc32c(data)), true);
  return framed;
}

/** A checksum as TFRecord stores it: rotated right by 15 bits, plus a constant. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
