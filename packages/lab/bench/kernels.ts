/**
 * Single kernels at the sizes that training meets them in. Sparse kernels count the non-zeros, of which there are as many
 * as in MNIST's images. @module
 */

import { activations, type DataRows, Dataset, type Matrix, optimizers } from "../../../mod.ts";
import type { Engine } from "../../../lib/engine/mod.ts";
import { Augmentation, type AugmentOptions } from "../../../lib/train/mod.ts";
import { bestSeconds } from "./machine_peak.ts";

/** How fast a kernel is in its fastest calls. */
export interface KernelSpeed {
  kernel: string;
  speed: number;
  /** Of what: 10⁹ multiplications and additions, 10⁹ bytes read and written, or images. */
  unit: "GFLOP/s" | "GB/s" | "images/s";
}

const UNITS: Readonly<Record<KernelSpeed["unit"], number>> = {
  "GFLOP/s": 1e9,
  "GB/s": 1e9,
  "images/s": 1,
};

const FEATURES = 784;
const EXAMPLES = 1000;
/** The part of MNIST's pixels that are not zero. */
const MNIST_DENSITY = 0.191;

const DEFORMATIONS: { readonly [name: string]: AugmentOptions } = {
  "affine": { shift: 1, rotation: 15, scale: 0.15, shear: 5 },
  "elastic": { elastic: { sigma: 4, alpha: 34 } },
};

export function* measureKernels(engine: Engine): Generator<KernelSpeed> {
  const speedOf = (
    kernel: string,
    unit: KernelSpeed["unit"],
    work: number,
    run: () => void,
  ): KernelSpeed => ({ kernel, speed: work / bestSeconds(run) / UNITS[unit], unit });

  /** Numbers from −0.5 to 0.5, the same each time. */
  const filled = (rows: number, columns: number): Matrix => {
    const matrix = engine.matrix(rows, columns);
    const { values } = matrix;
    let state = 1;
    for (let k = 0; k < values.length; k++) {
      state = Math.imul(state, 1664525) + 1013904223 | 0;
      values[k] = state / 2 ** 32;
    }
    return matrix;
  };

  const bytes = new Uint8Array(EXAMPLES * FEATURES);
  for (const [k, value] of filled(EXAMPLES, FEATURES).values.entries()) {
    if (value + 0.5 < MNIST_DENSITY) bytes[k] = 1 + k % 255;
  }
  const order = Uint32Array.from({ length: EXAMPLES }, (_, k) => 7 * k % EXAMPLES);
  const images = (count: number): { rows: DataRows; nonZeros: number } => {
    const rows = engine.sparseRows(count, FEATURES);
    engine.gather(rows, bytes, order, 0);
    return { rows, nonZeros: rows.starts[count]! };
  };

  for (const batch of [10, 128]) {
    const { rows } = images(batch);
    const gather = () => engine.gather(rows, bytes, order, 0);
    yield speedOf(`gather ${batch} images`, "images/s", batch, gather);
  }
  const data = new Dataset({
    pixels: bytes,
    labels: new Uint8Array(EXAMPLES),
    features: FEATURES,
    classes: 1,
    shape: [28, 28],
  });
  for (const [name, options] of Object.entries(DEFORMATIONS)) {
    const batch = 128;
    const { rows } = images(batch);
    const augmentation = new Augmentation(options, data, 1);
    yield speedOf(`deform ${batch} images, ${name}`, "images/s", batch, () => {
      engine.deform(rows, bytes, order, 0, augmentation.deformation(1, order, 0, batch));
    });
  }

  for (const [batch, outputs] of [[10, 30], [10, 100], [128, 800], [256, 2048]] as const) {
    const { rows, nonZeros } = images(batch);
    const [weights, biases] = [filled(FEATURES, outputs), filled(1, outputs)];
    const [z, delta] = [engine.matrix(batch, outputs), filled(batch, outputs)];
    const product = (name: string, run: () => void) =>
      speedOf(
        `sparse ${name} [${batch}, ${FEATURES}] [${FEATURES}, ${outputs}]`,
        "GFLOP/s",
        2 * nonZeros * outputs,
        run,
      );
    yield product("affine", () => engine.affine(z, rows, weights, biases));
    yield product("gradient", () => engine.gradient(weights, biases, rows, delta, 1e-3));
    // It multiplies delta by the rate: by 1, so that delta does not become subnormal.
    yield product("descend", () => engine.descend(weights, biases, rows, delta, 1));
  }

  for (
    const [batch, inputs, outputs] of [[10, 30, 10], [128, 800, 10], [256, 2048, 2048]] as const
  ) {
    const [weights, biases] = [filled(inputs, outputs), filled(1, outputs)];
    const [a, z] = [filled(batch, inputs), engine.matrix(batch, outputs)];
    const [delta, back] = [filled(batch, outputs), engine.matrix(batch, inputs)];
    const product = (name: string, run: () => void) =>
      speedOf(
        `dense ${name} [${batch}, ${inputs}] [${inputs}, ${outputs}]`,
        "GFLOP/s",
        2 * batch * inputs * outputs,
        run,
      );
    yield product("affine", () => engine.affine(z, a, weights, biases));
    yield product("backpropagate", () => engine.backpropagate(back, delta, weights));
    yield product("gradient", () => engine.gradient(weights, biases, a, delta, 1e-3));
  }

  const [z, left] = [filled(128, 800), engine.matrix(128, 800)];
  const size = 8 * z.values.length; // bytes read and written
  const { sigmoid, tanh, relu, softmax } = activations;
  for (const activation of [sigmoid, tanh, relu, softmax]) {
    const activate = () => engine.activate(z, activation);
    yield speedOf(`${activation.name} of [128, 800]`, "GB/s", size, activate);
  }
  const examples = Uint32Array.from({ length: 128 }, (_, r) => r);
  const mask = { rate: 0.5, key: new Uint32Array([1, 2]), examples };
  const dropOut = () => engine.dropout(left, z, mask);
  yield speedOf("dropout of [128, 800]", "GB/s", size, dropOut);

  for (const [inputs, outputs] of [[FEATURES, 800], [2048, 2048]] as const) {
    for (const rule of [optimizers.momentum(), optimizers.adam()]) {
      const [weights, gradient] = [filled(inputs, outputs), filled(inputs, outputs)];
      const moments = Array.from({ length: rule.moments }, () => engine.matrix(inputs, outputs));
      const scalars = rule.scalars(1e-6, 1, true).map(Math.fround);
      const accesses = 1 + 2 * (1 + rule.moments); // the gradient is read, all else read and written
      const size = 4 * accesses * weights.values.length;
      const update = () => engine.update(rule, weights, gradient, moments, scalars);
      yield speedOf(`${rule.name} on [${inputs}, ${outputs}]`, "GB/s", size, update);
    }
  }
}
