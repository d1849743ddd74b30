import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertMatch,
  assertNotMatch,
} from "@std/assert";
import { join } from "@std/path";
import { classResults } from "../../tasks/evaluate/classes.ts";
import { parseConfig } from "../../lib/config.ts";
import { formatSafetensors, parseSafetensors } from "../../lib/formats/safetensors.ts";
import { Network } from "../../mod.ts";
import { predictDataset, type Predictions } from "../../lib/evaluate/mod.ts";
import { collectRuns } from "../../tasks/report/collect.ts";
import { readNetwork } from "../../tasks/run/run_folder.ts";
import { readSplits } from "../../tasks/datasets/splits.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { mnistData, tinyRun } from "../helpers/mnist_data.ts";
import { runHere } from "../helpers/run_here.ts";
import { granted, temporaryFolder } from "../helpers/run_task.ts";

const ignore = !granted("read", "write", "run", "net");

Deno.test("precision, recall and F1 of a class come from its column, its row and both", () => {
  const [first, second] = classResults([[3, 1, 0], [2, 4, 0], [0, 0, 0]], ["cat", "dog", "owl"]);
  assertEquals([first!.class, first!.size], ["cat", 4]);
  assertAlmostEquals(first!.precision!, 3 / 5);
  assertAlmostEquals(first!.recall!, 3 / 4);
  assertAlmostEquals(first!.f1!, 2 * (3 / 5) * (3 / 4) / (3 / 5 + 3 / 4));
  assertAlmostEquals(second!.precision!, 4 / 5);
});

Deno.test("a class that is nowhere has no precision and no recall, rather than zero", () => {
  const owl = classResults([[1, 0], [0, 0]], ["cat", "owl"])[1]!;
  assertEquals(owl, { class: "owl", size: 0, precision: null, recall: null, f1: null });
});

Deno.test({
  name: "evaluate shows the results of the summary, as a table and as JSON, for every split",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const data = await mnistData();
    const run = join(folder.path, "tutorial");
    const sizes = ["--no-report", "--set", "trainingSize=2000", "--set", "epochs=1"];
    await runHere(["train", "--data", data, "--runs", folder.path, ...sizes]);
    const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));

    const table = await runHere(["evaluate", run, "--data", data]);
    assertEquals([table.code, table.stderr], [0, ""]);
    assertMatch(table.stdout, new RegExp(`^${summary.test.correct} / 10000, `, "m"));
    assertMatch(table.stdout, /^class +images +precision % +recall % +F1 %$/m);
    assertMatch(table.stdout, /^Confusion matrix/m);

    for (const [split, size] of [["training", 2000], ["validation", 10000], ["test", 10000]]) {
      const words = ["evaluate", run, "--data", data, "--split", String(split), "--json"] as const;
      const result = JSON.parse((await runHere([...words])).stdout);
      assertEquals([result.split, result.size, result.epoch], [split, size, 1]);
      assertEquals(result.confusion.flat().reduce((sum: number, n: number) => sum + n, 0), size);
      if (split !== "training") {
        const { correct, accuracy, cost } = result;
        assertEquals({ correct, size, accuracy, cost }, summary[split!]);
      }
    }
    const worst = await runHere(["evaluate", run, "--data", data, "--worst", "2"]);
    const mistake =
      /^image \d+: \d taken for \d \(outputs: \d \d\.\d{3}, \d \d\.\d{3}\)\n[ ▀▄█\n]+/gm;
    assertEquals(worst.stdout.match(mistake)?.length, 2);
    const words = ["evaluate", run, "--data", data, "--worst", "3", "--json"] as const;
    const { mistakes } = JSON.parse((await runHere(words)).stdout);
    const largest = mistakes.map(({ outputs }: { outputs: number[] }) => Math.max(...outputs));
    assertEquals(largest, largest.toSorted((a: number, b: number) => b - a));
    for (const { label, predicted, outputs } of mistakes) {
      assertEquals([outputs[predicted], label === predicted], [Math.max(...outputs), false]);
    }
    const other = join(folder.path, "of another name");
    await Deno.copyFile(join(run, "weights.safetensors"), other);
    for (const file of [join(run, "weights.safetensors"), other]) {
      const fromFile = await runHere(["evaluate", file, "--data", data]);
      assertEquals(fromFile.code, 0, fromFile.stderr);
    }
  },
});

Deno.test({
  name: "evaluate averages the outputs of several runs, and shows the result of each alone",
  ignore: ignore || !LONG_TESTS,
  fn: async () => {
    await using folder = await temporaryFolder();
    const data = await mnistData();
    const train = async (name: string, ...words: string[]) => {
      const small = ["--set", "trainingSize=2000", "--set", "epochs=1", "--name", name];
      const where = ["--data", data, "--runs", folder.path];
      const { code, stderr } = await runHere(["train", ...where, ...small, ...words]);
      assertEquals(code, 0, stderr);
      return join(folder.path, name);
    };
    const runs = [
      await train("one", "--seed", "1"),
      await train("two", "--seed", "2", "--set", "sizes=[784,20,20,10]"),
      await train("three", "--seed", "3"),
    ];
    const evaluated = async (words: string[]) => {
      const { code, stdout, stderr } = await runHere(["evaluate", ...words, "--data", data]);
      assertEquals([code, stderr], [0, ""]);
      return stdout;
    };
    const result = JSON.parse(await evaluated([...runs, "--json"]));
    assertEquals(result.runs.map(({ run }: { run: string }) => run), runs);
    for (const { run, epoch, correct, accuracy, cost } of result.runs) {
      const alone = JSON.parse(await evaluated([run, "--json"]));
      assertEquals([alone.epoch, alone.correct], [epoch, correct]);
      assertEquals([alone.accuracy, alone.cost], [accuracy, cost]);
      assertGreater(result.accuracy, accuracy); // what an ensemble is for
    }
    assertEquals([result.size, result.accuracy], [10000, result.correct / 10000]);

    const text = await evaluated(runs);
    assertMatch(text, /^.*one.weights\.safetensors, epoch 1: \d\d\.\d\d % alone$/m);
    assertMatch(text, new RegExp(`^${result.correct} / 10000, `, "m"));

    const config = parseConfig({ dataset: "fashion-mnist", sizes: [784, 10] });
    const other = join(folder.path, "fashion.safetensors");
    const metadata = { config: JSON.stringify(config), epoch: "1" };
    await Deno.writeFile(other, new Network([784, 10]).toSafetensors(metadata));
    const { code, stderr } = await runHere(["evaluate", runs[0]!, other, "--data", data]);
    assertEquals(code, 2);
    assertMatch(stderr, /Cannot evaluate runs on different data together: .* images of mnist, /);
  },
});

Deno.test({
  name:
    "runs that saw digits of different widths see them so again: verified, reported, alone and together",
  ignore: ignore || !LONG_TESTS,
  fn: async () => {
    await using folder = await temporaryFolder();
    const data = await mnistData();
    const small = ["--set", "trainingSize=500", "--set", "epochs=2", "--no-report"];
    const runs: string[] = [];
    for (const [name, width] of [["narrow", "10"], ["wide", "20"], ["own", "null"]] as const) {
      const where = ["--data", data, "--runs", folder.path, "--name", name];
      const set = ["--set", `normalizeWidth=${width}`];
      const { code, stderr } = await runHere(["train", ...where, ...small, ...set]);
      assertEquals(code, 0, stderr);
      runs.push(join(folder.path, name));
    }
    const evaluated = async (...words: string[]) => {
      const { code, stdout, stderr } = await runHere([
        "evaluate",
        ...words,
        "--data",
        data,
        "--json",
      ]);
      assertEquals([code, stderr], [0, ""]);
      return JSON.parse(stdout);
    };
    const together = await evaluated(...runs);
    for (const [k, run] of runs.entries()) {
      const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
      const { correct, size, accuracy, cost } = await evaluated(run);
      assertEquals({ correct, size, accuracy, cost }, summary.test);
      assertEquals(together.runs[k], { run, epoch: 2, correct, accuracy, cost });
    }
    const verified = await runHere(["verify", runs[0]!, "--data", data]);
    assertEquals([verified.code, verified.stderr], [0, ""]);

    const reported = await collectRuns(runs, "test", data);
    assertEquals(
      reported.map(({ evaluation }) => evaluation.correct),
      together.runs.map(({ correct }: { correct: number }) => correct),
    );

    const splits = { dataset: "mnist", trainingSize: 500 };
    const outputs: Predictions[] = [];
    for (const [k, normalizeWidth] of [10, 20, null].entries()) {
      const { test } = await readSplits({ ...splits, normalizeWidth }, data);
      outputs.push(predictDataset((await readNetwork(runs[k]!)).network, test));
    }
    const correct = [...outputs[0]!.labels].reduce((sum, label, example) => {
      const means = Array.from({ length: 10 }, (_, k) => {
        const [a, b, c] = outputs.map((of) => of.outputs[10 * example + k]!);
        return Math.fround((a! + b! + c!) / 3);
      });
      return sum + (means.indexOf(Math.max(...means)) === label ? 1 : 0);
    }, 0);
    assertEquals(together.correct, correct);
  },
});

Deno.test({
  name: "evaluate takes weights that no run wrote, with their functions",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const data = await mnistData();
    const file = join(folder.path, "weights");
    const network = new Network([784, 10], { seed: 4 });
    const { tensors } = parseSafetensors(network.toSafetensors());
    await Deno.writeFile(file, formatSafetensors(tensors));
    const untold = await runHere(["evaluate", file, "--data", data]);
    assertEquals(untold.code, 2);
    assertMatch(untold.stderr, /holds no config: .* --output-activation softmax$/m);
    const functions = ["--output-activation", "softmax", "--data", data] as const;
    const { code, stdout, stderr } = await runHere(["evaluate", file, ...functions, "--json"]);
    assertEquals([code, stderr], [0, ""]);
    const { run, epoch, size } = JSON.parse(stdout);
    assertEquals([run, epoch, size], [file, undefined, 10000]);

    await Deno.writeFile(file, new Network([5, 10]).toSafetensors());
    const narrow = await runHere(["evaluate", file, "--data", data]);
    assertEquals(narrow.code, 1);
    assertMatch(narrow.stderr, /this network takes \[batch, 5\]/);
  },
});

Deno.test({
  name: "evaluate names what is missing or damaged, with the next command",
  ignore,
  fn: async () => {
    await using folder = await temporaryFolder();
    const { run, data } = await tinyRun(folder.path);
    const fails = async (words: string[], code: number, message: RegExp) => {
      const outcome = await runHere(["evaluate", ...words]);
      assertMatch(outcome.stderr, message);
      assertNotMatch(outcome.stderr, /\n\s+at |Uncaught/);
      assertEquals(outcome.code, code);
    };
    await fails([], 2, /Missing argument: RUN… is needed/);
    await fails([run, "--split", "tset"], 2, /--split/);
    await fails(
      [join(folder.path, "none")],
      1,
      /Cannot find .*weights\.safetensors: .*none is not a run/,
    );
    await fails(
      [run, "--data", folder.path],
      1,
      /train-images-idx3-ubyte: run `deno task fetch --dataset mnist --data/,
    );

    await fails(
      [join(run, "config.json", "no folder")],
      1,
      /Cannot read .*no folder.weights\.safetensors: a file is where a folder should be/,
    );

    const weights = join(run, "weights.safetensors");
    const bytes = await Deno.readFile(weights);
    await Deno.writeFile(weights, bytes.subarray(0, 5000));
    await fails([run, "--data", data], 1, /Cannot use .*weights\.safetensors: /);
    await Deno.writeTextFile(weights, "");
    await fails([run, "--data", data], 1, /Cannot use .*weights\.safetensors: /);
  },
});
