/** A random call of each kernel of what a batch is beside its layers: its targets, its errors and its cost. @module */

import type { Kernels } from "../../../lib/engine/wasm/kernels.ts";
import type { Call } from "./cases.ts";
import type { Draw } from "./draw.ts";

type BatchKernel =
  | "addBackJoined"
  | "correctSums"
  | "difference"
  | "gatherRows"
  | "meanCost"
  | "sumJoined"
  | "weighRows";

/** Errors [rows, columns] of outputs and targets. */
function errors(d: Draw, rows: number, columns: number) {
  const [delta, a, y] = [0, 1, 2].map(() => d.floats(rows * columns));
  const outputs = [{ at: delta!, bytes: 4 * rows * columns, type: "f32" }] as const;
  return { args: [delta!, a!, y!], outputs };
}

/** Which of so many columns are joined, and not the first. */
function joined(d: Draw, columns: number): number {
  const at = d.bytes(columns, 0);
  for (let k = 1; k < columns; k++) d.memory[at + k] = Number(d.chance(0.6));
  return at;
}

export const BATCH_CASES: Readonly<Record<BatchKernel & keyof Kernels, (d: Draw) => Call>> = {
  addBackJoined(d) {
    const [rows, columns] = [d.size(40), d.size(40)];
    const gradient = d.floats(rows * columns);
    return {
      args: [gradient, joined(d, rows), rows, columns],
      outputs: [{ at: gradient, bytes: 4 * rows * columns, type: "f32" }],
    };
  },
  difference(d) {
    const count = d.size(100);
    const { args, outputs } = errors(d, 1, count);
    return { args: [...args, count], outputs };
  },
  gatherRows(d) {
    const [examples, rows, columns] = [d.between(1, 9), d.size(9), d.size(40)];
    const order = d.words(Array.from({ length: rows }, () => d.between(0, examples - 1)));
    const [out, from] = [d.floats(rows * columns), d.floats(examples * columns)];
    return {
      args: [order, out, from, rows, columns],
      outputs: [{ at: out, bytes: 4 * rows * columns, type: "f32" }],
    };
  },
  correctSums(d) {
    const [rows, columns] = [d.size(20), d.size(20)];
    const { args, outputs } = errors(d, rows, columns);
    return { args: [...args, rows, columns], outputs };
  },
  meanCost(d) {
    const [rows, columns] = [d.size(20), d.size(20)];
    const probability = () => Math.abs(d.number());
    const [a, y] = [0, 1].map(() => d.floats(rows * columns, probability));
    const [mean, weights] = [d.room(8), d.chance(0.5) ? 0 : d.floats(rows)];
    return {
      args: [mean, d.between(0, 2), a!, y!, weights, rows, columns],
      outputs: [{ at: mean, bytes: 8, type: "f64" }],
    };
  },
  sumJoined(d) {
    const [rows, columns] = [d.size(40), d.size(40)];
    const [sums, w] = [d.floats(rows * columns), d.floats(rows * columns)];
    return {
      args: [sums, w, joined(d, rows), rows, columns],
      outputs: [{ at: sums, bytes: 4 * rows * columns, type: "f32" }],
    };
  },
  weighRows(d) {
    const [rows, columns] = [d.size(20), d.size(20)];
    const [delta, weights] = [d.floats(rows * columns), d.floats(rows)];
    return {
      args: [delta, weights, rows, columns],
      outputs: [{ at: delta, bytes: 4 * rows * columns, type: "f32" }],
    };
  },
};
