/**
 * NumPy's part of a pickle: how arrays are called into being, as `ndarray.__reduce_ex__` and `dtype.__reduce__`
 * write it, and nothing else that a pickle could call. @module
 */

import { type NdArrayData, type NdArrayType, NUMPY_ARRAYS, NUMPY_CODES } from "./numpy_types.ts";
import { encodeLatin1 } from "./pickle_text.ts";

/** An array of NumPy's, row-major. */
export interface NdArray {
  /** The type of the items, in NumPy's name. */
  readonly dtype: NdArrayType;
  /** The lengths of the dimensions, outermost first: [50000, 784] for the tutorial's training images. */
  readonly shape: readonly number[];
  /** The items, row-major. */
  readonly data: NdArrayData;
}

/** What is on the stack: values, and the names and dtypes that arrays are made of. */
export type Item =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | NdArray
  | Global
  | Dtype
  | Tuple;

/** A tuple of Python's. */
export type Tuple = readonly Item[];

/** Something that a pickle calls by its name; one of {@linkcode CONSTRUCTORS}. */
export class Global {
  constructor(readonly name: string) {}
}

/** A dtype of NumPy's. */
export class Dtype {
  bigEndian = false;
  constructor(readonly type: NdArrayType) {}
}

/** Takes memory within the bounds of the file. */
export type Allocate = (bytes: number) => Uint8Array;

/** Calls for an array whose content comes later, with BUILD. */
export const RECONSTRUCT = "numpy.core.multiarray._reconstruct";

// The name of RECONSTRUCT is spelled out: a bundler keeps an object with a computed key, used or not.
/** What may be called, by its name; what may only be named is undefined. */
export const CONSTRUCTORS: ReadonlyMap<
  string,
  ((parameters: Tuple, allocate: Allocate) => Item) | undefined
> = /* @__PURE__ */ new Map(/* @__PURE__ */ Object.entries({
  "numpy.ndarray": undefined,
  "numpy.core.multiarray._reconstruct": ([type, ...others]) => {
    if (!(type instanceof Global) || type.name !== "numpy.ndarray" || others.length !== 2) {
      throw new SyntaxError("what it reconstructs is not a numpy.ndarray");
    }
    return {} as NdArray;
  },
  "numpy.core.numeric._frombuffer": ([bytes, dtype, shape, order], allocate) =>
    createArray(bytes, dtype, shape, order === "C", allocate),
  "numpy.dtype": ([code]) => new Dtype(parseType(shortText(code))),
  // How Python 3 writes bytes in the protocols of Python 2
  "_codecs.encode": ([text, encoding], allocate) => {
    if (typeof text !== "string" || encoding !== "latin1") {
      throw new SyntaxError("what it encodes is not a string in latin1");
    }
    return encodeLatin1(text, allocate);
  },
  "__builtin__.bytes": (parameters) => {
    if (parameters.length > 0) throw new SyntaxError("it calls bytes with parameters");
    return new Uint8Array();
  },
}));

/** How long a name in a pickle, or a number in digits, may be, in bytes. */
const MAX_NAME = 100;

/** The text of a short string, or of a short byte string of Python 2. */
export function shortText(item?: Item): string {
  const short = item instanceof Uint8Array && item.length <= MAX_NAME;
  const name = short ? String.fromCharCode(...item) : item;
  if (typeof name === "string" && name.length <= MAX_NAME) return name;
  throw new SyntaxError("a name is not a short string");
}

/** The content of an array from its state: version, shape, dtype, whether it is in Fortran order, bytes. */
export function arrayFromState(state: Item, allocate: Allocate): NdArray {
  const [version, shape, dtype, fortran, bytes, ...others]: Tuple = isTuple(state) ? state : [];
  if (version !== 1 || others.length > 0) {
    throw new SyntaxError("the state of an array is not as NumPy writes it");
  }
  return createArray(bytes, dtype, shape, fortran === false || fortran === 0, allocate);
}

/**
 * Whether a dtype is big-endian, from its state: version, byte order, subtype, names, fields, size, alignment, flags.
 */
export function bigEndianFromState(state: Item): boolean {
  const [version, order, subtype, names, fields]: Tuple = isTuple(state) ? state : [];
  const plain = subtype === null && names === null && fields === null;
  if (version !== 3 || !plain) {
    throw new SyntaxError("the state of a dtype is not a plain number's");
  }
  const name = shortText(order);
  if (!["<", ">", "|", "="].includes(name)) {
    throw new SyntaxError(`the byte order is ${JSON.stringify(name)}`);
  }
  return name === ">";
}

/** An array over raw bytes: a view of them if they are aligned to the type, otherwise over a copy. */
function createArray(
  bytes: Item | undefined,
  dtype: Item | undefined,
  shape: Item | undefined,
  inOrderC: boolean,
  allocate: Allocate,
): NdArray {
  if (!(bytes instanceof Uint8Array) || !(dtype instanceof Dtype) || !isShape(shape)) {
    throw new SyntaxError("an array lacks its bytes, dtype or shape");
  }
  if (!inOrderC) throw new SyntaxError("expected an array in C order, got Fortran order");
  if (dtype.bigEndian) {
    throw new SyntaxError("expected a little-endian array, got a big-endian one");
  }
  const Data = NUMPY_ARRAYS[dtype.type];
  const expected = shape.reduce((product, length) => product * length, Data.BYTES_PER_ELEMENT);
  if (expected !== bytes.length) {
    throw new SyntaxError(`${bytes.length} bytes do not fill ${dtype.type} [${shape}]`);
  }
  let aligned = bytes;
  if (bytes.byteOffset % Data.BYTES_PER_ELEMENT !== 0) {
    aligned = allocate(bytes.length);
    aligned.set(bytes);
  }
  const length = bytes.length / Data.BYTES_PER_ELEMENT;
  const data = new Data(aligned.buffer as ArrayBuffer, aligned.byteOffset, length);
  return { dtype: dtype.type, shape, data };
}

/** The type that a pickle calls by its short name. */
function parseType(code: string): NdArrayType {
  const type = NUMPY_CODES.get(code);
  if (type !== undefined) return type;
  throw new SyntaxError(`the dtype ${JSON.stringify(code)} is not one of plain numbers`);
}

function isTuple(item?: Item): item is Tuple {
  return Array.isArray(item);
}

function isShape(item?: Item): item is readonly number[] {
  return isTuple(item) &&
    item.every((length) => Number.isSafeInteger(length) && Number(length) >= 0);
}
