/**
 * ONNX Runtime Web, from npm: inference in WebAssembly with SIMD on one thread, since its workers do not start in Deno.
 *
 *     deno run --lock=packages/lab/locks/peers.lock --allow-read packages/lab/bench/peers/peer_onnxruntime_web.mjs I1 [--epochs N]
 *
 * It takes the options of common.mjs.
 */

import { importNpm } from "../../../../tasks/system/import_npm.ts";
import { toOnnx } from "../../../../mod.ts";
import { FEATURES, network, timeInference } from "./common.mjs";

const ort = await importNpm("npm:onnxruntime-web@1.30.0/wasm", { all: true });
ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(toOnnx(network));
const infer = async (values, count) => {
  const input = new ort.Tensor("float32", values, [count, FEATURES]);
  return (await session.run({ input })).probabilities.data;
};
await timeInference(`ONNX Runtime Web ${ort.env.versions.web}`, infer);
