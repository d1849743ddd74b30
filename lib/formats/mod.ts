/**
 * Files of data and of tensors, bytes in and values out, and back: IDX (MNIST's format), NumPy's pickles, NPY and NPZ,
 * safetensors and ONNX. A file is checked completely before anything of it is used.
 *
 * @example
 * ```ts
 * import { formatIdx, parseIdx } from "@inkling/inkling/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const images = { type: "uint8", shape: [1, 2, 2], data: new Uint8Array([0, 50, 100, 255]) } as const;
 * assertEquals(parseIdx(formatIdx(images)), images);
 * ```
 *
 * @module
 */

export {
  formatIdx,
  type IdxArray,
  type IdxData,
  type IdxType,
  parseIdx,
  readIdx,
  type ReadIdxOptions,
} from "./idx.ts";
export { formatNpz } from "./npz.ts";
export { type NpyArray, parseNpy } from "./read_npy.ts";
export { type NpzEntry, readNpz } from "./read_npz.ts";
export type { ReadZipOptions } from "./read_zip.ts";
export { formatOnnx, type OnnxLayer, type OnnxStandardization } from "./onnx.ts";
export {
  type NdArray,
  type NdArrayData,
  type NdArrayType,
  parsePickle,
  type PickleValue,
} from "./pickle.ts";
export {
  formatSafetensors,
  parseSafetensors,
  type Safetensors,
  type Tensor,
  type TensorType,
} from "./safetensors.ts";
