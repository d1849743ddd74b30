/** What ONNX Runtime answers to rows of raw cells. @module */

import { join } from "@std/path";
import { MISSING_TEXTS } from "../../lib/table/cells.ts";
import type { TableModel } from "../../lib/table_model.ts";
import { findPython, runPython } from "../helpers/python.ts";
import { granted, temporaryFolder } from "../helpers/run_task.ts";

/** The Python that has ONNX Runtime; undefined where there is none. */
export const onnxruntime = granted("read", "write", "run")
  ? await findPython("onnxruntime, numpy")
  : undefined;

/** Feeds rows of cells to a model by the names of its columns: text where it takes text, numbers and NaN elsewhere. */
const PROGRAM = `
import json, sys, numpy, onnxruntime
given = json.load(sys.stdin)
session = onnxruntime.InferenceSession(given["path"], providers=["CPUExecutionProvider"])
def number(cell):
    return float(cell) if cell not in given["gaps"] else float("nan")
feed = {}
for k, column in enumerate(session.get_inputs()):
    cells = [row[given["columns"].index(column.name)] for row in given["rows"]]
    if column.type == "tensor(double)":
        feed[column.name] = numpy.array([number(cell) for cell in cells], dtype=numpy.float64).reshape(-1, 1)
    else:
        feed[column.name] = numpy.array(cells, dtype=object).reshape(-1, 1)
outputs = dict(zip([o.name for o in session.get_outputs()], session.run(None, feed)))
print(json.dumps({name: values.tolist() for name, values in outputs.items()}))
`;

/** What ONNX Runtime answers, by the names of the outputs. */
export async function onnxAnswers(
  model: TableModel,
  rows: readonly (readonly string[])[],
): Promise<Record<string, (string | number[])[]>> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "model.onnx");
  await Deno.writeFile(path, model.toOnnx());
  const columns = model.table.columns.map(({ name }) => name);
  const given = { path, columns, rows, gaps: [...MISSING_TEXTS] };
  const input = new TextEncoder().encode(JSON.stringify(given));
  const output = new TextDecoder().decode(await runPython(onnxruntime!, PROGRAM, input));
  return JSON.parse(output.replaceAll("NaN", "null"));
}
