import { assert, assertEquals, assertThrows } from "@std/assert";
import { formatOnnx, type OnnxLayer } from "../../lib/formats/onnx.ts";
import { findPython, runPython } from "../helpers/python.ts";

const python = await findPython("onnx.checker");

function layer(inputs: number, outputs: number, activation: string): OnnxLayer {
  const tensor = (...shape: number[]) => ({
    dtype: "F32" as const,
    shape,
    bytes: new Uint8Array(4 * shape.reduce((product, length) => product * length, 1)),
  });
  return { weight: tensor(outputs, inputs), bias: tensor(outputs), activation };
}

Deno.test("a model names what goes in and what comes out", () => {
  const words = (model: Uint8Array) => new TextDecoder().decode(model);
  const model = words(formatOnnx([layer(3, 2, "relu"), layer(2, 2, "softmax")], { a: "b" }));
  for (const name of ["input", "batch", "layers.1.bias", "probabilities", "Softmax", "a"]) {
    assert(model.includes(name), name);
  }
  assert(!words(formatOnnx([layer(3, 2, "relu")])).includes("probabilities"));
});

Deno.test("the same network gives the same bytes", () => {
  const layers = [layer(3, 2, "scaledTanh"), layer(2, 2, "leakyRelu")];
  assertEquals(formatOnnx(layers), formatOnnx(layers));
});

Deno.test("what ONNX has nothing for is refused", () => {
  assertThrows(() => formatOnnx([]), TypeError, "no layers");
  for (const name of ["step", "constructor"]) {
    assertThrows(() => formatOnnx([layer(3, 2, name)]), RangeError, `the activation "${name}"`);
  }
  assertThrows(
    () => formatOnnx([layer(3, 2, "relu"), layer(3, 2, "relu")]),
    TypeError,
    "layer 1 as ONNX: its weight is F32 [2,3], its bias F32 [2]; F32 [outputs, 2]",
  );
  const { weight, bias } = layer(3, 2, "relu");
  const wide = { ...weight, dtype: "F64" } as const;
  assertThrows(() => formatOnnx([{ weight: wide, bias, activation: "relu" }]), TypeError, "F64");
});

Deno.test({
  name: "onnx.checker finds nothing wrong in a model, whatever its activation functions",
  ignore: python === undefined,
  fn: async () => {
    const names = ["sigmoid", "relu", "softmax", "tanh", "scaledTanh", "leakyRelu", "linear"];
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
    const operators = ["Sigmoid", "Relu", "Softmax", "Tanh", "Mul Tanh Mul", "LeakyRelu", ""];
    assertEquals(lines.length, names.length);
    for (const [k, [found, [input, output], shapes, metadata]] of lines.entries()) {
      assertEquals(found.join(" "), Array(3).fill(`Gemm ${operators[k]}`.trim()).join(" "));
      const probabilities = ["sigmoid", "softmax"].includes(names[k]!);
      assertEquals([input, output], ["input", probabilities ? "probabilities" : "output"]);
      assertEquals(shapes, [["batch", 3], ["batch", 2]]);
      assertEquals(metadata, { é: "🙂" });
    }
  },
});

Deno.test("inputs that were standardized are so in the model, by nodes of its own", () => {
  const standardization = {
    means: new Float32Array([1, 2, 3]),
    deviations: new Float32Array([1, 1, 2]),
  };
  const text = new TextDecoder().decode(formatOnnx([layer(3, 2, "relu")], {}, standardization));
  for (
    const name of ["Sub", "Div", "means", "deviations", "input.centered", "input.standardized"]
  ) {
    assert(text.includes(name), name);
  }
  assert(!new TextDecoder().decode(formatOnnx([layer(3, 2, "relu")])).includes("standardized"));
});
