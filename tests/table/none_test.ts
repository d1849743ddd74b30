/** `None` is a word where a column has other words beside it, and a missing value among numbers and dates. */

import { assertEquals } from "@std/assert";
import { Network } from "../../mod.ts";
import { CellValues } from "../../lib/table/cell_values.ts";
import { featuresOf, type TableDescription } from "../../lib/table/columns.ts";
import { type TableDatasets, tableDatasets } from "../../lib/table/datasets.ts";
import { RowEncoder } from "../../lib/table/encode.ts";
import { TableModel } from "../../lib/table_model.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import { granted } from "../helpers/run_task.ts";
import { tableModule } from "../module/model_fixture.ts";
import { onnxAnswers, onnxruntime } from "./onnx_answers.ts";
import { tableOf } from "./table_fixture.ts";

type Cell = (k: number) => string;

const angina: Cell = (k) => ["None", "Atypical", "Typical"][k * 7 % 3]!;

/** 60 rows of a number, the given column and a class. */
const read = (cell: Cell, options: Partial<TableOptions> = {}, label: Cell = (k) => "ab"[k % 2]!) =>
  tableDatasets(
    tableOf([
      ["x", "c", "class"],
      ...Array.from({ length: 60 }, (_, k) => [`${(k * 7) % 60}`, cell(k), label(k)]),
    ]),
    { target: "class", gaps: "category", as: {}, ...options },
  );

const valuesOf = ({ description: { columns } }: TableDatasets) => {
  const column = columns.find(({ name }) => name === "c")!;
  return "values" in column ? column.values : column.kind;
};

Deno.test("None is a level of its own beside other words, whatever becomes of missing values", async () => {
  for (const gaps of ["category", "mean", "drop"] as const) {
    const table = await read(angina, { gaps });
    assertEquals(valuesOf(table), ["Atypical", "None", "Typical"]);
    assertEquals(table.counts.withMissingValues, 0);
    assertEquals(table.read, ['"None" in "c" is a category, as most other cells there are words']);
    assertEquals(table.warnings, []);
    const [, { missing, levels }] = table.profile as unknown as [
      unknown,
      (typeof table.profile)[0],
    ];
    assertEquals([missing, levels], [0, 3]);
  }
});

Deno.test("beside it an empty cell stays missing", async () => {
  const table = await read((k) => k % 4 ? angina(k) : "");
  assertEquals(valuesOf(table), ["", "Atypical", "None", "Typical"]);
});

Deno.test("other spellings of None are read alike, as those of any word", async () => {
  const table = await read((k) => k === 5 ? "none" : angina(k));
  assertEquals(valuesOf(table), ["Atypical", "None", "Typical"]);
});

Deno.test("among numbers, dates and yes or no None is a missing value", async () => {
  const cells: Cell[] = [
    (k) => `${k * 11 % 37}`,
    (k) => `2024-${10 + k % 3}-${10 + k % 19}`,
    (k) => `${k * 3} kg`,
    (k) => ["yes", "no"][k * 7 % 5 % 2]!,
  ];
  for (const cell of cells) {
    const table = await read((k) => k % 6 ? cell(k) : "None");
    assertEquals(valuesOf(table) instanceof Array, false);
    assertEquals(table.profile[1]!.missing, 10 / 60);
  }
  const codes = await read((k) => k % 6 ? `0${k % 4}` : "None");
  assertEquals(valuesOf(codes), ["", "00", "01", "02", "03"]);
});

Deno.test("a reader of version 0.1's tables takes None for a missing value as before", async () => {
  const table = await read(angina, { as: undefined });
  assertEquals(valuesOf(table), ["", "Atypical", "Typical"]);
});

Deno.test("None is a class beside other classes", async () => {
  const table = await read((k) => `${k % 5}`, {}, angina);
  const { target } = table.description;
  assertEquals(target.kind === "class" && target.classes, ["Atypical", "None", "Typical"]);
  assertEquals(table.counts.withoutTarget, 0);
  const { training, validation, test } = table.counts;
  assertEquals(training + validation + test, 60);
  for (const options of [{ splitBy: "c" }, { splitAfter: "x" }, { folds: 3 }]) {
    const { counts } = await read((k) => `${k % 9}`, options, angina);
    assertEquals(counts.withoutTarget, 0);
  }
});

Deno.test("None with spaces is another class, as any word is", async () => {
  const table = await read((k) => `${k % 5}`, {}, (k) => k % 5 ? angina(k) : " None ");
  assertEquals(table.counts.withoutTarget, 0);
  const { target } = table.description;
  assertEquals(target.kind === "class" && target.classes.length, 4);
});

Deno.test("a class that is missing is none of None", async () => {
  const table = await read((k) => `${k % 5}`, {}, (k) => k % 6 ? angina(k) : "NA");
  assertEquals(table.counts.withoutTarget, 10);
  const note = '"NA" on line 2 is read as a missing value';
  assertEquals(table.warnings.some((warning) => warning.includes(note)), true);
});

const CLASS = { kind: "class", name: "class", classes: ["None", "a"] } as const;

const described = (values: readonly string[]): TableDescription => ({
  version: 1,
  columns: [{ kind: "category", name: "c", values, gaps: "category" }],
  target: CLASS,
});

const encoded = (table: TableDescription, cell: string) => {
  const encoder = new RowEncoder(table, { name: "t", columns: ["c"] });
  const out = new Float32Array(featuresOf(table));
  encoder.encode([cell], 1, out, 0);
  return [...out, encoder.unknown.length];
};

Deno.test("the values in a model file decide: a file without None keeps it a missing value", () => {
  const older = described(["", "Atypical", "Typical"]);
  assertEquals(encoded(older, "None"), [1, 0, 0, 0]);
  assertEquals(new CellValues(older).ofCells(["None"]), [null]);
  const newer = described(["", "Atypical", "None"]);
  assertEquals(encoded(newer, "None"), [0, 0, 1, 0]);
  assertEquals(encoded(newer, "NA"), [1, 0, 0, 0]);
  assertEquals(encoded(newer, " None "), [0, 0, 0, 1]);
  assertEquals(new CellValues(newer).ofCells(["None"]), ["None"]);
  assertEquals(new CellValues(newer).ofCells(["NA"]), [null]);
});

Deno.test("rows whose class is None are judged", () => {
  const model = new TableModel(new Network([3, 2], { seed: 1 }), described(["", "b", "None"]));
  const { withoutTarget } = model.evaluate([
    { c: "None", class: "None" },
    { c: "b", class: "a" },
    { c: "b", class: "NA" },
  ]);
  assertEquals(withoutTarget, 1);
});

Deno.test("a module reads None as the library does", { ignore: !granted("read") }, async () => {
  const model = new TableModel(new Network([3, 2], { seed: 1 }), described(["", "b", "None"]));
  const predict = await tableModule(model);
  for (const c of ["None", " None ", "NA", "b"]) {
    const { caution: _, ...answer } = model.predict([{ c }])[0]!;
    assertEquals(predict({ c }), answer);
  }
});

Deno.test(
  "ONNX Runtime reads None as the library does",
  { ignore: onnxruntime === undefined },
  async () => {
    for (const gaps of ["category", "drop"] as const) {
      const values = gaps === "drop" ? ["b", "c", "None"] : ["", "b", "None"];
      const table: TableDescription = {
        ...described(values),
        columns: [{ kind: "category", name: "c", values, gaps }],
      };
      const model = new TableModel(new Network([3, 2], { seed: 1 }), table);
      const cells = ["None", "b", "NA"];
      const { label } = await onnxAnswers(model, cells.map((cell) => [cell]));
      const ours = cells.map((c) => String(model.predict([{ c }])[0]!.label ?? ""));
      assertEquals(label, ours);
    }
  },
);
