/**
 * ONNX models read, to look into what ours are made of: a reader of Protocol Buffers, and the fields of ONNX's definition
 * that our writer uses (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 *
 * @module
 */

/** A message as an object: a list of values where a field may come several times. A field that is not there is no key. */
type Message = { [name: string]: unknown };

/** A model, by the fields that tests look into one by one. */
export interface DecodedOnnx {
  readonly graph: {
    readonly nodes: readonly {
      readonly operator: string;
      readonly inputs: readonly string[];
      readonly outputs: readonly string[];
    }[];
    readonly constants: readonly { readonly name: string }[];
    readonly inputs: readonly unknown[];
    readonly outputs: readonly unknown[];
  };
  readonly metadata: readonly unknown[];
}

/** What a field holds: a whole number or a float32, text, bytes, or a message. */
type Kind = "number" | "text" | "bytes" | Fields;

/** The fields of a message by their numbers. */
type Fields = { readonly [field: number]: readonly [name: string, kind: Kind, many?: "many"] };

const DIMENSION: Fields = { 1: ["length", "number"], 2: ["name", "text"] };

const VALUE: Fields = {
  1: ["name", "text"],
  2: ["type", {
    1: ["tensor", {
      1: ["type", "number"],
      2: ["shape", { 1: ["dimensions", DIMENSION, "many"] }],
    }],
  }],
  3: ["description", "text"],
};

const ATTRIBUTE: Fields = {
  1: ["name", "text"],
  2: ["float", "number"],
  3: ["integer", "number"],
  4: ["string", "text"],
  7: ["floats", "number", "many"],
  8: ["integers", "number", "many"],
  9: ["strings", "text", "many"],
  20: ["type", "number"],
};

const NODE: Fields = {
  1: ["inputs", "text", "many"],
  2: ["outputs", "text", "many"],
  3: ["name", "text"],
  4: ["operator", "text"],
  5: ["attributes", ATTRIBUTE, "many"],
  7: ["domain", "text"],
};

const CONSTANT: Fields = {
  1: ["shape", "number", "many"],
  2: ["type", "number"],
  8: ["name", "text"],
  9: ["bytes", "bytes"],
};

const MODEL: Fields = {
  1: ["version", "number"],
  2: ["producer", "text"],
  7: ["graph", {
    1: ["nodes", NODE, "many"],
    2: ["name", "text"],
    5: ["constants", CONSTANT, "many"],
    10: ["description", "text"],
    11: ["inputs", VALUE, "many"],
    12: ["outputs", VALUE, "many"],
  }],
  8: ["operators", { 1: ["domain", "text"], 2: ["version", "number"] }, "many"],
  14: ["metadata", { 1: ["key", "text"], 2: ["value", "text"] }, "many"],
};

/**
 * An ONNX model as an object.
 *
 * @throws {Error} if it has a field that is not in the list, or one twice that may be there once
 */
export function decodeOnnx(model: Uint8Array): DecodedOnnx {
  return decode(model, MODEL) as unknown as DecodedOnnx;
}

function decode(bytes: Uint8Array, fields: Fields): Message {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoded: Message = {};
  let offset = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1;; factor *= 128) {
      const byte = view.getUint8(offset++);
      value += factor * (byte & 127);
      if (byte < 128) return value;
    }
  };
  const float = () => view.getFloat32((offset += 4) - 4, true);
  const delimited = () => {
    const length = varint();
    return bytes.subarray(offset, offset += length);
  };
  while (offset < bytes.length) {
    const tag = varint();
    const [field, wire] = [tag >> 3, tag & 7];
    if (fields[field] === undefined) throw new Error(`The field ${field} is unknown`);
    const [name, kind, many] = fields[field];
    const fits = kind === "number" ? wire === 0 || wire === 5 : wire === 2;
    if (!fits) throw new Error(`The field ${name} is of the wire type ${wire}`);
    const value = wire === 0 ? varint() : wire === 5 ? float() : valueOf(delimited(), kind);
    if (many) ((decoded[name] ??= []) as unknown[]).push(value);
    else if (name in decoded) throw new Error(`The field ${name} is there twice`);
    else decoded[name] = value;
  }
  return decoded;
}

function valueOf(bytes: Uint8Array, kind: Kind): unknown {
  if (kind === "text") return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  return typeof kind === "object" ? decode(bytes, kind) : bytes;
}
