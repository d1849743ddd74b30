import { assertEquals, assertMatch } from "@std/assert";
import { Network, toJson } from "../../mod.ts";
import { throwsSaying } from "../helpers/says.ts";

const functions = { activation: "relu", outputActivation: "softmax" } as const;
const network = new Network([3, 4, 2], { seed: 8, ...functions });

/** The bits of a float32. */
const bits = (value: number) => new Uint32Array(new Float32Array([value]).buffer)[0]!;

Deno.test("JSON has the sizes and the functions, then what else is known, then the parameters", () => {
  const text = toJson(network, { classes: ["yes", "no"], epoch: undefined });
  const { layers, ...members } = JSON.parse(text);
  const more = { cost: "quadratic", seed: 8, classes: ["yes", "no"] };
  assertEquals(members, { sizes: [3, 4, 2], ...functions, ...more });
  assertEquals(layers.length, 2);
  for (const [l, { weight, bias }] of layers.entries()) {
    const { rows: inputs, columns: outputs, values } = network.weights[l]!;
    assertEquals([weight.length, weight[0].length], [outputs, inputs]);
    for (let k = 0; k < values.length; k++) {
      assertEquals(Math.fround(weight[k % outputs][Math.floor(k / outputs)]), values[k]);
    }
    assertEquals(bias.map(Math.fround), [...network.biases[l]!.values]);
  }
});

Deno.test("numbers are as short as they can be, and give every bit back", () => {
  const small = new Network([5, 1], { seed: 1 });
  const values = [0.1, -0, 1e-45, 3.4028234663852886e38, 16777216];
  small.weights[0]!.values.set(values);
  const text = toJson(small);
  assertMatch(text, /\[0\.1, -0, 1(\.4\d*)?e-45, 3\.402823\d*e\+38, 16777216\]/);
  const [weight] = JSON.parse(text).layers[0].weight;
  assertEquals(weight.map(bits), values.map(bits));
});

Deno.test("a parameter that is not finite is refused, since JSON has no word for it", () => {
  for (const value of [NaN, Infinity]) {
    const broken = new Network([1, 1]);
    broken.biases[0]!.values[0] = value;
    throwsSaying(() => toJson(broken), RangeError, `the parameter ${value} as JSON`);
  }
});
