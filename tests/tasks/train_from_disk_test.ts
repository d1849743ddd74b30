/** A run whose data is larger than the memory it is given: from the command to its resumption. */

import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { parseDraft, resolveConfig } from "../../lib/config.ts";
import { formatIdx } from "../../lib/formats/idx.ts";
import { RandomStream } from "../../mod.ts";
import { factsOf, openData } from "../../tasks/datasets/open_data.ts";
import { ChangedFileError } from "../../tasks/datasets/stored_rows.ts";
import { readRun } from "../../tasks/run/run_folder.ts";
import { readSaved } from "../../tasks/run/saved.ts";
import { trainRun } from "../../tasks/train/train_run.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { runHere } from "../helpers/run_here.ts";
import { granted } from "../helpers/run_task.ts";
import { testsWhere } from "../helpers/tests_with.ts";

const isAble = granted("read", "write");
const test = testsWhere(isAble);

/** Writes 4000 images to train on, 3.1 MB, and a few to validate and to test on. */
async function writeImages(folder: string): Promise<void> {
  const random = new RandomStream(1, "data");
  for (const [part, count] of [["train", 4000], ["validation", 50], ["test", 50]] as const) {
    const labels = Uint8Array.from({ length: count }, (_, k) => k % 3);
    const data = Uint8Array.from(
      { length: count * 784 },
      (_, k) => k % 3 === labels[Math.floor(k / 784)] && random.uniform() < 0.4 ? 200 : 0,
    );
    const shape = [count, 28, 28];
    await Deno.writeFile(join(folder, `${part}-images`), formatIdx({ type: "uint8", shape, data }));
    const file = formatIdx({ type: "uint8", shape: [count], data: labels });
    await Deno.writeFile(join(folder, `${part}-labels`), file);
  }
}

/** Trains in windows of half a mebibyte. */
async function trained(
  folder: string,
  name: string,
  { stopAfter, onEpoch, observe = [] }: {
    stopAfter?: number;
    onEpoch?: (epoch: number) => void;
    observe?: string[];
  } = {},
) {
  const draft = parseDraft({
    dataset: { idx: folder, memory: 1 },
    hidden: [8],
    epochs: 3,
    batchSize: 50,
    optimizer: { name: "adam" },
    learningRate: 0.01,
    classWeights: "balanced",
    augment: { shift: 1, elastic: { sigma: 2, alpha: 3 } },
    evaluate: ["validation"],
    observe,
  });
  const opened = await openData(draft, "");
  const config = resolveConfig(draft, factsOf(opened));
  const path = join(folder, "runs", name);
  const { summary } = await trainRun(path, config, {
    data: "",
    opened,
    engine: "wasm",
    workers: 1,
    saved: await readSaved(path),
    stopAfter,
    interrupt: new AbortController().signal,
    progress: { start() {}, update() {}, clear() {} },
    onEpoch: ({ epoch }) => onEpoch?.(epoch),
  });
  return summary!;
}

test("a run from disk goes on to the same bytes after a pause or a cut file", async (folder) => {
  const { path } = folder;
  await writeImages(path);
  const straight = await trained(path, "straight");
  assertEquals(straight.ended, "done");
  assertEquals(
    straight.weightsSha256,
    "1ce8fee987e16a65d64782ef3367c4fc069b396e5f9f1c932bbe538f23951774",
  );
  const observed = await trained(path, "observed", { observe: ["weightNorms"] });
  assertEquals(observed.weightsSha256, straight.weightsSha256);
  await assertRejects( // the probe is not in memory
    () => trained(path, "probed", { observe: ["activations"] }),
    Error,
    "for anything but training",
  );
  await trained(path, "paused", { stopAfter: 1 });
  assertEquals((await trained(path, "paused")).weightsSha256, straight.weightsSha256);

  const images = join(path, "train-images");
  const whole = await Deno.readFile(images);
  const cut = (epoch: number) => {
    if (epoch === 2) Deno.truncateSync(images, 1_000_000);
  };
  const error = await assertRejects(
    () => trained(path, "cut", { onEpoch: cut }),
    ChangedFileError,
  );
  assertStringIncludes(error.message, `Cannot go on reading ${images}: it`);
  const { summary } = await readRun(join(path, "runs", "cut"));
  assertEquals([summary.epochs, summary.ended], [2, "interrupted"]);
  await Deno.writeFile(images, whole);
  assertEquals((await trained(path, "cut")).weightsSha256, straight.weightsSha256);
});

testsWhere(isAble && LONG_TESTS && granted("run"))(
  "the commands use a run from disk: it is trained, verified, evaluated and reported",
  async (folder) => {
    const { path } = folder;
    await writeImages(path);
    const words = ["--idx", path, "--memory", "1", "--name", "run", "--runs", path];
    const trained = await runHere(["train", ...words, "--set", "epochs=2"]);
    assertEquals(trained.code, 0, trained.stderr);
    assertMatch(
      trained.stdout,
      /^The training images take 4 MB and stay/m,
    );
    const run = join(path, "run");
    for (const words of [["verify", run, "--retrain"], ["report", run], ["evaluate", run]]) {
      const { code, stderr } = await runHere(words as [string, ...string[]]);
      assertEquals(code, 0, stderr);
    }
    const training = await runHere(["evaluate", run, "--split", "training"]);
    assertEquals(training.code, 1);
    assertStringIncludes(training.stderr, "for anything but training");
    const other = await runHere(["train", ...words.with(3, "2"), "--resume"]);
    assertEquals(other.code, 2);
    assertStringIncludes(other.stderr, "memory");
    const table = ["--csv", "tests/outsider/iris.csv", "--target", "species"];
    const wrong = await runHere(["train", ...table, "--memory", "1"]);
    assertStringIncludes(wrong.stderr, "--memory without IDX files");
  },
);
