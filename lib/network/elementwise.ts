/** Activation functions that take each number by itself. @module */

import { type BuiltIn, builtIn, requireZ } from "../engine/built_in.ts";
import type { Activation } from "../engine/engine.ts";
import type { Matrix } from "../engine/matrix.ts";

const { fround } = Math;

/** An activation function of one number. */
export interface ElementwiseActivation extends Activation {
  /** f(z), every operation rounded to float32. */
  of(z: number): number;
  /** f′(z), written in a = f(z), or in z where the function needs it; every operation rounded to float32. */
  derivative(a: number, z?: number): number;
}

/**
 * A function of one number. An engine that has no kernel of this name runs its loops.
 * @param derivative of a, or of a and z for a function that needs z
 */
export function elementwise(
  name: string,
  of: (z: number) => number,
  derivative: (a: number, z: number) => number,
  needsZ = false,
): ElementwiseActivation {
  return builtIn(name as BuiltIn, {
    name,
    ...needsZ && { needsZ },
    of,
    derivative: (a: number, z = NaN) => derivative(a, z),
    forward({ values, rows, columns }: Matrix) {
      for (let k = 0; k < rows * columns; k++) values[k] = of(values[k]!);
    },
    backward({ values: delta }: Matrix, a: Matrix, z?: Matrix) {
      const { values: zs } = needsZ ? requireZ(name, z) : a;
      for (let k = 0; k < a.rows * a.columns; k++) {
        delta[k] = fround(delta[k]! * derivative(a.values[k]!, zs[k]!));
      }
    },
  });
}
