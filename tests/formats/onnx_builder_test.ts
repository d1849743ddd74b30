import { assertEquals } from "@std/assert";
import { OnnxBuilder } from "../../lib/formats/onnx_builder.ts";
import { onnxConstant } from "../../lib/formats/onnx_model.ts";

Deno.test("a name that is taken gets as many underscores as it takes", () => {
  const graph = new OnnxBuilder(["x", "y", "y_"]);
  const names = ["x", "x", "y", "z", "z"].map((name) => graph.name(name));
  assertEquals(names, ["x_", "x__", "y__", "z", "z_"]);
});

Deno.test("a prefix is as long as keeps what begins with it apart from all names", () => {
  assertEquals(new OnnxBuilder([]).prefix("layers."), "");
  assertEquals(new OnnxBuilder(["my.layers.0", "layers"]).prefix("layers."), "");
  assertEquals(new OnnxBuilder(["x", "layers.0", "_layers.1"]).prefix("layers."), "__");
});

Deno.test("operators and constants are added under names that are free, and the names are returned", () => {
  const graph = new OnnxBuilder(["x"]);
  const attributes = { axis: { integer: 1 } };
  assertEquals(graph.doubles("means", [1, 2]), "means");
  assertEquals(graph.integers("means", [3]), "means_");
  assertEquals(graph.node("Sub", ["x", "means"], "x"), "x_");
  assertEquals(graph.mlNode("LabelEncoder", ["x_"], "x", attributes), "x__");
  assertEquals(graph.cast("x", "x.double", "double"), "x.double");
  assertEquals(graph.concat(["x"], "x"), "x"); // as it is
  assertEquals(graph.concat(["x", "x_"], "all"), "all");
  assertEquals(graph.nodes, [
    { operator: "Sub", inputs: ["x", "means"], outputs: ["x_"], attributes: {} },
    { operator: "LabelEncoder", inputs: ["x_"], outputs: ["x__"], attributes, ml: true },
    { operator: "Cast", inputs: ["x"], outputs: ["x.double"], attributes: { to: { integer: 11 } } },
    { operator: "Concat", inputs: ["x", "x_"], outputs: ["all"], attributes },
  ]);
  assertEquals(graph.constants, [
    onnxConstant("means", "double", [2], [1, 2]),
    onnxConstant("means_", "int64", [1], [3]),
  ]);
  assertEquals([graph.inputs, graph.outputs], [[], []]);
});
