/** Modules of pictures, drawn digits and lists of numbers. */

import { assertEquals } from "@std/assert";
import { Dataset } from "../../lib/dataset.ts";
import { digitImage } from "../../lib/digits/digit_image.ts";
import { normalizeRows } from "../../lib/digits/normalize_rows.ts";
import { NoveltyDetector } from "../../lib/measure/novelty.ts";
import { type DescribedInputs, describeInputs } from "../../lib/module/describe.ts";
import { Network } from "../../lib/network.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { Standardization } from "../../lib/numerics/standardization.ts";
import { pictureInput } from "../../lib/pictures/picture.ts";
import { drawPicture, SHAPES } from "../helpers/draw_pictures.ts";
import { drawDigit, STYLES } from "../helpers/drawings.ts";
import { QUICK_TESTS } from "../helpers/long.ts";
import { granted } from "../helpers/run_task.ts";
import { loaded, moduleTextOf, type Predict } from "./model_fixture.ts";

const ignore = !granted("read");

async function moduleOf(given: DescribedInputs): Promise<Predict> {
  return await loaded(await moduleTextOf(describeInputs(given, "float32")));
}

const softmax = { outputActivation: "softmax", cost: "logLikelihood" } as const;

/** Random examples as a detector learns them. */
function dataOf(features: number, shape?: number[]): Dataset {
  const random = new RandomStream(5, "data");
  const inputs = Float32Array.from({ length: 40 * features }, () => random.uniform());
  const labels = Uint8Array.from({ length: 40 }, (_, k) => k % 3);
  return new Dataset({ inputs, labels, features, classes: 3, ...shape && { shape } });
}

Deno.test("pictures are prepared as predict prepares them", { ignore }, async () => {
  for (const shape of [[12, 10], [12, 10, 3]]) {
    const features = shape.reduce((product, side) => product * side, 1);
    const network = new Network([features, 8, 3], { ...softmax, activation: "gelu", seed: 2 });
    const detector = NoveltyDetector.fit(dataOf(features, shape))!;
    const names = ["bar", "cross", "ring"];
    const problem = "classification";
    const facts = { network, names, problem, detector, areBytes: true, shape } as const;
    const predict = await moduleOf({ ...facts, areProbabilities: true });
    for (let k = 0; k < 12; k++) {
      const picture = drawPicture(SHAPES[k % 3]!, k, 30 + k, 50 - k);
      const options = { size: [12, 10], color: shape.length === 3 } as const;
      const bytes = pictureInput(picture, options);
      const [expected] = network.predict({ pixels: bytes });
      const answer = predict(picture);
      const label = names[expected!.label as number];
      const values = Object.fromEntries(names.map((name, j) => [name, expected!.outputs[j]]));
      assertEquals(
        [answer.label, answer.probability, answer.probabilities],
        [label, expected!.probability, values],
      );
      const input = Float32Array.from(bytes, (byte) => byte / 255);
      const kinds = answer.remarks.map(({ kind }: { kind: string }) => kind);
      assertEquals(kinds.includes("novel"), detector.isNovel(input));
      assertEquals(predict(bytes), answer);
      assertEquals(predict(new Uint8ClampedArray(bytes)), answer);
      assertEquals(predict([...input]), answer);
    }
  }
});

Deno.test("a drawn digit is centered as MNIST's are, also to one width", { ignore }, async () => {
  for (const normalizeWidth of [null, 12]) {
    const network = new Network([784, 9, 10], { ...softmax, seed: 4 });
    const predict = await moduleOf({
      network,
      detector: undefined,
      areBytes: true,
      normalizeWidth,
      problem: "classification",
      areProbabilities: true,
      names: Array.from({ length: 10 }, (_, digit) => String(digit)),
    });
    for (let digit = 0; digit < (QUICK_TESTS ? 3 : 10); digit++) {
      const drawing = drawDigit(digit, STYLES[digit % STYLES.length]!);
      const pixels = digitImage(drawing);
      const rows = { kind: "dense", rows: 1, columns: 784, values: pixels } as const;
      const seen = normalizeWidth === null ? rows : normalizeRows(rows, normalizeWidth);
      const { values } = network.feedforward(seen);
      const answer = predict(drawing);
      assertEquals(Object.values(answer.probabilities), [...values]);
      assertEquals(predict(pixels), answer);
    }
  }
});

Deno.test("numbers are standardized, and give labels or quantities", { ignore }, async () => {
  const standardization = new Standardization({ means: [1e9, 0, -3], deviations: [2, 1, 0.5] });
  const numbers = [1e9 + 1, 0.25, -2.5];
  const network = new Network([3, 4, 2], {
    outputActivation: "linear",
    cost: "quadratic",
    standardization,
    seed: 1,
  });
  const [expected] = network.predict([numbers]);
  const common = { network, detector: undefined, areBytes: false } as const;
  const quantities = [{ mean: 5, deviation: 3 }, { mean: -1, deviation: 1e-3 }];
  const intervals = { halfWidths: [0.5, 0.25] };
  const predict = await moduleOf({
    ...common,
    names: ["a", "b"],
    problem: "regression",
    quantities,
    intervals,
  });
  const values = [...expected!.outputs].map((output, k) =>
    output * quantities[k]!.deviation + quantities[k]!.mean
  );
  const answer = predict(numbers);
  assertEquals(Object.values(answer.values), values);
  assertEquals(answer.intervals.b.high, values[1]! + 0.25 * 1e-3);
  assertEquals([answer.label, answer.value, answer.probabilities], [
    undefined,
    undefined,
    undefined,
  ]);
  assertEquals(predict(Float64Array.from(numbers)), answer);

  const labels = new Network([3, 2], {
    outputActivation: "sigmoid",
    cost: "crossEntropy",
    seed: 1,
  });
  const tags = await moduleOf({
    ...common,
    network: labels,
    names: ["new", "red"],
    problem: "multiLabel",
  });
  const { outputs } = labels.predict([[1, 2, 3]])[0]!;
  const probabilities = { new: outputs[0], red: outputs[1] };
  assertEquals(tags([1, 2, 3]).probabilities, probabilities);
  assertEquals(tags([1, 2, 3]).label, undefined);

  const single = new Network([3, 1], { outputActivation: "sigmoid", cost: "crossEntropy" });
  const isNew = await moduleOf({
    ...common,
    network: single,
    names: ["old", "new"],
    problem: "classification",
  });
  const [yes] = single.predict([[1, 2, 3]])[0]!.outputs;
  const found = isNew([1, 2, 3]);
  assertEquals(found.probabilities, { old: 1 - yes!, new: yes });
  assertEquals(found.probability, found.probabilities[found.label]);
});
