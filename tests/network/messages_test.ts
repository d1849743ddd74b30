import { formatSafetensors, parseSafetensors } from "../../lib/formats/safetensors.ts";
import { optionsIn } from "../../lib/network/file.ts";
import { dataRows, matrix, Network } from "../../mod.ts";
import { pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const network = new Network([3, 2]);
const BATCH = { inputs: dataRows([[1, 2, 3]]), targets: matrix([[0, 1]]) };

/** The tensors of the network, less one, in a file. */
function without(name: string): Uint8Array<ArrayBuffer> {
  const tensors = new Map(parseSafetensors(network.toSafetensors()).tensors);
  tensors.delete(name);
  return formatSafetensors(tensors);
}

pin("networks", [
  () => new Network([3]),
  () => new Network([2, 2], { activation: "sigmoyd" }),
  () => {
    const broken = new Network([1, 1]);
    broken.biases[0]!.values[0] = NaN;
    JSON.stringify(broken);
  },
  () => new Network([3, 2], { layers: [3] } as object),
  () => new Network([3, 2], { optimizer: "adam" } as object),
  () => new Network([2, 2], { activation: "linear", cost: "crossEntropy" }),
  () => new Network([2, 2], { activation: "linear", cost: "logLikelihood" }),
  () => new Network([2, 1], { outputActivation: "softmax" }),
  () => new Network([2, 9, 3], { classNames: ["a", "b"] }),
  () => new Network([2, 9, 1], { classNames: ["a"] }),
  () => new Network([2, 2], { standardization: { means: [0, 0, 0], deviations: [1, 1, 1] } }),
  () => network.feedforward(dataRows([[1, 2]])),
  () => network.backprop({ ...BATCH, inputs: 7 as never }),
  () => network.backprop({ ...BATCH, targets: [1] as never }),
  () => network.updateMiniBatch({ ...BATCH, targets: matrix([[1, 0], [0, 1]]) }, 1),
  () => network.predict([[1, 2]]),
  () => network.predict(new Float32Array(4)),
  () => network.predict({ inputs: [] } as never),
  () => Network.fromSafetensors(formatSafetensors(new Map())),
  () => Network.fromSafetensors(without("layers.0.bias")),
  () => optionsIn({ classNames: "a, b" }),
  () => optionsIn({ classNames: "[1]" }),
  () => optionsIn({ standardization: "{}" }),
]);
