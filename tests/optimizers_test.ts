import { assertEquals, assertThrows } from "@std/assert";
import { createOptimizer, matrix, momentum, sgd } from "../mod.ts";

Deno.test("plain stochastic gradient descent goes down the gradient", () => {
  const w = matrix([[1, 2]]);
  sgd().step(w, matrix([[0.5, -1]]), 0.5);
  assertEquals([...w.values], [0.75, 2.5]);
});

Deno.test("momentum builds up along a steady slope", () => {
  const w = matrix([[0]]);
  const optimizer = momentum({ momentum: 0.5 });
  const places = [1, 2, 3].map(() => {
    optimizer.step(w, matrix([[1]]), 1);
    return w.values[0];
  });
  assertEquals(places, [-1, -2.5, -4.25]); // v = −1, −1.5, −1.75
});

Deno.test("each matrix of parameters has a velocity of its own", () => {
  const optimizer = momentum({ momentum: 0.5 });
  const first = matrix([[0]]);
  const second = matrix([[0]]);
  optimizer.step(first, matrix([[1]]), 1);
  optimizer.step(second, matrix([[1]]), 1);
  assertEquals(second.values[0], -1);
});

Deno.test("a velocity below 2⁻¹⁰⁰ becomes zero, and NaN stays", () => {
  const w = matrix([[0, 0]]);
  const optimizer = momentum({ momentum: 0.5 });
  optimizer.step(w, matrix([[2 ** -101, NaN]]), 1);
  assertEquals([...w.values], [0, NaN]);
});

Deno.test("an optimizer that does not exist, or a momentum out of range, is a RangeError", () => {
  assertThrows(() => createOptimizer({ name: "adamm" }), RangeError, "there are sgd, momentum");
  for (const value of [-0.1, 1, NaN]) {
    assertThrows(
      () => createOptimizer({ name: "momentum", momentum: value }),
      RangeError,
      `Cannot use a momentum of ${value}`,
    );
  }
});
