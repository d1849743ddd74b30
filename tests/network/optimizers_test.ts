import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { createEngine, type Matrix, matrix, Optimizer } from "../../mod.ts";

const engine = createEngine("reference");

/** A few dozen roundings of float32, each 6e-8. */
const FLOAT32 = 1e-6;

/** Takes steps along gradients of one parameter, from 0, and returns where it was. */
function walk(optimizer: Optimizer, gradients: number[], learningRate: number): number[] {
  const w = matrix([[0]]);
  return gradients.map((gradient) => {
    optimizer.step(engine, w, matrix([[gradient]]), learningRate);
    return w.values[0]!;
  });
}

Deno.test("plain stochastic gradient descent goes down the gradient", () => {
  assertEquals(walk(new Optimizer(), [0.5, -1], 0.5), [-0.25, 0.25]);
});

Deno.test("momentum builds up along a steady slope", () => {
  const optimizer = new Optimizer({ name: "momentum", momentum: 0.5 });
  assertEquals(walk(optimizer, [1, 1, 1], 1), [-1, -2.5, -4.25]); // v = −1, −1.5, −1.75
});

Deno.test("Nesterov's momentum is a step ahead along a steady slope", () => {
  const optimizer = new Optimizer({ name: "nesterov", momentum: 0.5 });
  // v = −1, −1.5, −1.75; the steps are v/2 − 1 = −1.5, −1.75, −1.875
  assertEquals(walk(optimizer, [1, 1, 1], 1), [-1.5, -3.25, -5.125]);
});

Deno.test("Nesterov's momentum takes the gradient where the velocity leads to, in Sutskever's form", () => {
  const [mu, rate] = [0.5, 0.25];
  const slope = (x: number) => 2 * x - 1; // of x² − x
  let [place, velocity] = [3, 0]; // Sutskever's: θ and v; the gradient is taken at θ + μ·v
  const w = matrix([[3]]);
  const optimizer = new Optimizer({ name: "nesterov", momentum: mu });
  for (let step = 0; step < 10; step++) {
    assertAlmostEquals(w.values[0]!, place + mu * velocity, FLOAT32);
    velocity = mu * velocity - rate * slope(place + mu * velocity);
    place += velocity;
    optimizer.step(engine, w, matrix([[slope(w.values[0]!)]]), rate);
  }
});

Deno.test("adamw's weights decay by themselves, its biases do not", () => {
  const optimizer = new Optimizer({ name: "adamw", weightDecay: 0.5 });
  const [weight, bias, none] = [matrix([[8]]), matrix([[8]]), matrix([[0]])];
  optimizer.step(engine, weight, none, 0.25);
  optimizer.step(engine, bias, none, 0.25, false);
  assertEquals([weight.values[0], bias.values[0]], [8 * (1 - 0.25 * 0.5), 8]);
});

Deno.test("adamw without decay is adam, bit for bit", () => {
  const gradients = [0.5, -0.25, 1, 0.125];
  const adamw = new Optimizer({ name: "adamw", weightDecay: 0 });
  assertEquals(walk(adamw, gradients, 0.1), walk(new Optimizer("adam"), gradients, 0.1));
});

Deno.test("adam's first steps along a steady slope are the learning rate, whatever the slope", () => {
  for (const slope of [1e-3, 1, 1000]) {
    const places = walk(new Optimizer({ name: "adam" }), [slope, slope, slope], 0.01);
    // ε is 1e-5 of the smallest slope; float32 has 6e-8.
    for (const [k, place] of places.entries()) assertAlmostEquals(place, -0.01 * (k + 1), 1e-6);
  }
});

Deno.test("adam agrees with its formula in float64", () => {
  const gradients = [0.5, -0.25, 1, 0.125, -2, 0.75];
  const [beta1, beta2, epsilon, rate] = [0.8, 0.95, 1e-6, 0.1];
  let [w, m, v] = [0, 0, 0];
  const wanted = gradients.map((g, k) => {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const [mean, square] = [m / (1 - beta1 ** (k + 1)), v / (1 - beta2 ** (k + 1))];
    return w -= rate * mean / (Math.sqrt(square) + epsilon);
  });
  const actual = walk(new Optimizer({ name: "adam", beta1, beta2, epsilon }), gradients, rate);
  for (const [k, place] of wanted.entries()) assertAlmostEquals(actual[k]!, place, 1e-6);
});

Deno.test("each matrix of parameters has moments of its own", () => {
  const optimizer = new Optimizer({ name: "momentum", momentum: 0.5 });
  walk(optimizer, [1], 1);
  assertEquals(walk(optimizer, [1], 1), [-1]);
});

Deno.test("a moment below 2⁻¹⁰⁰ becomes zero, and NaN stays", () => {
  const w: Matrix = matrix([[0, 0]]);
  const optimizer = new Optimizer({ name: "momentum", momentum: 0.5 });
  optimizer.step(engine, w, matrix([[2 ** -101, NaN]]), 1);
  assertEquals([...w.values], [0, NaN]);
});

Deno.test("an optimizer that does not exist, or a constant out of range, is a RangeError", () => {
  assertThrows(
    () => new Optimizer({ name: "adamm" }),
    RangeError,
    "there are sgd, momentum, nesterov, adam, adamw",
  );
  for (const value of [-0.1, 1, NaN]) {
    for (
      const [name, constant] of [["momentum", "momentum"], ["adam", "beta1"], ["adam", "beta2"]]
    ) {
      assertThrows(
        () => new Optimizer({ name: name!, [constant!]: value }),
        RangeError,
        `Cannot use a ${constant} of ${value}`,
      );
    }
  }
  assertThrows(() => new Optimizer({ name: "adam", epsilon: 0 }), RangeError, "an epsilon of 0");
  assertThrows(
    () => new Optimizer({ name: "adamw", weightDecay: -1 }),
    RangeError,
    "a weightDecay of -1",
  );
});

Deno.test("momentum rounds each product before it adds", () => {
  const { fround } = Math;
  const [mu, rate, slopes] = [fround(0.9), fround(0.1), [1 / 3, 2 / 7, 5 / 9].map(fround)];
  let [w, v] = [0, 0];
  const wanted = slopes.map((g) => {
    v = fround(fround(mu * v) - fround(rate * g));
    return w = fround(w + v);
  });
  assertEquals(walk(new Optimizer({ name: "momentum", momentum: 0.9 }), slopes, 0.1), wanted);
});
