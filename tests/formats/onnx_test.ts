import { assertEquals, assertLess } from "@std/assert";
import { addLayers, formatOnnx, type OnnxLayer } from "../../lib/formats/onnx.ts";
import { OnnxBuilder } from "../../lib/formats/onnx_builder.ts";
import { formatOnnxModel, onnxConstant } from "../../lib/formats/onnx_model.ts";
import { onnxSteps } from "../../lib/network/activations.ts";
import { type ActivationName, activations, Network, toOnnx } from "../../mod.ts";
import { each, pinnedIn } from "../helpers/pinned.ts";
import { findPython, pythonJson } from "../helpers/python.ts";
import { decodeOnnx } from "./decode_onnx.ts";
import texts from "./onnx.txt" with { type: "text" };
import { namesOf } from "../helpers/names.ts";

const python = await findPython("onnx.checker");

function layer(inputs: number, outputs: number, activation: ActivationName): OnnxLayer {
  const tensor = (...shape: number[]) => ({
    dtype: "F32" as const,
    shape,
    bytes: new Uint8Array(4 * shape.reduce((product, length) => product * length, 1)),
  });
  return {
    weight: tensor(outputs, inputs),
    bias: tensor(outputs),
    activation: onnxSteps[activation],
  };
}

/** A graph as text: a line for each operator and each constant. */
function graphText({ nodes, constants }: Pick<OnnxBuilder, "nodes" | "constants">): string {
  const lines = nodes.map(({ operator, inputs, outputs, ...rest }) =>
    `${outputs} = ${operator}(${inputs}) ${JSON.stringify(rest)}`
  );
  const values = constants.map(({ name, type, shape, bytes }) =>
    `${name}: ${type} [${shape}] ${bytes.toHex()}`
  );
  return [...lines, ...values].join("\n");
}

/** The graph of layers. */
function layersText(layers: readonly OnnxLayer[], prefix?: string): string {
  const graph = new OnnxBuilder([]);
  addLayers(graph, layers, { input: "in", output: "out", ...prefix && { prefix } });
  return graphText(graph);
}

/** A model by its fields, an operator or a value a line, bytes in hexadecimal. */
function fieldsOf(model: Uint8Array): string {
  const shown = (_: string, value: unknown) => value instanceof Uint8Array ? value.toHex() : value;
  return JSON.stringify(decodeOnnx(model), shown)
    .replaceAll(/\{"(?:inputs|outputs|shape|key|name":"[^"]*","type":\{)/g, "\n$&");
}

/** What a builder of graphs made, after the names that it returned. */
function built(build: (graph: OnnxBuilder) => string[], taken = ["x"]): string {
  const graph = new OnnxBuilder(taken);
  return [build(graph).join(" "), graphText(graph)].join("\n").trim();
}

const AXIS = { axis: { integer: 1 } };
const MODEL: Parameters<typeof formatOnnxModel>[0] = {
  description: "What it does",
  nodes: [
    {
      operator: "Any",
      inputs: ["a", "b"],
      outputs: ["c", "d"],
      attributes: {
        one: { float: 0.5 },
        two: { integer: 300 },
        three: { string: "é" },
        four: { floats: [1, -2] },
        five: { integers: [0, 7] },
        six: { strings: ["", "x"] },
      },
    },
    { operator: "LabelEncoder", inputs: ["c"], outputs: ["e"], ml: true },
  ],
  constants: [{ name: "b", type: "double", shape: [2, 1], bytes: new Uint8Array(16) }],
  inputs: [{ name: "a", type: "float", shape: ["batch", 3], description: "In grams" }],
  outputs: [{ name: "d", type: "int64", shape: [] }, { name: "e", type: "string", shape: [1] }],
};
const RELU = { operator: "Relu", inputs: ["a"], outputs: ["b"] };

const pin = pinnedIn(import.meta.url, texts);

pin("graphs", [
  () =>
    built((graph) => ["x", "x", "y", "z", "z"].map((name) => graph.name(name)), ["x", "y", "y_"]),
  ...each(
    "a prefix beside",
    [[], ["my.layers.0", "layers"], ["x", "layers.0", "_layers.1"]],
    (taken) => built((graph) => [graph.prefix("layers.")], taken),
  ),
  () =>
    built((graph) => [
      graph.doubles("means", [1, 2]),
      graph.integers("means", [3]),
      graph.node("Sub", ["x", "means"], "x"),
      graph.mlNode("LabelEncoder", ["x_"], "x", AXIS),
      graph.cast("x", "x.double", "double"),
      graph.concat(["x"], "x"), // as it is
      graph.concat(["x", "x_"], "all"),
    ]),
  ...each("a layer of", namesOf(activations), (name) => layersText([layer(3, 2, name)], "my.")),
  () => layersText([layer(3, 2, "leakyRelu"), layer(2, 4, "linear")]),
  () => layersText([layer(3, 2, "silu"), layer(2, 2, "gelu")]),
  () => graphText({ nodes: [], constants: [onnxConstant("a", "float", [2], [1, -2])] }),
  () => graphText({ nodes: [], constants: [onnxConstant("a", "double", [2, 1], [1, -2])] }),
  () => graphText({ nodes: [], constants: [onnxConstant("a", "int64", [2], [1, 0xfedcba98])] }),
]);

const YEARS = { means: [0, 2000], deviations: [1, 1] };

pin("models", [
  () => fieldsOf(formatOnnxModel(MODEL, { author: "me", more: "" })),
  () => fieldsOf(formatOnnxModel({ nodes: [RELU], constants: [], inputs: [], outputs: [] }, {})),
  ...each(
    "a network of",
    ["relu", "sigmoid", "softmax"] as const,
    (name) => fieldsOf(formatOnnx([layer(3, 4, "relu"), layer(4, 2, name)], { a: "b" })),
  ),
  ...each(
    "standardized by", // float64 where float32 would merge what is standardized: seconds, years are none
    [
      YEARS,
      { means: [0, -16384], deviations: [1, 1] },
      {
        means: [0, -16385],
        deviations: [1, 1],
      },
      { means: [1.7e9, 0], deviations: [30, 1] },
      { means: [0, 0], deviations: [1e-40, 1] },
    ],
    (standardization) => fieldsOf(formatOnnx([layer(2, 1, "linear")], {}, standardization)),
  ),
]);

Deno.test("the same network gives the same bytes", () => {
  const layers = [layer(3, 2, "scaledTanh"), layer(2, 2, "leakyRelu")];
  assertEquals(formatOnnx(layers), formatOnnx(layers));
});

/** How far ONNX Runtime's and PyTorch's functions are from ours, over max(1, |a|): theirs are float32 too. */
const NEAR = 2e-6;

const [runtime, torch] = [await findPython("onnxruntime, numpy"), await findPython("torch")];

/** What each of PyTorch's functions is called here. */
const TORCH: { readonly [name: string]: string } = {
  sigmoid: "torch.sigmoid(z)",
  tanh: "torch.tanh(z)",
  relu: "F.relu(z)",
  leakyRelu: "F.leaky_relu(z, 0.01)",
  gelu: "F.gelu(z)",
  geluTanh: 'F.gelu(z, approximate="tanh")',
  silu: "F.silu(z)",
  mish: "F.mish(z)",
  selu: "F.selu(z)",
};

/** z from −30 to 30, and beyond. */
const Z = Float32Array.from({ length: 1201 }, (_, k) => k / 20 - 30).with(0, -300).with(1, 300);

Deno.test("ONNX Runtime computes every activation function as we do, from -300 to 300", {
  ignore: runtime === undefined,
}, async () => {
  const program = `
import json, sys, numpy, onnxruntime
given, models = json.load(sys.stdin)
z = numpy.array(given, dtype=numpy.float32).reshape(-1, 1)
for model in models:
    session = onnxruntime.InferenceSession(bytes.fromhex(model), providers=["CPUExecutionProvider"])
    print(json.dumps(session.run(None, {"input": z})[0].ravel().tolist()))
`;
  const names = namesOf(activations).filter((name) => name !== "softmax"); // of one unit it is 1
  const models = names.map((outputActivation) => {
    const network = new Network([1, 1], { outputActivation });
    network.weights[0]!.values[0] = 1;
    network.biases[0]!.values[0] = 0;
    return toOnnx(network).toHex();
  });
  const lines = await pythonJson(runtime!, program, [[...Z], models]);
  for (const [k, name] of names.entries()) assertNear(name, lines[k]!);
});

Deno.test("PyTorch's functions are ours, and so are its derivatives", {
  ignore: torch === undefined,
}, async () => {
  const functions = Object.entries(TORCH).map(([name, code]) => `"${name}": lambda z: ${code},`);
  const program = `
import json, sys, torch
import torch.nn.functional as F
functions = {${functions.join("\n")}}
for name, f in functions.items():
    z = torch.tensor(json.loads(${JSON.stringify(JSON.stringify([...Z]))}), requires_grad=True)
    a = f(z)
    a.sum().backward()
    print(json.dumps([name, a.tolist(), z.grad.tolist()]))
`;
  const lines = await pythonJson(torch!, program);
  assertEquals(lines.length, Object.keys(TORCH).length);
  for (const [name, values, slopes] of lines) assertNear(name, values, slopes);
});

/** Requires another library's values, and its derivatives if it has them, to be near ours. */
function assertNear(name: string, values: readonly number[], slopes?: readonly number[]): void {
  const { of, derivative } = activations[name as "gelu"];
  assertEquals(values.length, Z.length);
  for (const [k, z] of Z.entries()) {
    const a = of(z);
    const error = Math.abs(values[k]! - a) / Math.max(1, Math.abs(a));
    assertLess(error, NEAR, `${name}(${z})`);
    if (slopes) assertLess(Math.abs(slopes[k]! - derivative(a, z)), NEAR, `${name}'(${z})`);
  }
}

Deno.test("onnx.checker finds nothing wrong in a model, whatever its activation functions", {
  ignore: python === undefined,
}, async () => {
  const names = namesOf(activations);
  const networks = names.map((name) => [layer(3, 4, name), layer(4, 4, name), layer(4, 2, name)]);
  const models = networks.map((layers) => formatOnnx(layers, { é: "🙂" }));
  const program = `
import json, sys, onnx
for model in json.load(sys.stdin):
    model = onnx.load_model_from_string(bytes.fromhex(model))
    onnx.checker.check_model(model, full_check=True)
    graph = model.graph
    shapes = [[d.dim_param or d.dim_value for d in v.type.tensor_type.shape.dim] for v in [*graph.input, *graph.output]]
    print(json.dumps([[n.op_type for n in graph.node], [graph.input[0].name, graph.output[0].name], shapes,
                      {p.key: p.value for p in model.metadata_props}]))
`;
  const lines = await pythonJson(python!, program, models.map((model) => model.toHex()));
  assertEquals(lines.length, names.length);
  for (const [k, [found, [input, output], shapes, metadata]] of lines.entries()) {
    const graph = new OnnxBuilder([]);
    addLayers(graph, networks[k]!, { input: "in", output: "out" });
    assertEquals(found, graph.nodes.map(({ operator }) => operator));
    const probabilities = ["sigmoid", "softmax"].includes(names[k]!);
    assertEquals([input, output], ["input", probabilities ? "probabilities" : "output"]);
    assertEquals(shapes, [["batch", 3], ["batch", 2]]);
    assertEquals(metadata, { é: "🙂" });
  }
});
