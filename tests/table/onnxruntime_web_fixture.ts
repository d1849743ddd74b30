/**
 * Runs the model of a table in ONNX Runtime Web, the WebAssembly that a browser runs, and prints its answers as JSON by the
 * names of the outputs. The words are the path of the model and the columns in JSON: numbers, null for NaN, or texts by name.
 */

import { importNpm } from "../../tasks/system/import_npm.ts";

type Values = Float32Array | Float64Array | string[];

/** What we use of ONNX Runtime. */
interface OnnxRuntime {
  env: { wasm: { numThreads: number } };
  Tensor: new (type: "float64" | "string", values: Values, shape: number[]) => unknown;
  InferenceSession: {
    create(model: Uint8Array): Promise<{
      run(inputs: Record<string, unknown>): Promise<Record<string, { data: Values }>>;
    }>;
  };
}

const ort = await importNpm<OnnxRuntime>("npm:onnxruntime-web@1.30.0/wasm", { all: true });
ort.env.wasm.numThreads = 1; // its threads are web workers of a page
const [path, json] = Deno.args;
const columns: Record<string, (string | number | null)[]> = JSON.parse(json!);
const inputs = Object.entries(columns).map(([name, cells]) => {
  const texts = cells.filter((cell) => typeof cell === "string");
  const tensor = texts.length === cells.length
    ? new ort.Tensor("string", texts, [cells.length, 1])
    : new ort.Tensor("float64", Float64Array.from(cells, (cell) => Number(cell ?? NaN)), [
      cells.length,
      1,
    ]);
  return [name, tensor];
});
const session = await ort.InferenceSession.create(await Deno.readFile(path!));
const outputs = Object.entries(await session.run(Object.fromEntries(inputs)));
console.log(
  JSON.stringify(Object.fromEntries(outputs.map(([name, { data }]) => [name, [...data]]))),
);
