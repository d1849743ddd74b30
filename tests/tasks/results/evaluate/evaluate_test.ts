import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { predictDataset } from "../../../../lib/evaluate/mod.ts";
import { formatSafetensors, parseSafetensors } from "../../../../lib/formats/safetensors.ts";
import { Network } from "../../../../mod.ts";
import { readSplits } from "../../../../tasks/data/catalogue.ts";
import { collectRuns } from "../../../../tasks/results/report/collect.ts";
import { readNetwork } from "../../../../tasks/run/read_network.ts";
import { mnistData } from "../../../helpers/mnist_data.ts";
import { quiet, refused, trained } from "../../../helpers/outcomes.ts";
import { runHere } from "../../../helpers/run_here.ts";

import { longTestsWith, testsWith } from "../../../helpers/tests_with.ts";

const PERMISSIONS = ["read", "write", "run", "net"] as const;
const test = testsWith(...PERMISSIONS);
const longTest = longTestsWith(...PERMISSIONS);

/** Evaluates on MNIST, and returns the JSON. */
async function evaluated(...words: string[]) {
  return JSON.parse(await quiet("evaluate", ...words, "--data", await mnistData(), "--json"));
}

test("evaluate has the summary's results, in a table and in JSON", async (folder) => {
  const data = await mnistData();
  const words = ["--data", data];
  const run = await trained(folder.path, "run", words, "trainingSize=2000", "epochs=1");
  const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));

  const table = await quiet("evaluate", run, ...words);
  assertMatch(table, new RegExp(`^${summary.test.correct} / 10000, `, "m"));
  assertMatch(table, /^class +precision +recall +F1 +images$/m);
  assertMatch(table, /^Confusion matrix/m);

  for (const [split, size] of [["training", 2000], ["validation", 10000], ["test", 10000]]) {
    const result = await evaluated(run, "--split", String(split));
    assertEquals([result.split, result.size, result.epoch], [split, size, 1]);
    assertEquals(result.confusion.flat().reduce((sum: number, n: number) => sum + n, 0), size);
    const { correct, accuracy, cost } = result;
    if (split !== "training") assertEquals({ correct, size, accuracy, cost }, summary[split!]);
  }
  const worst = await quiet("evaluate", run, ...words, "--worst", "2");
  const mistake =
    /^image \d+: \d predicted as \d \(outputs: \d \d\.\d{3}, \d \d\.\d{3}\)\n[ ▀▄█\n]+/gm;
  assertEquals(worst.match(mistake)?.length, 2);
  const { mistakes } = await evaluated(run, "--worst", "3");
  const largest = mistakes.map(({ outputs }: { outputs: number[] }) => Math.max(...outputs));
  assertEquals(largest, largest.toSorted((a: number, b: number) => b - a));
  for (const { label, predicted, outputs } of mistakes) {
    assertEquals([outputs[predicted], label === predicted], [Math.max(...outputs), false]);
  }
  const other = join(folder.path, "of another name");
  await Deno.copyFile(join(run, "weights.safetensors"), other);
  for (const file of [join(run, "weights.safetensors"), other]) {
    const { code, stderr } = await runHere(["evaluate", file, ...words]);
    assertEquals([code, stderr], [0, ""]);
  }
});

longTest(
  "runs that saw digits of different widths see them so again",
  async (folder) => {
    const data = await mnistData();
    const widths = [10, 20, null];
    const runs: string[] = [];
    for (const width of widths) {
      const set = ["trainingSize=500", "epochs=2", `normalizeWidth=${width}`];
      runs.push(await trained(folder.path, `width${width}`, ["--data", data], ...set));
    }
    const together = await evaluated(...runs);
    for (const [k, run] of runs.entries()) {
      const summary = JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
      const { correct, size, accuracy, cost } = await evaluated(run);
      assertEquals({ correct, size, accuracy, cost }, summary.test);
      assertEquals(together.runs[k], { run, epoch: 2, correct, accuracy, cost });
    }
    await quiet("verify", runs[0]!, "--data", data);

    const reported = await collectRuns(runs, "test", data);
    assertEquals(
      reported.map(({ evaluation }) => evaluation.correct),
      together.runs.map(({ correct }: { correct: number }) => correct),
    );

    const outputs = await Promise.all(widths.map(async (normalizeWidth, k) => {
      const splits = { dataset: "mnist", trainingSize: 500, normalizeWidth };
      const { test } = await readSplits(splits, data);
      return predictDataset((await readNetwork(runs[k]!)).network, test);
    }));
    const correct = [...outputs[0]!.labels].reduce((sum, label, example) => {
      const means = Array.from({ length: 10 }, (_, k) => {
        const [a, b, c] = outputs.map((of) => of.outputs[10 * example + k]!);
        return Math.fround((a! + b! + c!) / 3);
      });
      return sum + (means.indexOf(Math.max(...means)) === label ? 1 : 0);
    }, 0);
    assertEquals(together.correct, correct);
  },
);

test("evaluate takes weights that no run wrote, with their functions", async (folder) => {
  const words = ["--data", await mnistData()];
  const file = join(folder.path, "weights");
  const network = new Network([784, 10], { seed: 4 });
  const { tensors } = parseSafetensors(network.toSafetensors());
  await Deno.writeFile(file, formatSafetensors(tensors));
  const message = /holds no config: .* --output-activation softmax$/m;
  await refused(["evaluate", file, ...words], message, 2);
  const { run, epoch, size } = await evaluated(file, "--output-activation", "softmax");
  assertEquals([run, epoch, size], [file, undefined, 10000]);

  await Deno.writeFile(file, new Network([5, 10]).toSafetensors());
  await refused(["evaluate", file, ...words], /this network takes \[batch, 5\]/);
});
