import { assertAlmostEquals, assertEquals } from "@std/assert";
import { parseConfig } from "../../lib/config.ts";
import { kernelOf } from "../../lib/engine/built_in.ts";
import { createEngine, type Matrix, matrix } from "../../mod.ts";
import { Optimizer, type OptimizerOptions } from "../../lib/network/mod.ts";
import { namesOf } from "../helpers/names.ts";

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

/** Along gradients and at a learning rate, where a parameter goes from 0. */
const WALKS: readonly [OptimizerOptions, gradients: number[], rate: number, expected: number[]][] =
  [
    [{ name: "sgd" }, [0.5, -1], 0.5, [-0.25, 0.25]],
    [{ name: "momentum", momentum: 0.5 }, [1, 1, 1], 1, [-1, -2.5, -4.25]], // v = −1, −1.5, −1.75
    // The steps are v/2 − 1 = −1.5, −1.75, −1.875.
    [{ name: "nesterov", momentum: 0.5 }, [1, 1, 1], 1, [-1.5, -3.25, -5.125]],
  ];

for (const [options, gradients, rate, expected] of WALKS) {
  Deno.test(`${options.name} goes down the gradient as it does by hand`, () => {
    assertEquals(walk(new Optimizer(options), gradients, rate), expected);
  });
}

Deno.test("Nesterov's momentum takes the gradient where the velocity leads to, in Sutskever's form", () => {
  const [mu, rate] = [0.5, 0.25];
  const slope = (x: number) => 2 * x - 1; // of x² − x
  let [theta, velocity] = [3, 0]; // Sutskever's: θ and v; the gradient is taken at θ + μ·v
  const w = matrix([[3]]);
  const optimizer = new Optimizer({ name: "nesterov", momentum: mu });
  for (let step = 0; step < 10; step++) {
    assertAlmostEquals(w.values[0]!, theta + mu * velocity, FLOAT32);
    velocity = mu * velocity - rate * slope(theta + mu * velocity);
    theta += velocity;
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
    const weights = walk(new Optimizer({ name: "adam" }), [slope, slope, slope], 0.01);
    // ε is 1e-5 of the smallest slope; float32 has 6e-8.
    for (const [k, weight] of weights.entries()) assertAlmostEquals(weight, -0.01 * (k + 1), 1e-6);
  }
});

Deno.test("adam agrees with its formula in float64", () => {
  const gradients = [0.5, -0.25, 1, 0.125, -2, 0.75];
  const [beta1, beta2, epsilon, rate] = [0.8, 0.95, 1e-3, 0.1];
  let [w, m, v] = [0, 0, 0];
  const expected = gradients.map((g, k) => {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const [mean, square] = [m / (1 - beta1 ** (k + 1)), v / (1 - beta2 ** (k + 1))];
    return w -= rate * mean / (Math.sqrt(square) + epsilon);
  });
  const actual = walk(new Optimizer({ name: "adam", beta1, beta2, epsilon }), gradients, rate);
  for (const [k, weight] of expected.entries()) assertAlmostEquals(actual[k]!, weight, 1e-6);
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

Deno.test("adam keeps the gradient that is not a number, and no square or moment below 2⁻¹⁰⁰", () => {
  const none = { beta1: 0, beta2: 0, epsilon: 1e-30 };
  const step = (gradient: number) => walk(new Optimizer({ name: "adam", ...none }), [gradient], 1);
  assertEquals(step(NaN), [NaN]);
  assertEquals(step(2 ** -101), [0]); // g counts as 0, and so does m
  assertEquals(step(2 ** -50), [-1]);
});

Deno.test("a decayed weight below 2⁻¹⁰⁰ becomes zero", () => {
  const weight = matrix([[2 ** -101]]);
  new Optimizer("adam").step(engine, weight, matrix([[0]]), 1);
  assertEquals([...weight.values], [2 ** -101]); // it does not decay
  new Optimizer({ name: "adamw", weightDecay: 0.5 }).step(engine, weight, matrix([[0]]), 1);
  assertEquals([...weight.values], [0]);
});

Deno.test("constants that are left out are those of the papers", () => {
  const gradients = [0.5, -0.25, 1, 0.125];
  const defaults = {
    momentum: { momentum: 0.9 },
    nesterov: { momentum: 0.9 },
    adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
  };
  for (const name of namesOf(defaults)) {
    const constants = defaults[name];
    assertEquals(
      walk(new Optimizer(name), gradients, 0.1),
      walk(new Optimizer({ name, ...constants }), gradients, 0.1),
      name,
    );
  }
  const decayed = matrix([[1]]);
  new Optimizer("adamw").step(engine, decayed, matrix([[0]]), 0.5);
  assertEquals([...decayed.values], [Math.fround(1 - 0.5 * 0.01)]);
});

Deno.test("a rule has its name, and how many moments it keeps of a parameter", () => {
  const moments = { sgd: 0, momentum: 1, nesterov: 1, adam: 2, adamw: 2 };
  for (const name of namesOf(moments)) {
    const { rule } = new Optimizer(name);
    assertEquals([rule.name, rule.moments], [name, moments[name]]);
    assertEquals(kernelOf(rule), name === "adamw" ? "adam" : name); // an engine's own loops
  }
});

Deno.test("momentum rounds each product before it adds", () => {
  const { fround } = Math;
  const [mu, rate, slopes] = [fround(0.9), fround(0.1), [1 / 3, 2 / 7, 5 / 9].map(fround)];
  let [w, v] = [0, 0];
  const expected = slopes.map((g) => {
    v = fround(fround(mu * v) - fround(rate * g));
    return w = fround(w + v);
  });
  assertEquals(walk(new Optimizer({ name: "momentum", momentum: 0.9 }), slopes, 0.1), expected);
});

Deno.test("the least and the largest epsilon are taken, by a config too", () => {
  for (const epsilon of [1e-45, 1e9]) {
    new Optimizer({ name: "adam", epsilon });
    parseConfig({ optimizer: { name: "adam", epsilon } });
  }
});
