/**
 * NPZ, NumPy's file of named arrays: a ZIP archive with an NPY file for each, which is a magic number, a header that is a
 * Python dictionary, and the items (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, version 1.0).
 * @module
 */

import type { Tensor, TensorType } from "./safetensors.ts";
import { formatZip } from "./zip.ts";

/**
 * Writes an NPZ file: `numpy.load(file)[name]` gives each tensor back. The same tensors give the same bytes.
 * @param tensors the tensors by name
 * @throws {RangeError} if NumPy has no type for a tensor's items, there are over a thousand tensors or 4 GB, or a name takes
 *   more than 65,531 bytes
 * @throws {TypeError} if a name comes twice or is not Unicode
 */
export function formatNpz(tensors: Iterable<readonly [string, Tensor]>): Uint8Array<ArrayBuffer> {
  return formatZip([...tensors].map(([name, tensor]) => [`${name}.npy`, formatNpy(tensor)]));
}

/** The types that NumPy has, little-endian, in its own words. */
const DESCRIPTIONS: { readonly [Type in TensorType]?: string } = {
  BOOL: "|b1",
  U8: "|u1",
  I8: "|i1",
  U16: "<u2",
  I16: "<i2",
  U32: "<u4",
  I32: "<i4",
  U64: "<u8",
  I64: "<i8",
  F16: "<f2",
  F32: "<f4",
  F64: "<f8",
  C64: "<c8",
};

/** `\x93NUMPY` and the version, 1.0. */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/** The items start at a multiple of this, so that a file can be mapped into memory. In bytes. */
const ALIGNMENT = 64;

/**
 * Writes an NPY file.
 * @throws {RangeError} if NumPy has no type for the tensor's items
 */
export function formatNpy({ dtype, shape, bytes }: Tensor): Uint8Array<ArrayBuffer> {
  const description = DESCRIPTIONS[dtype];
  if (description === undefined) throw new RangeError(`Cannot write ${dtype} as NPY`);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const header = `{'descr': '${description}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = MAGIC.length + 2;
  const start = Math.ceil((before + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(start + bytes.length);
  file.set(MAGIC);
  new DataView(file.buffer).setUint16(MAGIC.length, start - before, true);
  new TextEncoder().encodeInto(`${header.padEnd(start - before - 1)}\n`, file.subarray(before));
  file.set(bytes, start);
  return file;
}
