import { assert, assertEquals } from "@std/assert";
import {
  assign,
  copyInto,
  copyOf,
  exchange,
  matricesOf,
  parameterCount,
  type Parameters,
  sameShapes,
  weightCount,
} from "../../lib/network/parameters.ts";
import { createEngine, matrix, Network } from "../../mod.ts";

/** The parameters of a 2-1-1 network, counted up from a number. */
const parametersFrom = (first: number): Parameters => ({
  weights: [matrix([[first], [first + 1]]), matrix([[first + 3]])],
  biases: [matrix([[first + 2]]), matrix([[first + 4]])],
});

/** Their values, layer after layer, weights before biases. */
const valuesOf = (parameters: Parameters) =>
  matricesOf(parameters).flatMap(({ values }) => [...values]);

Deno.test("the tutorial's network has 23,820 weights and 40 biases, in the order of its layers", () => {
  assertEquals(weightCount([784, 30, 10]), 784 * 30 + 30 * 10);
  assertEquals(parameterCount([784, 30, 10]), 23_820 + 40);
  assertEquals(valuesOf(parametersFrom(1)), [1, 2, 3, 4, 5]);
});

Deno.test("a copy, in an engine's memory or none, is the same and has values of its own", () => {
  const parameters = parametersFrom(1);
  assertEquals(copyOf(parameters), parameters);
  for (const copy of [copyOf(parameters), copyInto(createEngine("wasm"), parameters)]) {
    assert(sameShapes(copy, parameters));
    assertEquals(valuesOf(copy), [1, 2, 3, 4, 5]);
    assign(copy, parametersFrom(11));
    assertEquals(valuesOf(parameters), [1, 2, 3, 4, 5]);
  }
});

Deno.test("a copy within an engine's memory is the same where the memory has to grow for it", () => {
  const engine = createEngine("wasm");
  const parameters = { weights: [new Network([200, 500]).weights[0]!], biases: [matrix([[1]])] };
  let copy = copyInto(engine, parameters);
  for (let k = 0; k < 20; k++) copy = copyInto(engine, copy); // 8 MB
  assertEquals(valuesOf(copy), valuesOf(parameters));
});

Deno.test("parameters are given the values of others, or exchange them", () => {
  const [target, source] = [parametersFrom(1), parametersFrom(11)];
  assign(target, source);
  assertEquals([target, source], [parametersFrom(11), parametersFrom(11)]);
  const [a, b] = [parametersFrom(1), parametersFrom(11)];
  exchange(a, b);
  assertEquals([a, b], [parametersFrom(11), parametersFrom(1)]);
});

Deno.test("shapes are the same whatever the values, and not if one matrix is transposed or missing", () => {
  const { weights, biases } = parametersFrom(1);
  assertEquals(sameShapes({ weights, biases }, parametersFrom(11)), true);
  const transposed = [matrix([[1, 2]]), weights[1]!];
  assertEquals(sameShapes({ weights, biases }, { weights: transposed, biases }), false);
  const one = { weights: weights.slice(0, 1), biases: biases.slice(0, 1) };
  assertEquals(sameShapes({ weights, biases }, one), false);
});
