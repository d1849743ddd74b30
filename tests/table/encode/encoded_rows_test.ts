/** How small the encoded rows of a table are kept: a code for inputs of which one is 1, a byte for it where that is enough. */

import { assertEquals } from "@std/assert";
import { Dataset } from "../../../mod.ts";
import {
  type EncodedRows,
  encodedRows,
  LEVEL,
  ONE_HOT,
  RAMPS,
  VALUE,
} from "../../../lib/table/encode/encoded_rows.ts";
import type { EncodingTables } from "../../../lib/table/encode/tables.ts";

/** The encoded rows of features, with bins for their numbers. */
function encoded(rows: readonly number[][], given: Partial<EncodingTables> = {}): EncodedRows {
  const features = rows[0]!.length;
  const tables = { features, numbers: [], levels: [], ...given };
  const labels = new Uint8Array(rows.length);
  const data = new Dataset({
    inputs: Float32Array.from(rows.flat()),
    features,
    labels,
    classes: 2,
  });
  return encodedRows(data, tables, "piecewise");
}

/** What each part is, and the number of its inputs. */
const partsOf = ({ kinds, widths }: EncodedRows) => [[...kinds], [...widths]];

Deno.test("neighboring features of which a row has one 1 at most are one code", () => {
  const rows = encoded([[1, 0, 0, 0.5, 1], [0, 0, 1, 2, 0], [0, 0, 0, 0, 0]]);
  assertEquals(partsOf(rows), [[ONE_HOT, VALUE, ONE_HOT], [3, 1, 1]]);
  assertEquals([...rows.codes], [1, 1, 3, 0, 0, 0]);
  assertEquals([...rows.values], [0.5, 2, 0]);
});

Deno.test("a feature that is 1 beside another begins a code of its own", () => {
  const rows = encoded([[1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]]);
  assertEquals(partsOf(rows), [[ONE_HOT, ONE_HOT], [2, 2]]);
  assertEquals([...rows.codes], [1, 1, 2, 0, 0, 2]);
});

Deno.test("numbers and levels end a code, whatever their values", () => {
  const rows = encoded([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]], {
    numbers: [{ feature: 1, edges: [0, 1, 2], knots: [0, 2], scores: [-1, 1] }],
    levels: [{ feature: 2, levels: 2, width: 3 }],
  });
  assertEquals(partsOf(rows), [[ONE_HOT, RAMPS, LEVEL, ONE_HOT], [1, 2, 3, 1]]);
});

Deno.test("a code is a byte: after 255 features the next begins", () => {
  const names = Array.from({ length: 300 }, (_, k) => k);
  const rows = encoded(names.map((row) => names.map((feature) => Number(feature === row))));
  assertEquals(partsOf(rows), [[ONE_HOT, ONE_HOT], [255, 45]]);
  assertEquals([...rows.codes.subarray(2 * 254, 2 * 256)], [255, 0, 0, 1]);
});

Deno.test("codes of levels have the bytes that the most levels of a feature need", () => {
  const ofLevels = (levels: number) =>
    encoded([[levels]], { levels: [{ feature: 0, levels, width: 1 }] }).codes;
  for (const [levels, bytes] of [[255, 1], [256, 2], [65535, 2], [65536, 4]] as const) {
    const codes = ofLevels(levels);
    assertEquals([[...codes], codes.BYTES_PER_ELEMENT], [[levels], bytes]);
  }
});
