/** What ONNX Runtime answers to rows of raw cells. @module */

import { join } from "@std/path";
import { MISSING_TEXTS } from "../../lib/table/cells/cells.ts";
import type { TableColumn } from "../../lib/table/columns/columns.ts";
import type { TableModel } from "../../lib/table/model/table_model.ts";
import { findPython, runPython } from "../helpers/python.ts";
import { granted, temporaryFolder } from "../helpers/run_task.ts";

/** The Python that has ONNX Runtime; undefined where there is none. */
export const onnxruntime = granted("read", "write", "run")
  ? await findPython("onnxruntime, numpy")
  : undefined;

/** Feeds what a model takes by the names of its columns: texts, or numbers, of which null is NaN. */
const PROGRAM = `
import json, sys, numpy, onnxruntime
given = json.load(sys.stdin)
session = onnxruntime.InferenceSession(given["path"], providers=["CPUExecutionProvider"])
feed = {}
for column in session.get_inputs():
    cells = given["inputs"][column.name]
    if column.type == "tensor(string)":
        feed[column.name] = numpy.array(cells, dtype=object).reshape(-1, 1)
    else:
        type = numpy.float64 if column.type == "tensor(double)" else numpy.float32
        feed[column.name] = numpy.array(cells, dtype=type).reshape(len(cells), -1 if cells else 1)
outputs = dict(zip([o.name for o in session.get_outputs()], session.run(None, feed)))
print(json.dumps({name: values.tolist() for name, values in outputs.items()}))
`;

/** What ONNX Runtime answers to rows of cells, by the names of the outputs. */
export async function onnxAnswers(
  model: TableModel,
  rows: readonly (readonly string[])[],
  decoded = (column: TableColumn, cell: string): unknown =>
    column.kind !== "number" ? cell : MISSING_TEXTS.has(cell) ? null : Number(cell),
): Promise<Record<string, (string | number[])[]>> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "model.onnx");
  await Deno.writeFile(path, model.toOnnx());
  const inputs = Object.fromEntries(
    model.table.columns.map((column, c) =>
      [column.name, rows.map((row) => decoded(column, row[c]!))] as const
    ),
  );
  const input = new TextEncoder().encode(JSON.stringify({ path, inputs }));
  const output = new TextDecoder().decode(await runPython(onnxruntime!, PROGRAM, input));
  return JSON.parse(output.replaceAll("NaN", "null"));
}
