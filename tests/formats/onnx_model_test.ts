import { assertEquals } from "@std/assert";
import { formatOnnxModel, onnxConstant } from "../../lib/formats/onnx_model.ts";
import { decodeOnnx } from "./decode_onnx.ts";

Deno.test("a model has the fields of ONNX's definition, whatever is in its graph", () => {
  const model = formatOnnxModel({
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
  }, { author: "me", more: "" });
  const value = (name: string, type: number, ...dimensions: unknown[]) => {
    const shape = dimensions.length > 0 ? { dimensions } : {};
    return { name, type: { tensor: { type, shape } } };
  };
  assertEquals<unknown>(decodeOnnx(model), {
    version: 7,
    producer: "inkling",
    graph: {
      nodes: [
        {
          inputs: ["a", "b"],
          outputs: ["c", "d"],
          name: "c.Any",
          operator: "Any",
          attributes: [
            { name: "one", float: 0.5, type: 1 },
            { name: "two", integer: 300, type: 2 },
            { name: "three", string: "é", type: 3 },
            { name: "four", floats: [1, -2], type: 6 },
            { name: "five", integers: [0, 7], type: 7 },
            { name: "six", strings: ["", "x"], type: 8 },
          ],
        },
        {
          inputs: ["c"],
          outputs: ["e"],
          name: "e.LabelEncoder",
          operator: "LabelEncoder",
          domain: "ai.onnx.ml",
        },
      ],
      name: "inkling",
      constants: [{ shape: [2, 1], type: 11, name: "b", bytes: new Uint8Array(16) }],
      description: "What it does",
      inputs: [{ ...value("a", 1, { name: "batch" }, { length: 3 }), description: "In grams" }],
      outputs: [value("d", 7), value("e", 8, { length: 1 })],
    },
    operators: [{ version: 13 }, { domain: "ai.onnx.ml", version: 2 }],
    metadata: [{ key: "author", value: "me" }, { key: "more", value: "" }],
  });
});

Deno.test("a model without operators for tables does not name them", () => {
  const nodes = [{ operator: "Relu", inputs: ["a"], outputs: ["b"] }];
  const model = formatOnnxModel({ nodes, constants: [], inputs: [], outputs: [] }, {});
  assertEquals<unknown>(decodeOnnx(model), {
    version: 7,
    producer: "inkling",
    graph: {
      nodes: [{ inputs: ["a"], outputs: ["b"], name: "b.Relu", operator: "Relu" }],
      name: "inkling",
    },
    operators: [{ version: 13 }],
  });
});

Deno.test("the items of a constant are little-endian", () => {
  const constants = [
    ["float", [2], [1, -2], "0000803f000000c0"],
    ["double", [2, 1], [1, -2], "000000000000f03f00000000000000c0"],
    ["int64", [2], [1, 0xfedcba98], "010000000000000098badcfe00000000"],
  ] as const;
  for (const [type, shape, numbers, hex] of constants) {
    const bytes = Uint8Array.fromHex(hex);
    assertEquals(onnxConstant("a", type, shape, numbers), { name: "a", type, shape, bytes });
  }
});
