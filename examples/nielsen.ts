/**
 * The tutorial in one file: a network learns to read handwritten digits, as in chapters 1 and 2 of
 * Nielsen's “Neural Networks and Deep Learning”. It comes to the very bytes of `deno task train`.
 *
 *     deno task fetch && deno run --allow-read examples/nielsen.ts
 *
 * The bytes depend on the order of every sum, and on float32: each operation is rounded to it. @module
 */

import { RandomStream, shuffle } from "@inkling/inkling";
import { parseIdx } from "@inkling/inkling/formats";
import { exp } from "@inkling/inkling/network";

const { abs, fround } = Math; // fround rounds to float32, as storing in a Float32Array does

/** An image x, a number from 0 (black) to 1 (white) for each pixel, and the digit y that it shows. */
export type Example = { x: Float32Array; y: number };

/** σ(z) = 1/(1 + e⁻ᶻ): from 0 to 1, the larger z is. */
const sigmoid = (z: number) => 1 / fround(1 + exp(-z));

/** σ′(z) = σ(z)·(1 − σ(z)), from a = σ(z). */
const sigmoidPrime = (a: number) => fround(a * fround(1 - a));

/** ∂C/∂a = a − y of the quadratic cost C = ½‖a − y‖²; as a vector y is 1 for its digit, else 0. */
const costDerivative = (a: Float32Array, y: number) => a.map((a, j) => a - (j === y ? 1 : 0));

/** Errors too small to matter become 0: processors are slow with numbers that are nearly 0. */
const flush = (delta: number) => abs(fround(delta)) < 2 ** -63 ? 0 : delta;

/** Σ vⱼ·wⱼ, from the first j to the last. */
const dot = (v: Float32Array, w: Float32Array) =>
  v.reduce((sum, value, j) => fround(sum + fround(value * w[j]!)), 0);

export class Network {
  /** The bias of each unit, layer after layer; the inputs have none. */
  readonly biases: Float32Array[] = [];
  /** `weights[l][i][j]` leads from unit i of layer l to unit j of the next one. */
  readonly weights: Float32Array[][] = [];

  /** `sizes` is the number of units in each layer, inputs first. The seed fixes all that is random. */
  constructor(readonly sizes: number[], readonly seed: number) {
    for (let l = 0; l + 1 < sizes.length; l++) {
      const [w, b] = [new RandomStream(seed, "weights", l), new RandomStream(seed, "biases", l)];
      const units = new Float32Array(sizes[l + 1]!);
      this.weights.push(Array.from({ length: sizes[l]! }, () => units.map(() => w.normal())));
      this.biases.push(units.map(() => b.normal()));
    }
  }

  /** Forward: a = σ(a·W + b), layer after layer. The result is a of every layer, x first. */
  feedforward(x: Float32Array): Float32Array[] {
    const activations = [x];
    for (const [l, w] of this.weights.entries()) {
      const [a, z] = [activations[l]!, this.biases[l]!.slice()];
      for (let i = 0; i < a.length; i++) {
        if (l === 0 && a[i] === 0) continue; // most pixels are black, and add nothing
        for (let j = 0; j < z.length; j++) z[j]! += fround(a[i]! * w[i]![j]!);
      }
      activations.push(z.map(sigmoid));
    }
    return activations;
  }

  /** Stochastic gradient descent: every epoch shuffles the data, and learns a mini-batch at a time. */
  sgd(data: Example[], epochs: number, batchSize: number, eta: number, test?: Example[]): void {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = Uint32Array.from(data.keys());
      shuffle(order, new RandomStream(this.seed, "shuffle", epoch));
      for (let k = 0; k < data.length; k += batchSize) {
        this.updateMiniBatch(Array.from(order.subarray(k, k + batchSize), (i) => data[i]!), eta);
      }
      if (test) console.log(`Epoch ${epoch}: ${this.evaluate(test)} / ${test.length}`);
    }
  }

  /** A step down the gradient of the batch's mean cost: w ← w − η/n·∂C/∂w for each of n examples. */
  updateMiniBatch(batch: Example[], eta: number): void {
    const rate = fround(eta / batch.length);
    for (const { activations, deltas } of batch.map((example) => this.backprop(example))) {
      for (const [l, delta] of deltas.entries()) {
        const [a, w, step] = [activations[l]!, this.weights[l]!, delta.map((d) => rate * d)];
        this.biases[l] = this.biases[l]!.map((b, j) => b - step[j]!); // BP3: ∂C/∂b = δ
        for (let i = 0; i < a.length; i++) { // BP4: ∂C/∂w = a·δ
          if (l === 0 && a[i] === 0) continue;
          for (let j = 0; j < step.length; j++) w[i]![j]! -= fround(a[i]! * step[j]!);
        }
      }
    }
  }

  /** Backpropagation: a of every layer, and the errors δ = ∂C/∂z of every layer but the inputs. */
  backprop({ x, y }: Example): { activations: Float32Array[]; deltas: Float32Array[] } {
    const activations = this.feedforward(x);
    const outputs = activations.at(-1)!;
    const errors = costDerivative(outputs, y);
    const deltas = [errors.map((d, j) => flush(d * sigmoidPrime(outputs[j]!)))]; // BP1: ∂C/∂a·σ′(z)
    for (let l = this.weights.length - 1; l > 0; l--) {
      const [w, next] = [this.weights[l]!, deltas[0]!]; // BP2: δ = W·δ⁺·σ′(z), δ⁺ of the next layer
      deltas.unshift(activations[l]!.map((a, i) => flush(dot(w[i]!, next) * sigmoidPrime(a))));
    }
    return { activations, deltas };
  }

  /** How many digits the network reads right: its answer is the output with the highest activation. */
  evaluate(test: Example[]): number {
    const answer = (outputs: Float32Array) => outputs.indexOf(Math.max(...outputs));
    return test.filter(({ x, y }) => answer(this.feedforward(x).at(-1)!) === y).length;
  }
}

/** The examples of MNIST's files "train" or "t10k". */
export async function load(name: string): Promise<Example[]> {
  const read = async (file: string) =>
    parseIdx(await Deno.readFile(new URL(`../data/mnist/${name}-${file}`, import.meta.url))).data;
  const [pixels, labels] = [await read("images-idx3-ubyte"), await read("labels-idx1-ubyte")];
  const image = (k: number) => pixels.subarray(784 * k, 784 * (k + 1));
  return Array.from(labels, (y, k) => ({ x: Float32Array.from(image(k), (p) => p / 255), y }));
}

/** The SHA-256 of the weights, ordered as in their file: for each layer those into unit 0, 1, …; its biases. */
export async function weightsHash({ weights, biases }: Network): Promise<string> {
  const values = weights.flatMap((w, l) => {
    const columns = Array.from(biases[l]!, (_, j) => w.map((row) => row[j]!));
    return [...columns.flat(), ...biases[l]!];
  });
  return new Uint8Array(await crypto.subtle.digest("SHA-256", Float32Array.from(values))).toHex();
}

if (import.meta.main) {
  const [train, test] = await Promise.all([load("train"), load("t10k")]).catch((error) => {
    console.error(`Cannot read data/mnist, which \`deno task fetch\` downloads: ${error.message}`);
    Deno.exit(1);
  });
  const network = new Network([784, 30, 10], 5);
  network.sgd(train.slice(0, 50_000), 30, 10, 3, test);
  console.log(`Weights ${await weightsHash(network)}`);
}
