/** ONNX, the format in which networks go from one framework to another: a network's layers as a graph of operators. @module */

import { OnnxBuilder } from "./onnx_builder.ts";
import { formatOnnxModel, onnxConstant } from "./onnx_model.ts";
import type { Tensor } from "./safetensors.ts";

/** A fully connected layer. */
export interface OnnxLayer {
  /** F32 [outputs, inputs] */
  readonly weight: Tensor;
  /** F32 [outputs] */
  readonly bias: Tensor;
  /** The operators of the activation function, in order; none for the identity. */
  readonly activation: readonly OnnxStep[];
}

/** What is done to the inputs before the first layer: (x − mean) / deviation, in float64 and then rounded to float32. */
export interface OnnxStandardization {
  /** Of each input. */
  readonly means: ArrayLike<number>;
  /** Of each input. */
  readonly deviations: ArrayLike<number>;
}

/** An operator of an activation function, on the last one's result, and for some on a constant or on z too. */
export interface OnnxStep {
  /** Its name. */
  readonly operator: string;
  /** Its attribute of that name. */
  readonly alpha?: number;
  /** The second operand. */
  readonly factor?: number;
  /** Whether the second operand is z, what the layer's product gives. */
  readonly withZ?: true;
}

/** The operators that make probabilities. */
const PROBABILITIES = ["Sigmoid", "Softmax"];

/**
 * Writes a network as an ONNX model.
 *
 * Its input is `input` [batch, inputs], for a batch of any size: float32, or float64 where it is standardized and float32
 * would merge its numbers, such as times in seconds. Its output is `probabilities`
 * [batch, outputs] behind softmax or sigmoid, which is the output as it is, and `output` behind anything else. The
 * parameters keep their names and their layout: `layers.N.weight` [outputs, inputs] and `layers.N.bias`.
 * @param layers from the inputs on
 * @param metadata text to keep beside the graph
 * @param standardization what is done to the inputs first. Default: nothing
 * @param targetScale what was done to the targets and is undone last: `output` is output × deviation + mean, float64. Default:
 * nothing
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
  const graph = new OnnxBuilder([]);
  graph.inputs.push({ name: "input", type, shape: ["batch", layers[0]!.weight.shape[1]!] });
  if (standardization !== undefined) standardize(graph, standardization, type);
  addLayers(graph, layers, { input, output });
  if (targetScale !== undefined) undoStandardization(graph, targetScale, output, name);
  graph.outputs.push({
    name,
    type: targetScale === undefined ? "float" : "double",
    shape: ["batch", layers.at(-1)!.weight.shape[0]!],
  });
  return formatOnnxModel(graph, metadata);
}

/** Up to so many deviations from zero, float32 numbers are off by at most 2⁻¹⁰ of a deviation. */
const MAX_DISTANCE = 16_384;

/** 2⁻¹⁰⁰: with smaller deviations float32 numbers lose digits, or are zero. */
const MIN_DEVIATION = 7.888609052210118e-31;

/** Whether float32 merges different numbers of an input. */
function needsDouble({ means, deviations }: OnnxStandardization): boolean {
  return Array.from(means).some((mean, j) =>
    Math.abs(mean) > MAX_DISTANCE * deviations[j]! || deviations[j]! < MIN_DEVIATION
  );
}

/** (x − mean) / deviation of the inputs, in float64. */
function standardize(
  graph: OnnxBuilder,
  { means, deviations }: OnnxStandardization,
  type: "float" | "double",
): void {
  const exact = type === "double" ? "input" : graph.cast("input", "input.exact", "double");
  const centered = graph.node("Sub", [exact, graph.doubles("means", means)], "input.centered");
  const divisors = graph.doubles("deviations", deviations);
  const scaled = graph.node("Div", [centered, divisors], "input.scaled");
  graph.cast(scaled, "input.standardized", "float");
}

/** Outputs of standardized targets, output × deviation + mean, in float64. */
function undoStandardization(
  graph: OnnxBuilder,
  { means, deviations }: OnnxStandardization,
  from: string,
  to: string,
): void {
  const exact = graph.cast(from, `${to}.exact`, "double");
  const factors = graph.doubles(`${to}.deviations`, deviations);
  const scaled = graph.node("Mul", [exact, factors], `${to}.scaled`);
  graph.node("Add", [scaled, graph.doubles(`${to}.means`, means)], to);
}

/** What the output of a network is called: `probabilities` behind softmax or sigmoid, `output` behind anything else. */
export function outputNameOf(activation: readonly OnnxStep[]): string {
  const last = activation.at(-1);
  return last !== undefined && PROBABILITIES.includes(last.operator) ? "probabilities" : "output";
}

/** The names of a network's values within a graph. */
interface OnnxLayerNames {
  /** Of what the first layer takes, [batch, inputs] float32. */
  readonly input: string;
  /** Of what the last layer gives, [batch, outputs]. */
  readonly output: string;
  /** What the names of all other values begin with. Default: nothing. */
  readonly prefix?: string;
}

/**
 * Adds the layers of a network: each a product with the biases added, then the operators of its activation function.
 * @param layers one or more, whose shapes fit each other
 */
export function addLayers(
  graph: OnnxBuilder,
  layers: readonly OnnxLayer[],
  { input, output, prefix = "" }: OnnxLayerNames,
): void {
  let value = input;
  for (const [l, { weight, bias, activation }] of layers.entries()) {
    const name = `${prefix}layers.${l}`;
    const names = [name, ...activation.map((_, k) => `${name}.activation.${k}`)];
    if (l === layers.length - 1) names[names.length - 1] = output;
    const inputs = [value, `${name}.weight`, `${name}.bias`];
    const attributes = { "transB": { integer: 1 } };
    graph.nodes.push({ operator: "Gemm", inputs, outputs: [value = names[0]!], attributes });
    graph.constants.push(
      { name: inputs[1]!, type: "float", shape: weight.shape, bytes: weight.bytes },
      { name: inputs[2]!, type: "float", shape: bias.shape, bytes: bias.bytes },
    );
    for (const [k, { operator, alpha, factor, withZ }] of activation.entries()) {
      const inputs = [value];
      if (withZ) inputs.push(names[0]!);
      if (factor !== undefined) inputs.push(`${name}.factor.${k}`);
      if (factor !== undefined) graph.constant(onnxConstant(inputs[1]!, "float", [], [factor]));
      graph.nodes.push({
        operator,
        inputs,
        outputs: [value = names[k + 1]!],
        ...alpha !== undefined && { attributes: { alpha: { float: alpha } } },
      });
    }
  }
}

function checkShapes(layers: readonly OnnxLayer[]): void {
  if (layers.length === 0) throw new TypeError("Cannot write a network of no layers as ONNX");
  for (const [l, { weight, bias }] of layers.entries()) {
    const [outputs = 0, inputs = 0] = weight.shape;
    const expected = l === 0 ? inputs : layers[l - 1]!.weight.shape[0];
    const fits = weight.shape.length === 2 && inputs === expected &&
      String(bias.shape) === String([outputs]);
    if (!fits || weight.dtype !== "F32" || bias.dtype !== "F32") {
      throw new TypeError(
        `Cannot write layer ${l} as ONNX: expected F32 [outputs, ${expected || "inputs"}] and ` +
          "[outputs], " +
          `got ${weight.dtype} [${weight.shape}] and ${bias.dtype} [${bias.shape}]`,
      );
    }
  }
}
