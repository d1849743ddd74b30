/** `None` is a word where a column has other words beside it, and a missing value among numbers and dates. */

import { assertEquals } from "@std/assert";
import { Network } from "../../../mod.ts";
import { CellValues } from "../../../lib/table/columns/cell_values.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { featuresOf } from "../../../lib/table/columns/features.ts";
import { RowEncoder } from "../../../lib/table/encode/encode.ts";
import { TableModel } from "../../../lib/table/model/table_model.ts";
import { granted } from "../../helpers/run_task.ts";
import { tableModule } from "../../module/model_fixture.ts";
import { onnxAnswers, onnxruntime } from "../onnx_answers.ts";

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
  const without = described(["", "Atypical", "Typical"]);
  assertEquals(encoded(without, "None"), [1, 0, 0, 0]);
  assertEquals(new CellValues(without).ofCells(["None"]), [null]);
  const withNone = described(["", "Atypical", "None"]);
  assertEquals(encoded(withNone, "None"), [0, 0, 1, 0]);
  assertEquals(encoded(withNone, "NA"), [1, 0, 0, 0]);
  assertEquals(encoded(withNone, " None "), [0, 0, 0, 1]);
  assertEquals(new CellValues(withNone).ofCells(["None"]), ["None"]);
  assertEquals(new CellValues(withNone).ofCells(["NA"]), [null]);
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
