import { assertEquals } from "@std/assert";
import { initializers, matrix, Network, RandomStream } from "../../mod.ts";

Deno.test("a layer's parameters do not depend on the layers after it", () => {
  const short = new Network([5, 4, 2], { seed: 9 });
  const long = new Network([5, 4, 3, 2], { seed: 9 });
  assertEquals(short.weights[0]!.values, long.weights[0]!.values);
  assertEquals(short.biases[0]!.values, long.biases[0]!.values);
});

Deno.test("weights are the stream's normal numbers times their deviation, biases too or zero", () => {
  const { fround, sqrt } = Math;
  const deviations = {
    standardNormal: [1, 1],
    scaledNormal: [1 / sqrt(4), 1],
    lecun: [sqrt(1 / 4), 0],
    glorot: [sqrt(2 / (4 + 2)), 0],
    he: [sqrt(2 / 4), 0],
  };
  assertEquals(Object.keys(initializers), Object.keys(deviations));
  for (const [name, initializer] of Object.entries(initializers)) {
    assertEquals(initializer.name, name);
    const [ofWeights, ofBiases] = deviations[name as keyof typeof deviations];
    const [weights, biases] = [matrix([[9, 9], [9, 9], [9, 9], [9, 9]]), matrix([[9, 9]])];
    const random = new RandomStream(1, "weights");
    initializer.weights(weights, random);
    initializer.biases(biases, random);
    const again = new RandomStream(1, "weights");
    const draws = Array.from({ length: 10 }, () => again.normal());
    assertEquals([...weights.values], draws.slice(0, 8).map((draw) => fround(draw * ofWeights!)));
    assertEquals(
      [...biases.values],
      draws.slice(8).map((draw) => ofBiases === 0 ? 0 : fround(draw)),
    );
  }
});
