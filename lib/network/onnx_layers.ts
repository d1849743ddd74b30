/** A network's layers as the writer of ONNX takes them. @module */

import type { OnnxLayer } from "../formats/onnx.ts";
import type { NetworkDetails } from "./file.ts";
import type { Parameters } from "./parameters.ts";
import { tensorsOf } from "./weights.ts";

/** What is written of a network as ONNX. */
export type OnnxNetwork = Parameters & Pick<NetworkDetails, "activation" | "outputActivation">;
/** The activation function of the outputs. */

/** The layers, from the inputs on. */
export function onnxLayersOf(network: OnnxNetwork): OnnxLayer[] {
  const tensors = new Map(tensorsOf(network));
  const last = network.weights.length - 1;
  return network.weights.map((_, l) => ({
    weight: tensors.get(`layers.${l}.weight`)!,
    bias: tensors.get(`layers.${l}.bias`)!,
    activation: (l === last ? network.outputActivation : network.activation).name,
  }));
}
