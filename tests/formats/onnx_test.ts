import { assertEquals, assertLess } from "@std/assert";
import { addLayers, formatOnnx, type OnnxLayer } from "../../lib/formats/onnx.ts";
import { OnnxBuilder } from "../../lib/formats/onnx_builder.ts";
import { onnxConstant } from "../../lib/formats/onnx_model.ts";
import { activations, Network, toOnnx } from "../../mod.ts";
import { findPython, runPython } from "../helpers/python.ts";
import { decodeOnnx } from "./decode_onnx.ts";

const python = await findPython("onnx.checker");

function layer(inputs: number, outputs: number, activation: string): OnnxLayer {
  const tensor = (...shape: number[]) => ({
    dtype: "F32" as const,
    shape,
    bytes: new Uint8Array(4 * shape.reduce((product, length) => product * length, 1)),
  });
  return { weight: tensor(outputs, inputs), bias: tensor(outputs), activation };
}

/** A node whose attribute states that the weights lie as PyTorch has them, [outputs, inputs]. */
function gemm(inputs: string[], output: string) {
  return {
    operator: "Gemm",
    inputs,
    outputs: [output],
    attributes: { transB: { integer: 1 } },
  };
}

Deno.test("a layer is a product, and the operators of its activation function behind it", () => {
  const operators: Record<string, [operator: string, number?][]> = {
    sigmoid: [["Sigmoid"]],
    relu: [["Relu"]],
    softmax: [["Softmax"]],
    tanh: [["Tanh"]],
    scaledTanh: [["Mul", 2 / 3], ["Tanh"], ["Mul", 1.7159]],
    linear: [],
  };
  for (const [activation, steps] of Object.entries(operators)) {
    const only = layer(3, 2, activation);
    const graph = new OnnxBuilder([]);
    addLayers(graph, [only], { input: "in", output: "out", prefix: "my." });
    const names = ["my.layers.0", ...steps.map((_, k) => `my.layers.0.activation.${k}`)];
    names[names.length - 1] = "out";
    assertEquals(graph.nodes, [
      gemm(["in", "my.layers.0.weight", "my.layers.0.bias"], names[0]!),
      ...steps.map(([operator, factor], k) => ({
        operator,
        inputs: [names[k]!, ...factor === undefined ? [] : [`my.layers.0.factor.${k}`]],
        outputs: [names[k + 1]!],
      })),
    ]);
    assertEquals(graph.constants, [
      { name: "my.layers.0.weight", type: "float", shape: [2, 3], bytes: only.weight.bytes },
      { name: "my.layers.0.bias", type: "float", shape: [2], bytes: only.bias.bytes },
      ...steps.flatMap(([, factor], k) =>
        factor === undefined ? [] : [onnxConstant(`my.layers.0.factor.${k}`, "float", [], [factor])]
      ),
    ]);
  }
});

Deno.test("layers follow one another, and the last one gives the output", () => {
  const layers = [layer(3, 2, "leakyRelu"), layer(2, 4, "linear")];
  const graph = new OnnxBuilder([]);
  addLayers(graph, layers, { input: "in", output: "out" });
  assertEquals(graph.nodes, [
    gemm(["in", "layers.0.weight", "layers.0.bias"], "layers.0"),
    {
      operator: "LeakyRelu",
      inputs: ["layers.0"],
      outputs: ["layers.0.activation.0"],
      attributes: { alpha: { float: 0.01 } },
    },
    gemm(["layers.0.activation.0", "layers.1.weight", "layers.1.bias"], "out"),
  ]);
});

Deno.test("a model names what goes in and what comes out", () => {
  const value = (name: string, length: number) => ({
    name,
    type: { tensor: { type: 1, shape: { dimensions: [{ name: "batch" }, { length }] } } },
  });
  const outputs = { relu: "output", sigmoid: "probabilities", softmax: "probabilities" };
  for (const [activation, output] of Object.entries(outputs)) {
    const layers = [layer(3, 4, "relu"), layer(4, 2, activation)];
    const { graph, metadata } = decodeOnnx(formatOnnx(layers, { a: "b" }));
    assertEquals(graph.inputs, [value("input", 3)]);
    assertEquals(graph.outputs, [value(output, 2)]);
    assertEquals(graph.nodes.at(0)!.inputs[0], "input");
    assertEquals(graph.nodes.at(-1)!.outputs, [output]);
    const parameters = [0, 1].flatMap((l) => [`layers.${l}.weight`, `layers.${l}.bias`]);
    assertEquals(graph.constants.map(({ name }) => name), parameters);
    assertEquals(metadata, [{ key: "a", value: "b" }]);
  }
});

Deno.test("the same network gives the same bytes", () => {
  const layers = [layer(3, 2, "scaledTanh"), layer(2, 2, "leakyRelu")];
  assertEquals(formatOnnx(layers), formatOnnx(layers));
});

/** The operators of each activation function. */
const OPERATORS = {
  sigmoid: "Sigmoid",
  relu: "Relu",
  softmax: "Softmax",
  tanh: "Tanh",
  scaledTanh: "Mul Tanh Mul",
  leakyRelu: "LeakyRelu",
  gelu: "Mul Erf Add Mul Mul",
  geluTanh: "Mul Mul Add Mul Sigmoid Mul",
  silu: "Sigmoid Mul",
  mish: "Softplus Tanh Mul",
  selu: "Selu",
  linear: "",
};

Deno.test("an operator takes z, what the product gives, where a function is z times something", () => {
  const graph = new OnnxBuilder([]);
  addLayers(graph, [layer(3, 2, "silu"), layer(2, 2, "gelu")], { input: "in", output: "out" });
  const inputs = graph.nodes.map((
    { operator, inputs, outputs },
  ) => [operator, ...inputs, ...outputs]);
  assertEquals(inputs, [
    ["Gemm", "in", "layers.0.weight", "layers.0.bias", "layers.0"],
    ["Sigmoid", "layers.0", "layers.0.activation.0"],
    ["Mul", "layers.0.activation.0", "layers.0", "layers.0.activation.1"],
    ["Gemm", "layers.0.activation.1", "layers.1.weight", "layers.1.bias", "layers.1"],
    ["Mul", "layers.1", "layers.1.factor.0", "layers.1.activation.0"],
    ["Erf", "layers.1.activation.0", "layers.1.activation.1"],
    ["Add", "layers.1.activation.1", "layers.1.factor.2", "layers.1.activation.2"],
    ["Mul", "layers.1.activation.2", "layers.1.factor.3", "layers.1.activation.3"],
    ["Mul", "layers.1.activation.3", "layers.1", "out"],
  ]);
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
z = numpy.array(json.loads(sys.stdin.readline()), dtype=numpy.float32).reshape(-1, 1)
for line in sys.stdin:
    session = onnxruntime.InferenceSession(bytes.fromhex(line.strip()), providers=["CPUExecutionProvider"])
    print(json.dumps(session.run(None, {"input": z})[0].ravel().tolist()))
`;
  const names = Object.keys(activations).filter((name) => name !== "softmax"); // of one unit it is 1
  const models = names.map((outputActivation) => {
    const network = new Network([1, 1], { outputActivation });
    network.weights[0]!.values[0] = 1;
    network.biases[0]!.values[0] = 0;
    return toOnnx(network).toHex();
  });
  const input = [JSON.stringify([...Z]), ...models].join("\n");
  const output = await runPython(runtime!, program, new TextEncoder().encode(input));
  const lines = new TextDecoder().decode(output).trim().split("\n");
  for (const [k, name] of names.entries()) assertNear(name, JSON.parse(lines[k]!));
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
  const lines = new TextDecoder().decode(await runPython(torch!, program)).trim().split("\n");
  assertEquals(lines.length, Object.keys(TORCH).length);
  for (const line of lines) {
    const [name, values, slopes] = JSON.parse(line) as [string, number[], number[]];
    assertNear(name, values, slopes);
  }
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
  const names = Object.keys(OPERATORS);
  assertEquals(names.toSorted(), Object.keys(activations).sort());
  const models = names.map((name) =>
    formatOnnx([layer(3, 4, name), layer(4, 4, name), layer(4, 2, name)], { é: "🙂" })
  );
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
  const input = new TextEncoder().encode(JSON.stringify(models.map((model) => model.toHex())));
  const lines = new TextDecoder().decode(await runPython(python!, program, input)).trim()
    .split("\n").map((line) => JSON.parse(line));
  const operators = Object.values(OPERATORS);
  assertEquals(lines.length, names.length);
  for (const [k, [found, [input, output], shapes, metadata]] of lines.entries()) {
    assertEquals(found.join(" "), Array(3).fill(`Gemm ${operators[k]}`.trim()).join(" "));
    const probabilities = ["sigmoid", "softmax"].includes(names[k]!);
    assertEquals([input, output], ["input", probabilities ? "probabilities" : "output"]);
    assertEquals(shapes, [["batch", 3], ["batch", 2]]);
    assertEquals(metadata, { é: "🙂" });
  }
});

Deno.test("inputs that were standardized are so in the model, by additional nodes", () => {
  const standardization = {
    means: new Float64Array([1, 2, 3]),
    deviations: new Float64Array([1, 1, 2]),
  };
  const layers = [layer(3, 2, "linear")];
  const { graph } = decodeOnnx(formatOnnx(layers, {}, standardization));
  assertEquals(graph.nodes.map(({ operator, inputs, outputs }) => [operator, inputs, outputs]), [
    ["Cast", ["input"], ["input.exact"]],
    ["Sub", ["input.exact", "means"], ["input.centered"]],
    ["Div", ["input.centered", "deviations"], ["input.scaled"]],
    ["Cast", ["input.scaled"], ["input.standardized"]],
    ["Gemm", ["input.standardized", "layers.0.weight", "layers.0.bias"], ["output"]],
  ]);
  const constant = (name: string, values: Float64Array) => ({
    shape: [3],
    type: 11,
    name,
    bytes: new Uint8Array(values.buffer), // on a machine that is little-endian, as the model
  });
  assertEquals<unknown[]>(graph.constants.slice(0, 2), [
    constant("means", standardization.means),
    constant("deviations", standardization.deviations),
  ]);
});

Deno.test("inputs are float64 where float32 would merge those that are standardized", () => {
  const typeOf = (means: number[], deviations: number[]) => {
    const model = formatOnnx([layer(2, 1, "linear")], {}, { means, deviations });
    const { graph } = decodeOnnx(model);
    const [input] = graph.inputs as { type: { tensor: { type: number } } }[];
    return [input!.type.tensor.type, graph.nodes[0]!.operator];
  };
  const [float, double] = [[1, "Cast"], [11, "Sub"]];
  assertEquals(typeOf([0, 2000], [1, 1]), float); // years
  assertEquals(typeOf([0, -16384], [1, 1]), float);
  assertEquals(typeOf([0, -16385], [1, 1]), double);
  assertEquals(typeOf([1.7e9, 0], [30, 1]), double); // seconds
  assertEquals(typeOf([0, 0], [1e-40, 1]), double);
});
