/**
 * A network as a file of another tool: ONNX for runtimes, NPZ for NumPy.
 *
 * @module
 */

import { formatNpz } from "./formats/npz.ts";
import { formatOnnx } from "./formats/onnx.ts";
import type { Network } from "./network.ts";
import type { Parameters } from "./network/parameters.ts";
import { tensorsOf, weightsSha256 } from "./network/weights.ts";

/**
 * A network as an ONNX model (opset 13): `input` [batch, inputs] float32, for a batch of any size, to `probabilities`
 * [batch, outputs], or `output` if the last activation function is neither softmax nor sigmoid.
 *
 * Its metadata holds `weightsSha256`, which is also the SHA-256 of the bytes of its parameters one after the other.
 *
 * @param metadata more of it
 * @throws {RangeError} if ONNX has nothing for an activation function
 *
 * @example
 * ```ts
 * import { Network, toOnnx } from "@inkling/inkling";
 * import { assert } from "@std/assert";
 *
 * const network = new Network([784, 30, 10], { seed: 1 });
 * const model = await toOnnx(network, { classes: '["0","1","2","3","4","5","6","7","8","9"]' });
 * assert(model.length > 4 * (784 * 30 + 30 + 30 * 10 + 10));
 * ```
 */
export async function toOnnx(
  network: Network,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const tensors = new Map(tensorsOf(network));
  const last = network.weights.length - 1;
  const layers = network.weights.map((_, l) => ({
    weight: tensors.get(`layers.${l}.weight`)!,
    bias: tensors.get(`layers.${l}.bias`)!,
    activation: (l === last ? network.outputActivation : network.activation).name,
  }));
  return formatOnnx(layers, { weightsSha256: await weightsSha256(network), ...metadata });
}

/**
 * A network's parameters as an NPZ file: `numpy.load` gives `layers.N.weight` [outputs, inputs] and `layers.N.bias`
 * [outputs] for each layer, as PyTorch names them, and nothing else.
 *
 * @example
 * ```ts
 * import { Network, toNpz } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const file = toNpz(new Network([2, 3, 1], { seed: 1 }));
 * assertEquals(new TextDecoder().decode(file.subarray(0, 2)), "PK"); // a ZIP archive
 * ```
 */
export function toNpz(parameters: Parameters): Uint8Array<ArrayBuffer> {
  return formatNpz(tensorsOf(parameters));
}
