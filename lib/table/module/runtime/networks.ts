/** What networks make of an input: the reference engine's arithmetic, to the bit. @module */

import type { Matrix } from "../../../engine/matrix.ts";
import { clip } from "../../folds/clip.ts";
import { activations } from "../../../network/activations.ts";
import { addWeighted, meanOfSums } from "../../../numerics/weighted_mean.ts";
import { inputWriters, writeInputs } from "../../encode/input_encoding.ts";
import type { ModuleNetworks } from "../model.ts";
import { floatsOf } from "./bytes.ts";

const { fround } = Math;

/** What a layer computes: f(x·W + b). */
interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** [inputs, outputs] */
  readonly weights: Float32Array;
  /** [outputs] */
  readonly biases: Float32Array;
  readonly activation: { forward(values: Matrix): void };
  /** [1, outputs] What was computed last. */
  readonly result: Matrix;
}

/** The outputs [outputs] for the input of one example, which the next call writes over. */
export type Forward = (input: Float32Array) => Float32Array;

/** Reads networks. */
export function forwardOf(networks: ModuleNetworks): Forward {
  const { families, folds, activation, outputActivation, weights, isHalf } = networks;
  const numbers = floatsOf(weights, isHalf);
  let at = 0;
  const next = (length: number) => numbers.subarray(at, at += length);
  const layersOf = (sizes: readonly number[]): Layer[] =>
    sizes.slice(1).map((outputs, l) => {
      const inputs = sizes[l]!;
      const name = (l + 2 < sizes.length ? activation : outputActivation) as "softmax";
      return {
        inputs,
        outputs,
        weights: transposed(next(inputs * outputs), outputs, inputs),
        biases: next(outputs),
        activation: activations[name],
        result: { kind: "matrix", rows: 1, columns: outputs, values: new Float32Array(outputs) },
      };
    });
  const read = families.map((family) => ({
    ...family,
    networks: Array.from({ length: family.members }, () => layersOf(family.sizes)),
  }));
  const [first] = read;
  if (folds === null) return (input) => run(first!.networks[0]!, input);
  return meanOf(read, folds);
}

/** The weighted mean of families, see `FoldEnsemble.feedforward`. */
function meanOf(
  families: readonly (ModuleNetworks["families"][number] & {
    readonly networks: readonly Layer[][];
  })[],
  { tables, ranges, levels }: NonNullable<ModuleNetworks["folds"]>,
): Forward {
  const means = floatsOf(levels);
  let at = 0;
  const read = families.map((family) => ({
    ...family,
    inputs: new Float32Array(family.sizes[0]!),
    members: family.networks.map((layers) => {
      const own = tables.levels.map(({ levels, width }) =>
        means.subarray(at, at += (levels + 1) * width)
      );
      return { layers, writers: inputWriters(family.encoding, tables, own) };
    }),
  }));
  const outputs = families[0]!.sizes[families[0]!.sizes.length - 1]!;
  const total = families.reduce((sum, { weight }) => sum + weight, 0);
  const sums = new Float64Array(outputs);
  const result = new Float32Array(outputs);
  return (features) => {
    sums.fill(0);
    for (let f = 0; f < read.length; f++) {
      const { weight, members, inputs } = read[f]!;
      for (let m = 0; m < members.length; m++) {
        const { layers, writers } = members[m]!;
        if (m === 0 || tables.levels.length > 0) writeInputs(writers, features, 0, inputs, 0);
        const answers = clip(run(layers, inputs), ranges ?? undefined);
        addWeighted(sums, answers, weight, members.length);
      }
    }
    return meanOfSums(sums, total, result);
  };
}

/** The outputs of a network. Zeros of its input are skipped, those of hidden layers are not. */
function run(layers: readonly Layer[], input: Float32Array): Float32Array {
  let x = input;
  for (let l = 0; l < layers.length; l++) {
    const layer = layers[l]!;
    affine(layer, x, l === 0);
    layer.activation.forward(layer.result);
    x = layer.result.values;
  }
  return x;
}

/** The inputs that are not zero, by their indices; those of the widest network. */
let indices = new Uint32Array(0);

/** x·W + b: the products are added to the bias in the order of the inputs, of four outputs at once. */
function affine(
  { inputs, outputs, weights: w, biases, result: { values: z } }: Layer,
  x: Float32Array,
  skipsZeros: boolean,
): void {
  if (indices.length < inputs) indices = new Uint32Array(inputs);
  const used = indices;
  let count = 0;
  for (let i = 0; i < inputs; i++) if (!skipsZeros || x[i] !== 0) used[count++] = i;
  let j = 0;
  for (; j + 3 < outputs; j += 4) {
    let z0 = biases[j]!;
    let z1 = biases[j + 1]!;
    let z2 = biases[j + 2]!;
    let z3 = biases[j + 3]!;
    for (let k = 0; k < count; k++) {
      const i = used[k]!;
      const value = x[i]!;
      const at = i * outputs + j;
      z0 = fround(z0 + fround(value * w[at]!));
      z1 = fround(z1 + fround(value * w[at + 1]!));
      z2 = fround(z2 + fround(value * w[at + 2]!));
      z3 = fround(z3 + fround(value * w[at + 3]!));
    }
    z[j] = z0;
    z[j + 1] = z1;
    z[j + 2] = z2;
    z[j + 3] = z3;
  }
  for (; j < outputs; j++) {
    let sum = biases[j]!;
    for (let k = 0; k < count; k++) {
      const i = used[k]!;
      sum = fround(sum + fround(x[i]! * w[i * outputs + j]!));
    }
    z[j] = sum;
  }
}

/** [columns, rows] of [rows, columns]. */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) result[c * rows + r] = values[r * columns + c]!;
  }
  return result;
}
