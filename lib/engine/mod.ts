/**
 * Engines, which run the loops: the contract that every engine keeps bit for bit, the plain specification, and the WebAssembly
 * engine. A network chooses one by itself; import this for your own engine, or for the options of these.
 *
 * @example
 * ```ts
 * import { Network } from "@inkling/inkling";
 * import { createEngine } from "@inkling/inkling/engine";
 * import { assertEquals } from "@std/assert";
 *
 * const inputs = [[0.25, 1]];
 * const outputs = (["reference", "wasm"] as const).map((name) =>
 *   new Network([2, 3, 1], { seed: 1, engine: createEngine(name) }).feedforward(inputs).values
 * );
 * assertEquals(outputs[0], outputs[1]); // the same bits
 * ```
 *
 * @module
 */

export { createEngine, type EngineName, type EngineOptions, ENGINES } from "./create.ts";
export {
  type Activation,
  type Cost,
  type Deformation,
  type ElasticField,
  type Engine,
  type Mask,
  NUMERICS,
  type Recorded,
  type Recorder,
  type Recording,
  type Rule,
} from "./engine.ts";
export type { DataRows, DataValues, DenseRows, Matrix, Rows, SparseRows } from "./matrix.ts";
export { ReferenceEngine } from "./reference.ts";
export { WasmEngine, type WasmEngineOptions } from "./wasm.ts";
export type { HostKernels, KernelGeometry, KernelHost } from "./host.ts";
export { formatText } from "./wasm/text.ts";
