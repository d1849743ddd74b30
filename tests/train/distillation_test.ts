/** Distillation: its cost and gradient against the paper's formula, what it learns, and that its bytes are the same anywhere. */

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLess,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import {
  createEngine,
  type DataRows,
  dataRows,
  Dataset,
  fit,
  matrix,
  Network,
  oneHot,
  shuffle,
  train,
  type TrainOptions,
  weightsSha256,
} from "../../mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { Distillation, type DistillationOptions, Ensemble } from "../../lib/ensemble/mod.ts";
import { Augmentation, type Checkpoint } from "../../lib/train/mod.ts";
import { createBatch, gather } from "../../lib/dataset/batch.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { throwsSaying } from "../helpers/says.ts";

const SOFTMAX = { outputActivation: "softmax", cost: "logLikelihood" } as const;

/** Costs and powers are of float32 outputs. */
const NEAR = 1e-5;

/** Central differences of float32 costs. */
const NEAR_GRADIENT = 2e-3;

const inputs = dataRows([[0.2, -0.4], [0.9, 0.3], [-0.7, 1]]);
const labels = [0, 2, 1];
const teacher = new Network([2, 5, 3], { seed: 7, ...SOFTMAX });

/** H(t, softmax(ln p / T)) by plain loops in float64; ln p are logits. */
function softened(p: readonly number[], temperature: number): number[] {
  const powers = p.map((value) => Math.exp(Math.log(value) / temperature));
  const sum = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / sum);
}

/** The cost of the paper, of a batch. */
function costOf(student: Network, { temperature = 1, alpha = 0 }: DistillationOptions): number {
  const rows = ({ values }: { values: Float32Array }) =>
    labels.map((_, r) => [...values.subarray(3 * r, 3 * r + 3)]);
  const p = rows(teacher.feedforward(inputs));
  const q = rows(student.feedforward(inputs));
  let cost = 0;
  for (const [r, label] of labels.entries()) {
    const [pT, qT] = [p, q].map((outputs) => softened(outputs[r]!, temperature));
    cost -= alpha * Math.log(q[r]![label]!);
    for (const [k, share] of pT!.entries()) {
      cost -= (1 - alpha) * temperature * temperature * share * Math.log(qT![k]!);
    }
  }
  return cost / labels.length;
}

for (const options of [{}, { temperature: 4 }, { alpha: 0.25 }, { temperature: 3, alpha: 0.4 }]) {
  Deno.test(`the cost and gradient are those of the paper, with ${JSON.stringify(options)}`, () => {
    const student = new Network([2, 4, 3], {
      seed: 1,
      engine: createEngine("reference"),
      ...SOFTMAX,
    });
    const distillation = new Distillation(teacher, student, options);
    const batch = { inputs, targets: oneHot(labels, 3) };
    distillation.teach(batch);
    const { cost } = distillation;
    const gradient = student.backprop(batch, { cost });
    for (const [l, { values }] of student.weights.entries()) {
      for (let k = 0; k < values.length; k++) {
        const [weight, step] = [values[k]!, 1 / 128];
        const [above, below] = [weight + step, weight - step].map((moved) => {
          values[k] = moved;
          return costOf(student, options);
        });
        values[k] = weight;
        const slope = (above! - below!) / (2 * step);
        assertAlmostEquals(gradient.weights[l]!.values[k]!, slope, NEAR_GRADIENT);
      }
    }
    const before = costOf(student, options);
    const learned = student.updateMiniBatch(batch, 0.01, { cost });
    assertAlmostEquals(learned, before, NEAR);
    assertLess(costOf(student, options), before);
  });
}

Deno.test("at temperature 1 the targets are the labels' share and the teacher's answers, rounded once", () => {
  const student = new Network([2, 3], SOFTMAX);
  const answers = teacher.feedforward(inputs).values;
  const taught = (options: DistillationOptions) => {
    const targets = oneHot(labels, 3);
    new Distillation(teacher, student, options).teach({ inputs, targets });
    return targets.values;
  };
  assertEquals(taught({}), answers);
  const labelled = oneHot(labels, 3).values;
  assertEquals(
    taught({ alpha: 0.25 }),
    answers.map((p, k) => Math.fround(0.25 * labelled[k]! + 0.75 * p)),
  );
});

Deno.test("a probability that was rounded to zero is no reason for a NaN", () => {
  const certain = { feedforward: () => matrix([[1, 0, 0]]) };
  const student = new Network([2, 3], SOFTMAX);
  student.biases[0]!.values.set([-200, 200, 0]); // sure and wrong
  const distillation = new Distillation(certain, student, { temperature: 5 });
  const batch = { inputs: dataRows([[0, 0]]), targets: oneHot([0], 3) };
  distillation.teach(batch);
  const { cost } = distillation;
  assert(student.backprop(batch, { cost }).biases[0]!.values.every(Number.isFinite));
  assert(Number.isFinite(student.updateMiniBatch(batch, 0.1, { cost })));
});

Deno.test("distillation refuses what it is not for", () => {
  const student = new Network([2, 3], SOFTMAX);
  const make = (options: object, network = student) => () =>
    new Distillation(teacher, network, options);
  for (const temperature of [0.5, NaN, Infinity]) {
    throwsSaying(make({ temperature }), RangeError, `temperature ${temperature}`, "from 1 up");
  }
  for (const alpha of [-0.1, 1, NaN]) {
    throwsSaying(make({ alpha }), RangeError, `alpha ${alpha}`, "from 0 to below 1");
  }
  make({ temperature: 1e300, alpha: 0.999 })();
  const sigmoid = new Network([2, 3], { cost: "crossEntropy" });
  const others = [
    sigmoid,
    new Network([2, 3], { ...SOFTMAX, cost: "quadratic" }),
    new Network([2, 3], { cost: "logLikelihood" }),
  ];
  for (const network of others) {
    const what = `${network.outputActivation.name} outputs with the cost ${network.cost.name}`;
    throwsSaying(make({ temperature: 2 }, network), TypeError, `a network of ${what}`);
  }
  make({}, sigmoid)(); // yes and no are probabilities too
  const wide = new Network([2, 4], SOFTMAX);
  const batch = { inputs, targets: oneHot(labels, 4) };
  const teach = () => new Distillation(teacher, wide).teach(batch);
  throwsSaying(teach, TypeError, "teach 4 outputs", "the teacher has 3");
});

Deno.test("at temperature 1 the student's own cost will do, at another it has one of its own", () => {
  const student = new Network([2, 3], SOFTMAX);
  assertEquals(new Distillation(teacher, student, { alpha: 0.5 }).cost, undefined);
  const { cost } = new Distillation(teacher, student, { temperature: 2 });
  assertEquals(cost!.name, "logLikelihood");
});

Deno.test("targets and costs are of the rows that there are", () => {
  const certain = { feedforward: () => matrix([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25]]) };
  const student = new Network([2, 3], SOFTMAX);
  const distillation = new Distillation(certain, student, { temperature: 2, alpha: 0.5 });
  const targets = { ...matrix([[1, 0, 0], [0, 1, 0], [9, 9, 9]]), rows: 2 };
  distillation.teach({ inputs: dataRows([[0, 0], [0, 0]]), targets });
  assertEquals([...targets.values.slice(6)], [9, 9, 9]);
  const a = { ...matrix([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [1, 0, 0]]), rows: 2 };
  const delta = { ...matrix([[7, 7, 7], [7, 7, 7], [7, 7, 7]]), rows: 2 };
  distillation.cost!.delta(delta, a, targets, student.outputActivation);
  assertEquals([...delta.values.slice(6)], [7, 7, 7]);
  const [p, q] = [softened([0.25, 0.5, 0.25], 2), softened([0.125, 0.75, 0.125], 2)];
  for (const k of [0, 1, 2]) { // ½·(q − y) + ½·T·(q_T − p_T)
    const expected = (a.values[3 + k]! - Number(k === 1)) / 2 + (q[k]! - p[k]!);
    assertAlmostEquals(delta.values[3 + k]!, expected, 1e-6);
  }
  // ½·H(y, q) + ½·T²·H(p_T, q_T)
  const soft = p.reduce((sum, share, k) => sum - share * Math.log(q[k]!), 0);
  assertAlmostEquals(distillation.cost!.of(a, targets, 1), -Math.log(0.75) / 2 + 2 * soft, 1e-6);
});

/** Bars, some upright and some not. */
const images = new Dataset({
  pixels: Uint8Array.from({ length: 40 * 64 }, (_, k) => {
    const [example, x, y] = [Math.floor(k / 64), k % 8, Math.floor(k / 8) % 8];
    const along = example % 2 === 0 ? x : y;
    return along === 2 + Math.floor(example / 2) % 4 ? 255 : 0;
  }),
  labels: Uint8Array.from({ length: 40 }, (_, k) => k % 2),
  features: 64,
  shape: [8, 8],
  classes: 2,
});

const DEFORMED: TrainOptions = {
  epochs: 3,
  batchSize: 7,
  learningRate: 0.5,
  augment: { shift: 1, rotation: 10, elastic: { sigma: 2, alpha: 4 } },
};

/** Two networks that know the images, on an engine. */
async function ensembleOn(engine: Engine): Promise<Ensemble> {
  const members = [1, 2].map((seed) => new Network([64, 9, 2], { seed, engine, ...SOFTMAX }));
  for (const member of members) {
    for await (const _ of train(member, images, { epochs: 5, batchSize: 10, learningRate: 0.5 }));
  }
  return new Ensemble(members, { weights: [0.7, 0.3] });
}

/** Distils into a network on an engine, and returns its hash and its costs. */
async function distil(
  engine: Engine,
  options: DistillationOptions,
  resume?: Checkpoint,
): Promise<{ sha256: string; costs: number[]; checkpoint: Checkpoint }> {
  const student = new Network([64, 2000, 2], { seed: 3, engine, ...SOFTMAX });
  const teacher = new Distillation(await ensembleOn(engine), student, options);
  const costs: number[] = [];
  let checkpoint: Checkpoint | undefined;
  const trainOptions = { ...DEFORMED, teacher, ...resume && { resume } };
  for await (const epoch of train(student, images, trainOptions)) {
    costs.push(epoch.train.cost);
    checkpoint ??= epoch.checkpoint();
  }
  engine.close();
  return { sha256: await weightsSha256(student), costs, checkpoint: checkpoint! };
}

Deno.test("a student comes to the same bytes on every engine, with one worker or two, and after a resume", async () => {
  for (const options of [{}, { temperature: 3, alpha: 0.2 }]) {
    const { sha256, costs, checkpoint } = await distil(createEngine("reference"), options);
    for (const workers of [1, 2]) {
      const other = await distil(createEngine("wasm", { workers }), options);
      assertEquals([other.sha256, other.costs], [sha256, costs]);
    }
    const rest = await distil(createEngine("wasm"), options, checkpoint);
    assertEquals([rest.sha256, rest.costs], [sha256, costs.slice(1)]);
  }
});

Deno.test("the teacher sees the images as they are deformed for the student", async () => {
  const seen: number[][] = [];
  const teacher = {
    feedforward(rows: DataRows) {
      seen.push([...rows.values.subarray(0, rows.kind === "sparse" ? rows.starts[rows.rows] : 0)]);
      return matrix(Array.from({ length: rows.rows }, () => [0.25, 0.75]));
    },
  };
  const student = new Network([64, 2], { seed: 3, ...SOFTMAX });
  const options = { ...DEFORMED, teacher: new Distillation(teacher, student) };
  for await (const _ of train(student, images, options));

  const augmentation = new Augmentation(DEFORMED.augment!, images, student.seed);
  const batch = createBatch(images, 7, createEngine("reference"));
  const expected: number[][] = [];
  for (let epoch = 1; epoch <= 3; epoch++) {
    const order = Uint32Array.from({ length: 40 }, (_, k) => k);
    shuffle(order, new RandomStream(student.seed, "shuffle", epoch));
    for (let start = 0; start < 40; start += 7) {
      const end = Math.min(start + 7, 40);
      gather(batch, images, order, start, end, augmentation.deformation(epoch, order, start, end));
      const { inputs } = batch;
      expected.push([
        ...inputs.values.subarray(0, inputs.kind === "sparse" ? inputs.starts[end - start] : 0),
      ]);
    }
  }
  assertEquals(seen, expected);
  assertNotEquals(seen[0], seen[6]);
});

Deno.test("a student learns a teacher's soft answers, to about their entropy", async () => {
  const engine = createEngine();
  const ensemble = await ensembleOn(engine);
  const student = new Network([64, 16, 2], { seed: 3, engine, ...SOFTMAX });
  const teacher = new Distillation(ensemble, student);
  const costs: number[] = [];
  const options = { epochs: 60, batchSize: 8, learningRate: 0.5, teacher };
  for await (const { train: { cost } } of train(student, images, options)) costs.push(cost);
  let entropy = 0;
  for (const batch of images.batches(40, { engine })) {
    for (const p of ensemble.feedforward(batch.inputs).values) entropy -= p * Math.log(p) / 40;
  }
  assertLess(costs.at(-1)!, costs[0]! / 2);
  assert(costs.at(-1)! >= entropy - NEAR && costs.at(-1)! < entropy + 0.01);
});

Deno.test("a teacher of other classes, in another order, or of other scales is refused", async () => {
  const softmax = { outputActivation: "softmax", cost: "logLikelihood" };
  const network = (names?: string[]) =>
    new Network([1, 2], { ...softmax, ...names && { classNames: names } });
  const data = Dataset.from({ inputs: [[1], [2]], labels: ["a", "b"] });
  const options = { epochs: 1, batchSize: 1, learningRate: 1 };
  const learn = (known: Network, from = data) => {
    const student = network();
    return fit(student, from, { ...options, teacher: new Distillation(known, student) });
  };
  await learn(network(["a", "b"]));
  await assertRejects(() => learn(network(["b", "a"])), TypeError, "from a teacher of b, a");
  const scaled = network();
  await fit(scaled, data.standardize(), options);
  await assertRejects(() => learn(scaled), TypeError, "standardized otherwise");
  await learn(scaled, data.standardize());
});
