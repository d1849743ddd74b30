/** Runs over folds: the same bytes however they are trained, and wherever they were cut off. */

import { assert, assertEquals, assertInstanceOf, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { DivergenceError } from "../../../mod.ts";
import { readRun } from "../../../tasks/run/run_folder.ts";
import { verified } from "../../helpers/run_content.ts";
import { runHere } from "../../helpers/run_here.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { NO_CLOCK, resultOf, salesConfig, trainSales, writeSales } from "./fold_runs.ts";

const test = testsWith("read", "write", "run");

const CLASSES = ["--target", "sold", "--without", "price"];
const QUANTITY = ["--target", "price", "--without", "sold"];
const SMALL = ["--set", "hidden=[4]", "--folds", "3", "--set", "batchSize=16", "--test", "0.15"];
/** The town is learned from, as a column of many levels. */
const WITH_TOWN = ["--split-by", "none", ...SMALL];
const QUICK = ["--set", "learningRate=0.05", "--set", 'earlyStopping={"patience":1}'];

/** Trains a run on sales, in a folder; returns its path and what was printed. */
async function train(folder: string, name: string, words: readonly string[]) {
  const csv = await writeSales(folder);
  const to = ["--runs", folder, "--name", name, "--no-report"];
  const all = ["--csv", csv, ...to, ...WITH_TOWN, ...words];
  return { ...await runHere(["train", ...all]), run: join(folder, name) };
}

// Native kernels have tests of their own.
test("members give the same bytes on every engine and on any number of threads", async ({ path }) => {
  const classes = [...CLASSES, "--set", 'dataset.weights="count"', "--repeat", "2"];
  for (const [name, words] of [["classes", classes], ["quantity", QUANTITY]] as const) {
    const epochs = ["--set", "epochs=2"];
    const usual = await train(path, name, [...words, ...epochs, "--workers", "1"]);
    assertEquals(usual.code, 0, usual.stderr);
    const expected = await resultOf(usual.run);
    assertEquals((await verified(usual.run)).wrong, []);
    for (const [engine, workers] of [["reference", "2"], ["wasm", "3"]] as const) {
      const more = ["--engine", engine, "--workers", workers];
      const other = await train(path, `${name}-${engine}`, [...words, ...epochs, ...more]);
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
      assertMatch(resumed.stdout, /^Resuming .* after epoch \d+$/m);
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

/** Two encodings with two weight decays, over three folds. */
const MEMBERS = 12;

test("a round that is cut off is taken back, and the run goes on to the same bytes", async ({ path }) => {
  for (const recipe of [1, 2]) await cutOff(path, recipe);
});

async function cutOff(path: string, recipe: number): Promise<void> {
  const [run, straight] = [join(path, `cut${recipe}`), join(path, `straight${recipe}`)];
  const sales = await salesConfig(path, {
    earlyStopping: { patience: 1 },
    epochs: recipe === 1 ? 6 : 5,
    recipe,
    ...recipe > 1 && { optimizer: { name: "adamw", weightDecay: 5 } }, // which is too large
  });
  await trainSales(straight, sales, { stopAfter: 5 });
  const reason = new Error("stopped here");
  const cuts = [[1, 1], [2, 7], [2, 1], [4, 1], ...recipe === 1 ? [] : [[5, 12]]];
  for (const [round, member] of cuts) {
    const controller = new AbortController();
    let number = 0;
    const before = await readRun(run).catch(() => undefined);
    const { summary, stopped, metrics } = await trainSales(run, sales, {
      interrupt: controller.signal,
      workers: 1 + round! % 3,
      onEpoch: ({ epoch }) => number = epoch,
      clock: { ...NO_CLOCK, goOn: (detail) => number = Number(/\d+/.exec(detail ?? "")?.[0]) },
      onPart: (part) =>
        number >= round! && Math.round(part * MEMBERS) >= member! && controller.abort(reason),
    });
    assertEquals(stopped, reason);
    // Other threads may end the round before they hear of it, and the next call then goes on from there.
    const { length: rounds } = metrics;
    assert(rounds >= round! - 1 && rounds <= round! + 1, `${rounds} rounds`);
    if (rounds === 0) assertEquals(summary, undefined);
    else {
      assertEquals([summary!.epochs, summary!.ended], [rounds, "interrupted"]);
      assertEquals((await verified(run)).wrong, []);
      if (before?.summary.epochs === rounds) assertEquals(await readRun(run), before); // untouched
    }
  }
  await trainSales(run, sales, { stopAfter: 5 });
  const result = await resultOf(run);
  assertEquals(result, await resultOf(straight));
  assertEquals(result.checkpoint.members.includes(undefined), false, "all have learned by now");
  assertEquals((await verified(run)).wrong, []);
}

test("a member that diverges ends the run as one network does", async ({ path }) => {
  const run = join(path, "diverged");
  const sales = await salesConfig(path, {
    dataset: { csv: await writeSales(path), target: "sold", without: ["price"] },
    learningRate: 1e4,
  });
  const messages = new Set<string>();
  for (const workers of [1, 2, 3]) {
    await Deno.remove(run, { recursive: true }).catch(() => {});
    const { summary, stopped } = await trainSales(run, sales, { workers });
    assertInstanceOf(stopped, DivergenceError);
    messages.add(stopped.message);
    assertEquals([summary!.ended, summary!.epochs], ["diverged", 1]);
    assertEquals((await verified(run)).wrong, []);
  }
  assertEquals(messages.size, 1);
  const far = await salesConfig(path, { learningRate: 1e36 });
  const { summary, stopped } = await trainSales(join(path, "none"), far);
  assertEquals([summary, stopped instanceof DivergenceError], [undefined, true]);
});

test("a run that is interrupted while it is compared is whole, and compared when it is resumed", async ({ path }) => {
  const [run, straight] = [join(path, "cut"), join(path, "straight")];
  const sales = await salesConfig(path, { epochs: 2 });
  await trainSales(straight, sales);
  const controller = new AbortController();
  const notes: string[] = [];
  const { summary } = await trainSales(run, sales, {
    interrupt: controller.signal,
    onWarning: (note) => void notes.push(note),
    clock: { ...NO_CLOCK, enter: (stage) => stage === "curve" && controller.abort() },
  });
  assertEquals([summary!.ended, summary!.truth, notes.length], ["done", undefined, 1]);
  assertEquals((await verified(run)).wrong, []);
  for (let times = 0; times < 2; times++) { // the second finds everything done
    await trainSales(run, sales);
    assertEquals(await resultOf(run), await resultOf(straight));
  }
});
