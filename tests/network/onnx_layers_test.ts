import { assertEquals } from "@std/assert";
import { onnxLayersOf } from "../../lib/network/onnx_layers.ts";
import { tensorsOf } from "../../lib/network/weights.ts";
import { Network } from "../../mod.ts";

Deno.test("layers have the network's tensors, the last one the outputs' activation function", () => {
  const network = new Network([3, 4, 5, 2], { activation: "relu", outputActivation: "sigmoid" });
  const tensors = new Map(tensorsOf(network));
  assertEquals(
    onnxLayersOf(network),
    ["relu", "relu", "sigmoid"].map((activation, l) => ({
      weight: tensors.get(`layers.${l}.weight`)!,
      bias: tensors.get(`layers.${l}.bias`)!,
      activation,
    })),
  );
});
