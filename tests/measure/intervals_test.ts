import { assert, assertEquals } from "@std/assert";
import { intervalsOf, parseIntervals } from "../../lib/measure/intervals.ts";
import { Dataset, Network } from "../../mod.ts";
import { RandomStream } from "../../lib/numerics/random.ts";

/** A network that answers its input. */
function identity(): Network {
  const network = new Network([1, 1], { activation: "linear" });
  network.weights[0]!.values[0] = 1;
  network.biases[0]!.values[0] = 0;
  return network;
}

function dataOf(errors: readonly number[]): Dataset {
  const inputs = errors.map((_, k) => [k / 4]);
  return Dataset.from({ inputs, targets: errors.map((error, k) => k / 4 + error) });
}

Deno.test("half the width is the ⌈0.9 (n + 1)⌉-th smallest error, and there is none of fewer than nine", () => {
  const network = identity();
  const errors = [1, -8, 2, -3, 7, 5, -6, 4, 0]; // the ninth of nine is 8
  assertEquals(intervalsOf(network, dataOf(errors)), { coverage: 0.9, halfWidths: [8] });
  assertEquals(intervalsOf(network, dataOf(errors.slice(1))), undefined);
  const more = Array.from({ length: 19 }, (_, k) => k % 2 === 0 ? k : -k); // the 18th of 19
  assertEquals(intervalsOf(network, dataOf(more))!.halfWidths, [17]);
});

Deno.test("nine of ten new examples like those of validation are within", () => {
  const random = new RandomStream(1, "data", 0);
  const noise = () => Array.from({ length: 2000 }, () => random.normal());
  const { halfWidths: [half] } = intervalsOf(identity(), dataOf(noise()))!;
  const within = noise().filter((error) => Math.abs(error) <= half!).length / 2000;
  assert(within > 0.88 && within < 0.92, `${within}`);
});

Deno.test("intervals are read as they were written", () => {
  const intervals = { coverage: 0.9, halfWidths: [0.25, 3] };
  assertEquals(parseIntervals(JSON.stringify(intervals)), intervals);
});
