import { ReferenceEngine } from "../../../lib/engine/reference.ts";
import { WasmEngine } from "../../../lib/engine/wasm.ts";
import type { Matrix } from "../../../mod.ts";
import type { Engine } from "../../../lib/engine/mod.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { assertSameBits } from "../conformance.ts";

/** [batch, inputs, outputs]: large enough for zeros to be left out, and odd. */
const [BATCH, INPUTS, OUTPUTS] = [67, 401, 403];

/** What may be in the way of leaving out zeros. */
interface Oddities {
  readonly bias?: number;
  readonly weight?: number;
  readonly input?: number;
  readonly delta?: number;
}

/** A number from 0 to below 1. */
function uniform(stream: RandomStream): number {
  return stream.uint32() / 2 ** 32;
}

/** Numbers of which two thirds are zeros of either sign, as behind a rectifier. */
function rectified(engine: Engine, rows: number, columns: number, stream: RandomStream): Matrix {
  const matrix = engine.matrix(rows, columns);
  const { values } = matrix;
  for (let k = 0; k < values.length; k++) {
    const number = uniform(stream);
    values[k] = number < 1 / 3 ? 6 * number - 1 : number < 0.9 ? 0 : -0;
  }
  return matrix;
}

/** The results of the three products of matrices, for operands with a number in their first, middle and last place. */
function products(engine: Engine, { bias, weight, input, delta }: Oddities): Float32Array[] {
  const stream = new RandomStream(1, "weights", 0);
  const a = rectified(engine, BATCH, INPUTS, stream);
  const d = rectified(engine, BATCH, OUTPUTS, stream);
  const [weights, biases] = [engine.matrix(INPUTS, OUTPUTS), engine.matrix(1, OUTPUTS)];
  for (const { values } of [weights, biases]) {
    values.forEach((_, k) => values[k] = uniform(stream) - 0.5);
  }
  a.values.fill(0, INPUTS, 2 * INPUTS); // an image that activates nothing
  for (
    const [{ values }, odd] of [[biases, bias], [weights, weight], [a, input], [d, delta]] as const
  ) {
    if (odd === undefined) continue;
    for (const k of [0, values.length >> 1, values.length - 1]) values[k] = odd;
  }
  const [z, back] = [engine.matrix(BATCH, OUTPUTS), engine.matrix(BATCH, INPUTS)];
  engine.affine(z, a, weights, biases);
  engine.backpropagate(back, d, weights);
  engine.gradient(weights, biases, a, d, 1 / BATCH);
  return [z, back, weights, biases].map(({ values }) => values.slice());
}

const oddities: { readonly [name: string]: Oddities } = {
  "of ordinary numbers": {},
  "with a bias of −0": { bias: -0 },
  "with an infinite bias": { bias: Infinity },
  "with an infinite weight": { weight: Infinity },
  "with a weight that is not a number": { weight: NaN },
  "with an infinite activation": { input: -Infinity },
  "with an error that is not a number": { delta: NaN },
  "with an infinite error": { delta: Infinity },
  "with tiny weights": { weight: -1e-45, delta: 1e-40 },
};

for (const [name, odd] of Object.entries(oddities)) {
  Deno.test(`leaving zeros out changes no bit of a product ${name}`, () => {
    const expected = products(new ReferenceEngine(), odd);
    for (const [k, result] of products(new WasmEngine(), odd).entries()) {
      assertSameBits(result, expected[k]!, `product ${k}`);
    }
  });
}
