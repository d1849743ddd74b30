/**
 * ONNX, the format in which networks go from one framework to another: a graph of operators as a Protocol Buffers
 * message. The numbers of the fields are those of its definition
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 *
 * @module
 */

import { bytes, float, integer, join, message, text } from "./protobuf.ts";
import type { Tensor } from "./safetensors.ts";

/** A fully connected layer. */
export interface OnnxLayer {
  /** F32 [outputs, inputs] */
  readonly weight: Tensor;
  /** F32 [outputs] */
  readonly bias: Tensor;
  /** The name of the activation function. */
  readonly activation: string;
}

/** What is done to the inputs before the first layer: (x − mean) / deviation. */
export interface OnnxStandardization {
  /** Of each input. */
  readonly means: Float32Array;
  /** Of each input. */
  readonly deviations: Float32Array;
}

/** The oldest operators among which softmax is what it is today, and the format's version of that time (ONNX 1.8). */
const [OPSET, IR_VERSION] = [13, 7];

/** Numbers in the definition: the type of a tensor's items, and that of an attribute's value. */
const FLOAT = 1;
const ATTRIBUTE = { float: 1, integer: 2 } as const;

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
 * Its input is `input` [batch, inputs], float32, for a batch of any size; its output is `probabilities`
 * [batch, outputs] behind softmax or sigmoid, which is the output as it is, and `output` behind anything else. The
 * parameters keep their names and their layout: `layers.N.weight` [outputs, inputs] and `layers.N.bias`.
 *
 * @param layers from the inputs on
 * @param metadata text to keep beside the graph
 * @param standardization what is done to the inputs first. Default: nothing
 * @throws {RangeError} if ONNX has nothing for an activation function
 * @throws {TypeError} if the shapes do not fit each other, or a tensor is not F32
 */
export function formatOnnx(
  layers: readonly OnnxLayer[],
  metadata: Readonly<Record<string, string>> = {},
  standardization: OnnxStandardization | undefined = undefined,
): Uint8Array<ArrayBuffer> {
  checkShapes(layers);
  const output = PROBABILITIES.includes(layers.at(-1)!.activation) ? "probabilities" : "output";
  const graph = message(
    7,
    ...standardization === undefined ? [] : [
      node("Sub", ["input", "means"], "input.centered"),
      node("Div", ["input.centered", "deviations"], "input.standardized"),
    ],
    ...nodes(layers, standardization === undefined ? "input" : "input.standardized", output),
    text(2, "inkling"),
    ...standardization === undefined ? [] : [
      initializer("means", [standardization.means.length], float32s(standardization.means)),
      initializer(
        "deviations",
        [standardization.means.length],
        float32s(standardization.deviations),
      ),
    ],
    ...layers.flatMap(({ weight, bias, activation }, l) => [
      initializer(`layers.${l}.weight`, weight.shape, weight.bytes),
      initializer(`layers.${l}.bias`, bias.shape, bias.bytes),
      ...stepsOf(activation).flatMap(({ factor }, k) =>
        factor === undefined ? [] : initializer(`layers.${l}.factor.${k}`, [], float32s([factor]))
      ),
    ]),
    valueInfo(11, "input", layers[0]!.weight.shape[1]!),
    valueInfo(12, output, layers.at(-1)!.weight.shape[0]!),
  );
  return join(
    integer(1, IR_VERSION),
    text(2, "inkling"),
    graph,
    message(8, integer(2, OPSET)),
    ...Object.entries(metadata).map(([key, value]) => message(14, text(1, key), text(2, value))),
  );
}

/** The operators of all layers: a product with the biases added, then the activation function's. */
function nodes(layers: readonly OnnxLayer[], input: string, output: string): Uint8Array[] {
  const written: Uint8Array[] = [];
  let value = input;
  for (const [l, { activation }] of layers.entries()) {
    const steps = stepsOf(activation);
    const names = [`layers.${l}`, ...steps.map((_, k) => `layers.${l}.activation.${k}`)];
    if (l === layers.length - 1) names[names.length - 1] = output;
    const parameters = [value, `layers.${l}.weight`, `layers.${l}.bias`];
    const transposed = attribute("transB", ATTRIBUTE.integer, integer(3, 1));
    written.push(node("Gemm", parameters, value = names[0]!, transposed));
    for (const [k, { operator, alpha, factor }] of steps.entries()) {
      const inputs = factor === undefined ? [value] : [value, `layers.${l}.factor.${k}`];
      const attributes = alpha === undefined
        ? []
        : [attribute("alpha", ATTRIBUTE.float, float(2, alpha))];
      written.push(node(operator, inputs, value = names[k + 1]!, ...attributes));
    }
  }
  return written;
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

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  ...attributes: readonly Uint8Array[]
): Uint8Array {
  return message(
    1,
    ...inputs.map((input) => text(1, input)),
    text(2, output),
    text(3, `${output}.${operator}`),
    text(4, operator),
    ...attributes,
  );
}

function attribute(name: string, type: number, value: Uint8Array): Uint8Array {
  return message(5, text(1, name), value, integer(20, type));
}

function initializer(name: string, shape: readonly number[], values: Uint8Array): Uint8Array {
  const dimensions = shape.map((length) => integer(1, length));
  return message(5, ...dimensions, integer(2, FLOAT), text(8, name), bytes(9, values));
}

/** An input or an output, [batch, columns]: the batch has a name in place of a number, so it may be of any size. */
function valueInfo(field: number, name: string, columns: number): Uint8Array {
  const shape = message(2, message(1, text(2, "batch")), message(1, integer(1, columns)));
  return message(field, text(1, name), message(2, message(1, integer(1, FLOAT), shape)));
}

function float32s(numbers: ArrayLike<number>): Uint8Array {
  const values = new Uint8Array(4 * numbers.length);
  const view = new DataView(values.buffer);
  for (let k = 0; k < numbers.length; k++) view.setFloat32(4 * k, numbers[k]!, true);
  return values;
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
