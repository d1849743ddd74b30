/**
 * jax-js on its WebAssembly backend, from npm, one jitted function a training step:
 *
 *     deno run --lock=tasks/lab/locks/peers.lock --allow-read tests/bench/peers/peer_jax_js.mjs W1|W2|W3|W4 [--threads N] [--epochs N]
 *
 * It takes the options of common.mjs. It uses all cores, or one where it finds no workers.
 */

import process from "node:process";
import { importNpm } from "../../../tasks/system/import_npm.ts";
import { given, initialWeights, testPixels, timeTraining, workload } from "./common.mjs";

const PACKAGE = "npm:@jax-js/jax@0.1.25";

if (given.threads === 1) delete globalThis.Worker; // before it looks for it
const jax = await importNpm(PACKAGE, { all: true });
const { numpy: np, nn, jit, valueAndGrad, blockUntilReady, tree } = jax;
await jax.init("wasm");
jax.defaultDevice("wasm");

/** How many images of an epoch are trained: more take too long. */
const MOST_IMAGES = { W1: 10_000, W2: 10_000, W3: 2560, W4: 512 };

/** How many steps may be under way, each with arrays of its own. */
const MAX_STEPS_AHEAD = 16;

const { name } = given;
const { sizes, rate, relu, l2 = 0, momentum } = workload;
const layers = sizes.length - 1;

const weights = initialWeights().map((values, l) =>
  np.array(values).reshape([sizes[l], sizes[l + 1]])
);
const biases = sizes.slice(1).map((outputs) => np.zeros([outputs]));
let parameters = { weights, biases };
const zerosLike = () => tree.map((p) => np.zeros(p.shape), parameters);
let moments = {
  ...(name === "W3" || name === "W4") && { v: zerosLike() },
  ...name === "W4" && { m: zerosLike() },
};

function logits({ weights, biases }, x) {
  return weights.reduce((a, w, l) => {
    const z = np.matmul(a, w).add(biases[l]);
    return l === layers - 1 ? z : relu ? nn.relu(z) : nn.sigmoid(z);
  }, x);
}

function cost(parameters, x, y) {
  const n = x.shape[0];
  const z = logits(parameters, x);
  if (name === "W1") return np.square(nn.sigmoid(z).sub(y)).sum().mul(0.5 / n);
  if (name === "W2") return nn.softplus(z.ref).sub(z.mul(y)).sum().mul(1 / n);
  return nn.logSoftmax(z).mul(y).sum().mul(-1 / n);
}

/** W1 and W2: plain descent, W2 with weight decay. */
function descend(parameters, moments, gradients) {
  const decay = 1 - rate * l2 / given.images;
  const step = (p, g) => p.sub(g.mul(rate));
  const { weights, biases } = parameters;
  return {
    moments,
    parameters: {
      weights: weights.map((w, l) => step(l2 > 0 ? w.mul(decay) : w, gradients.weights[l])),
      biases: biases.map((b, l) => step(b, gradients.biases[l])),
    },
  };
}

/** W3, as ours: v ← μ·v + g, w ← w − η·v. */
function momentumStep(parameters, { v }, gradients) {
  const velocity = tree.map((v, g) => v.mul(momentum).add(g), v, gradients);
  return {
    moments: { v: tree.ref(velocity) },
    parameters: tree.map((p, v) => p.sub(v.mul(rate)), parameters, velocity),
  };
}

/** @param corrections the rate and 1 / √ of the second moment's, both corrected for their bias */
function adam(parameters, { m, v }, gradients, corrections) {
  const first = tree.map((m, g) => m.mul(0.9).add(g.mul(0.1)), m, tree.ref(gradients));
  const second = tree.map((v, g) => v.mul(0.999).add(np.square(g).mul(0.001)), v, gradients);
  return {
    moments: { m: tree.ref(first), v: tree.ref(second) },
    parameters: tree.map(
      (p, m, v) => {
        const root = np.sqrt(v).mul(corrections.ref.slice(1)).add(1e-8);
        return p.sub(m.div(root).mul(corrections.ref.slice(0)));
      },
      parameters,
      first,
      second,
    ),
  };
}

const update = { W3: momentumStep, W4: adam }[name] ?? descend;
const step = jit((parameters, moments, x, y, corrections) => {
  const [value, gradients] = valueAndGrad(cost)(tree.ref(parameters), x, y);
  value.dispose();
  return update(parameters, moments, gradients, corrections);
});

let steps = 0;
async function learn({ x, y, n }) {
  steps++;
  const corrections = np.array(
    new Float32Array([rate / (1 - 0.9 ** steps), 1 / Math.sqrt(1 - 0.999 ** steps)]),
  );
  ({ parameters, moments } = step(
    parameters,
    moments,
    np.array(x).reshape([n, sizes[0]]),
    np.array(y).reshape([n, sizes.at(-1)]),
    corrections,
  ));
  if (steps % MAX_STEPS_AHEAD === 0) await finish();
}

async function finish() {
  await blockUntilReady(parameters);
}

async function predict() {
  const x = np.array(testPixels).reshape([-1, sizes[0]]);
  return await np.argmax(logits(tree.ref(parameters), x), 1).data();
}

const program = { learn, finish, predict, most: MOST_IMAGES[name] };
await timeTraining(`jax-js ${PACKAGE.split("@").at(-1)} wasm`, given.threads, program);
process.exit(); // its workers would wait for ever
