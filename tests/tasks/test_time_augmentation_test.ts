/** `--copies N` of `deno task evaluate` and `deno task predict`: the mean over deformed copies of each image. */

import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { digitImage } from "../../lib/digits/digit_image.ts";
import { TestTimeAugmentation } from "../../lib/train/test_time_augmentation.ts";
import { dataRows, evaluate } from "../../mod.ts";
import { Ensemble } from "../../lib/ensemble/mod.ts";
import { readSplits } from "../../tasks/datasets/splits.ts";
import { readNetwork } from "../../tasks/run/read_network.ts";
import { pngFile } from "../helpers/draw_pictures.ts";
import { drawDigit, STYLES } from "../helpers/drawings.ts";
import { mnistData } from "../helpers/mnist_data.ts";
import { runHere } from "../helpers/run_here.ts";
import { ROOT } from "../helpers/run_task.ts";
import { longTestsWith, testsWith } from "../helpers/tests_with.ts";

const test = testsWith("read", "write", "run", "net");
const longTest = longTestsWith("read", "write", "run", "net");

const AUGMENT =
  '{"rotation":15,"rotationByClass":{"1":7.5},"elastic":{"sigma":5.5,"alpha":37},"flip":true}';
const SHAPE = [28, 28];
const SENTENCE_PATTERN =
  "the mean over each image and 3 deformed copies of it \\(test-time augmentation\\)";

async function trained(runs: string, name: string, ...words: string[]): Promise<string> {
  const small = ["--set", "trainingSize=300", "--set", "epochs=1", "--set", 'evaluate=["test"]'];
  const where = ["--data", await mnistData(), "--runs", runs, "--name", name, "--no-report"];
  const { code, stderr } = await runHere(["train", ...where, ...small, ...words]);
  assertEquals(code, 0, stderr);
  return join(runs, name);
}

/** What a run's network answers with, and its training images. */
async function opened(run: string) {
  const { network, config } = await readNetwork(run);
  const { training } = await readSplits({ ...config, dataset: "mnist" }, await mnistData());
  const options = { copies: 3, augment: config.augment!, shape: SHAPE, seed: config.seed };
  return { network, training, options };
}

async function printed(...words: [string, ...string[]]): Promise<string> {
  const { code, stdout, stderr } = await runHere(words);
  assertEquals(code, 0, stderr);
  return stdout;
}

test("evaluate --copies is the library's test-time augmentation of runs", async (folder) => {
  const data = await mnistData();
  const augment = ["--set", `augment=${AUGMENT}`];
  const [one, two] = [
    await trained(folder.path, "one", ...augment),
    await trained(folder.path, "two", ...augment, "--seed", "2"),
  ];
  const where = ["--data", data, "--split", "training", "--copies", "3"];
  const { network, training, options } = await opened(one);
  const alone = evaluate(new TestTimeAugmentation(network, options), training);
  const { copies, strength, correct, cost, confusion, split, size } = JSON.parse(
    await printed("evaluate", one, ...where, "--json"),
  );
  assertEquals([copies, strength, split, size], [3, 1, "training", 300]);
  assertEquals({ size, correct, cost, confusion, accuracy: correct / size }, alone);
  const text = await printed("evaluate", one, ...where, "--worst", "1");
  assertMatch(
    text,
    new RegExp(`^On the training split of mnist, ${SENTENCE_PATTERN}\n${correct} / 300, `, "m"),
  );
  const half = { ...options.augment, rotation: 7.5, elastic: { sigma: 5.5, alpha: 18.5 } };
  const halfAsFar = new TestTimeAugmentation(network, { ...options, augment: half });
  const weak = JSON.parse(
    await printed("evaluate", one, ...where, "--strength", "0.5", "--json"),
  );
  assertEquals([weak.strength, weak.cost], [0.5, evaluate(halfAsFar, training).cost]);
  const once = await printed("evaluate", one, "--data", data, "--split", "training");
  assertEquals(once.includes("copies"), false);

  const second = await opened(two);
  const ensemble = new Ensemble([network, second.network]);
  const together = evaluate(new TestTimeAugmentation(ensemble, options), training);
  const result = JSON.parse(await printed("evaluate", one, two, ...where, "--json"));
  assertEquals([result.copies, result.correct, result.cost], [
    3,
    together.correct,
    together.cost,
  ]);
  const ofSecond = evaluate(new TestTimeAugmentation(second.network, options), training);
  assertEquals(
    result.runs.map(({ correct, cost }: { correct: number; cost: number }) => [correct, cost]),
    [[alone.correct, alone.cost], [ofSecond.correct, ofSecond.cost]],
  ); // each alone over the same copies too, and never by a single pass
});

test("predict --copies is test-time augmentation, and its output names it", async (folder) => {
  const run = await trained(folder.path, "one", "--set", `augment=${AUGMENT}`);
  const drawing = drawDigit(3, STYLES[0]!);
  const picture = join(folder.path, "3.png");
  await Deno.writeFile(picture, await pngFile(drawing));
  const { network, options } = await opened(run);
  const { values } = new TestTimeAugmentation(network, options).feedforward(
    dataRows([digitImage(drawing)]),
  );
  const words = ["predict", run, picture, "--copies", "3"] as const;
  const { copies, images } = JSON.parse(await printed(...words, "--json"));
  assertEquals(copies, 3);
  assertEquals(images[0].probabilities, [...values]);
  assertMatch(await printed(...words), new RegExp(`^Outputs are ${SENTENCE_PATTERN}$`, "m"));
  const { stderr } = await runHere([...words, "--out", join(folder.path, "out.csv")]);
  assertMatch(stderr, new RegExp(`^Wrote .*out\\.csv: ${SENTENCE_PATTERN}$`, "m"));
  const once = JSON.parse(await printed("predict", run, picture, "--json"));
  assertEquals("copies" in once, false);
});

longTest(
  "runs that did not learn from deformed images have no copies, nor do tables; the errors name what to do",
  async (folder) => {
    const data = await mnistData();
    const refused = async (words: [string, ...string[]], message: RegExp) => {
      const { code, stdout, stderr } = await runHere(words);
      assertEquals([code, stdout], [2, ""], stderr);
      assertMatch(stderr, message);
    };
    const plain = await trained(folder.path, "plain");
    const one = await trained(folder.path, "one", "--set", `augment=${AUGMENT}`);
    const two = await trained(folder.path, "two", "--set", 'augment={"rotation":10}');
    const copies = ["--data", data, "--copies"];
    for (const wrong of ["0", "1001", "2.5", "many"]) {
      await refused(["evaluate", one, ...copies, wrong], /it is a whole number from 1 to 1000$/m);
    }
    await refused(
      ["evaluate", plain, ...copies, "3"],
      /no "augment".*; leave out --copies, or .*--set 'augment=/,
    );
    for (const wrong of ["0", "1.5", "-1", "half"]) {
      await refused(
        ["evaluate", one, ...copies, "3", "--strength", wrong],
        /--strength: expected a number above 0, up to 1/m,
      );
    }
    await refused(["evaluate", one, "--strength", "0.5"], /it goes with --copies$/m);
    const picture = join(folder.path, "3.png");
    await Deno.writeFile(picture, await pngFile(drawDigit(3, STYLES[0]!)));
    await refused(["predict", plain, picture, "--copies", "3"], /its config has no "augment"/);
    await refused(
      ["evaluate", one, two, ...copies, "3"],
      /for .*one and .*two together: .*"augment"/,
    );

    const csv = join(ROOT, "tests", "outsider", "iris.csv");
    const words = ["--csv", csv, "--target", "species", "--runs", folder.path, "--no-report"];
    await printed("train", ...words, "--name", "iris", "--set", "epochs=1");
    const iris = join(folder.path, "iris");
    await refused(["evaluate", iris, "--copies", "3"], /--copies is for images: .* from a table/);
    await refused(["predict", iris, csv, "--copies", "3"], /--copies is for pictures/);
  },
);
