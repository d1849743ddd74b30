/** What networks make of an input: the reference engine's arithmetic, to the bit. @module */

import type { Matrix } from "../../engine/matrix.ts";
import { clip } from "../../table/folds/clip.ts";
import { activations } from "../../network/activations.ts";
import { addWeighted, meanOfSums } from "../../numerics/weighted_mean.ts";
import { inputWriters, writeInputs } from "../../table/encode/input_encoding.ts";
import type { ModuleFamily, ModuleNetworks } from "../model.ts";
import { type Affine, type LayerArrays, openAffine, strideOf } from "./affine.ts";
import { floatsOf } from "./bytes.ts";

/** What a layer computes: f(x·W + b). */
interface Layer extends LayerArrays {
  readonly isRelu: boolean;
  readonly activation: { forward(values: Matrix): void };
  /** [1, outputs] z, and then f(z). */
  readonly result: Matrix;
}

/** Networks of one shape. */
interface Family extends ModuleFamily {
  /** [inputs] What their first layers take. */
  readonly inputs: Float32Array;
  readonly networks: readonly (readonly Layer[])[];
}

/** The outputs [outputs] for the input of one example, which the next call writes over. */
export type Forward = (input: Float32Array) => Float32Array;

/** The outputs [outputs] of a network for what its first layer takes. */
type Run = (layers: readonly Layer[]) => Float32Array;

/**
 * What networks answer. They are read at the first call.
 * @param open makes the products of layers
 */
export function forwardOf(networks: ModuleNetworks, open = openAffine): Forward {
  let forward: Forward | undefined;
  return (input) => (forward ??= readNetworks(networks, open))(input);
}

function readNetworks(networks: ModuleNetworks, open: typeof openAffine): Forward {
  const { families, folds, activation, outputActivation, weights, isHalf } = networks;
  const numbers = floatsOf(weights, isHalf);
  const widest = Math.max(...families.flatMap(({ sizes }) => sizes));
  const products = open(lengthOf(families) + 2 * strideOf(widest));
  let at = 0;
  const next = (length: number) => numbers.subarray(at, at += length);
  const layersOf = (sizes: readonly number[], inputs: Float32Array): Layer[] => {
    let x = inputs;
    return sizes.slice(1).map((outputs, l) => {
      const name = l + 2 < sizes.length ? activation : outputActivation;
      const stride = strideOf(outputs);
      const w = products.floats(x.length * stride);
      transpose(next(x.length * outputs), x.length, w, stride);
      const b = products.floats(stride);
      b.set(next(outputs));
      const z = products.floats(stride);
      const values = z.subarray(0, outputs);
      const layer = {
        x,
        w,
        b,
        z,
        isRelu: name === "relu",
        activation: activations[name as "softmax"],
        result: { kind: "matrix", rows: 1, columns: outputs, values } as const,
      };
      x = values;
      return layer;
    });
  };
  const read = families.map((family): Family => {
    const inputs = products.floats(family.sizes[0]!);
    const networks = Array.from({ length: family.members }, () => layersOf(family.sizes, inputs));
    return { ...family, inputs, networks };
  });
  const run = runner(products, widest);
  if (folds !== null) return meanOf(read, folds, run);
  const { inputs, networks: [layers] } = read[0]!;
  return (input) => {
    inputs.set(input);
    return run(layers!);
  };
}

/** How many numbers the arrays of networks have together. */
function lengthOf(families: readonly ModuleFamily[]): number {
  let length = 0;
  for (const { sizes, members } of families) {
    const strides = sizes.map(strideOf);
    length += strides[0]!;
    for (let l = 1; l < sizes.length; l++) length += members * (sizes[l - 1]! + 2) * strides[l]!;
  }
  return length;
}

/** The weighted mean of families, see `FoldEnsemble.feedforward`. */
function meanOf(
  families: readonly Family[],
  { tables, ranges, levels }: NonNullable<ModuleNetworks["folds"]>,
  run: Run,
): Forward {
  const means = floatsOf(levels);
  let at = 0;
  const read = families.map((family) => ({
    ...family,
    members: family.networks.map((layers) => {
      const { tables: known = tables } = family;
      const own = known.levels.map(({ levels, width }) =>
        means.subarray(at, at += (levels + 1) * width)
      );
      return { layers, writers: inputWriters(family.encoding, known, own) };
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
        const answers = clip(run(layers), ranges ?? undefined);
        addWeighted(sums, answers, weight, members.length);
      }
    }
    return meanOfSums(sums, total, result);
  };
}

/**
 * What runs networks. Zeros of their inputs are skipped, those of hidden layers are not.
 * @param widest the most units of a layer
 */
function runner(products: Affine, widest: number): Run {
  const every = products.indices(widest);
  for (let i = 0; i < widest; i++) every[i] = i;
  const used = products.indices(widest);
  return (layers) => {
    let count = 0;
    const { x } = layers[0]!;
    for (let i = 0; i < x.length; i++) if (x[i] !== 0) used[count++] = i;
    for (let l = 0; l < layers.length; l++) {
      const layer = layers[l]!;
      const { isRelu } = layer;
      if (l === 0) products.affine(layer, used, count, isRelu);
      else products.affine(layer, every, layer.x.length, isRelu);
      if (!isRelu) layer.activation.forward(layer.result);
    }
    return layers[layers.length - 1]!.result.values;
  };
}

/** Writes [columns, stride] of [rows, columns]. */
function transpose(values: Float32Array, columns: number, out: Float32Array, stride: number): void {
  const rows = values.length / columns;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) out[c * stride + r] = values[r * columns + c]!;
  }
}
