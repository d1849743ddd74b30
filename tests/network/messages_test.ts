import { formatSafetensors, parseSafetensors } from "../../lib/formats/safetensors.ts";
import { optionsIn } from "../../lib/network/file.ts";
import { dataRows, matrix, Network } from "../../mod.ts";
import { type MessageRow, testMessages } from "../helpers/says.ts";

const network = new Network([3, 2]);
const BATCH = { inputs: dataRows([[1, 2, 3]]), targets: matrix([[0, 1]]) };

/** What makes no network. */
const NETWORKS: readonly MessageRow[] = [
  [
    "one layer",
    () => new Network([3]),
    RangeError,
    "Cannot make a network of sizes [3]: expected two or more whole numbers from 1 up; for example [784, 30, 10]",
  ],
  [
    "sizes as an option",
    () => new Network([3, 2], { layers: [3] } as object),
    TypeError,
    'Cannot make a network with the option "layers": the sizes come first: new Network([784, 30, 10])',
  ],
  [
    "an option of training",
    () => new Network([3, 2], { optimizer: "adam" } as object),
    TypeError,
    'Cannot make a network with the option "optimizer": it is an option of `train`',
  ],
  [
    "a function that there is not",
    () => new Network([2, 2], { activation: "sigmoyd" }),
    RangeError,
    'Cannot find the activation "sigmoyd": there are sigmoid, tanh, scaledTanh, relu, leakyRelu, linear, softmax, did you mean sigmoid?',
  ],
  [
    "a cost that the outputs do not fit",
    () => new Network([2, 2], { activation: "linear", cost: "crossEntropy" }),
    TypeError,
    'Cannot make a network: "crossEntropy" takes outputs between 0 and 1, which "linear" does not give: ' +
    'expected "outputActivation": "sigmoid" or "softmax"',
  ],
  [
    "a log-likelihood that the outputs do not fit",
    () => new Network([2, 2], { activation: "linear", cost: "logLikelihood" }),
    TypeError,
    'Cannot make a network: "logLikelihood" takes outputs between 0 and 1, which "linear" does not give: ' +
    'expected "outputActivation": "softmax"',
  ],
  [
    "softmax of one output",
    () => new Network([2, 1], { outputActivation: "softmax" }),
    TypeError,
    'Cannot make a network: "softmax" of one output is always 1: expected "sigmoid"',
  ],
  [
    "means of other inputs",
    () => new Network([2, 2], { standardization: { means: [0, 0, 0], deviations: [1, 1, 1] } }),
    TypeError,
    "Cannot use 3 means for standardization: expected 2, one for each input",
  ],
];

/** What a network cannot take. */
const CALLS: readonly MessageRow[] = [
  [
    "inputs of another width",
    () => network.feedforward(dataRows([[1, 2]])),
    TypeError,
    "Cannot use inputs of shape [1, 2]: this network takes [batch, 3]",
  ],
  [
    "inputs that are no rows",
    () => network.backprop({ ...BATCH, inputs: 7 as never }),
    TypeError,
    "Cannot use 7 for inputs: expected rows of data; for example dataRows([[…], […]])",
  ],
  [
    "targets that are no rows",
    () => network.backprop({ ...BATCH, targets: [1] as never }),
    TypeError,
    "Cannot use a list of 1 for targets: expected rows of data; for example matrix([[…], […]])",
  ],
  [
    "targets of other rows",
    () => network.updateMiniBatch({ ...BATCH, targets: matrix([[1, 0], [0, 1]]) }, 1),
    TypeError,
    "Cannot learn from 1 rows of inputs with 2 rows of targets: expected one for each",
  ],
  [
    "rows of another width to predict from",
    () => network.predict([[1, 2]]),
    TypeError,
    "Cannot predict from rows of 2 numbers: this network has 3 inputs",
  ],
  [
    "numbers that are no whole rows",
    () => network.predict(new Float32Array(4)),
    TypeError,
    "Cannot predict from 4 numbers: expected a multiple of the network's 3 inputs",
  ],
  [
    "what is neither rows nor numbers",
    () => network.predict({ inputs: [] } as never),
    TypeError,
    "Cannot predict from an object: expected a list of rows or a typed array; for example [[0, 1]]; " +
    "predictDataset takes a labeled Dataset",
  ],
  [
    "a parameter that JSON cannot hold",
    () => {
      const broken = new Network([1, 1]);
      broken.biases[0]!.values[0] = NaN;
      JSON.stringify(broken);
    },
    RangeError,
    "Cannot write the parameter NaN as JSON: it is not finite",
  ],
];

/** The tensors of the network, less one, in a file. */
function without(name: string): Uint8Array<ArrayBuffer> {
  const tensors = new Map(parseSafetensors(network.toSafetensors()).tensors);
  tensors.delete(name);
  return formatSafetensors(tensors);
}

/** What makes no file of a network. */
const FILES: readonly MessageRow[] = [
  [
    "no tensors",
    () => Network.fromSafetensors(formatSafetensors(new Map())),
    SyntaxError,
    "Cannot read a network: the tensors are none; expected layers.0.weight, layers.0.bias, layers.1.weight …, " +
    "or those of one nn.Sequential of nn.Linear: 0.weight, 0.bias, 2.weight …",
  ],
  [
    "a tensor that is missing",
    () => Network.fromSafetensors(without("layers.0.bias")),
    SyntaxError,
    "Cannot read a network: layers.0.bias is missing, expected F32 [2]",
  ],
  [
    "metadata that are no JSON",
    () => optionsIn({ classNames: "a, b" }),
    SyntaxError,
    "Cannot read a network: its classNames cannot be parsed as JSON",
  ],
  [
    "classes that are no names",
    () => optionsIn({ classNames: "[1]" }),
    SyntaxError,
    "Cannot read a network: its classNames are expected to be a list of names",
  ],
  [
    "a standardization without means",
    () => optionsIn({ standardization: "{}" }),
    SyntaxError,
    "Cannot read a network: its standardization is expected to be means and deviations",
  ],
];

testMessages("networks", [...NETWORKS, ...CALLS, ...FILES]);
