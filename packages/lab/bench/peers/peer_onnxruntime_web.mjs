/**
 * ONNX Runtime Web, from npm: inference in WebAssembly with SIMD on one thread, since its workers do not start in Deno.
 *
 *     deno run --lock=packages/lab/locks/peers.lock --allow-read packages/lab/bench/peers/peer_onnxruntime_web.mjs I1 [--epochs N]
 *
 * It takes the options of common.mjs.
 */

import { importNpm } from "../../../../tasks/system/import_npm.ts";
import { FEATURES, timeInference } from "./common.mjs";
import { inferenceModel } from "./onnx_model.mjs";

const ort = await importNpm("npm:onnxruntime-web@1.30.0/wasm", { all: true });
ort.env.wasm.numThreads = 1;
const { model, weights } = inferenceModel();
const session = await ort.InferenceSession.create(model);
const infer = async (values, count) =>
  (await session.run({ x: new ort.Tensor("float32", values, [count, FEATURES]) })).y.data;
await timeInference(`ONNX Runtime Web ${ort.env.versions.web}`, 1, infer, weights);
