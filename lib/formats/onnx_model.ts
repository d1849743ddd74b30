/**
 * An ONNX model as bytes, whatever is in its graph: a Protocol Buffers message. The numbers of the fields are those of its
 * definition (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3). @module
 */

import { type ByteParts, join } from "./join.ts";
import { bytes, float, integer, message, text } from "./protobuf.ts";

/** The types of tensors that are in use, with their numbers in the definition. */
export const ONNX_TYPES = { float: 1, int64: 7, string: 8, bool: 9, double: 11 } as const;

/** The oldest operators among which softmax is what it is today, and the format's version of that time (ONNX 1.8). */
const [OPSET, IR_VERSION] = [13, 7];

/** The operators for tables, `ai.onnx.ml`: the oldest set whose LabelEncoder goes from numbers to texts and back. */
const ML = { domain: "ai.onnx.ml", opset: 2 } as const;

/** The value of an attribute, by its type. */
export type OnnxAttribute =
  | { readonly float: number }
  | { readonly integer: number }
  | { readonly string: string }
  | { readonly floats: readonly number[] }
  | { readonly integers: readonly number[] }
  | { readonly strings: readonly string[] };

/** A node of the graph: an operator on values that have names. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: { readonly [name: string]: OnnxAttribute };
  /** Whether it is one of `ai.onnx.ml`. */
  readonly ml?: boolean;
}

export interface OnnxConstant {
  readonly name: string;
  readonly type: "float" | "int64" | "double";
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  /** The items, row-major and little-endian. */
  readonly bytes: Uint8Array;
}

/** An input or an output of the graph. */
export interface OnnxValue {
  readonly name: string;
  readonly type: keyof typeof ONNX_TYPES;
  /** A dimension of any length has a name instead of a number. */
  readonly shape: readonly (number | string)[];
  readonly description?: string;
}

/** A graph: nodes, each after those that make its inputs. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly description?: string;
}

/**
 * A graph as a model.
 * @param metadata text to keep beside it
 * @throws {TypeError} if a text is not Unicode
 */
export function formatOnnxModel(
  { nodes, constants, inputs, outputs, description }: OnnxGraph,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  return join(
    integer(1, IR_VERSION),
    text(2, "inkling"),
    message(
      7,
      nodes.map(nodeField),
      text(2, "inkling"),
      constants.map(constantField),
      description === undefined ? [] : text(10, description),
      inputs.map((input) => valueField(11, input)),
      outputs.map((output) => valueField(12, output)),
    ),
    message(8, integer(2, OPSET)),
    nodes.some(({ ml }) => ml) ? message(8, text(1, ML.domain), integer(2, ML.opset)) : [],
    Object.entries(metadata).map(([key, value]) => message(14, text(1, key), text(2, value))),
  );
}

function nodeField({ operator, inputs, outputs, attributes = {}, ml = false }: OnnxNode) {
  return message(
    1,
    inputs.map((input) => text(1, input)),
    outputs.map((output) => text(2, output)),
    text(3, `${outputs[0]}.${operator}`),
    text(4, operator),
    Object.entries(attributes).map(([name, value]) => message(5, text(1, name), valueOf(value))),
    ml ? text(7, ML.domain) : [],
  );
}

/** The value of an attribute, and the number of its type. */
function valueOf(value: OnnxAttribute): ByteParts {
  if ("float" in value) return [float(2, value.float), integer(20, 1)];
  if ("integer" in value) return [integer(3, value.integer), integer(20, 2)];
  if ("string" in value) return [text(4, value.string), integer(20, 3)];
  if ("floats" in value) return [value.floats.map((item) => float(7, item)), integer(20, 6)];
  if ("integers" in value) return [value.integers.map((item) => integer(8, item)), integer(20, 7)];
  return [value.strings.map((item) => text(9, item)), integer(20, 8)];
}

function constantField({ name, type, shape, bytes: items }: OnnxConstant): Uint8Array {
  const dimensions = shape.map((length) => integer(1, length));
  return message(5, dimensions, integer(2, ONNX_TYPES[type]), text(8, name), bytes(9, items));
}

function valueField(field: number, { name, type, shape, description }: OnnxValue): Uint8Array {
  const dimensions = shape.map((length) =>
    message(1, typeof length === "number" ? integer(1, length) : text(2, length))
  );
  const tensor = message(1, integer(1, ONNX_TYPES[type]), message(2, dimensions));
  return message(
    field,
    text(1, name),
    message(2, tensor),
    description === undefined ? [] : text(3, description),
  );
}

/** How the numbers of each type are written, and in how many bytes. */
const WRITERS = {
  float: [4, "setFloat32"],
  double: [8, "setFloat64"],
  int64: [8, "setUint32"],
} as const;

/**
 * A constant.
 * @param numbers of `int64`, whole numbers from 0 to 2³² − 1
 */
export function onnxConstant(
  name: string,
  type: OnnxConstant["type"],
  shape: readonly number[],
  numbers: ArrayLike<number>,
): OnnxConstant {
  const [size, set] = WRITERS[type];
  const items = new DataView(new ArrayBuffer(size * numbers.length));
  for (let k = 0; k < numbers.length; k++) items[set](size * k, numbers[k]!, true);
  return { name, type, shape, bytes: new Uint8Array(items.buffer) };
}
