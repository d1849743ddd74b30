/**
 * A network's parameters as a safetensors file, laid out as PyTorch's `nn.Linear` keeps them: `layers.N.weight`
 * [outputs, inputs] and `layers.N.bias` [outputs], N counted from 0.
 *
 * @module
 */

import { formatSafetensors, parseSafetensors, type Tensor } from "./formats/safetensors.ts";
import type { Initializer } from "./initializers.ts";
import type { Parameters } from "./parameters.ts";

/** The parameters in tensors, in the layout of {@linkcode Parameters}. */
export interface TensorParameters {
  /** The number of units in each layer, inputs first. */
  readonly sizes: number[];
  /** Of each layer, [inputs, outputs] row-major. */
  readonly weights: Float32Array[];
  /** Of each layer, [outputs]. */
  readonly biases: Float32Array[];
}

/** The parameters in a file. */
export interface ParsedWeights extends TensorParameters {
  /** What else the file says. */
  readonly metadata: { readonly [key: string]: string };
}

/** Leaves zeros: the parameters come from a file. */
export const zeros: Initializer = { name: "zeros", weights() {}, biases() {} };

/**
 * The tensors of a network as they are on disk, in their order: layers in numeric order, weight before bias.
 *
 * @param prefix what their names begin with
 */
export function* tensorsOf(
  { weights, biases }: Parameters,
  prefix = "",
): Generator<[string, Tensor]> {
  for (const [l, { rows: inputs, columns: outputs, values }] of weights.entries()) {
    const name = `${prefix}layers.${l}`;
    yield [`${name}.weight`, tensor([outputs, inputs], transpose(values, inputs, outputs))];
    yield [`${name}.bias`, tensor([outputs], biases[l]!.values)];
  }
}

/** The parameters as a safetensors file. */
export function formatWeights(
  parameters: Parameters,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  return formatSafetensors(new Map(tensorsOf(parameters)), metadata);
}

/**
 * The parameters of a safetensors file.
 *
 * @throws {SyntaxError} if the bytes are not a safetensors file, or its tensors are not a network's
 */
export function parseWeights(bytes: Uint8Array): ParsedWeights {
  const { tensors, metadata } = parseSafetensors(bytes);
  const parameters = parametersIn(tensors);
  const layers = parameters.weights.length;
  if (layers === 0 || tensors.size !== 2 * layers) {
    throw new SyntaxError(
      `Cannot read a network: the tensors are ${[...tensors.keys()].join(", ") || "none"}; ` +
        "layers.0.weight, layers.0.bias, layers.1.weight … are wanted",
    );
  }
  return { ...parameters, metadata };
}

/**
 * The parameters among tensors, as many layers as there are.
 *
 * @param prefix what their names begin with
 * @throws {SyntaxError} if the shapes do not fit each other
 */
export function parametersIn(
  tensors: ReadonlyMap<string, Tensor>,
  prefix = "",
): TensorParameters {
  const sizes: number[] = [];
  const weights: Float32Array[] = [];
  const biases: Float32Array[] = [];
  for (let l = 0; tensors.has(`${prefix}layers.${l}.weight`); l++) {
    const name = `${prefix}layers.${l}`;
    const { shape } = tensors.get(`${name}.weight`)!;
    const [outputs = 0, inputs = 0] = shape;
    if (shape.length !== 2 || outputs === 0 || inputs === 0) {
      throw new SyntaxError(
        `Cannot read a network: ${name}.weight has shape [${shape}], [outputs, inputs] is wanted`,
      );
    }
    if (l === 0) sizes.push(inputs);
    sizes.push(outputs);
    const stored = floats(tensors, `${name}.weight`, [outputs, sizes[l]!]);
    weights.push(transpose(stored, outputs, inputs));
    biases.push(floats(tensors, `${name}.bias`, [outputs]));
  }
  return { sizes, weights, biases };
}

/**
 * The SHA-256 of a network's parameters, in hexadecimal: over the bytes that its file has them in, layers in numeric
 * order, weight before bias, so that metadata does not change it.
 */
export async function weightsSha256(parameters: Parameters): Promise<string> {
  const parts = [...tensorsOf(parameters)].map(([, { bytes }]) => bytes);
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    all.set(part, end);
    end += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all)).toHex();
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const transposed = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) transposed[c * rows + r] = values[r * columns + c]!;
  }
  return transposed;
}

/** A float32 tensor; on disk it is little-endian, whatever the machine. */
function tensor(shape: number[], values: Float32Array): Tensor {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [k, value] of values.entries()) view.setFloat32(4 * k, value, true);
  return { dtype: "F32", shape, bytes };
}

function floats(tensors: ReadonlyMap<string, Tensor>, name: string, shape: number[]): Float32Array {
  const found = tensors.get(name);
  if (found === undefined || found.dtype !== "F32" || String(found.shape) !== String(shape)) {
    throw new SyntaxError(
      `Cannot read a network: ${name} is ${
        found ? `${found.dtype} [${found.shape}]` : "missing"
      }, ` +
        `F32 [${shape}] is wanted`,
    );
  }
  const { buffer, byteOffset, byteLength } = found.bytes;
  const view = new DataView(buffer, byteOffset, byteLength);
  return Float32Array.from({ length: byteLength / 4 }, (_, k) => view.getFloat32(4 * k, true));
}
