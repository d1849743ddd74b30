/** The equations of a unit or an edge, with the names of the tutorial and the numbers filled in. @module */

import type { Pass } from "./backprop_pass.ts";
import type { Known } from "./backprop_steps.ts";
import { decimal } from "./numbers.ts";

/** A unit of a layer, or the edge that leads to it from unit `from` of the layer before; layers count from 0. */
export interface Part {
  readonly layer: number;
  readonly unit: number;
  /** Undefined for the unit itself. */
  readonly from?: number;
}

const [ABOVE, BELOW] = ["⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"];

/** A name with its layer above and its units below, all counted from 1: `w²₁₂` leads from unit 1 to unit 2 of layer 2. */
export function symbol(name: string, layer: number, ...units: readonly number[]): string {
  return name + ABOVE![layer + 1] + units.map((unit) => BELOW![unit + 1]).join("");
}

/** A factor: negative numbers in parentheses. */
const factor = (value: number) => value < 0 ? `(${decimal(value)})` : decimal(value);

const sum = (terms: readonly string[]) => terms.join(" + ");

/** The equations of a part of the network that are known, a line each. */
export function formulasOf(part: Part, pass: Pass, known: Known, learningRate: number): string[] {
  return part.from === undefined
    ? unitFormulas(part, pass, known, learningRate)
    : edgeFormulas(part.layer, part.unit, part.from, pass, known, learningRate);
}

function unitFormulas(
  { layer, unit }: Part,
  pass: Pass,
  known: Known,
  learningRate: number,
): string[] {
  const a = pass.a[layer]![unit]!;
  const own = (name: string) => symbol(name, layer, unit);
  if (layer === 0) return [`${own("a")} = x${BELOW![unit + 1]} = ${decimal(a)}`];
  const [z, delta] = [pass.z[layer - 1]![unit]!, pass.deltas[layer - 1]![unit]!];
  const b = pass.biases[layer - 1]![unit]!;
  const lines: string[] = [];
  if (known.z) {
    const before = [...pass.a[layer - 1]!];
    const w = (k: number) => pass.weights[layer - 1]![k * pass.a[layer]!.length + unit]!;
    const names = before.map((_, k) =>
      `${symbol("w", layer, k, unit)}·${symbol("a", layer - 1, k)}`
    );
    const numbers = before.map((value, k) => `${factor(w(k))}·${factor(value)}`);
    lines.push(
      `${own("z")} = ${sum([...names, own("b")])}`,
      `   = ${sum([...numbers, factor(b)])} = ${decimal(z)}`,
    );
  }
  if (known.a) lines.push(`${own("a")} = σ(${own("z")}) = σ(${decimal(z)}) = ${decimal(a)}`);
  if (known.delta) lines.push(...deltaFormulas(layer, unit, pass));
  if (known.gradient) lines.push(`BP3: ∂C/∂${own("b")} = ${own("δ")} = ${decimal(delta)}`);
  if (known.update) lines.push(stepFormula(own("b"), b, delta, learningRate));
  return lines;
}

/** BP1 of an output, BP2 of a hidden unit. */
function deltaFormulas(layer: number, unit: number, pass: Pass): string[] {
  const own = (name: string) => symbol(name, layer, unit);
  const a = pass.a[layer]![unit]!;
  const delta = decimal(pass.deltas[layer - 1]![unit]!);
  const slopeName = `${own("a")}·(1 − ${own("a")})`;
  const slope = `${decimal(a)}·(1 − ${decimal(a)})`;
  const next = pass.deltas[layer];
  if (next === undefined) {
    const y = pass.y[unit]!;
    return [
      `BP1: ${own("δ")} = (${own("a")} − y${BELOW![unit + 1]})·${slopeName}`,
      `   = (${decimal(a)} − ${decimal(y)})·${slope} = ${delta}`,
    ];
  }
  const names = Array.from(
    next,
    (_, j) => `${symbol("w", layer + 1, unit, j)}·${symbol("δ", layer + 1, j)}`,
  );
  const numbers = Array.from(
    next,
    (value, j) => `${factor(pass.weights[layer]![unit * next.length + j]!)}·${factor(value)}`,
  );
  return [
    `BP2: ${own("δ")} = (${sum(names)})·${slopeName}`,
    `   = (${sum(numbers)})·${slope} = ${delta}`,
  ];
}

function edgeFormulas(
  layer: number,
  unit: number,
  from: number,
  pass: Pass,
  known: Known,
  learningRate: number,
): string[] {
  const name = symbol("w", layer, from, unit);
  const at = from * pass.a[layer]!.length + unit;
  const w = pass.weights[layer - 1]![at]!;
  const lines = [`${name} = ${decimal(w)}`];
  if (!known.gradient) return lines;
  const [a, delta] = [pass.a[layer - 1]![from]!, pass.deltas[layer - 1]![unit]!];
  const gradient = pass.gradients[layer - 1]![at]!;
  lines.push(
    `BP4: ∂C/∂${name} = ${symbol("a", layer - 1, from)}·${symbol("δ", layer, unit)}`,
    `   = ${factor(a)}·${factor(delta)} = ${decimal(gradient)}`,
  );
  if (known.update) lines.push(stepFormula(name, w, gradient, learningRate));
  return lines;
}

/** w ← w − η·∂C/∂w. */
function stepFormula(name: string, value: number, gradient: number, learningRate: number): string {
  return `${name} ← ${name} − η·∂C/∂${name} = ${decimal(value)} − ${decimal(learningRate)}·${
    factor(gradient)
  } = ${decimal(value - learningRate * gradient)}`;
}
