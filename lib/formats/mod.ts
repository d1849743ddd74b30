/**
 * Files of data and of tensors, bytes in and values out, and back: IDX (MNIST's format), NumPy's pickles, NPY and NPZ,
 * safetensors, ONNX and TensorBoard's events. A file is checked completely before anything of it is used.
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

export { fromBase64, toHex } from "./bytes.ts";
export { fromBfloat16 } from "./float16.ts";
export { crc32 } from "./crc32.ts";
export { parseExifOrientation } from "./exif.ts";
export {
  formatIdx,
  type IdxArray,
  type IdxData,
  type IdxHeader,
  type IdxType,
  MAX_IDX_HEADER,
  parseIdx,
  parseIdxHeader,
  readIdx,
  type ReadIdxOptions,
} from "./idx.ts";
export { formatNpz } from "./npz.ts";
export { type NpzEntry, readNpz } from "./read_npz.ts";
export { formatOnnx, type OnnxLayer, type OnnxStandardization, type OnnxStep } from "./onnx.ts";
export { parsePickle, type PickleValue } from "./pickle.ts";
export type { NdArray } from "./pickle_numpy.ts";
export { type NdArrayData, type NdArrayType, type NpyArray, parseNpy } from "./read_npz.ts";
export {
  formatSafetensors,
  parseSafetensors,
  type Safetensors,
  type Tensor,
  type TensorType,
} from "./safetensors.ts";
export { formatTfevents, type ScalarEvent } from "./tfevents.ts";
export { hasSha256, sha256 } from "./sha256.ts";
export { readZip, type ReadZipOptions, type ZipEntry } from "./read_zip.ts";
export { formatZip } from "./zip.ts";
