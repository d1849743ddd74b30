/**
 * A network as a file of another tool: ONNX for runtimes, NPZ for NumPy, JSON for people and short programs. All of them
 * are made at once, and hash nothing: what hashes is asynchronous, as `weightsSha256` is. @module
 */

import { formatNpz } from "./formats/npz.ts";
import type { Tensor } from "./formats/safetensors.ts";
import { formatOnnx } from "./formats/onnx.ts";
import type { Network } from "./network.ts";
import { onnxLayersOf, tensorsOf } from "./network/weights.ts";
import { networkJson } from "./network/show.ts";
import type { Parameters } from "./network/parameters.ts";

/**
 * A network as an ONNX model (opset 13): `input` [batch, inputs] float32, for a batch of any size, to `probabilities`
 * [batch, outputs], or `output` if the last activation function is neither softmax nor sigmoid. `input` is float64 where it
 * is standardized and float32 would merge its numbers, such as times in seconds.
 *
 * The graph standardizes the inputs if the network does, and its metadata holds the names of the classes, `classNames`, as
 * a list in JSON.
 * @param metadata more of it, such as `weightsSha256`, the SHA-256 of the bytes of the parameters one after the other
 * @param quantities what each output stands for, output × deviation + mean, where targets were standardized: then the model
 * answers with these, float64. Default: those of the network, or outputs as they are
 * @throws {RangeError} if ONNX has nothing for an activation function
 *
 * @example
 * ```ts
 * import { Network, toOnnx } from "@inkling/inkling";
 * import { assert } from "@std/assert";
 *
 * const network = new Network([784, 30, 10], { seed: 1 });
 * const model = toOnnx(network, { author: "me" });
 * assert(model.length > 4 * (784 * 30 + 30 + 30 * 10 + 10));
 * ```
 */
export function toOnnx(
  network: Network,
  metadata: Readonly<Record<string, string>> = {},
  quantities: readonly { readonly mean: number; readonly deviation: number }[] | undefined =
    network.quantities,
): Uint8Array<ArrayBuffer> {
  const { classNames, standardization } = network;
  const names = classNames && { classNames: JSON.stringify(classNames) };
  const targets = quantities && {
    means: quantities.map(({ mean }) => mean),
    deviations: quantities.map(({ deviation }) => deviation),
  };
  const layers = onnxLayersOf(network);
  return formatOnnx(layers, { ...names, ...metadata }, standardization, targets);
}

/**
 * A network's parameters as an NPZ file: `numpy.load` gives `layers.N.weight` [outputs, inputs] and `layers.N.bias`
 * [outputs] for each layer, as PyTorch names them, and nothing else; of an ensemble over folds each behind `members.M.`, or its boosted
 * trees as `trees.F.…`, where these answer.
 */
export function toNpz(
  parameters: Parameters | {
    readonly networks: readonly Parameters[];
    readonly treeTensors?: ReadonlyMap<string, Tensor> | undefined;
  },
): Uint8Array<ArrayBuffer> {
  if (!("networks" in parameters)) return formatNpz(tensorsOf(parameters));
  if (parameters.treeTensors !== undefined) return formatNpz(parameters.treeTensors);
  return formatNpz(
    parameters.networks.flatMap((network, m) => [...tensorsOf(network, `members.${m}.`)]),
  );
}

/**
 * A network as JSON: `sizes`, `activation`, `outputActivation`, `cost`, `seed`, `classNames` and `standardization` if there
 * are any, then the members of `more`, and `layers`, from the inputs on, each with `weight` [outputs][inputs] and `bias` [outputs].
 *
 * A number has the fewest digits that give the float32 back, when read as float64 and rounded. `JSON.stringify(network)` has
 * the same members.
 * @param more other members
 * @throws {RangeError} if a parameter is not finite, for which JSON has no word
 *
 * @example
 * ```ts
 * import { Network, toJson } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const network = new Network([2, 3, 1], { seed: 1 });
 * const { sizes, layers } = JSON.parse(toJson(network));
 * assertEquals(sizes, [2, 3, 1]);
 * assertEquals(layers[0].weight.length, 3); // a row for each output
 * ```
 */
export function toJson(network: Network, more: Readonly<Record<string, unknown>> = {}): string {
  const { layers, ...members } = networkJson(network);
  const lines = Object.entries({ ...members, ...more })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  const list = (numbers: readonly number[]) =>
    `[${numbers.map((value) => Object.is(value, -0) ? "-0" : String(value)).join(", ")}]`;
  const texts = layers.map(({ weight, bias }) =>
    `    {\n      "weight": [\n${weight.map((row) => `        ${list(row)}`).join(",\n")}\n` +
    `      ],\n      "bias": ${list(bias)}\n    }`
  );
  return `{\n${lines.join("")}  "layers": [\n${texts.join(",\n")}\n  ]\n}\n`;
}
