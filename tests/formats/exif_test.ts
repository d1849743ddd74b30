import { assert, assertEquals } from "@std/assert";
import { parseExifOrientation } from "../../lib/formats/exif.ts";
import { tiffOf } from "../helpers/draw_pictures.ts";
import { prefixes } from "../helpers/bytes.ts";

Deno.test("the eight orientations are read, of either byte order", () => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    for (const little of [true, false]) {
      assertEquals(parseExifOrientation(tiffOf(orientation, little)) as number, orientation);
    }
  }
});

Deno.test("a view within a larger buffer is read as well", () => {
  const tiff = tiffOf(6);
  const buffer = new Uint8Array(tiff.length + 7);
  buffer.set(tiff, 5);
  assertEquals(parseExifOrientation(buffer.subarray(5, 5 + tiff.length)), 6);
});

Deno.test("no orientation, or an unknown one, means upright", () => {
  for (const orientation of [0, 9, 256, 65535]) {
    assertEquals(parseExifOrientation(tiffOf(orientation)), 1);
  }
  const field = 10 + 12; // of the orientation, after the camera's model: its number, type and count; the order, the magic
  for (const [k, byte] of [[field, 0x13], [field + 2, 4], [field + 4, 2], [0, 0x4d], [2, 43]]) {
    assertEquals(parseExifOrientation(tiffOf(6).with(k!, byte!)), 1);
  }
  assertEquals(parseExifOrientation(tiffOf(6, false).with(0, 0x4e)), 1);
});

Deno.test("a list of fields within the head of eight bytes is none", () => {
  const tiff = new Uint8Array(64); // its list would begin at byte 2: 42 fields, the first of them at byte 4
  const view = new DataView(tiff.buffer);
  tiff.set([0x4d, 0x4d, 0, 42]);
  view.setUint32(4, 2);
  for (let field = 16; field < 64 - 12; field += 12) {
    view.setUint16(field, 0x0112);
    view.setUint16(field + 2, 3);
    view.setUint32(field + 4, 1);
    view.setUint16(field + 8, 6);
  }
  assertEquals(parseExifOrientation(tiff), 1);
});

Deno.test("lengths and offsets that lie outside are not followed", () => {
  const tiff = tiffOf(6);
  const view = new DataView(tiff.buffer);
  for (const list of [0, 7, tiff.length - 1, tiff.length, 0x7fffffff, 0xffffffff]) {
    view.setUint32(4, list, true);
    assertEquals(parseExifOrientation(tiff), 1);
  }
  view.setUint32(4, 8, true);
  view.setUint16(8, 65535, true); // more fields than there are bytes
  assertEquals(parseExifOrientation(tiff), 6);
  for (const prefix of prefixes(tiffOf(6))) {
    assert([1, 6].includes(parseExifOrientation(prefix)));
  }
});
