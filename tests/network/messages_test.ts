import { formatSafetensors, parseSafetensors } from "../../lib/formats/safetensors.ts";
import { optionsIn } from "../../lib/network/weights.ts";
import { activations } from "../../lib/network/activations.ts";
import { Dropout, Optimizer } from "../../lib/network/mod.ts";
import { Ensemble } from "../../lib/ensemble/mod.ts";
import { dataRows, matrix, Network } from "../../mod.ts";
import { parseConfig } from "../../lib/config.ts";
import { each, pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const network = new Network([3, 2]);
const BATCH = { inputs: dataRows([[1, 2, 3]]), targets: matrix([[0, 1]]) };

/** A network of a file whose tensors were changed. */
function opened(edit: (tensors: Map<string, unknown>) => unknown): Network {
  const tensors = new Map(parseSafetensors(network.toSafetensors()).tensors);
  edit(tensors);
  return Network.fromSafetensors(formatSafetensors(tensors));
}

/** A tensor of zeros. */
const tensor = (...shape: number[]) => {
  const bytes = new Uint8Array(4 * shape.reduce((product, n) => product * n, 1));
  return { dtype: "F32", shape, bytes };
};

/** Standardized, 1e30 is none of float32. */
const scaled = new Network([2, 2], { standardization: { means: [0, 0], deviations: [1, 1e-20] } });
const [two, deep] = [new Network([2, 2]), new Network([3, 4, 2])];
const dropped = { dropout: new Dropout(1, { hidden: 0.5 }) };

pin("networks", [
  ...each("sizes", [[], [3], [3, 0], [3, 1.5], [3, NaN]], (sizes) => new Network(sizes)),
  () => new Network([2, 2], { cost: "__proto__" as "quadratic" }),
  () => new Network([2, 2], { activation: "sigmoyd" as "sigmoid" }),
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
  ...each(
    "to predict from",
    [
      [[1, 2, 3]],
      new Float32Array(3),
      [[1, NaN]],
      [[1, 2], [Infinity, 3]],
      [[1, 1e300]],
      new Float64Array([1, 2, 3, NaN]),
      new Float64Array([1, 1e300]),
      [1, 2],
      [["1", 2]],
    ],
    (inputs) => two.predict(inputs as number[][]),
  ),
  () => scaled.predict([[1, 1e30]]),
  () => new Ensemble([scaled, two]),
  () => new Network([2, 2], { cost: "crossEntropy", outputActivation: "tanh" }),
  ...each(
    "without z",
    ["gelu", "geluTanh", "silu", "mish"] as const,
    (name) => activations[name].backward(matrix([[1]]), matrix([[2]])),
  ),
  ...each(
    "a file without",
    ["layers.0.bias", "layers.0.weight"],
    (name) => opened((t) => t.delete(name)),
  ),
  () => opened((tensors) => tensors.clear()),
  () => opened((tensors) => [tensors.clear(), tensors.set("x0.weight", tensor(2, 3))]),
  ...each(
    "a file with",
    [
      "more [1]",
      "layers.1.running_mean [1]",
      "layers.01.weight [1]",
      "layers.1.bias [1]",
      "other.0.weight [2,3]",
      "0.0.weight [2,3]",
      "layers.0.weight.more [2,3]",
      "layers.1.weight [2,3]",
      "layers.1.weight [2,2]",
      "layers.0.bias []",
      "layers.0.bias [3]",
      "layers.0.weight [12]",
      "layers.0.weight [2,0]",
      "layers.0.weight [0,3]",
      "layers.0.weight [2,3,1]",
    ].map((text) => text.split(" ")),
    ([name, shape]) => opened((t) => t.set(name!, tensor(...JSON.parse(shape!)))),
  ),
  () =>
    opened((tensors) => tensors.set("layers.0.bias", { ...tensor(4), dtype: "F64", shape: [2] })),
  ...each(
    "a file with more of the names",
    ["abcdef", "abcdefg", "abcdefghij"],
    (names) => opened((tensors) => [...names].forEach((name) => tensors.set(name, tensor(1)))),
  ),
  () =>
    Network.fromSafetensors(
      two.toSafetensors({ standardization: '{"means":[0,0,0],"deviations":[1,1,1]}' }),
    ),
  ...each(
    "classNames",
    ["a, b", '"no"', '["no", 1]', "[1]"],
    (classNames) => optionsIn({ classNames }),
  ),
  ...each(
    "standardization",
    [
      "",
      "null",
      "{}",
      '{"means":1,"deviations":[1]}',
      '{"means":[1],"deviations":1}',
      '{"means":["1"],"deviations":[1]}',
      '{"means":[1],"deviations":[1,"1"]}',
      '{"means":[1],"deviations":[0]}',
    ],
    (standardization) => optionsIn({ standardization }),
  ),
]);

/** Those that float32 rounds to 0, and far too large ones. */
const EPSILONS = [0, -1, 1e-46, 1e-300, 1e10, 1e300, Infinity, NaN];

pin("optimizers and dropout", [
  ...each(
    "a constant of another:",
    [
      ["sgd", "momentum"],
      ["momentum", "beta1"],
      ["nesterov", "beta2"],
      ["sgd", "epsilon"],
      ["adam", "weightDecay"],
      ["sgd", "lr"],
      ["adamw", "learningRate"],
      ["adam", "betas"],
      ["adam", "eta"],
      ["momentum", "nesterov"],
    ],
    ([name, constant]) => new Optimizer({ name: name as "sgd", [constant!]: 1 }),
  ),
  () => new Optimizer({ name: "adamm" as "adam" }),
  ...each("momentum", [-0.1, 1, NaN], (momentum) => new Optimizer({ name: "nesterov", momentum })),
  () => new Optimizer({ name: "adamw", weightDecay: Infinity }),
  ...(["adam", "adamw"] as const).flatMap((name) => [
    ...each(`${name} with epsilon`, EPSILONS, (epsilon) => new Optimizer({ name, epsilon })),
    ...each(
      `in a config, ${name} with epsilon`,
      EPSILONS.slice(0, -2), // the last are none of JSON's numbers
      (epsilon) => parseConfig({ optimizer: { name, epsilon } }),
    ),
  ]),
  () => deep.updateMiniBatch({ ...BATCH, examples: new Uint32Array([40]) }, 1, dropped),
  () => deep.updateMiniBatch(BATCH, 1, { ...dropped, epoch: 1 }),
  ...each("inputs", [-0.1, 1, NaN], (inputs) => new Dropout(1, { inputs })),
  ...each("hidden", [-0.1, 1, NaN], (hidden) => new Dropout(1, { hidden })),
  () => new Dropout(1, { hiden: 0.5 } as object),
]);
