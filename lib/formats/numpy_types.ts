/** The types of numbers that are read from NumPy's files, apart from the readers: pickles need the types alone. @module */

/** The types of items, in NumPy's names. */
export type NdArrayType =
  | "float32"
  | "float64"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64";

/** The items of an array. */
export type NdArrayData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** What holds the items of each type. Bundlers drop what a pure call makes, and keep names that they do not know. */
export const NUMPY_ARRAYS = /* @__PURE__ */ (() => ({
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
} as const))();

/** The types by their short names in files: the kind, and the size of an item in bytes. */
export const NUMPY_CODES: ReadonlyMap<string, NdArrayType> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(NUMPY_ARRAYS).map(([name, { BYTES_PER_ELEMENT }]) => [
    `${name[0]}${BYTES_PER_ELEMENT}`,
    name as NdArrayType,
  ]),
);
