import { assertEquals, assertNotEquals } from "@std/assert";
import { formatSafetensors, parseSafetensors } from "../../lib/formats/safetensors.ts";
import {
  metadataOf,
  onnxLayersOf,
  optionsIn,
  parametersIn,
  tensorsOf,
  zeros,
} from "../../lib/network/weights.ts";
import { onnxSteps } from "../../lib/network/activations.ts";
import { dataRows, matrix, Network, weightsSha256 } from "../../mod.ts";
import { Standardization } from "../../lib/numerics/standardization.ts";

const network = new Network([3, 4, 2], {
  seed: 8,
  activation: "relu",
  outputActivation: "sigmoid",
  cost: "crossEntropy",
});

Deno.test("a network comes back from its file with the same parameters and functions", () => {
  const back = Network.fromSafetensors(network.toSafetensors());
  assertEquals(back.sizes, [3, 4, 2]);
  assertEquals([back.activation.name, back.cost.name, back.seed], ["relu", "crossEntropy", 8]);
  const inputs = dataRows([[1, 0, 0.5]]);
  assertEquals(back.feedforward(inputs).values, network.feedforward(inputs).values);
  assertEquals(back.toSafetensors(), network.toSafetensors());
});

Deno.test("on disk weights are [outputs, inputs], as PyTorch has them", () => {
  const { tensors, metadata } = parseSafetensors(network.toSafetensors({ epoch: "3" }));
  assertEquals([...tensors.keys()], [
    "layers.0.weight",
    "layers.0.bias",
    "layers.1.weight",
    "layers.1.bias",
  ]);
  const { shape, bytes } = tensors.get("layers.0.weight")!;
  assertEquals(shape, [4, 3]);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  assertEquals(view.getFloat32(4 * 1, true), network.weights[0]!.values[1 * 4 + 0]); // [0, 1] was [1, 0]
  assertEquals(metadata, {
    activation: "relu",
    outputActivation: "sigmoid",
    cost: "crossEntropy",
    seed: "8",
    epoch: "3",
  });
});

Deno.test("parameters behind a prefix come back, as many layers as there are", () => {
  const prefixed = new Map(tensorsOf(network, "average."));
  assertEquals([...prefixed.keys()], [
    "average.layers.0.weight",
    "average.layers.0.bias",
    "average.layers.1.weight",
    "average.layers.1.bias",
  ]);
  const { sizes, weights, biases } = parametersIn(prefixed, "average.");
  assertEquals(sizes, [3, 4, 2]);
  assertEquals(weights, network.weights.map(({ values }) => values.slice()));
  assertEquals(biases, network.biases.map(({ values }) => values.slice()));
  assertEquals(parametersIn(prefixed), { sizes: [], weights: [], biases: [] });
  assertEquals(parametersIn(new Map(tensorsOf(network))).sizes, [3, 4, 2]);
});

Deno.test("values on disk are little-endian float32, zeros before they are read", () => {
  const one = { weights: [matrix([[1], [-2]])], biases: [matrix([[0.5]])] };
  const bytes = [...tensorsOf(one)].map(([, tensor]) => [tensor.dtype, ...tensor.bytes]);
  assertEquals(bytes, [["F32", 0, 0, 128, 63, 0, 0, 0, 192], ["F32", 0, 0, 0, 63]]);
  const { weights, biases } = new Network([2, 2], { initializer: zeros });
  assertEquals([...weights[0]!.values, ...biases[0]!.values], [0, 0, 0, 0, 0, 0]);
  assertEquals(zeros.name, "zeros");
});

Deno.test("the hash is of the parameters alone", async () => {
  const other = new Network([3, 4, 2], { seed: 8 });
  assertEquals(await weightsSha256(network), await weightsSha256(other));
  other.biases[1]!.values[0]! += 1;
  assertNotEquals(await weightsSha256(network), await weightsSha256(other));
});

Deno.test("the hash is over the tensors' bytes, layers in numeric order, weight before bias", async () => {
  const deep = new Network(new Array(12).fill(1), { seed: 1 });
  const { tensors } = parseSafetensors(deep.toSafetensors());
  const bytes = Array.from({ length: 11 }, (_, l) => [
    ...tensors.get(`layers.${l}.weight`)!.bytes,
    ...tensors.get(`layers.${l}.bias`)!.bytes,
  ]).flat();
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  assertEquals(await weightsSha256(deep), new Uint8Array(digest).toHex());
});

Deno.test("a file without metadata takes its functions from the options", () => {
  const { tensors } = parseSafetensors(network.toSafetensors());
  const plain = formatSafetensors(tensors);
  assertEquals(Network.fromSafetensors(plain).activation.name, "sigmoid");
  assertEquals(Network.fromSafetensors(plain, { activation: "relu" }).activation.name, "relu");
});

Deno.test("the names of nn.Sequential are read in numeric order, behind any one prefix", () => {
  const deep = new Network(new Array(7).fill(0).map((_, k) => 7 - k), { seed: 3 });
  const tensors = [...parseSafetensors(deep.toSafetensors()).tensors];
  for (const prefix of ["", "net.", "model.head.", "layers."]) {
    const renamed = tensors.map(([name, tensor]) =>
      [name.replace(/layers\.(\d+)/, (_, l) => `${prefix}${2 * l}`), tensor] as const
    ).sort(([a], [b]) => a < b ? -1 : 1); // as PyTorch's save does: 10 is before 2
    const back = Network.fromSafetensors(formatSafetensors(renamed));
    assertEquals(back.sizes, deep.sizes);
    assertEquals([...parseSafetensors(back.toSafetensors()).tensors], tensors);
  }
});

Deno.test("layers have the network's tensors, the last one the outputs' activation function", () => {
  const network = new Network([3, 4, 5, 2], { activation: "relu", outputActivation: "sigmoid" });
  const tensors = new Map(tensorsOf(network));
  assertEquals(
    onnxLayersOf(network),
    (["relu", "relu", "sigmoid"] as const).map((name, l) => ({
      weight: tensors.get(`layers.${l}.weight`)!,
      bias: tensors.get(`layers.${l}.bias`)!,
      activation: onnxSteps[name],
    })),
  );
});

const FUNCTIONS = {
  activation: { name: "relu" },
  outputActivation: { name: "softmax" },
  cost: { name: "logLikelihood" },
};
const NAMES = { activation: "relu", outputActivation: "softmax", cost: "logLikelihood" } as const;

Deno.test("metadata are text, and of what they do not have there is no option", () => {
  const plain = { ...FUNCTIONS, seed: 7, classNames: undefined, standardization: undefined };
  assertEquals(metadataOf(plain), { ...NAMES, seed: "7" });
  const standardization = new Standardization({ means: [1, 2], deviations: [0.5, 4] });
  const all = metadataOf({ ...plain, classNames: ["no", "yes"], standardization });
  assertEquals(all, {
    ...NAMES,
    seed: "7",
    classNames: '["no","yes"]',
    standardization: '{"means":[1,2],"deviations":[0.5,4]}',
  });
  assertEquals(optionsIn(all), { ...NAMES, seed: 7, classNames: ["no", "yes"], standardization });
  assertEquals(optionsIn({}), {});
  assertEquals(optionsIn({ epoch: "3", format: "pt" }), {});
  assertEquals(optionsIn({ seed: "0" }), { seed: 0 });
});
