import { assertAlmostEquals, assertEquals } from "@std/assert";
import { dataRows, matrix, Network } from "../../../../mod.ts";
import { activationsOf, learn, passOf, wishesOf } from "../../elements/backprop_pass.ts";
import { knownAfter, linesOf, LISTINGS, stepsOf } from "../../elements/backprop_steps.ts";
import { formulasOf } from "../../elements/formulas.ts";
import { decimal } from "../../elements/numbers.ts";
import { cellsOf } from "../book/chapters.ts";
import { granted } from "../../../../tests/helpers/run_task.ts";

const [X, Y] = [[0.5, 0.9], [1, 0]] as const;

/** What float32 rounds off numbers below 1 in a few operations. */
const FLOAT32 = 1e-6;

/** The chapter with the programs. */
const CHAPTER = new URL("../../../../docs/book/3-backpropagation.md", import.meta.url);

Deno.test("the figure's numbers are those of the library's network, bit for bit", () => {
  const network = new Network([2, 3, 2], { seed: 1 });
  const pass = passOf(network, X, Y);
  const gradient = network.backprop({ inputs: dataRows([X]), targets: matrix([Y]) });
  assertEquals(pass.deltas, gradient.biases.map(({ values }) => values));
  assertEquals(pass.gradients, gradient.weights.map(({ values }) => values));
  assertEquals(pass.a.at(-1), network.feedforward([X]).values);
  assertEquals(pass.a, activationsOf(network, X));
  const hidden = new Network([2, 3], { seed: 1 }); // whose parameters are the same
  assertEquals(pass.a[1], hidden.feedforward([X]).values);
});

Deno.test("what the outputs want of a hidden neuron, times its slope, is its error by BP2", () => {
  const pass = passOf(new Network([2, 4, 3], { seed: 1 }), X, [1, 0, 0]);
  const { own, each, together } = wishesOf(pass);
  assertEquals(own, [...pass.deltas[1]!].map((delta) => -delta));
  assertEquals(each.map((wishes) => wishes.length), [4, 4, 4]);
  for (const [k, wish] of together.entries()) {
    const a = pass.a[1]![k]!;
    assertAlmostEquals(wish * a * (1 - a), -pass.deltas[0]![k]!, FLOAT32);
  }
});

Deno.test("a step is the library's own", () => {
  const [one, other] = [1, 1].map((seed) => new Network([2, 3, 2], { seed }));
  learn(one!, X, Y, 3);
  other!.updateMiniBatch({ inputs: dataRows([X]), targets: matrix([Y]) }, 3);
  assertEquals(passOf(one!, X, Y), passOf(other!, X, Y));
});

Deno.test("an example goes forward layer by layer, back, and then the network steps", () => {
  const steps = stepsOf(4).map((step) =>
    "layer" in step ? `${step.kind} ${step.layer}` : step.kind
  );
  assertEquals(steps, [
    "input",
    "z 1",
    "a 1",
    "z 2",
    "a 2",
    "z 3",
    "a 3",
    "cost",
    "delta 2",
    "delta 1",
    "gradient",
    "update",
  ]);
});

Deno.test("nothing is known before its step", () => {
  const steps = stepsOf(3);
  const none = { z: false, a: false, delta: false, gradient: false, update: false };
  assertEquals(knownAfter(steps, 0, 0), { ...none, a: true });
  assertEquals(knownAfter(steps, 0, 1), none);
  assertEquals(knownAfter(steps, 1, 1), { ...none, z: true });
  assertEquals(knownAfter(steps, 5, 2), { ...none, z: true, a: true, delta: true });
  assertEquals(knownAfter(steps, 5, 1).delta, false);
  assertEquals(knownAfter(steps, 6, 1).delta, true);
});

Deno.test("formulas hold the numbers that they come to", () => {
  const pass = passOf(new Network([1, 1, 1], { seed: 1 }), [0.5], [1]);
  const all = { z: true, a: true, delta: true, gradient: true, update: true };
  const [w, b] = [pass.weights[0]![0]!, pass.biases[0]![0]!];
  const lines = formulasOf({ layer: 1, unit: 0 }, pass, all, 3);
  assertEquals(lines[0], "z²₁ = w²₁₁·a¹₁ + b²₁");
  const factor = (value: number) => value < 0 ? `(${decimal(value)})` : decimal(value);
  assertEquals(
    lines[1],
    `   = ${factor(w)}·0.5 + ${factor(b)} = ${decimal(Math.fround(0.5 * w) + b)}`,
  );
  assertEquals(lines.filter((line) => line.startsWith("BP2")).length, 1);
  const output = formulasOf({ layer: 2, unit: 0 }, pass, all, 3);
  assertEquals(output.filter((line) => line.startsWith("BP1")).length, 1);
  const edge = formulasOf({ layer: 1, unit: 0, from: 0 }, pass, all, 3);
  assertEquals(edge[1], "BP4: ∂C/∂w²₁₁ = a¹₁·δ²₁");
  assertEquals(formulasOf({ layer: 1, unit: 0 }, pass, { ...all, update: false }, 3).length, 6);
});

Deno.test("numbers have three decimals, small ones two digits, and a true minus sign", () => {
  const values = [0.5, -1.23456, 0.00012345, -0.00012345, 0, -0, 12, 0.9999];
  const texts = ["0.5", "−1.235", "0.00012", "−0.00012", "0", "0", "12", "1"];
  assertEquals(values.map((value) => decimal(value)), texts);
});

Deno.test("every line that is lit is one of the chapter's programs, under its function", {
  ignore: !granted("read") || !await exists(CHAPTER),
}, async () => {
  const cells = cellsOf({ path: "", text: await Deno.readTextFile(CHAPTER) });
  const code = cells.map(({ code }) => code).join("\n");
  for (const { name, lines } of LISTINGS) {
    const start = code.indexOf(`function ${name} {`);
    assertEquals(start >= 0, true, name);
    const body = code.slice(start, code.indexOf("\n}", start));
    assertEquals(lines.filter((line) => !body.includes(line)), [], name);
  }
  const lit = stepsOf(3).flatMap(linesOf);
  assertEquals(new Set(lit).size, LISTINGS.flatMap(({ lines }) => lines).length); // each is lit
});

async function exists(url: URL): Promise<boolean> {
  return granted("read") && await Deno.stat(url).then(() => true, () => false);
}
