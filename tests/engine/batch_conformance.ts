/** What every engine has to give for a batch's targets, errors and cost: what stands in the cost functions. */

import { assertEquals } from "@std/assert";
import type { Engine } from "../../lib/engine/mod.ts";
import { ReferenceEngine } from "../../lib/engine/reference.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { activations, costs, type Matrix } from "../../mod.ts";
import { assertSameBits } from "./conformance.ts";

/** Outputs: within, at and beyond the ends of probabilities. */
const OUTPUTS = [0, 1, 2 ** -26, 2 ** -25, 1 - 2 ** -24, 1e-45, 1e-38, 0.5, 0.1, -0.5, 3, NaN];

/** Targets: one-hot, smoothed, and quantities. */
const TARGETS = [0, 0, 0, 1, 0.05, 0.9, -0, -2.5, NaN];

const SHAPES = [[1, 1], [1, 2], [3, 4], [10, 10], [7, 33]] as const;

function matrixOf(
  engine: Engine,
  rows: number,
  columns: number,
  values: readonly number[],
): Matrix {
  const matrix = engine.matrix(rows, columns);
  matrix.values.set(values);
  return matrix;
}

/** Compares an engine with the reference: every cost behind every activation function, with and without weights. */
export function checkCosts(engine: Engine): void {
  const reference = new ReferenceEngine();
  const random = new RandomStream(9, "shuffle");
  const pick = (list: readonly number[]) =>
    random.uniform() < 0.5 ? random.uniform() : list[random.below(list.length)]!;
  for (const [rows, columns] of SHAPES) {
    const numbers = (list: readonly number[]) =>
      Array.from({ length: rows * columns }, () => pick(list));
    for (const [isWild, weights] of [[0, false], [0, true], [1, false], [1, true]] as const) {
      const outputs = numbers(isWild ? OUTPUTS : [0.25]);
      const targets = numbers(isWild ? TARGETS : [0, 1, 0]);
      const w = weights ? Float32Array.from({ length: rows + 1 }, () => pick([0, 2])) : undefined;
      for (const cost of Object.values(costs)) {
        const [mean, expectedMean] = [engine, reference].map((each) => {
          const [a, y] = [outputs, targets].map((list) => matrixOf(each, rows, columns, list));
          return each.meanCost(a!, y!, cost, w);
        });
        assertEquals(mean, expectedMean, `mean cost, ${cost.name}`);
        for (const activation of Object.values(activations)) {
          const [found, expected] = [engine, reference].map((each) => {
            const [a, y] = [outputs, targets].map((list) => matrixOf(each, rows, columns, list));
            const [delta, z] = [each.matrix(rows, columns), matrixOf(each, rows, columns, outputs)];
            each.outputErrors(delta, a!, y!, cost, activation, z, w);
            each.flush(delta);
            return delta.values;
          });
          assertSameBits(found!, expected!, `${cost.name} behind ${activation.name}`);
        }
      }
    }
  }
}

/** Compares the rows that an engine gathers with those that there are. */
export function checkGatherRows(engine: Engine): void {
  const from = matrixOf(engine, 4, 3, [0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32]);
  const out = engine.matrix(4, 3);
  out.rows = 3;
  engine.gatherRows(out, from, Uint32Array.of(1, 3, 0, 3, 2), 1);
  assertEquals([...out.values], [30, 31, 32, 0, 1, 2, 30, 31, 32, 0, 0, 0]);
}
