/**
 * Single kernels at the sizes that training meets them in: `deno bench tests/bench/kernels_bench.ts`. The name of each
 * says how much it does in its fastest call, and what part that is of the machine's own peak on one core, measured
 * first: multiplications and additions in strict SIMD registers, or a copy of memory. Sparse kernels count the
 * non-zeros, of which there are as many as in MNIST's images. A part over 100 % is work that stays in a cache.
 *
 * @module
 */

import { relu, sigmoid, softmax, tanh } from "../../lib/network/activations.ts";
import { adam, momentum } from "../../lib/network/optimizers.ts";
import {
  Augmentation,
  type AugmentOptions,
  createEngine,
  type DataRows,
  Dataset,
  type Matrix,
} from "../../mod.ts";
import { bestSeconds, memoryGBs, peakGflops } from "./machine_peak.ts";

const FEATURES = 784;
const EXAMPLES = 1000;
/** The part of MNIST's pixels that are not zero. */
const DENSITY = 0.191;

const engine = createEngine("auto");
const peak = { "GFLOP/s": peakGflops(), "GB/s": memoryGBs() };
console.log(
  `Peak of one core: ${peak["GFLOP/s"].toFixed(1)} GFLOP/s, memory ${peak["GB/s"].toFixed(1)} GB/s`,
);

/** Registers a benchmark that has its speed in its name. */
function kernel(name: string, unit: keyof typeof peak, work: number, run: () => void): void {
  const speed = work / bestSeconds(run) / 1e9;
  const part = Math.round(100 * speed / peak[unit]);
  Deno.bench(`${name}: ${speed.toFixed(1)} ${unit}, ${part} % of peak`, run);
}

/** Numbers from −0.5 to 0.5, the same each time. */
function filled(rows: number, columns: number): Matrix {
  const matrix = engine.matrix(rows, columns);
  const { values } = matrix;
  let state = 1;
  for (let k = 0; k < values.length; k++) {
    state = Math.imul(state, 1664525) + 1013904223 | 0;
    values[k] = state / 2 ** 32;
  }
  return matrix;
}

const bytes = new Uint8Array(EXAMPLES * FEATURES);
for (const [k, value] of filled(EXAMPLES, FEATURES).values.entries()) {
  if (value + 0.5 < DENSITY) bytes[k] = 1 + k % 255;
}
const order = Uint32Array.from({ length: EXAMPLES }, (_, k) => 7 * k % EXAMPLES);

function images(count: number): { rows: DataRows; nonZeros: number } {
  const rows = engine.sparseRows(count, FEATURES);
  engine.gather(rows, bytes, order, 0);
  return { rows, nonZeros: rows.starts[count]! };
}

for (const batch of [10, 128]) {
  const { rows } = images(batch);
  kernel(
    `gather ${batch} images`,
    "GB/s",
    batch * FEATURES,
    () => engine.gather(rows, bytes, order, 0),
  );
}

const data = new Dataset({
  pixels: bytes,
  labels: new Uint8Array(EXAMPLES),
  features: FEATURES,
  classes: 1,
  shape: [28, 28],
});
const affine = { shift: 1, rotation: 15, scale: 0.15, shear: 5 };
const deformations: Record<string, AugmentOptions> = {
  "affine": affine,
  "elastic, sigma 4": { elastic: { sigma: 4, alpha: 34 } },
  "affine and elastic, sigma 6": { ...affine, elastic: { sigma: 6, alpha: 37 } },
};
for (const [name, options] of Object.entries(deformations)) {
  const batch = 128;
  const { rows } = images(batch);
  const augmentation = new Augmentation(options, data, 1);
  const run = () =>
    engine.deform(rows, bytes, order, 0, augmentation.deformation(1, order, 0, batch));
  const microseconds = 1e6 * bestSeconds(run) / batch;
  Deno.bench(
    `deform ${batch} images, ${name}: ${microseconds.toFixed(1)} µs an image on one core`,
    run,
  );
}

for (const [batch, outputs] of [[10, 30], [10, 100], [128, 800], [256, 2048]] as const) {
  const { rows, nonZeros } = images(batch);
  const flops = 2 * nonZeros * outputs;
  const shape = `[${batch}, ${FEATURES}] and [${FEATURES}, ${outputs}]`;
  const [weights, biases] = [filled(FEATURES, outputs), filled(1, outputs)];
  const [z, delta] = [engine.matrix(batch, outputs), filled(batch, outputs)];
  kernel(`sparse affine ${shape}`, "GFLOP/s", flops, () => engine.affine(z, rows, weights, biases));
  kernel(`sparse gradient ${shape}`, "GFLOP/s", flops, () => {
    engine.gradient(weights, biases, rows, delta, 1e-3);
  });
  // It multiplies delta by the rate: by 1, so that delta does not become subnormal.
  kernel(
    `sparse descend ${shape}`,
    "GFLOP/s",
    flops,
    () => engine.descend(weights, biases, rows, delta, 1),
  );
}

for (const [batch, inputs, outputs] of [[10, 30, 10], [128, 800, 10], [256, 2048, 2048]] as const) {
  const flops = 2 * batch * inputs * outputs;
  const shape = `[${batch}, ${inputs}] and [${inputs}, ${outputs}]`;
  const [weights, biases] = [filled(inputs, outputs), filled(1, outputs)];
  const [a, z] = [filled(batch, inputs), engine.matrix(batch, outputs)];
  const [delta, back] = [filled(batch, outputs), engine.matrix(batch, inputs)];
  kernel(`dense affine ${shape}`, "GFLOP/s", flops, () => engine.affine(z, a, weights, biases));
  kernel(
    `dense backpropagate ${shape}`,
    "GFLOP/s",
    flops,
    () => engine.backpropagate(back, delta, weights),
  );
  kernel(`dense gradient ${shape}`, "GFLOP/s", flops, () => {
    engine.gradient(weights, biases, a, delta, 1e-3);
  });
}

for (const activation of [sigmoid, tanh, relu, softmax]) {
  const z = filled(128, 800);
  const size = 8 * z.values.length; // read and written
  kernel(`${activation.name} of [128, 800]`, "GB/s", size, () => engine.activate(z, activation));
}

{
  const [a, left] = [filled(128, 800), engine.matrix(128, 800)];
  const examples = Uint32Array.from({ length: 128 }, (_, r) => r);
  const mask = { rate: 0.5, key: new Uint32Array([1, 2]), examples };
  const size = 8 * a.values.length; // read and written
  kernel("dropout of [128, 800]", "GB/s", size, () => engine.dropout(left, a, mask));
}

for (const [inputs, outputs] of [[FEATURES, 800], [2048, 2048]] as const) {
  for (const rule of [momentum(), adam()]) {
    const [weights, gradient] = [filled(inputs, outputs), filled(inputs, outputs)];
    const moments = Array.from({ length: rule.moments }, () => engine.matrix(inputs, outputs));
    const scalars = rule.scalars(1e-6, 1, true).map(Math.fround);
    const accesses = 1 + 2 * (1 + rule.moments); // the gradient is read, all else read and written
    kernel(
      `${rule.name} on [${inputs}, ${outputs}]`,
      "GB/s",
      4 * accesses * weights.values.length,
      () => engine.update(rule, weights, gradient, moments, scalars),
    );
  }
}
