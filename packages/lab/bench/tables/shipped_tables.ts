/** Tables that are drawn by a seed, each with a law of its own, for what verdicts say of them. @module */

import { RandomStream } from "../../../../lib/numerics/mod.ts";

/** A drawn table as texts. */
export interface DrawnTable {
  readonly columns: readonly string[];
  /** The rows of the table, then the further ones by which it is measured what is true. */
  readonly rows: readonly (readonly string[])[];
  /** How many rows the table has. */
  readonly size: number;
  /** What the law has, and of what the target is: `linear + jumps, classes` */
  readonly law: string;
}

/** The least and the most rows of a table. */
const [FEWEST, MOST] = [300, 3000];

/** What adds to the score of a row: of its numbers, and of the effects of its categories. */
const PARTS: Readonly<
  Record<string, (xs: readonly number[], effects: readonly number[]) => number>
> = {
  linear: ([a, b, c]) => a! - 0.7 * b! + 0.5 * c!,
  smooth: ([a, b]) => 1.3 * Math.sin(1.8 * a!) + 0.5 * b! * b!,
  jumps: ([a, b, c]) => 1.6 * Number(a! > 0.4) - 1.2 * Number(b! < -0.5) + Number(c! > 1),
  interactions: ([a, b, c]) => 1.1 * a! * b! + 0.9 * b! * Number(c! > 0),
  categories: (_, effects) => effects.reduce((sum, effect) => sum + effect, 0),
};

/**
 * Draws a table: up to three of five parts make the score, each of columns of its own choice, beside columns that say nothing.
 * The target is one of two or three classes, or a quantity.
 * @param further how many rows are drawn beside those of the table
 */
export function drawTable(seed: number, further: number): DrawnTable {
  const random = new RandomStream(seed, "data");
  const between = (least: number, most: number) =>
    least + Math.floor(random.uniform() * (most - least + 1));
  const size = Math.round(FEWEST * Math.pow(MOST / FEWEST, random.uniform()));
  const numbers = between(3, 14);
  const levels = Array.from({ length: between(0, 4) }, () => between(3, 30));
  const effects = levels.map((count) => Array.from({ length: count }, () => 0.9 * random.normal()));
  const names = Object.keys(PARTS).filter((name) => name !== "categories" || levels.length > 0);
  const law = Array.from({ length: between(1, 3) }, () => ({
    part: names[between(0, names.length - 1)]!,
    weight: 0.5 + random.uniform(),
    columns: Array.from({ length: 3 }, () => between(0, numbers - 1)),
  }));
  const noise = 0.3 + 1.7 * random.uniform();
  const kind = ["quantity", "two classes", "three classes", "quantity"][between(0, 3)]!;
  const shift = random.normal();
  // Half of the tables have columns that go together: each is partly one of two hidden numbers.
  const loads = Array.from({ length: numbers }, () => random.uniform());
  const areRelated = random.uniform() < 0.5;
  const rows = Array.from({ length: size + further }, () => {
    const hidden = [random.normal(), random.normal()];
    const xs = loads.map((load, k) => {
      const own = random.normal();
      return areRelated ? load * hidden[k % 2]! + Math.sqrt(1 - load * load) * own : own;
    });
    const own = levels.map((count) => between(0, count - 1));
    const scores = [0, 0];
    for (const [k, { part, weight, columns }] of law.entries()) {
      const chosen = columns.map((column) => xs[column]!);
      scores[k % 2]! += weight * PARTS[part]!(chosen, own.map((level, c) => effects[c]![level]!));
    }
    const [first, second] = scores as [number, number];
    const sum = first + second;
    const draw = random.uniform();
    const target = kind === "quantity"
      ? (10 + sum + noise * random.normal()).toFixed(4)
      : kind === "two classes"
      ? draw < 1 / (1 + Math.exp(-(2 * sum / noise + shift))) ? "yes" : "no"
      : oneOf(["a", "b", "c"], [2 * first / noise, 2 * second / noise, shift / 2], draw);
    return [...xs.map((x) => x.toFixed(4)), ...own.map((level) => `v${level}`), target];
  });
  return {
    columns: [...namesOf("x", numbers), ...namesOf("k", levels.length), "target"],
    rows,
    size,
    law: `${[...new Set(law.map(({ part }) => part))].sort().join(" + ")}, ${kind}`,
  };
}

function namesOf(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, k) => `${name}${k}`);
}

/** A class by softmax of scores. */
function oneOf(names: readonly string[], scores: readonly number[], draw: number): string {
  const shares = scores.map(Math.exp);
  let rest = draw * shares.reduce((sum, share) => sum + share, 0);
  return names.find((_, k) => (rest -= shares[k]!) < 0) ?? names.at(-1)!;
}
