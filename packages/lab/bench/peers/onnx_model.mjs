/** The model of I1 as ONNX: 784-100-10 with sigmoids and random weights, as `peer_onnxruntime.py` writes it. */

import { initialWeights, workload } from "./common.mjs";

function varint(n) {
  const bytes = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push(n % 128 | 128);
  return [...bytes, n];
}

const number = (field, n) => [...varint(8 * field), ...varint(n)];

function chunk(field, value) {
  const data = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return [...varint(8 * field + 2), ...varint(data.length), ...data];
}

const node = (operator, inputs, output) =>
  chunk(1, [
    ...inputs.flatMap((name) => chunk(1, name)),
    ...chunk(2, output),
    ...chunk(4, operator),
  ]);

/** @param values little-endian float32 */
function tensor(name, shape, values) {
  const dimensions = shape.flatMap((length) => number(1, length));
  const data = chunk(9, new Uint8Array(values.buffer));
  return chunk(5, [...dimensions, ...number(2, 1), ...chunk(8, name), ...data]);
}

function valueInfo(field, name, columns) {
  const shape = [...chunk(1, chunk(2, "batch")), ...chunk(1, number(1, columns))];
  return chunk(field, [
    ...chunk(1, name),
    ...chunk(2, chunk(1, [...number(1, 1), ...chunk(2, shape)])),
  ]);
}

/** The file, and the weights of its layers, whose biases are zero. */
export function inferenceModel() {
  const [inputs, hidden, outputs] = workload.sizes;
  const weights = initialWeights();
  const graph = [
    ...node("Gemm", ["x", "w1", "b1"], "z1"),
    ...node("Sigmoid", ["z1"], "a1"),
    ...node("Gemm", ["a1", "w2", "b2"], "z2"),
    ...node("Sigmoid", ["z2"], "y"),
    ...chunk(2, "network"),
    ...tensor("w1", [inputs, hidden], weights[0]),
    ...tensor("b1", [hidden], new Float32Array(hidden)),
    ...tensor("w2", [hidden, outputs], weights[1]),
    ...tensor("b2", [outputs], new Float32Array(outputs)),
    ...valueInfo(11, "x", inputs),
    ...valueInfo(12, "y", outputs),
  ];
  const model = [...number(1, 8), ...chunk(7, graph), ...chunk(8, number(2, 13))];
  return { model: Uint8Array.from(model), weights };
}
