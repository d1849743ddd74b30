import { assertEquals } from "@std/assert";
import { parameterCount, weightCount } from "../../lib/network/parameters.ts";

Deno.test("the tutorial's network has 23,820 weights and 40 biases", () => {
  assertEquals(weightCount([784, 30, 10]), 784 * 30 + 30 * 10);
  assertEquals(parameterCount([784, 30, 10]), 23_820 + 40);
});
