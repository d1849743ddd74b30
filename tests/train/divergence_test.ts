import { assertEquals, assertThrows } from "@std/assert";
import { checkFinite } from "../../lib/train/divergence.ts";
import { DivergenceError, matrix } from "../../mod.ts";

/** The parameters of a 1-2-1 network, with another value in one of them. */
function parametersWith(value: number, layer = 0, kind: "weights" | "biases" = "weights") {
  const parameters = {
    weights: [matrix([[1, 2]]), matrix([[3], [4]])],
    biases: [matrix([[0, -1]]), matrix([[5]])],
  };
  parameters[kind][layer]!.values[0] = value;
  return parameters;
}

const POSITION = { epoch: 3, batch: 17, learningRate: 0.5, cost: 0.25 };

Deno.test("finite parameters pass; else the first layer that is not finite is named", () => {
  checkFinite(parametersWith(0), POSITION);
  checkFinite(parametersWith(3e38), { ...POSITION, cost: 0 });
  for (const value of [NaN, Infinity, -Infinity]) {
    for (const kind of ["weights", "biases"] as const) {
      for (const layer of [0, 1]) {
        const { divergence } = assertThrows(
          () => checkFinite(parametersWith(value, layer, kind), POSITION),
          DivergenceError,
        );
        assertEquals(divergence, { ...POSITION, layer: layer + 1, cost: NaN });
      }
    }
  }
});

Deno.test("a cost that is not finite is reported as it is, whatever the parameters", () => {
  for (const cost of [NaN, Infinity]) {
    const costly = { ...POSITION, cost };
    const ofCost = assertThrows(() => checkFinite(parametersWith(0), costly), DivergenceError);
    assertEquals(ofCost.divergence, { ...costly, layer: undefined });
    const ofBoth = assertThrows(() => checkFinite(parametersWith(NaN, 1), costly), DivergenceError);
    assertEquals(ofBoth.divergence, { ...costly, layer: 2 });
  }
});
