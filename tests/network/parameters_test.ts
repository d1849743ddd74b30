import { assertEquals } from "@std/assert";
import {
  copyInto,
  copyOf,
  matricesOf,
  parameterCount,
  type Parameters,
  weightCount,
} from "../../lib/network/parameters.ts";
import { createEngine, matrix, Network } from "../../mod.ts";

Deno.test("the tutorial's network has 23,820 weights and 40 biases", () => {
  assertEquals(weightCount([784, 30, 10]), 784 * 30 + 30 * 10);
  assertEquals(parameterCount([784, 30, 10]), 23_820 + 40);
});

Deno.test("a copy for keeping is the same", () => {
  const parameters = { weights: [matrix([[1, 2]])], biases: [matrix([[3, 4]])] };
  assertEquals(copyOf(parameters), parameters);
});

Deno.test("a copy within an engine's memory is the same where the memory has to grow for it", () => {
  const engine = createEngine("wasm");
  const parameters = { weights: [new Network([200, 500]).weights[0]!], biases: [matrix([[1]])] };
  let copy = copyInto(engine, parameters);
  for (let k = 0; k < 20; k++) copy = copyInto(engine, copy); // 8 MB
  const valuesOf = (of: Parameters) => matricesOf(of).flatMap(({ values }) => [...values]);
  assertEquals(valuesOf(copy), valuesOf(parameters));
});
