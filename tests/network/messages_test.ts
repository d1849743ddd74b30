import { formatSafetensors, parseSafetensors } from "../../lib/formats/safetensors.ts";
import { optionsIn } from "../../lib/network/file.ts";
import { dataRows, matrix, Network } from "../../mod.ts";
import { testMessages } from "../helpers/says.ts";

const network = new Network([3, 2]);
const BATCH = { inputs: dataRows([[1, 2, 3]]), targets: matrix([[0, 1]]) };

/** The tensors of the network, less one, in a file. */
function without(name: string): Uint8Array<ArrayBuffer> {
  const tensors = new Map(parseSafetensors(network.toSafetensors()).tensors);
  tensors.delete(name);
  return formatSafetensors(tensors);
}

testMessages("networks", {
  RangeError: {
    [
      "Cannot make a network of sizes [3]: expected two or more whole numbers from 1 up; " +
      "for example [784, 30, 10]"
    ]: () => new Network([3]),
    [
      'Cannot find the activation "sigmoyd": there are sigmoid, tanh, scaledTanh, relu, ' +
      "leakyRelu, gelu, geluTanh, silu, mish, selu, linear, softmax, did you mean sigmoid?"
    ]: () => new Network([2, 2], { activation: "sigmoyd" }),
    "Cannot write the parameter NaN as JSON: it is not finite": () => {
      const broken = new Network([1, 1]);
      broken.biases[0]!.values[0] = NaN;
      JSON.stringify(broken);
    },
  },
  TypeError: {
    [
      'Cannot make a network with the option "layers": the sizes come first: new ' +
      "Network([784, 30, 10])"
    ]: () => new Network([3, 2], { layers: [3] } as object),
    'Cannot make a network with the option "optimizer": it is an option of `train`': () =>
      new Network([3, 2], { optimizer: "adam" } as object),
    [
      'Cannot make a network: "crossEntropy" takes outputs between 0 and 1, which "linear" ' +
      'does not give: expected "outputActivation": "sigmoid" or "softmax"'
    ]: () => new Network([2, 2], { activation: "linear", cost: "crossEntropy" }),
    [
      'Cannot make a network: "logLikelihood" takes outputs between 0 and 1, which ' +
      '"linear" does not give: expected "outputActivation": "softmax"'
    ]: () => new Network([2, 2], { activation: "linear", cost: "logLikelihood" }),
    'Cannot make a network: "softmax" of one output is always 1: expected "sigmoid"': () =>
      new Network([2, 1], { outputActivation: "softmax" }),
    "Cannot use 3 means for standardization: expected 2, one for each input": () =>
      new Network([2, 2], { standardization: { means: [0, 0, 0], deviations: [1, 1, 1] } }),
    "Cannot use inputs of shape [1, 2]: this network takes [batch, 3]": () =>
      network.feedforward(dataRows([[1, 2]])),
    "Cannot use 7 for inputs: expected rows of data; for example dataRows([[…], […]])": () =>
      network.backprop({ ...BATCH, inputs: 7 as never }),
    "Cannot use a list of 1 for targets: expected rows of data; for example matrix([[…], […]])":
      () => network.backprop({ ...BATCH, targets: [1] as never }),
    "Cannot learn from 1 rows of inputs with 2 rows of targets: expected one for each": () =>
      network.updateMiniBatch({ ...BATCH, targets: matrix([[1, 0], [0, 1]]) }, 1),
    "Cannot predict from rows of 2 numbers: this network has 3 inputs": () =>
      network.predict([[1, 2]]),
    "Cannot predict from 4 numbers: expected a multiple of the network's 3 inputs": () =>
      network.predict(new Float32Array(4)),
    [
      "Cannot predict from an object: expected a list of rows or a typed array; for " +
      "example [[0, 1]]; predictDataset takes a labeled Dataset"
    ]: () => network.predict({ inputs: [] } as never),
  },
  SyntaxError: {
    [
      "Cannot read a network: the tensors are none; expected layers.0.weight, " +
      "layers.0.bias, layers.1.weight …, or those of one nn.Sequential of nn.Linear: " +
      "0.weight, 0.bias, 2.weight …"
    ]: () => Network.fromSafetensors(formatSafetensors(new Map())),
    "Cannot read a network: layers.0.bias is missing, expected F32 [2]": () =>
      Network.fromSafetensors(without("layers.0.bias")),
    "Cannot read a network: its classNames cannot be parsed as JSON": () =>
      optionsIn({ classNames: "a, b" }),
    "Cannot read a network: its classNames are expected to be a list of names": () =>
      optionsIn({ classNames: "[1]" }),
    "Cannot read a network: its standardization is expected to be means and deviations": () =>
      optionsIn({ standardization: "{}" }),
  },
});
