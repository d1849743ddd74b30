/** `--copies N` of `deno task evaluate` and `deno task predict`: the mean over deformed copies of each image. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { digitImage } from "../../../../lib/digits/digit_image.ts";
import { TestTimeAugmentation } from "../../../../lib/train/test_time_augmentation.ts";
import { dataRows, evaluate } from "../../../../mod.ts";
import { Ensemble } from "../../../../lib/ensemble/mod.ts";
import { readSplits } from "../../../../tasks/data/catalogue.ts";
import { readNetwork } from "../../../../tasks/run/read_network.ts";
import { pngFile } from "../../../helpers/draw_pictures.ts";
import { drawDigit, STYLES } from "../../../helpers/drawings.ts";
import { mnistData } from "../../../helpers/mnist_data.ts";
import { done, jsonOf, trained } from "../../../helpers/outcomes.ts";
import { sharedRun } from "../../../helpers/shared_runs.ts";
import { testsWith } from "../../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run", "net");

const AUGMENT =
  '{"rotation":15,"rotationByClass":{"1":7.5},"elastic":{"sigma":5.5,"alpha":37},"flip":true}';
const SHAPE = [28, 28];
const SENTENCE_PATTERN =
  "the mean over each image and 3 deformed copies of it \\(test-time augmentation\\)";

/** A run on deformed images, of a seed. */
async function deformed(seed: number): Promise<string> {
  const data = await mnistData();
  const set = ["trainingSize=300", "epochs=1", 'evaluate=["test"]', `seed=${seed}`];
  return await sharedRun(`deformed ${seed}`, (folder) => {
    return trained(folder, "run", ["--data", data], ...set, `augment=${AUGMENT}`);
  });
}

/** What a run's network answers with, and its training images. */
async function opened(run: string) {
  const { network, config } = await readNetwork(run);
  const { training } = await readSplits({ ...config, dataset: "mnist" }, await mnistData());
  const options = { copies: 3, augment: config.augment!, shape: SHAPE, seed: config.seed };
  return { network, training, options };
}

const printed = async (...words: [string, ...string[]]) => (await done(...words)).stdout;

test("evaluate --copies is the library's test-time augmentation of runs", async () => {
  const data = await mnistData();
  const [one, two] = [await deformed(5), await deformed(2)];
  const where = ["--data", data, "--split", "training", "--copies", "3"];
  const { network, training, options } = await opened(one);
  const alone = evaluate(new TestTimeAugmentation(network, options), training);
  const found = await jsonOf("evaluate", one, ...where);
  const { copies, strength, correct, cost, confusion, split, size } = found;
  assertEquals([copies, strength, split, size], [3, 1, "training", 300]);
  assertEquals({ size, correct, cost, confusion, accuracy: correct / size }, alone);
  const text = await printed("evaluate", one, ...where, "--worst", "1");
  assertMatch(
    text,
    new RegExp(`^On the training split of mnist, ${SENTENCE_PATTERN}\n${correct} / 300, `, "m"),
  );
  const half = { ...options.augment, rotation: 7.5, elastic: { sigma: 5.5, alpha: 18.5 } };
  const halfAsFar = new TestTimeAugmentation(network, { ...options, augment: half });
  const weak = await jsonOf("evaluate", one, ...where, "--strength", "0.5");
  assertEquals([weak.strength, weak.cost], [0.5, evaluate(halfAsFar, training).cost]);
  const once = await printed("evaluate", one, "--data", data, "--split", "training");
  assertEquals(once.includes("copies"), false);

  const second = await opened(two);
  const ensemble = new Ensemble([network, second.network]);
  const together = evaluate(new TestTimeAugmentation(ensemble, options), training);
  const result = await jsonOf("evaluate", one, two, ...where);
  const expected = [3, together.correct, together.cost];
  assertEquals([result.copies, result.correct, result.cost], expected);
  const ofSecond = evaluate(new TestTimeAugmentation(second.network, options), training);
  assertEquals(
    result.runs.map(({ correct, cost }: { correct: number; cost: number }) => [correct, cost]),
    [[alone.correct, alone.cost], [ofSecond.correct, ofSecond.cost]],
  ); // each alone over the same copies too, and never by a single pass
});

test("predict --copies is test-time augmentation, and its output names it", async (folder) => {
  const run = await deformed(5);
  const drawing = drawDigit(3, STYLES[0]!);
  const picture = join(folder.path, "3.png");
  await Deno.writeFile(picture, await pngFile(drawing));
  const { network, options } = await opened(run);
  const { values } = new TestTimeAugmentation(network, options).feedforward(
    dataRows([digitImage(drawing)]),
  );
  const words = ["predict", run, picture, "--copies", "3"] as const;
  const { copies, images } = await jsonOf(...words);
  assertEquals(copies, 3);
  assertEquals(images[0].probabilities, [...values]);
  assertMatch(await printed(...words), new RegExp(`^Outputs are ${SENTENCE_PATTERN}$`, "m"));
  const { stderr } = await done(...words, "--out", join(folder.path, "out.csv"));
  assertMatch(stderr, new RegExp(`^Wrote .*out\\.csv: ${SENTENCE_PATTERN}$`, "m"));
  const once = await jsonOf("predict", run, picture);
  assertEquals("copies" in once, false);
});
