/** The parameters of a network as a whole: copies of them, and exchanges. @module */

import type { Engine } from "../engine/engine.ts";
import { type Matrix, PlainRows } from "../engine/matrix.ts";

/** The parameters of a network: weights [inputs, outputs] and biases [1, outputs] of each layer. */
export interface Parameters {
  /** Of each layer, [inputs, outputs]. */
  readonly weights: readonly Matrix[];
  /** Of each layer, [1, outputs]. */
  readonly biases: readonly Matrix[];
}

/** Parameters of zeros for a network of these sizes, in the engine's memory. */
export function zeroParameters(engine: Engine, sizes: readonly number[]): Parameters {
  return {
    weights: sizes.slice(1).map((units, l) => engine.matrix(sizes[l]!, units)),
    biases: sizes.slice(1).map((units) => engine.matrix(1, units)),
  };
}

/** How many weights a network of these sizes has, without the biases. */
export function weightCount(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((sum, size, l) => sum + size * sizes[l]!, 0);
}

/** How many weights and biases a network of these sizes has. */
export function parameterCount(sizes: readonly number[]): number {
  return weightCount(sizes) + sizes.slice(1).reduce((sum, size) => sum + size, 0);
}

/** Every matrix of the parameters: layers in numeric order, weights before biases. */
export function matricesOf({ weights, biases }: Parameters): Matrix[] {
  return weights.flatMap((matrix, l) => [matrix, biases[l]!]);
}

/** A copy for keeping, in no engine's memory. */
export function copyOf({ weights, biases }: Parameters): Parameters {
  const copy = ({ rows, columns, values }: Matrix): Matrix =>
    new PlainRows("matrix", rows, columns, values.slice());
  return { weights: weights.map(copy), biases: biases.map(copy) };
}

/** A copy in an engine's memory. */
export function copyInto(engine: Engine, { weights, biases }: Parameters): Parameters {
  const copy = (source: Matrix): Matrix => {
    const matrix = engine.matrix(source.rows, source.columns);
    matrix.values.set(source.values); // read after the memory may have grown
    return matrix;
  };
  return { weights: weights.map(copy), biases: biases.map(copy) };
}

/** Gives `target` the values of `source`, of the same shapes. */
export function assign(target: Parameters, source: Parameters): void {
  const sources = matricesOf(source);
  for (const [k, { values }] of matricesOf(target).entries()) values.set(sources[k]!.values);
}

/** Exchanges the values of two sets of parameters, of the same shapes. */
export function exchange(a: Parameters, b: Parameters): void {
  const others = matricesOf(b);
  for (const [k, { values }] of matricesOf(a).entries()) {
    const held = values.slice();
    values.set(others[k]!.values);
    others[k]!.values.set(held);
  }
}

/** Whether two sets of parameters have the same shapes. */
export function sameShapes(a: Parameters, b: Parameters): boolean {
  const shapes = (parameters: Parameters): string =>
    matricesOf(parameters).map(({ rows, columns }) => `${rows}×${columns}`).join();
  return shapes(a) === shapes(b);
}
