/**
 * ONNX models read, to look into what ours are made of: the fields of ONNX's definition that our writer uses
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 *
 * @module
 */

import { decodeMessage, type Fields } from "./decode_protobuf.ts";

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
export function decodeOnnx(model: Uint8Array): object {
  return decodeMessage(model, MODEL);
}
