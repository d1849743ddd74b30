/**
 * ONNX, the format in which networks go from one framework to another: a network's layers as a graph of operators.
 *
 * @module
 */

import {
  doubleConstant,
  floatConstant,
  formatOnnxModel,
  ONNX_TYPES,
  type OnnxConstant,
  type OnnxGraph,
  type OnnxNode,
} from "./onnx_model.ts";
import type { Tensor } from "./safetensors.ts";

const { abs } = Math;

/** A fully connected layer. */
export interface OnnxLayer {
  /** F32 [outputs, inputs] */
  readonly weight: Tensor;
  /** F32 [outputs] */
  readonly bias: Tensor;
  /** The name of the activation function. */
  readonly activation: string;
}

/** What is done to the inputs before the first layer: (x − mean) / deviation, in float64 and then rounded to float32. */
export interface OnnxStandardization {
  /** Of each input. */
  readonly means: ArrayLike<number>;
  /** Of each input. */
  readonly deviations: ArrayLike<number>;
}

/** What an activation function is made of: operators, each on the last one's result. */
type Step = { readonly operator: string; readonly alpha?: number; readonly factor?: number };

const STEPS: { readonly [activation: string]: readonly Step[] } = {
  sigmoid: [{ operator: "Sigmoid" }],
  relu: [{ operator: "Relu" }],
  softmax: [{ operator: "Softmax" }], // over the last axis, that of the units
  tanh: [{ operator: "Tanh" }],
  scaledTanh: [
    { operator: "Mul", factor: 2 / 3 },
    { operator: "Tanh" },
    { operator: "Mul", factor: 1.7159 },
  ],
  leakyRelu: [{ operator: "LeakyRelu", alpha: 0.01 }],
  linear: [],
};

/** The activation functions whose outputs are probabilities. */
const PROBABILITIES = ["sigmoid", "softmax"];

/**
 * Writes a network as an ONNX model.
 *
 * Its input is `input` [batch, inputs], for a batch of any size: float32, or float64 where it is standardized and float32
 * does not tell its numbers apart, such as times in seconds. Its output is `probabilities`
 * [batch, outputs] behind softmax or sigmoid, which is the output as it is, and `output` behind anything else. The
 * parameters keep their names and their layout: `layers.N.weight` [outputs, inputs] and `layers.N.bias`.
 *
 * @param layers from the inputs on
 * @param metadata text to keep beside the graph
 * @param standardization what is done to the inputs first. Default: nothing
 * @param targetScale what was done to the targets and is undone last: `output` is output × deviation + mean, float64. Default:
 * nothing
 * @throws {RangeError} if ONNX has nothing for an activation function
 * @throws {TypeError} if the shapes do not fit each other, or a tensor is not F32
 */
export function formatOnnx(
  layers: readonly OnnxLayer[],
  metadata: Readonly<Record<string, string>> = {},
  standardization: OnnxStandardization | undefined = undefined,
  targetScale: OnnxStandardization | undefined = undefined,
): Uint8Array<ArrayBuffer> {
  checkShapes(layers);
  const type = standardization !== undefined && needsDouble(standardization) ? "double" : "float";
  const input = standardization === undefined ? "input" : "input.standardized";
  const name = outputNameOf(layers.at(-1)!.activation);
  const output = targetScale === undefined ? name : `${name}.standardized`;
  const { nodes, constants } = layerGraph(layers, { input, output });
  const scale = standardization === undefined
    ? { nodes: [], constants: [] }
    : scaleGraph(standardization, type);
  const unscale = targetScale === undefined
    ? { nodes: [], constants: [] }
    : unscaleGraph(targetScale, output, name);
  return formatOnnxModel({
    nodes: [...scale.nodes, ...nodes, ...unscale.nodes],
    constants: [...scale.constants, ...constants, ...unscale.constants],
    inputs: [{ name: "input", type, shape: ["batch", layers[0]!.weight.shape[1]!] }],
    outputs: [{
      name,
      type: targetScale === undefined ? "float" : "double",
      shape: ["batch", layers.at(-1)!.weight.shape[0]!],
    }],
  }, metadata);
}

/** The nodes and the constants of a part of a graph. */
export type OnnxPart = Pick<OnnxGraph, "nodes" | "constants">;

/** So many deviations from zero float32 numbers are off by 2⁻¹⁰ of a deviation at most. */
const MAX_DISTANCE = 16_384;

/** 2⁻¹⁰⁰: with smaller deviations float32 numbers lose digits, or are zero. */
const MIN_DEVIATION = 7.888609052210118e-31;

/** Whether the numbers of an input are not told apart by float32. */
function needsDouble({ means, deviations }: OnnxStandardization): boolean {
  return Array.from(means).some((mean, j) =>
    abs(mean) > MAX_DISTANCE * deviations[j]! || deviations[j]! < MIN_DEVIATION
  );
}

function scaleGraph(
  { means, deviations }: OnnxStandardization,
  type: "float" | "double",
): OnnxPart {
  const exact = type === "double" ? "input" : "input.exact";
  return {
    nodes: [
      ...type === "double" ? [] : [cast("input", exact, "double")],
      { operator: "Sub", inputs: [exact, "means"], outputs: ["input.centered"] },
      { operator: "Div", inputs: ["input.centered", "deviations"], outputs: ["input.scaled"] },
      cast("input.scaled", "input.standardized", "float"),
    ],
    constants: [
      doubleConstant("means", [means.length], means),
      doubleConstant("deviations", [means.length], deviations),
    ],
  };
}

/** Outputs of standardized targets, output × deviation + mean, in float64. */
function unscaleGraph(
  { means, deviations }: OnnxStandardization,
  from: string,
  to: string,
): OnnxPart {
  return {
    nodes: [
      cast(from, `${to}.exact`, "double"),
      {
        operator: "Mul",
        inputs: [`${to}.exact`, `${to}.deviations`],
        outputs: [`${to}.scaled`],
      },
      { operator: "Add", inputs: [`${to}.scaled`, `${to}.means`], outputs: [to] },
    ],
    constants: [
      doubleConstant(`${to}.deviations`, [means.length], deviations),
      doubleConstant(`${to}.means`, [means.length], means),
    ],
  };
}

function cast(from: string, to: string, type: "float" | "double"): OnnxNode {
  const attributes = { to: { integer: ONNX_TYPES[type] } };
  return { operator: "Cast", inputs: [from], outputs: [to], attributes };
}

/** What the output of a network is called: `probabilities` behind softmax or sigmoid, `output` behind anything else. */
export function outputNameOf(activation: string): string {
  return PROBABILITIES.includes(activation) ? "probabilities" : "output";
}

/** The names of a network's values within a graph. */
export interface OnnxLayerNames {
  /** Of what the first layer takes, [batch, inputs] float32. */
  readonly input: string;
  /** Of what the last layer gives, [batch, outputs]. */
  readonly output: string;
  /** What the names of all other values begin with. Default: nothing. */
  readonly prefix?: string;
}

/**
 * The layers of a network: each a product with the biases added, then the operators of its activation function.
 *
 * @param layers one or more, whose shapes fit each other
 * @throws {RangeError} if ONNX has nothing for an activation function
 */
export function layerGraph(
  layers: readonly OnnxLayer[],
  { input, output, prefix = "" }: OnnxLayerNames,
): OnnxPart {
  const nodes: OnnxNode[] = [];
  const constants: OnnxConstant[] = [];
  let value = input;
  for (const [l, { weight, bias, activation }] of layers.entries()) {
    const name = `${prefix}layers.${l}`;
    const steps = stepsOf(activation);
    const names = [name, ...steps.map((_, k) => `${name}.activation.${k}`)];
    if (l === layers.length - 1) names[names.length - 1] = output;
    const inputs = [value, `${name}.weight`, `${name}.bias`];
    const attributes = { "transB": { integer: 1 } };
    nodes.push({ operator: "Gemm", inputs, outputs: [value = names[0]!], attributes });
    constants.push(
      { name: inputs[1]!, type: "float", shape: weight.shape, bytes: weight.bytes },
      { name: inputs[2]!, type: "float", shape: bias.shape, bytes: bias.bytes },
    );
    for (const [k, { operator, alpha, factor }] of steps.entries()) {
      const inputs = factor === undefined ? [value] : [value, `${name}.factor.${k}`];
      if (factor !== undefined) constants.push(floatConstant(inputs[1]!, [], [factor]));
      nodes.push({
        operator,
        inputs,
        outputs: [value = names[k + 1]!],
        ...alpha !== undefined && { attributes: { alpha: { float: alpha } } },
      });
    }
  }
  return { nodes, constants };
}

function stepsOf(activation: string): readonly Step[] {
  if (!Object.hasOwn(STEPS, activation)) {
    throw new RangeError(
      `Cannot write the activation "${activation}" as ONNX: there are ${
        Object.keys(STEPS).join(", ")
      }`,
    );
  }
  return STEPS[activation]!;
}

function checkShapes(layers: readonly OnnxLayer[]): void {
  if (layers.length === 0) throw new TypeError("Cannot write a network of no layers as ONNX");
  for (const [l, { weight, bias }] of layers.entries()) {
    const [outputs = 0, inputs = 0] = weight.shape;
    const wanted = l === 0 ? inputs : layers[l - 1]!.weight.shape[0];
    const fits = weight.shape.length === 2 && inputs === wanted &&
      String(bias.shape) === String([outputs]);
    if (!fits || weight.dtype !== "F32" || bias.dtype !== "F32") {
      throw new TypeError(
        `Cannot write layer ${l} as ONNX: its weight is ${weight.dtype} [${weight.shape}], its bias ` +
          `${bias.dtype} [${bias.shape}]; F32 [outputs, ${
            wanted || "inputs"
          }] and [outputs] are wanted`,
      );
    }
  }
}
