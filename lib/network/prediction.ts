/** What a network answers to new inputs. @module */

import { describe, float32Problem } from "../checks/texts.ts";
import { type DataRows, type DenseRows, flattenExactly, type Matrix } from "../engine/matrix.ts";
import type { DataInfo } from "../evaluate/match_classes.ts";
import { problemOfOutputs } from "../problem.ts";

/** Inputs to predict from: lists of rows, all rows in one array, gray levels by name, or rows of data. */
export type PredictionInputs =
  | readonly ArrayLike<number>[]
  | Float32Array
  | Float64Array
  | Uint8Array
  | { readonly pixels: Uint8Array }
  | DataRows;

/** A network's answer to one example: a class, which has a `label`, or quantities. */
export type Prediction = ClassPrediction | QuantityPrediction;

/** The class of an example. */
export interface ClassPrediction {
  /** The class of the largest output: its name if the network has names, otherwise its number. */
  readonly label: string | number;
  /** The probability of the class, from 0 to 1, according to the network; NaN for outputs outside of 0 to 1. */
  readonly probability: number;
  /** Present for quantities. */
  readonly value: undefined;
  /** Present for quantities. */
  readonly values: undefined;
  /** The output layer as it is: the probability of each class. */
  readonly outputs: Float32Array;
}

/** Quantities: the outputs of a network without names that are not between 0 and 1 (`linear`, `relu` …). */
export interface QuantityPrediction {
  /** Present for classes. */
  readonly label: undefined;
  /** Present for classes. */
  readonly probability: undefined;
  /** The quantity of a network with one output, in the unit of the targets. */
  readonly value: number | undefined;
  /** The quantity of each output. */
  readonly values: readonly number[];
  /** The output layer as it is. */
  readonly outputs: Float32Array;
}

/** What predicts: a network, or an ensemble. */
export interface Predictor extends DataInfo {
  /** Whether outputs are probabilities of classes instead of quantities. */
  readonly predictsClasses: boolean;
  /** The number of inputs. */
  readonly features: number;
  /** The outputs [batch, outputs] for inputs [batch, features]. */
  feedforward(inputs: DataRows): Matrix;
}

/** How many rows go through the network at once; it does not change the result. */
const BATCH = 250;

/** Predicts a row at a time; see {@linkcode Network.predict}. */
export function predictRows(predictor: Predictor, inputs: PredictionInputs): Prediction[] {
  const all = toRows(inputs, predictor);
  const { classNames, predictsClasses: areProbabilities, quantities } = predictor;
  const problem = problemOfOutputs({ classNames, areProbabilities });
  const predictions: Prediction[] = [];
  for (let start = 0; start < all.rows; start += BATCH) {
    const rows = Math.min(BATCH, all.rows - start);
    const { columns, values } = predictor.feedforward(slice(all, start, rows));
    for (let r = 0; r < rows; r++) {
      const outputs = rows === 1 ? values : values.slice(r * columns, (r + 1) * columns);
      const { chosen: [chosen], probabilities, values: scaled } = problem.answer(outputs, {
        areProbabilities,
        quantities,
      });
      if (chosen === undefined) {
        const values = [...quantities === undefined ? outputs : scaled as readonly number[]];
        const value = columns === 1 ? values[0] : undefined;
        predictions.push({ label: undefined, probability: undefined, value, values, outputs });
        continue;
      }
      const label = classNames?.[chosen] ?? chosen;
      const probability = probabilities?.[chosen] ?? NaN;
      predictions.push({ label, probability, value: undefined, values: undefined, outputs });
    }
  }
  return predictions;
}

/** Rows of data from whatever they are in, standardized as the network learned them. */
function toRows(inputs: PredictionInputs, { features, standardization }: Predictor): DataRows {
  if ("kind" in Object(inputs)) {
    const rows = inputs as DataRows;
    if (standardization === undefined) return rows;
    const dense = denseOf(rows);
    return { ...dense, values: standardization.apply(dense.values) };
  }
  const { rows, columns, numbers } = Array.isArray(inputs)
    ? ofRows(inputs as readonly ArrayLike<number>[])
    : ofArray(inputs as Exclude<PredictionInputs, readonly ArrayLike<number>[]>, features);
  if (rows > 0 && columns !== features) {
    throw new TypeError(
      `Cannot predict from rows of ${columns} numbers: this network has ${features} inputs`,
    );
  }
  const values = standardization?.apply(numbers) ?? new Float32Array(numbers);
  for (let k = 0; k < values.length; k++) {
    if (Number.isFinite(values[k])) continue;
    throw new RangeError(
      `Cannot predict from the input ${numbers[k]} of row ${Math.floor(k / features)}, ` +
        `feature ${k % features}: ${float32Problem(numbers[k]!)}`,
    );
  }
  return { kind: "dense", rows, columns, values };
}

/** [rows, columns] numbers as they were given: they are standardized before they are rounded to float32. */
interface GivenRows {
  readonly rows: number;
  readonly columns: number;
  readonly numbers: ArrayLike<number>;
}

function ofRows(inputs: readonly ArrayLike<number>[]): GivenRows {
  const { columns, values } = flattenExactly("inputs", inputs);
  return { rows: inputs.length, columns, numbers: values };
}

function ofArray(
  inputs: Exclude<PredictionInputs, readonly ArrayLike<number>[]>,
  features: number,
): GivenRows {
  const { pixels } = Object(inputs) as { readonly pixels?: Uint8Array };
  const given = pixels ?? inputs;
  if (!ArrayBuffer.isView(given)) {
    throw new TypeError(
      `Cannot predict from ${describe(inputs)}: expected a list of rows or a typed array; ` +
        "for example [[0, 1]]; predictDataset takes a labeled Dataset",
    );
  }
  const rows = given.length / features;
  if (!Number.isInteger(rows)) {
    throw new TypeError(
      `Cannot predict from ${given.length} numbers: expected a multiple of the network's ${features} inputs`,
    );
  }
  const numbers = pixels === undefined ? given : Float32Array.from(pixels, (byte) => byte / 255);
  return { rows, columns: features, numbers };
}

/** All numbers of rows, also those that are zero. */
export function denseOf(inputs: DataRows): DenseRows {
  if (inputs.kind === "dense") return inputs;
  const { rows, columns, starts, indices, values } = inputs;
  const all = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let k = starts[r]!; k < starts[r + 1]!; k++) all[r * columns + indices[k]!] = values[k]!;
  }
  return { kind: "dense", rows, columns, values: all };
}

function slice(all: DataRows, start: number, rows: number): DataRows {
  if (all.kind === "sparse") return denseOf({ ...all, rows, starts: all.starts.subarray(start) });
  if (rows === all.rows) return all;
  const { columns, values } = all;
  return { ...all, rows, values: values.subarray(start * columns, (start + rows) * columns) };
}
