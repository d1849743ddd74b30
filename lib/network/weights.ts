/**
 * A network as a safetensors file: its functions and names in the metadata, its parameters laid out as PyTorch's `nn.Linear` keeps them: `layers.N.weight`
 * [outputs, inputs] and `layers.N.bias` [outputs], N counted from 0. Those that PyTorch wrote may have other names. @module
 */

import { formatSafetensors, parseSafetensors, type Tensor } from "../formats/safetensors.ts";
import { sha256 } from "../formats/sha256.ts";
import { type ActivationName, onnxStepsOf } from "./activations.ts";
import type { CostName } from "./costs.ts";
import type { Initializer } from "./initializers.ts";
import type { NetworkOptions } from "./options.ts";
import type { OnnxLayer } from "../formats/onnx.ts";
import { parseQuantities, type QuantityScale } from "../problem/quantities.ts";
import type { Parameters } from "./parameters.ts";
import type { Network } from "../network.ts";
import { type FeatureScale, Standardization } from "../numerics/standardization.ts";

/** The parameters in tensors, in the layout of {@linkcode Parameters}. */
interface TensorParameters {
  /** The number of units in each layer, inputs first. */
  readonly sizes: number[];
  /** Of each layer, [inputs, outputs] row-major. */
  readonly weights: Float32Array[];
  /** Of each layer, [outputs]. */
  readonly biases: Float32Array[];
}

interface ParsedWeights extends TensorParameters {
  /** What else the file holds. */
  readonly metadata: { readonly [key: string]: string };
}

/** Leaves zeros: the parameters come from a file. */
export const zeros: Initializer = { name: "zeros", weights() {}, biases() {} };

/** The tensors of a network as they are on disk, in their order: layers in numeric order, weight before bias. */
export function* tensorsOf(
  { weights, biases }: Parameters,
  prefix = "",
): Generator<[string, Tensor]> {
  for (const [l, { rows: inputs, columns: outputs, values }] of weights.entries()) {
    const name = `${prefix}layers.${l}`;
    yield [`${name}.weight`, floatTensor([outputs, inputs], transpose(values, inputs, outputs))];
    yield [`${name}.bias`, floatTensor([outputs], biases[l]!.values)];
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
 * The parameters of a safetensors file: ours, or PyTorch's of a chain of `nn.Linear`.
 * @throws {SyntaxError} if the bytes are not a safetensors file, or its tensors are not a network's
 */
export function parseWeights(bytes: Uint8Array): ParsedWeights {
  const { tensors, metadata } = parseSafetensors(bytes);
  if (metadata["folds"] !== undefined) {
    throw new SyntaxError(
      "Cannot read a network: the file holds an ensemble over folds, which TableModel.fromSafetensors reads",
    );
  }
  return { ...parametersOf(tensors, layerNames([...tensors.keys()])), metadata };
}

/**
 * The parameters among tensors that we wrote, as many layers as there are.
 * @throws {SyntaxError} if the shapes do not fit each other
 */
export function parametersIn(tensors: ReadonlyMap<string, Tensor>, prefix = ""): TensorParameters {
  const layers: string[] = [];
  while (tensors.has(`${prefix}layers.${layers.length}.weight`)) {
    layers.push(`${prefix}layers.${layers.length}`);
  }
  return parametersOf(tensors, layers);
}

/** The parameters of the layers of these names, whose shapes have to fit each other. */
function parametersOf(
  tensors: ReadonlyMap<string, Tensor>,
  layers: readonly string[],
): TensorParameters {
  const sizes: number[] = [];
  const weights: Float32Array[] = [];
  const biases: Float32Array[] = [];
  for (const layer of layers) {
    const weight = tensors.get(`${layer}.weight`);
    if (weight === undefined || weight.shape.length !== 2 || weight.shape.includes(0)) {
      throw misshapen(`${layer}.weight`, weight, "outputs, inputs");
    }
    const [outputs, inputs] = weight.shape as [number, number];
    if (sizes.length === 0) sizes.push(inputs);
    const stored = floatsIn(tensors, `${layer}.weight`, [outputs, sizes.at(-1)!]);
    sizes.push(outputs);
    weights.push(transpose(stored, outputs, inputs));
    biases.push(floatsIn(tensors, `${layer}.bias`, [outputs]));
  }
  return { sizes, weights, biases };
}

/** The names of the layers, in numeric order: ours, or those of an `nn.Sequential` in any one module, such as `net.0`, `net.2`. */
function layerNames(tensors: readonly string[]): string[] {
  const layers = new Map<string, number>();
  const prefixes = new Set<string>();
  for (const name of tensors) {
    const [, layer, prefix, number] = /^((.*\.)?(0|[1-9]\d*))\.(?:weight|bias)$/s.exec(name) ?? [];
    if (layer === undefined) throw strangeTensors(tensors);
    layers.set(layer, Number(number));
    prefixes.add(prefix ?? "");
  }
  if (layers.size === 0 || prefixes.size > 1) throw strangeTensors(tensors);
  return [...layers.keys()].sort((a, b) => layers.get(a)! - layers.get(b)!);
}

/** More names than these are not listed in an error. */
const MAX_NAMES = 8;

function strangeTensors(names: readonly string[]): SyntaxError {
  const more = names.length > MAX_NAMES ? `, and ${names.length - MAX_NAMES} more` : "";
  return new SyntaxError(
    "Cannot read a network: the tensors are " +
      `${names.slice(0, MAX_NAMES).join(", ") || "none"}${more}; ` +
      "expected layers.0.weight, layers.0.bias, layers.1.weight …, or those of one nn.Sequential of nn.Linear: " +
      "0.weight, 0.bias, 2.weight …",
  );
}

/**
 * The SHA-256 of a network's parameters, in hexadecimal, over the bytes of its file without the metadata; of an ensemble over
 * folds those of its networks, one after the other; of its boosted trees, where these answer, all of their numbers.
 * @throws {Error} on a page that came by plain http from another machine, where browsers have no SHA-256
 */
export async function weightsSha256(
  parameters: Parameters | {
    readonly networks: readonly Parameters[];
    readonly treeTensors?: ReadonlyMap<string, Tensor> | undefined;
  },
): Promise<string> {
  const { networks: all, treeTensors } = "networks" in parameters
    ? parameters
    : { networks: [parameters] };
  const tensors = all.flatMap((network, m) => [...tensorsOf(network, `members.${m}.`)]);
  const file = formatSafetensors(treeTensors ?? new Map(tensors), {});
  const start = 8 + new DataView(file.buffer).getUint32(0, true); // behind the header
  return await sha256(file.subarray(start));
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const transposed = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) transposed[c * rows + r] = values[r * columns + c]!;
  }
  return transposed;
}

/** A float32 tensor; on disk it is little-endian, whatever the machine. */
export function floatTensor(shape: number[], values: Float32Array): Tensor {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (let k = 0; k < values.length; k++) view.setFloat32(4 * k, values[k]!, true);
  return { dtype: "F32", shape, bytes };
}

/**
 * The numbers of a float32 tensor of a shape.
 * @throws {SyntaxError} if there is none
 */
export function floatsIn(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  shape: readonly number[],
): Float32Array {
  const found = tensors.get(name);
  if (found === undefined || found.dtype !== "F32" || String(found.shape) !== String(shape)) {
    throw misshapen(name, found, String(shape));
  }
  const { buffer, byteOffset, byteLength } = found.bytes;
  const view = new DataView(buffer, byteOffset, byteLength);
  const values = new Float32Array(byteLength / 4);
  for (let k = 0; k < values.length; k++) values[k] = view.getFloat32(4 * k, true);
  return values;
}

function misshapen(name: string, found: Tensor | undefined, expected: string): SyntaxError {
  const given = found === undefined ? "missing" : `${found.dtype} [${found.shape}]`;
  return new SyntaxError(`Cannot read a network: ${name} is ${given}, expected F32 [${expected}]`);
}

/** What is written of a network as ONNX. */
export type OnnxNetwork = Parameters & Pick<NetworkDetails, "activation" | "outputActivation">;

/**
 * The layers, from the inputs on.
 * @throws {RangeError} if ONNX has nothing for an activation function
 */
export function onnxLayersOf(network: OnnxNetwork): OnnxLayer[] {
  const tensors = new Map(tensorsOf(network));
  const last = network.weights.length - 1;
  return network.weights.map((_, l) => ({
    weight: tensors.get(`layers.${l}.weight`)!,
    bias: tensors.get(`layers.${l}.bias`)!,
    activation: onnxStepsOf(l === last ? network.outputActivation : network.activation),
  }));
}

/** What is kept of a network besides its parameters. */
export type NetworkDetails =
  & Pick<Network, "seed" | "classNames" | "standardization">
  & Partial<Pick<Network, "quantities">>
  & { readonly [Key in "activation" | "outputActivation" | "cost"]: { readonly name: string } };

/** The metadata of a network's file. */
export function metadataOf(network: NetworkDetails): Record<string, string> {
  const { activation, outputActivation, cost, seed, classNames, standardization, quantities } =
    network;
  return {
    activation: activation.name,
    outputActivation: outputActivation.name,
    cost: cost.name,
    seed: String(seed),
    ...classNames && { classNames: JSON.stringify(classNames) },
    ...standardization && { standardization: JSON.stringify(standardization) },
    ...quantities && { quantities: JSON.stringify(quantities) },
  };
}

/**
 * Reads the metadata of a network's file, in the words of its options; a file that PyTorch wrote has none of these. The
 * network checks the names of functions.
 * @throws {SyntaxError} if they are not what we write
 */
export function optionsIn(metadata: { readonly [key: string]: string }): NetworkOptions {
  const { seed, classNames, standardization, quantities } = metadata;
  const { activation, outputActivation, cost } = metadata as
    & { [Key in "activation" | "outputActivation"]?: ActivationName }
    & { cost?: CostName };
  return {
    ...activation !== undefined && { activation },
    ...outputActivation !== undefined && { outputActivation },
    ...cost !== undefined && { cost },
    ...seed !== undefined && { seed: Number(seed) },
    ...classNames !== undefined && { classNames: namesIn(classNames) },
    ...standardization !== undefined && { standardization: scaleIn(standardization) },
    ...quantities !== undefined && { quantities: quantitiesIn(quantities) },
  };
}

function namesIn(text: string): string[] {
  const names = parsed("classNames", text);
  if (Array.isArray(names) && names.every((name) => typeof name === "string")) return names;
  throw new SyntaxError("Cannot read a network: its classNames are expected to be a list of names");
}

function scaleIn(text: string): Standardization {
  const scale = parsed("standardization", text);
  const { means, deviations } = Object(scale) as Partial<FeatureScale>;
  const numbers = (list: unknown) =>
    Array.isArray(list) && list.every((item) => typeof item === "number");
  try {
    if (numbers(means) && numbers(deviations)) {
      return new Standardization({ means: means!, deviations: deviations! });
    }
  } catch { // no deviations above 0, which the error below covers
  }
  throw new SyntaxError(
    "Cannot read a network: its standardization is expected to be means and deviations",
  );
}

function quantitiesIn(text: string): readonly QuantityScale[] {
  try {
    return parseQuantities(text);
  } catch (error) {
    throw new SyntaxError(`Cannot read a network: ${(error as SyntaxError).message}`);
  }
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError(`Cannot read a network: its ${name} cannot be parsed as JSON`);
  }
}
