/** Runs over folds: the same bytes however they are trained, and wherever they were cut off. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { parseFoldCheckpoint } from "../../../lib/fold_ensemble/mod.ts";
import { FILES, readRun } from "../../../tasks/run/run_folder.ts";
import { salesTable } from "../../helpers/draw_fold_tables.ts";
import { verified } from "../../helpers/run_content.ts";
import { runHere } from "../../helpers/run_here.ts";
import type { Outcome } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";

const test = testsWith("read", "write", "run");

const CLASSES = ["--target", "sold", "--without", "price"];
const QUANTITY = ["--target", "price", "--without", "sold"];
const SMALL = ["--set", "hidden=[4]", "--folds", "3", "--set", "batchSize=16"];
const QUICK = ["--set", "learningRate=0.05", "--set", 'earlyStopping={"patience":1}'];

/** Trains a run on sales, in a folder; returns its path and what was printed. */
async function train(
  folder: string,
  name: string,
  words: readonly string[],
): Promise<Outcome & { run: string }> {
  const csv = join(folder, "sales.csv");
  await Deno.writeTextFile(csv, salesTable(130));
  const all = ["--csv", csv, "--runs", folder, "--name", name, "--no-report", ...SMALL, ...words];
  return { ...await runHere(["train", ...all]), run: join(folder, name) };
}

/** What has to be the same of two runs: weights to the byte, lines but their times, what each member remembers. */
async function resultOf(run: string) {
  const { metrics, summary } = await readRun(run);
  const { checkpoint } = await parseFoldCheckpoint(
    await Deno.readFile(join(run, FILES.checkpoint)),
  );
  const { seconds: _, metricsSha256: __, name: ___, engine: ____, workers: _____, ...rest } =
    summary;
  return {
    weights: await Deno.readFile(join(run, FILES.weights)),
    metrics: metrics.map(({ seconds: _, samplesPerSecond: __, ...line }) => line),
    checkpoint,
    summary: rest,
  };
}

test("members give the same bytes on every engine and on any number of threads", async ({ path }) => {
  for (
    const [name, words] of [
      ["classes", [...CLASSES, "--set", 'dataset.weights="count"', "--repeat", "2"]],
      ["quantity", QUANTITY],
    ] as const
  ) {
    const epochs = ["--set", "epochs=2"];
    const usual = await train(path, name, [...words, ...epochs, "--workers", "1"]);
    assertEquals(usual.code, 0, usual.stderr);
    const expected = await resultOf(usual.run);
    assertEquals((await verified(usual.run)).wrong, []);
    for (
      const [engine, workers] of [["reference", "2"], ["wasm", "3"], ["native", "2"]] as const
    ) {
      const other = await train(path, `${name}-${engine}`, [
        ...words,
        ...epochs,
        ...["--engine", engine, "--workers", workers],
      ]);
      if (engine === "native" && other.code !== 0) continue; // no kernels are built here
      assertEquals(other.code, 0, other.stderr);
      assertEquals(await resultOf(other.run), expected, engine);
    }
  }
});

test("a run over folds goes on with more epochs to the bytes of a straight one", async ({ path }) => {
  for (const [name, words] of [["classes", CLASSES], ["quantity", QUANTITY]] as const) {
    const epochs = (number: number) => [...words, ...QUICK, "--set", `epochs=${number}`];
    const straight = await train(path, `${name}-straight`, epochs(12));
    assertEquals(straight.code, 0, straight.stderr);
    const { run } = await train(path, name, epochs(1));
    for (const more of [2, 12]) {
      const resumed = await train(path, name, [...epochs(more), "--resume"]);
      assertEquals(resumed.code, 0, resumed.stderr);
      assertMatch(resumed.stdout, /^Resumes .* after epoch \d+$/m);
      assertEquals((await verified(run)).wrong, []);
    }
    const { summary: { epochs: trained }, metrics } = await readRun(run);
    assert(metrics.at(-1)!.members!.includes(null), "a member has stopped");
    assertEquals(await resultOf(run), await resultOf(straight.run));
    const { summary: { seconds } } = await readRun(run);
    const again = await train(path, name, [...epochs(12), "--resume", "--engine", "reference"]);
    assertMatch(again.stdout, /^Nothing is left to train in /m);
    const { summary } = await readRun(run);
    assertEquals([summary.epochs, summary.engine, summary.seconds], [trained, "wasm", seconds]);
  }
});
