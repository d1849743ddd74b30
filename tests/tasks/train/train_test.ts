import {
  assertEquals,
  assertGreater,
  assertMatch,
  assertNotEquals,
  assertNotMatch,
} from "@std/assert";
import { join } from "@std/path";
import type { ClassResult, Summary } from "../../../tasks/run/run_folder.ts";
import { QUICK_TESTS } from "../../helpers/long.ts";
import { assertVerified } from "../../helpers/mnist_data.ts";
import { runHere } from "../../helpers/run_here.ts";
import { namesIn } from "../../helpers/run_task.ts";
import { FILES, metricsOf, SMALL, summaryOf, trainIn } from "./train_in.ts";
import { longTestsWith, testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run", "net");
const longTest = longTestsWith("read", "write", "run", "net");

test("train writes a run, and prints its epochs as the tutorial does", async (folder) => {
  const { code, stdout, stderr } = await trainIn(folder.path, "--name", "first", ...SMALL);
  assertEquals([code, stderr], [0, ""]);
  assertMatch(
    stdout,
    /^Epoch 1: \d+ \/ 10000, validation \d+\.\d\d %, loss 0\.\d{4}, \d+\.\d\d s, [\d,]+ images\/s$/m,
  );

  const run = join(folder.path, "first");
  assertEquals(await namesIn(run), FILES);
  const metrics = await metricsOf(run);
  assertEquals(metrics.map(({ epoch }) => epoch), [1, 2]);
  const last = metrics[1]!;
  const keys = "epoch,learningRate,train,validation,test,seconds,samplesPerSecond";
  assertEquals(Object.keys(last).join(), keys);
  assertEquals(last.test!.accuracy, last.test!.correct / 10_000);
  assertGreater(last.test!.accuracy, 0.5);
  const summary = await summaryOf(run);
  assertEquals(
    [summary.name, summary.epochs, summary.ended, summary.epoch, summary.seed, summary.engine],
    ["first", 2, "done", 2, 5, "wasm"],
  );
  assertEquals([summary.validation, summary.test], [last.validation, last.test]);
  const config = JSON.parse(await Deno.readTextFile(join(run, "config.json")));
  assertEquals([config.trainingSize, config.epochs, config.learningRate], [2000, 2, 3]);

  await assertVerified(run);
});

test(
  "the same seed gives the same weights, another seed others",
  { ignore: QUICK_TESTS },
  async (folder) => {
    const hash = async (name: string, ...words: string[]) => {
      const small = ["--set", "trainingSize=500", "--set", "epochs=1", "--set", "evaluate=[]"];
      const outcome = await trainIn(folder.path, "--name", name, "--json", ...small, ...words);
      return JSON.parse(outcome.stdout).weightsSha256;
    };
    const first = await hash("a");
    assertNotEquals(await hash("c", "--seed", "6"), first);
    assertEquals(await hash("d", "--engine", "reference"), first);
    assertEquals(await hash("e", "--workers", "2"), first);
    assertNotEquals(await hash("f", "--set", 'augment={"rotation":15}'), first);
    assertEquals(await hash("a"), first); // over the earlier run of that name
  },
);

test("networks of two to five layers, and the other entries, train too", {
  ignore: QUICK_TESTS,
}, async (folder) => {
  for (const sizes of ["[784,10]", "[784,20,15,10]", "[784,20,15,12,10]"]) {
    const outcome = await trainIn(
      folder.path,
      "--json",
      "--replace",
      "--set",
      `sizes=${sizes}`,
      "--set",
      "cost=crossEntropy",
      "--set",
      "initializer=scaledNormal",
      "--set",
      "learningRate=0.5",
      "--set",
      'optimizer={"name":"momentum"}',
      "--set",
      "optimizer.momentum=0.5",
      "--set",
      "trainingSize=5000",
      "--set",
      "epochs=2",
      "--set",
      'evaluate=["test"]',
    );
    assertEquals(outcome.code, 0, outcome.stderr);
    const summary: Summary<ClassResult> = JSON.parse(outcome.stdout);
    assertGreater(summary.test!.accuracy, 0.6, sizes);
    assertEquals([summary.validation, summary.best], [undefined, null]);
  }
});

test("keep best keeps the best epoch by validation, and the run records which", async (folder) => {
  const words = ["--set", "trainingSize=500", "--set", "epochs=12", "--set", "keep=best"];
  const { code } = await trainIn(folder.path, "--name", "best", ...words);
  assertEquals(code, 0);
  const run = join(folder.path, "best");
  const [summary, metrics] = [await summaryOf(run), await metricsOf(run)];
  const accuracies = metrics.map(({ validation }) => validation!.accuracy);
  const best = accuracies.indexOf(Math.max(...accuracies)) + 1;
  assertEquals([summary.epoch, summary.best!.epoch, summary.epochs], [best, best, 12]);
  await assertVerified(run);
});

test("about ten epochs have a line, the first and the last among them", async (folder) => {
  const small = ["--set", "trainingSize=10", "--set", "evaluate=[]", "--replace"];
  const shown = async (...words: string[]) => {
    const { stdout } = await trainIn(folder.path, ...small, ...words);
    return [...stdout.matchAll(/^Epoch (\d+):/gm)].map(([, epoch]) => epoch).join(" ");
  };
  for (
    const [epochs, lines] of [
      [3, "1 2 3"],
      [30, "1 3 6 9 12 15 18 21 24 27 30"],
      [121, "1 20 40 60 80 100 120 121"],
    ]
  ) assertEquals(await shown("--set", `epochs=${epochs}`), lines);
  assertEquals(await shown("--set", "epochs=12", "--verbose"), "1 2 3 4 5 6 7 8 9 10 11 12");
  const early = 'earlyStopping={"patience":3}';
  const ends = ["--set", 'evaluate=["validation"]', "--set", early, "--set", "learningRate=1e-9"];
  const ended = await shown("--set", "epochs=100", ...ends);
  assertEquals(ended.split(" ").length, 2, ended); // the first, and the last of those that ran
});

longTest(
  "training over a run names the exports beside it that are of the network from before",
  async (folder) => {
    const words = ["--name", "over", ...SMALL];
    await trainIn(folder.path, ...words);
    assertEquals((await runHere(["export", join(folder.path, "over")])).code, 0);
    const same = await trainIn(folder.path, ...words);
    assertNotMatch(same.stdout, /from before/); // the same bytes
    const other = await trainIn(folder.path, ...words, "--seed", "8", "--replace");
    assertMatch(
      other.stdout,
      /^.*model\.onnx still holds the earlier network; `deno task export .*over --format onnx`/m,
    );
  },
);

test("train introduces itself in two lines, with as many epochs as there are", async (folder) => {
  const one = ["--set", "trainingSize=1", "--set", "epochs=1", "--set", "evaluate=[]"];
  assertEquals((await trainIn(folder.path, ...one)).stdout.split("\n").slice(0, 2), [
    "Training 784-30-10 (sigmoid, sigmoid outputs, quadratic cost) on 1 image from mnist",
    "1 epoch, batches of 10, sgd, learning rate 3, seed 5, engine wasm",
  ]);
  const { stdout } = await trainIn(folder.path, ...SMALL, "--workers", "2", "--replace");
  assertMatch(stdout, /on 2,000 images from mnist\n2 epochs, .*, engine wasm, 2 workers\n/);
});
