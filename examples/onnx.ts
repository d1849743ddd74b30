/**
 * A network for ONNX Runtime, which takes a table's columns by their names:
 * `deno run --allow-read --allow-write=. examples/onnx.ts penguins.onnx`
 */

import { TableModel } from "@inkling/inkling/table";

const csv = await Deno.readTextFile(new URL("penguins.csv", import.meta.url));
const model = await TableModel.fit(csv, { target: "species", folds: 0 });
const path = Deno.args[0] ?? "penguins.onnx";
await Deno.writeFile(path, model.toOnnx());

console.log(`Wrote ${path}. In Python:

import onnxruntime
session = onnxruntime.InferenceSession("${path}")
for column in session.get_inputs():
    print(column.name, column.type, column.shape)`);
