import { assertEquals } from "@std/assert";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { encodeRow, RowEncoder } from "../../../lib/table/encode/encode.ts";
import {
  decodeQuantities,
  type QuantityTarget,
  targetReader,
} from "../../../lib/table/columns/target.ts";

const description: TableDescription = {
  version: 1,
  columns: [
    { kind: "number", name: "time", mean: 1_700_000_000_000, deviation: 0.5, gaps: "mean" },
    {
      kind: "category",
      name: "color",
      values: ["", "green", "red, light", "😀"],
      gaps: "category",
    },
    { kind: "number", name: "size", mean: 1, deviation: 2, gaps: "drop" },
    { kind: "category", name: "shape", values: ["round"], gaps: "mean" },
  ],
  target: { kind: "class", name: "kind", classes: ["no", "yes"] },
};
const HEAD = { name: "new.csv", columns: ["size", "kind", "color", "shape", "other", "time"] };

function encode(
  ...cells: string[]
): { features: number[]; missing: string | undefined; encoder: RowEncoder } {
  const encoder = new RowEncoder(description, HEAD);
  const out = new Float32Array(encoder.features + 1).fill(9);
  const missing = encoder.encode(cells, 5, out, 1)?.column;
  return { features: [...out.subarray(1)], missing, encoder };
}

Deno.test("numbers are standardized in float64 and rounded once, categories are one-hot", () => {
  const { features, encoder } = encode("4", "yes", "red, light", "round", "x", "1700000000001");
  assertEquals(features, [2, 0, 0, 1, 0, 1.5, 1]); // float32 alone would lose the 1 of the time
  assertEquals(encoder.unused, ["kind", "other"]);
  const other = encode("4", "", "😀", "round", "", "1700000000000");
  assertEquals(other.features, [0, 0, 0, 0, 1, 1.5, 1]);
});

Deno.test("a missing value is the mean, a separate category, or leaves the row out", () => {
  assertEquals(encode("1", "", "NA", "?", "", "").features, [0, 1, 0, 0, 0, 0, 0]);
  assertEquals(encode("NA", "", "green", "round", "", "1").missing, "size");
  assertEquals(encode("1", "", "green", "round", "", "1").missing, undefined);
});

Deno.test("a text that no training row had is 0 everywhere, and listed once", () => {
  const { features, encoder } = encode("1", "", "gren", "round", "", "");
  assertEquals(features, [0, 0, 0, 0, 0, 0, 1]);
  encoder.encode(["1", "", "gren", "round", "", ""], 6, new Float32Array(7), 0);
  assertEquals(encoder.unknown, [
    { column: "color", value: "gren", line: 5, suggestion: ", did you mean green?" },
  ]);
});

Deno.test("a row by the names of its columns is encoded as in a file", () => {
  const row = { time: 1_700_000_000_001, color: "😀", size: 4, shape: "round" };
  assertEquals([...encodeRow(description, row)], [2, 0, 0, 0, 1, 1.5, 1]);
  assertEquals([...encodeRow(description, { size: 1 })], [0, 1, 0, 0, 0, 0, 0]);
});

Deno.test("targets are numbers of classes, or quantities that come back in their units", () => {
  const classes = targetReader(description, HEAD)(2);
  classes.read(1, ["1", "yes", "", "", "", ""], 2);
  assertEquals(classes.answers, {
    labels: new Uint8Array([0, 1]),
    classes: 2,
    classNames: ["no", "yes"],
  });
  const target: QuantityTarget = {
    kind: "quantity",
    quantities: [
      { name: "a", mean: 10, deviation: 4 },
      { name: "b", unit: "g", mean: -1, deviation: 0.5 },
    ],
  };
  const quantities = targetReader({ target }, { name: "new.csv", columns: ["b", "a"] })(2);
  quantities.read(1, ["-2", "12"], 2);
  const targets = new Float32Array([0, 0, 0.5, -2]);
  assertEquals(quantities.answers, { targets, outputs: 2, classification: false });
  assertEquals([...decodeQuantities(target, targets.subarray(2))], [12, -2]);
});
