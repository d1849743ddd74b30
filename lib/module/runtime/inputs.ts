/** The numbers of an example, checked and as the networks take them. @module */

import { describe, float32Problem } from "../../checks/texts.ts";
import type { NumbersModule } from "../model.ts";

/** The numbers of an example: bytes k may stand for k/255. */
export type Numbers =
  | readonly number[]
  | Float32Array
  | Float64Array
  | Uint8Array
  | Uint8ClampedArray;

/** A picture as a canvas gives it. */
export interface ImageInput {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
}

/** Whether an input is a picture. */
export function isImage(input: unknown): input is ImageInput {
  const { width, height, data } = Object(input) as Partial<ImageInput>;
  return typeof width === "number" && typeof height === "number" && ArrayBuffer.isView(data);
}

/**
 * What reads the numbers of an example.
 * @param expected what the input should be, for the error
 */
export function readerOf(
  { inputs, standardization, areBytes }: NumbersModule,
  expected: string,
): (numbers: Numbers) => Float32Array {
  return (numbers) => {
    const isList = Array.isArray(numbers) ||
      ArrayBuffer.isView(numbers) && !(numbers instanceof DataView);
    if (!isList || numbers.length !== inputs) {
      const what = ArrayBuffer.isView(numbers) ? `${numbers.length} numbers` : describe(numbers);
      throw new TypeError(`Cannot predict from ${what}: expected ${expected}`);
    }
    const isByte = areBytes &&
      (numbers instanceof Uint8Array || numbers instanceof Uint8ClampedArray);
    const values = new Float32Array(inputs);
    for (let k = 0; k < inputs; k++) {
      const given = isByte ? numbers[k]! / 255 : numbers[k]!;
      values[k] = standardization === null
        ? given
        : (given - standardization.means[k]!) / standardization.deviations[k]!;
      if (typeof given !== "number" || !Number.isFinite(values[k])) {
        throw new RangeError(
          `Cannot predict from the input ${describe(given)}, number ${k}: ` +
            (typeof given === "number" ? float32Problem(given) : "expected a number"),
        );
      }
    }
    return values;
  };
}
