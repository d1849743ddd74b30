/** Texts that stand for missing values: those that are named, and the usual ones among numbers and dates. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { CellValues } from "../../../lib/table/columns/cell_values.ts";
import type { TableOptions } from "../../../lib/table/columns/options.ts";
import { parseTableDescription } from "../../../lib/table/columns/parse_description.ts";
import { profileTable } from "../../../lib/table/columns/profile.ts";
import { tableDatasets } from "../../../lib/table/encode/datasets.ts";
import { RowEncoder } from "../../../lib/table/encode/encode.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { with30 } from "../table_fixture.ts";

const OPTIONS = { target: "class", gaps: "category", as: {} } as const;

const read = (cell: (k: number) => string, options: Partial<TableOptions> = {}) =>
  tableDatasets(with30("c", cell), { ...OPTIONS, ...options });

const every = (n: number, mark: string, other: (k: number) => string) => (k: number) =>
  k % n === 1 ? mark : other(k);

Deno.test("a usual mark among numbers is a missing value, and is named with its count", async () => {
  const { description, warnings } = await read(every(5, "k. A.", (k) => `${k * k / 4}`));
  const [, column] = description.columns;
  assertEquals([column!.kind, column!.missingValues], ["number", ["k. A."]]);
  assertEquals(description.version, 2);
  assert(warnings.includes('"c": 6 cells "k. A." are missing'));
  assertEquals(parseTableDescription(JSON.stringify(description)), description);
});

Deno.test("so are marks among few numbers, money, decimal commas and dates", async () => {
  const kinds: readonly (readonly [kind: string, cell: (k: number) => string])[] = [
    ["number", (k) => `${k % 4}`],
    ["number", (k) => `€${k}.50`],
    ["number", (k) => `${k},5 kg`],
    ["date", (k) => `2024-01-${10 + k % 20}`],
  ];
  for (const [kind, cell] of kinds) {
    const { description: { columns: [, column] } } = await read(every(4, "-", cell));
    assertEquals([column!.kind, column!.missingValues], [kind, ["-"]]);
  }
});

Deno.test("among texts a mark is a text, and so it is among codes and classes", async () => {
  const texts = await read(every(4, "-", (k) => `${"ab"[k % 2]}${k % 3}`));
  assertEquals(texts.description.columns[1]!.missingValues, undefined);
  for (const cell of [(k: number) => "xy"[k % 2]!, (k: number) => `00${k % 4}`]) {
    const { description: { columns: [, column] } } = await read(every(4, "-", cell));
    assertEquals([column!.kind, column!.missingValues], ["category", undefined]);
    assert("values" in column! && column.values.includes("-"));
  }
  const source = with30("c", every(4, "-", (k) => `${k % 3}`));
  const { description } = await tableDatasets(source, { ...OPTIONS, target: "c", folds: 0 });
  assertEquals(description.target.kind === "class" && description.target.classes[0], "-");
});

Deno.test("rows whose quantity is a mark have no target", async () => {
  const source = with30("c", every(5, "n.a.", (k) => `${k * k / 4}`));
  const { description, counts } = await tableDatasets(source, { ...OPTIONS, target: "c" });
  assertEquals([description.target.kind, counts.withoutTarget], ["quantity", 6]);
});

Deno.test("texts that are named are missing values in every column, numbers too", async () => {
  const missingValues = [" -99 ", "lost"];
  const cell = every(5, "-99", (k) => `${k * k / 4}`);
  const { counts } = await read(cell, { target: "c", missingValues });
  assertEquals(counts.withoutTarget, 6);
  const { description } = await read(cell, { missingValues });
  assertEquals(description.columns[1]!.missingValues, ["-99", "lost"]);
  const head = { name: "t", columns: ["x", "c"] };
  const encode = (text: string) => {
    const encoder = new RowEncoder(description, head);
    const out = new Float32Array(encoder.features);
    return [encoder.encode(["1", text], 1, out, 0), out];
  };
  assertEquals(encode(" -99"), encode("NA"));
  const values = new CellValues(description);
  assertEquals(values.ofCells(["1", "-99"]), [1, null]);
  assertEquals(values.ofRow({ x: 1, c: -99 }), [1, null]);
});

Deno.test("a table of a program is learned with marks, and its model reads them", async () => {
  const rows = Array.from({ length: 60 }, (_, k) => ({
    x: k % 7,
    c: k % 5 === 1 ? "unknown yet" : k * k % 31 / 2,
    y: "ab"[k % 2],
  }));
  const warned: string[] = [];
  const model = await TableModel.fit(rows, {
    target: "y",
    missingValues: ["unknown yet"],
    folds: 0,
    epochs: 1,
    groups: false,
    onWarning: (text) => warned.push(text),
  });
  const [answer, missing] = model.predict([{ x: 1, c: "unknown yet" }, { x: 1, c: null }]);
  assertEquals(answer, missing);
});

Deno.test("columns are described with their marks before there is a target", async () => {
  const profile = await profileTable(with30("c", every(5, "#NV", (k) => `${k * k}`)), {
    as: {},
    gaps: "category",
  });
  assertEquals([profile[1]!.kind, profile[1]!.missing], ["number", 0.2]);
  assertStringIncludes(profile[1]!.wrong[0]!, '6 cells "#NV" are missing');
});

Deno.test("a network reads no marks that it did not learn, nor does a config of plain rows", async () => {
  const cell = every(5, "-", (k) => `${k % 4}`);
  for (const options of [{ marked: [] }, { as: undefined }]) {
    const { description } = await read(cell, options);
    assertEquals(description.columns[1]!.kind, "category");
  }
});
