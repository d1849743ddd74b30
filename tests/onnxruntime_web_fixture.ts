/**
 * Runs a model in ONNX Runtime Web, the WebAssembly that a browser runs, and prints how far its outputs are from ours.
 * The words are the paths of the model, of an IDX file of images and of our outputs as float32.
 */

import { importNpm } from "../tasks/system/import_npm.ts";

/** What we use of ONNX Runtime. */
interface OnnxRuntime {
  env: { wasm: { numThreads: number } };
  Tensor: new (type: "float32", values: Float32Array, shape: number[]) => unknown;
  InferenceSession: {
    create(model: Uint8Array): Promise<{
      inputNames: string[];
      outputNames: string[];
      run(inputs: Record<string, unknown>): Promise<Record<string, { data: Float32Array }>>;
    }>;
  };
}

const PIXELS = 784;

const ort = await importNpm<OnnxRuntime>("npm:onnxruntime-web@1.30.0/wasm", { all: true });
ort.env.wasm.numThreads = 1; // its threads are web workers of a page
const [model, images, ours] = await Promise.all(Deno.args.map((path) => Deno.readFile(path)));
const session = await ort.InferenceSession.create(model!);
const inputs = Float32Array.from(images!.subarray(16), (byte) => byte / 255);
const { [session.outputNames[0]!]: outputs } = await session.run({
  [session.inputNames[0]!]: new ort.Tensor("float32", inputs, [inputs.length / PIXELS, PIXELS]),
});
const expected = new Float32Array(ours!.buffer);
const columns = expected.length / (inputs.length / PIXELS);
let [difference, otherPredictions] = [0, 0];
for (let start = 0; start < expected.length; start += columns) {
  const [theirs, our] = [outputs!.data, expected].map((all) =>
    all.subarray(start, start + columns)
  );
  const predictions = [theirs!, our!].map((row) => row.indexOf(Math.max(...row)));
  if (predictions[0] !== predictions[1]) otherPredictions++;
  for (const [k, value] of our!.entries()) {
    difference = Math.max(difference, Math.abs(value - theirs![k]!));
  }
}
console.log(JSON.stringify({ difference, otherPredictions, rows: expected.length / columns }));
