/** Tables of independent rows, some with units and times that have no effect: none of them is to be split by anything. @module */

import { day, type Draws, hour } from "./draws.ts";

type Cell = string | number;

/** A column that a target may depend on, or not. */
function attribute(draws: Draws): () => { cell: Cell; effect: number } {
  switch (draws.below(6)) {
    case 0: { // of few words, with effects
      const effects = draws.normals(draws.pick([2, 3, 5, 8]));
      return () => {
        const level = draws.below(effects.length);
        return { cell: `${"abcdefgh"[level]}`, effect: effects[level]! };
      };
    }
    case 1: // age
      return () => {
        const age = 18 + draws.below(60);
        return { cell: age, effect: Math.abs(age - 45) / 15 };
      };
    case 2: // counts
      return () => {
        const count = draws.poisson(2);
        return { cell: count, effect: Number(count > 2) };
      };
    case 3: // money
      return () => {
        const z = draws.normal();
        return { cell: (1000 * Math.exp(z)).toFixed(2), effect: z };
      };
    case 4: // year of building
      return () => {
        const year = 1900 + draws.below(120);
        return { cell: year, effect: (year - 1960) / 40 };
      };
    default:
      return () => {
        const z = draws.normal();
        return { cell: z.toFixed(3), effect: Math.sin(2 * z) };
      };
  }
}

/** Columns without an effect: who, where and when. */
function bystanders(draws: Draws, rows: number): Record<string, readonly Cell[]> {
  const of = (cell: (row: number) => Cell) => Array.from({ length: rows }, (_, row) => cell(row));
  const [units, days] = [draws.pick([12, 40, 150, 300]), draws.pick([60, 400, 900])];
  const sorted = Array.from({ length: rows }, () => draws.uniform(0, days)).sort((a, b) => a - b);
  const at = draws.below(2) === 0 ? sorted : draws.shuffled(sorted);
  const columns: Record<string, readonly Cell[]>[] = [
    { customer: of(() => `C${100 + draws.below(units)}`) },
    { id: of(() => 1 + draws.below(units)) },
    { date: at.map((time) => day(Math.floor(time))) },
    { time: at.map((time) => hour(Math.floor(24 * time))) },
    { stamp: at.map((time) => 1_600_000_000 + Math.floor(86_400 * time)) },
    {
      store: of((row) => `Store ${1 + row % units}`),
      week: of((row) => 1 + Math.floor(row / units)),
    },
    { zip: of(() => 10_000 + draws.below(units)) },
    { row: of((row) => 1 + row) },
    {},
  ];
  return { ...draws.pick(columns), ...draws.pick(columns) };
}

/** One of many tables, all different. */
export function independentTable(draws: Draws): Record<string, Cell>[] {
  const rows = draws.pick([200, 400, 800, 1500, 2500]);
  const attributes = Array.from({ length: 2 + draws.below(8) }, (_, k) => ({
    name: `x${k + 1}`,
    weight: draws.below(3) === 0 ? 0 : draws.normal(),
    next: attribute(draws),
  }));
  const others = Object.entries(bystanders(draws, rows));
  const [strength, kind] = [draws.pick([0, 0.5, 1, 3]), draws.below(3)];
  return Array.from({ length: rows }, (_, row) => {
    let score = 0;
    const cells = attributes.map(({ name, weight, next }) => {
      const { cell, effect } = next();
      score += strength * weight * effect;
      return [name, cell];
    });
    const target = kind === 0
      ? (score + draws.normal()).toFixed(2)
      : kind === 1
      ? draws.happens(score) ? "yes" : "no"
      : [
        "low",
        "middle",
        "high",
      ][Math.max(0, Math.min(2, Math.round(1 + score + draws.normal())))]!;
    return Object.fromEntries([
      ...others.map(([name, column]) => [name, column[row]!]),
      ...cells,
      ["target", target],
    ]);
  });
}
