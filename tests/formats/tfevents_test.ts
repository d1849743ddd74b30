/** Event files, read by a reader of the tests, and by Debian's `protoc` and `python3-crc32c`. */

import { assertEquals } from "@std/assert";
import { formatTfevents } from "../../lib/formats/tfevents.ts";
import { decodeTfevents } from "./decode_tfevents.ts";
import { findPython, runPython } from "../helpers/python.ts";
import { granted } from "../helpers/run_task.ts";

const EVENTS = [
  { seconds: 1.5, step: 1, scalars: { "cost/train": 0.25, "accuracy/validation": 1 } },
  { seconds: 1e9, step: 300, scalars: { "cost/train": -3.5e-7, é: 2 } },
  { seconds: 1e9, step: 301, scalars: {} },
];

/** Prints the fields of each record, after a check of its frame. */
const READER = `
import crc32c, struct, subprocess, sys

def unmasked(masked):
    rotated = (masked - 0xa282ead8) & 0xffffffff
    return ((rotated >> 17) | (rotated << 15)) & 0xffffffff

data = sys.stdin.buffer.read()
while data:
    length, of_length = struct.unpack("<QI", data[:12])
    record, (of_record,) = data[12:12 + length], struct.unpack("<I", data[12 + length:16 + length])
    assert unmasked(of_length) == crc32c.crc32c(data[:8])
    assert unmasked(of_record) == crc32c.crc32c(record)
    print(subprocess.run(["protoc", "--decode_raw"], input=record, stdout=-1, check=True).stdout.decode())
    data = data[16 + length:]
`;

const python = granted("read", "run") ? await findPython("crc32c") : undefined;
const hasProtoc = python !== undefined &&
  await runPython(python, "import subprocess; subprocess.run(['protoc', '--version'])")
    .then(() => true, () => false);

Deno.test("protoc reads the events, and crc32c checks their frames", {
  ignore: !hasProtoc,
}, async () => {
  const printed = await runPython(python!, READER, formatTfevents(EVENTS));
  const hex = (value: number, bytes: 4 | 8) => {
    const view = new DataView(new ArrayBuffer(8));
    if (bytes === 4) view.setFloat32(0, value);
    else view.setFloat64(0, value);
    return `0x${new Uint8Array(view.buffer, 0, bytes).toHex()}`;
  };
  const value = (tag: string, value: number) =>
    `  1 {\n    1: "${tag}"\n    2: ${hex(value, 4)}\n  }\n`;
  const event = (seconds: number, step: number, ...values: string[]) =>
    `1: ${hex(seconds, 8)}\n2: ${step}\n5${
      values.length > 0 ? ` {\n${values.join("")}}` : ': ""'
    }\n\n`;
  assertEquals(
    new TextDecoder().decode(printed),
    `1: 0x0000000000000000\n3: "brain.Event:2"\n\n` +
      event(1.5, 1, value("cost/train", 0.25), value("accuracy/validation", 1)) +
      event(1e9, 300, value("cost/train", -3.5e-7), value("\\303\\251", 2)) +
      event(1e9, 301),
  );
});

Deno.test("an event file holds the scalars of each step, with checksums", () => {
  const events = EVENTS.map(({ seconds, step, scalars }) => {
    const values = Object.entries(scalars)
      .map(([tag, value]) => ({ tag, value: Math.fround(value) }));
    return { seconds, step, summary: values.length > 0 ? { values } : {} };
  });
  const start = { seconds: 0, version: "brain.Event:2" };
  assertEquals(decodeTfevents(formatTfevents(EVENTS)), [start, ...events]);
});

Deno.test("an event file has these bytes", () => {
  const bytes = formatTfevents([{ seconds: 2, step: 1, scalars: { a: 1 } }]);
  const [start, event] = [
    "1800000000000000 a37f4b22 0900000000000000001a0d627261696e2e4576656e743a32 eedf28a3",
    "1700000000000000 e7cef81e 09000000000000004010012a0a0a080a0161150000803f 4a86fdda",
  ];
  assertEquals(bytes.toHex(), `${start}${event}`.replaceAll(" ", ""));
});
