import {
  assertAlmostEquals,
  assertEquals,
  assertGreaterOrEqual,
  assertLess,
  assertNotEquals,
} from "@std/assert";
import { createBatch, gather } from "../../lib/dataset/batch.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { WasmEngine } from "../../lib/engine/wasm.ts";
import { normalizeWidth } from "../../lib/digits/normalize_width.ts";
import { MAX_COPIES } from "../../lib/options/augment.ts";
import { copiesEpoch, TestTimeAugmentation } from "../../lib/train/test_time_augmentation.ts";
import { createEngine, dataRows, Dataset, evaluate, Network } from "../../mod.ts";
import { Ensemble } from "../../lib/ensemble/mod.ts";
import { predictDataset } from "../../lib/evaluate/mod.ts";
import { Augmentation, type AugmentOptions } from "../../lib/train/mod.ts";
import { closing } from "../helpers/closing.ts";
import { untilReady } from "../engine/until_ready.ts";
import { denseOf } from "../../lib/network/prediction.ts";
import { rings } from "../helpers/rings.ts";

const SIDE = 14;
const PIXELS = SIDE * SIDE;
const COPIES = 5;

/** Everything at once, as Cireşan et al. have it. */
const AUGMENT: AugmentOptions = {
  shift: 1,
  rotation: 15,
  scale: 0.175,
  shear: 5,
  elastic: { sigma: 5.5, alpha: 37 },
};

/** The mean of rounded means is another rounding than the mean of all: a few units of the last digit of a float32. */
const ROUNDING = 1e-6;

const OPTIONS = { copies: COPIES, augment: AUGMENT, shape: [SIDE, SIDE], seed: 3 };

const data = rings(20, [SIDE, SIDE]);

function networkOf(seed = 1, engine: Engine = new WasmEngine()): Network {
  return new Network([PIXELS, 8, 3], { seed, engine });
}

/** The outputs for a data set, [examples, outputs]. */
function outputsOf(
  network: Network | Ensemble | TestTimeAugmentation,
  examples = data,
): Float32Array {
  return predictDataset(network, examples).outputs;
}

/** The deformed copies of the only image of a data set, made as training makes its own. */
function copiesOf(image: Dataset, copies = COPIES, epoch = epochOf(image)): Dataset {
  const many = image.select(new Array(copies).fill(0));
  const order = Uint32Array.from({ length: copies }, (_, copy) => copy);
  const batch = createBatch(many, copies, createEngine("reference"));
  const augmentation = new Augmentation(AUGMENT, many, OPTIONS.seed);
  const deformation = augmentation.deformation(epoch, order, 0, copies);
  gather(batch, many, order, 0, copies, deformation);
  const values = denseOf(batch.inputs).values.slice(0, copies * PIXELS);
  return new Dataset({ inputs: values, labels: many.labels, features: PIXELS, classes: 3 });
}

/** The epoch that the copies of the only image of a data set are drawn in. */
function epochOf(image: Dataset): number {
  return copiesEpoch(rowOf(image).values);
}

/** What a plain loop makes of an image and its copies. */
function meanOver(network: Network, image: Dataset, copies = COPIES, epoch = epochOf(image)) {
  const deformed = outputsOf(network, copiesOf(image, copies, epoch));
  return outputsOf(network, image).map((value, k) => {
    let sum = value;
    for (let copy = 0; copy < copies; copy++) sum += deformed[3 * copy + k]!;
    return sum / (1 + copies);
  });
}

Deno.test("the answer is the mean over the image and its copies in float64, in order, rounded once", () => {
  const network = networkOf();
  const found = outputsOf(new TestTimeAugmentation(network, OPTIONS));
  for (let example = 0; example < data.size; example++) {
    const expected = meanOver(network, data.subset(example, example + 1));
    assertEquals(found.slice(3 * example, 3 * example + 3), expected);
  }
});

Deno.test("copies are drawn in epochs that training never reaches, another one for each image", () => {
  const epochs = Array.from({ length: 20 }, (_, k) => epochOf(data.subset(k, k + 1)));
  assertEquals(new Set(epochs).size, 20);
  for (const epoch of epochs) {
    assertGreaterOrEqual(epoch, 2147483648);
    assertLess(epoch, 4294967296);
  }
  assertEquals(copiesEpoch(new Float32Array(9)), 2147483648); // no ink
  assertEquals(epochs[0], 3649714055); // never changes: every result with test-time augmentation depends on it
});

Deno.test("the reference and WebAssembly, with workers too, answer with the same bytes", async () => {
  const expected = outputsOf(
    new TestTimeAugmentation(networkOf(1, createEngine("reference")), OPTIONS),
  );
  using several = closing(new WasmEngine({ workers: 3, shareFrom: 0 }));
  await untilReady(several);
  for (const engine of [new WasmEngine(), several]) {
    assertEquals(outputsOf(new TestTimeAugmentation(networkOf(1, engine), OPTIONS)), expected);
  }
});

Deno.test("an image has the same answer in every batch, data set, order and kind of rows", () => {
  const copies = new TestTimeAugmentation(networkOf(), OPTIONS);
  const together = outputsOf(copies);
  for (let example = 0; example < data.size; example++) {
    const row = together.slice(3 * example, 3 * example + 3);
    assertEquals(outputsOf(copies, data.subset(example, example + 1)), row);
    const image = data.inputs.slice(example * PIXELS, (example + 1) * PIXELS);
    const dense = dataRows([Float32Array.from(image, (byte) => byte / 255)]);
    assertEquals(copies.feedforward(dense).values, row);
  }
  const backwards = Uint32Array.from({ length: 20 }, (_, k) => 19 - k);
  const turned = outputsOf(copies, data.select(backwards));
  assertEquals(turned.slice(0, 3), together.slice(57));
});

Deno.test("more copies than go through the network at once are the same copies", () => {
  const network = networkOf();
  const image = data.subset(4, 5);
  const many = new TestTimeAugmentation(network, { ...OPTIONS, copies: 600 });
  assertEquals(many.feedforward(rowOf(image)).values, meanOver(network, image, 600));
});

Deno.test("the labels are not looked at, and no class is rotated otherwise", () => {
  const others = new Dataset({
    pixels: data.inputs as Uint8Array,
    labels: data.labels.map((label) => (label + 1) % 3),
    features: PIXELS,
    classes: 3,
    shape: [SIDE, SIDE],
  });
  const plain = outputsOf(new TestTimeAugmentation(networkOf(), OPTIONS));
  const augment = { ...AUGMENT, rotationByClass: { 0: 0, 1: 90, 9: 3 } };
  const byClass = new TestTimeAugmentation(networkOf(), { ...OPTIONS, augment });
  assertEquals(outputsOf(byClass), plain);
  assertEquals(outputsOf(byClass, others), plain);
});

Deno.test("another seed draws other deformations, the same one the same", () => {
  const answer = (seed: number) =>
    outputsOf(new TestTimeAugmentation(networkOf(), { ...OPTIONS, seed }));
  assertEquals(answer(3), answer(3));
  assertNotEquals(answer(3), answer(4));
});

Deno.test("copies that are not deformed at all answer as the network does", () => {
  const still = new TestTimeAugmentation(networkOf(), { ...OPTIONS, copies: 3, augment: {} });
  assertEquals(evaluate(still, data), evaluate(networkOf(), data));
});

Deno.test("the members of an ensemble see the same copies, each as much as it counts", () => {
  const members = [1, 2].map((seed) => networkOf(seed));
  const weights = [1, 3];
  const [first, second] = members.map((member) =>
    outputsOf(new TestTimeAugmentation(member, OPTIONS))
  );
  const together = new TestTimeAugmentation(new Ensemble(members, { weights }), OPTIONS);
  for (const [k, value] of outputsOf(together).entries()) {
    assertAlmostEquals(value, (first![k]! + 3 * second![k]!) / 4, ROUNDING);
  }
});

Deno.test("a member that learned from normalized widths sees the normalized image deformed", () => {
  const network = networkOf();
  const ensemble = new Ensemble([network], { normalizeWidths: [8] });
  const found = outputsOf(new TestTimeAugmentation(ensemble, OPTIONS));
  for (const example of [0, 1, 2]) {
    const image = data.subset(example, example + 1);
    const expected = meanOver(network, normalizeWidth(image, 8), COPIES, epochOf(image));
    assertEquals(found.slice(3 * example, 3 * example + 3), expected);
  }
});

Deno.test("members of several widths each see the image as they learned it", () => {
  const members = [1, 2].map((seed) => networkOf(seed));
  const ensemble = new Ensemble(members, { normalizeWidths: [null, 8] });
  const found = outputsOf(new TestTimeAugmentation(ensemble, OPTIONS));
  for (const example of [0, 4]) {
    const image = data.subset(example, example + 1);
    const plain = meanOver(members[0]!, image);
    const narrow = meanOver(members[1]!, normalizeWidth(image, 8), COPIES, epochOf(image));
    for (const [k, value] of found.slice(3 * example, 3 * example + 3).entries()) {
      assertAlmostEquals(value, (plain[k]! + narrow[k]!) / 2, ROUNDING);
    }
  }
});

Deno.test("images in an engine's memory, which grows for the copies, have the same answer", () => {
  const engine = new WasmEngine();
  const inputs = engine.denseRows(2, PIXELS); // the second is read when memory has grown for the first
  const pixels = data.inputs.slice(4 * PIXELS, 6 * PIXELS);
  inputs.values.set(Float32Array.from(pixels, (byte) => byte / 255));
  const options = { ...OPTIONS, copies: 250 };
  assertEquals(
    new TestTimeAugmentation(networkOf(1, engine), options).feedforward(inputs).values,
    outputsOf(new TestTimeAugmentation(networkOf(), options), data.subset(4, 6)),
  );
});

Deno.test("1 to 1000 copies are made", () => {
  for (const copies of [1, MAX_COPIES]) {
    new TestTimeAugmentation(networkOf(), { ...OPTIONS, copies });
  }
});

Deno.test("test-time augmentation has its network's cost, classes and standardization", () => {
  const network = new Network([PIXELS, 3], {
    outputActivation: "softmax",
    cost: "logLikelihood",
    classNames: ["a", "b", "c"],
    standardization: {
      means: new Float32Array(PIXELS),
      deviations: new Float32Array(PIXELS).fill(2),
    },
  });
  const ensemble = new Ensemble([network]);
  for (const who of [network, ensemble]) {
    const { copies, cost, classNames, standardization, predictsClasses } = new TestTimeAugmentation(
      who,
      OPTIONS,
    );
    assertEquals([copies, cost], [COPIES, network.cost]);
    assertEquals([classNames, predictsClasses], [["a", "b", "c"], true]);
    assertEquals(standardization, network.standardization);
  }
  assertEquals(new TestTimeAugmentation(ensemble, OPTIONS).ensemble, ensemble);
  const plain = new TestTimeAugmentation(
    new Network([PIXELS, 1], { outputActivation: "linear" }),
    OPTIONS,
  );
  assertEquals([plain.classNames, plain.standardization], [undefined, undefined]);
  assertEquals(plain.predictsClasses, false);
});

/** The only example of a data set as a row. */
function rowOf({ inputs }: Dataset) {
  return dataRows([Float32Array.from(inputs, (byte) => byte / 255)]);
}
