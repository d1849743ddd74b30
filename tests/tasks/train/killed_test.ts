import { assert, assertEquals, assertGreater, assertMatch, assertNotMatch } from "@std/assert";
import { join } from "@std/path";
import { toText } from "@std/streams";
import { type Metrics, readRun, type Summary } from "../../../tasks/run/run_folder.ts";
import { type DrawDelay, killAtRandom } from "../../helpers/kills.ts";
import { linesOf } from "../../helpers/lines.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { assertVerified, mnistData } from "../../helpers/mnist_data.ts";
import { runHere } from "../../helpers/run_here.ts";
import { granted, namesIn, startTask, temporaryFolder } from "../../helpers/run_task.ts";
import { trainIn } from "./train_in.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

const ignore = !granted("read", "write", "run", "net") || Deno.build.os === "windows";
const test = testsWhere(granted("read", "write", "run", "net") && Deno.build.os !== "windows");

/** A run with everything that a checkpoint has to hold, of epochs that take a few hundredths of a second. */
const EVERYTHING = [
  "--set",
  "trainingSize=300",
  "--set",
  "epochs=30",
  "--set",
  'evaluate=["validation"]',
  "--set",
  'optimizer={"name":"adam"}',
  "--set",
  "learningRate=0.01",
  "--set",
  "keep=best",
  "--set",
  'averaging={"decay":0.99}',
  "--set",
  'schedule={"name":"oneCycle","warmup":1}',
];

const PLAIN = ["--set", "trainingSize=300", "--set", "epochs=6", "--set", 'evaluate=["test"]'];

/** What has to be the same of two runs: everything but how long it took. */
async function resultOf(run: string): Promise<{ summary: unknown; metrics: unknown[] }> {
  const { summary, metrics } = await readRun(run);
  // The metrics' hash is over their seconds too.
  const { seconds: _, name: __, metricsSha256: ___, ...rest }: Summary = summary;
  const timeless = ({ seconds: _, samplesPerSecond: __, ...line }: Metrics) => line;
  return { summary: rest, metrics: metrics.map(timeless) };
}

/** The files that hold nothing of how long a run took: they are the same to the last byte. */
const TIMELESS = ["config.json", "weights.safetensors"];

/** Whole files of two runs are the same; their first part is shown where it is not. */
async function assertSameFiles(run: string, other: string): Promise<void> {
  for (const file of TIMELESS) {
    const [is, was] = [
      await Deno.readFile(join(run, file)),
      await Deno.readFile(join(other, file)),
    ];
    const head = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes.subarray(0, 8000));
    assertEquals(head(is), head(was), file);
    assert(is.length === was.length && is.every((byte, k) => byte === was[k]), file);
  }
}

/** Trains until some epoch's line is printed, and kills the process after so many milliseconds more. */
async function trainAndKill(words: string[], epochs: number, delay: number): Promise<boolean> {
  const process = startTask(["train", ...words, "--verbose"]);
  const errors = toText(process.stderr);
  let trained = 0;
  for await (const line of linesOf(process.stdout)) {
    if (/^Epoch \d/.test(line)) trained++;
    if (trained < epochs) continue;
    await new Promise((resolve) => setTimeout(resolve, delay));
    try {
      process.kill("SIGKILL");
    } catch {
      // It was done.
    }
    break; // cancels the stream
  }
  const { code, signal } = await process.status;
  const printed = await errors;
  if (signal !== "SIGKILL") assertEquals(code, 0, printed);
  return signal === "SIGKILL";
}

/** Kills a run again and again at random moments until it is done, and compares it with one that was left alone. */
async function killAndResume(expectedKills: number, drawDelay: DrawDelay): Promise<void> {
  await using folder = await temporaryFolder();
  const folders = ["--data", await mnistData(), "--runs", folder.path];
  const words = ["--no-report", ...folders, ...EVERYTHING];
  const straight = await runHere(["train", ...words, "--name", "straight"]);
  assertEquals(straight.code, 0, straight.stderr);
  let kills = 0;
  while (kills < expectedKills) {
    if (await trainAndKill([...words, "--name", "killed", "--resume"], 1, drawDelay(60))) kills++;
    else await Deno.remove(join(folder.path, "killed"), { recursive: true }); // done too soon: again
  }
  const last = await runHere(["train", ...words, "--name", "killed", "--resume"]);
  assertEquals(last.code, 0, last.stderr);
  assertEquals(
    await resultOf(join(folder.path, "killed")),
    await resultOf(join(folder.path, "straight")),
  );
  await assertSameFiles(join(folder.path, "killed"), join(folder.path, "straight"));
  assertEquals(await namesIn(folder.path), ["killed", "straight"]);
  const verified = await runHere(["verify", join(folder.path, "killed"), ...folders.slice(0, 2)]);
  assertEquals(verified.code, 0, verified.stderr);
}

Deno.test("a run that is killed at random moments and resumed comes to the same bytes", {
  ignore: ignore || !LONG_TESTS,
}, () => killAtRandom("train", (drawDelay) => killAndResume(20, drawDelay)));

Deno.test(
  "--max-minutes ends cleanly with the last whole epoch, and --resume goes on to the same bytes",
  { ignore: ignore || !LONG_TESTS },
  async () => {
    await using folder = await temporaryFolder();
    const config = ["--set", "trainingSize=2000", "--set", "epochs=300", "--set", "evaluate=[]"];
    const limited = [...config, "--name", "limited"];
    const third = ["--max-minutes", "0.006"]; // of a second, and an epoch takes some 5 ms
    const { code, stdout, stderr } = await trainIn(folder.path, ...limited, ...third);
    assertEquals([code, stderr], [0, ""]);
    assertMatch(
      stdout,
      /^Ended at the time limit after epoch \d+; `deno task train --resume .*` continues$/m,
    );
    const run = join(folder.path, "limited");
    const { summary, metrics } = await readRun(run);
    assertEquals([summary.ended, summary.epoch], ["timeLimit", metrics.length]);
    assert(metrics.length < 300, `${metrics.length} epochs`);
    await assertVerified(run);

    // Without --config the run's own is taken, and the others' bytes are the same.
    const resumed = await trainIn(folder.path, "--name", "limited", "--resume", "--workers", "2");
    assertMatch(
      resumed.stdout,
      new RegExp(`^Resuming .*limited after epoch ${metrics.length}$`, "m"),
    );
    await trainIn(folder.path, ...config, "--name", "straight", "--workers", "2");
    assertEquals(await resultOf(run), await resultOf(join(folder.path, "straight")));
    assertGreater((await readRun(run)).summary.seconds, summary.seconds);
  },
);

test("a time limit within the first epoch is an error and leaves nothing", async (folder) => {
  const large = ["--set", "sizes=[784,3000,10]", "--max-minutes", ".001"];
  const { code, stderr } = await trainIn(folder.path, ...large);
  assertEquals(code, 1);
  assertMatch(stderr, /nothing is kept\nerror: Cannot train on: 0\.001 minutes are over\n$/);
  assertEquals(await namesIn(folder.path), []);
});

test("--resume of nothing starts anew, and of a whole run changes nothing", async (folder) => {
  const anew = await trainIn(folder.path, ...PLAIN, "--resume");
  assertEquals(anew.code, 0, anew.stderr);
  assertMatch(anew.stdout, /^Nothing to resume in .*tutorial: starting from scratch$/m);
  const run = join(folder.path, "tutorial");
  const before = await readRun(run);
  const again = await trainIn(folder.path, "--resume", "--engine", "reference");
  assertEquals(again.code, 0, again.stderr);
  assertMatch(again.stdout, /^Nothing is left to train in .*: all 6 epochs are trained$/m);
  assertEquals(await readRun(run), before); // the engine too: it trained none of it

  const more = await trainIn(folder.path, "--resume", "--set", "epochs=9");
  assertEquals(more.code, 0, more.stderr);
  await trainIn(folder.path, ...PLAIN, "--set", "epochs=9", "--name", "straight");
  assertEquals(await resultOf(run), await resultOf(join(folder.path, "straight")));
  await assertVerified(run);
});

const TABLE = [
  "a,b,class",
  ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((k) => [
    `${k},${k % 3},low`,
    `${k + 9},${k % 4},high`,
  ]),
].join("\n");

test("a run that was cut off and resumed has a straight run's very files", async (folder) => {
  const csv = join(folder.path, "rows.csv");
  await Deno.writeTextFile(csv, TABLE);
  const table = ["--csv", csv, "--target", "class", "--set", "hidden=[10]", "--seed", "4"];
  const digits = [...PLAIN, "--set", "hidden=[10]"];
  for (const [name, words] of [["digits", digits], ["table", table]] as const) {
    const train = (epochs: number, name: string, ...more: string[]) =>
      trainIn(folder.path, ...words, "--set", `epochs=${epochs}`, "--name", name, ...more);
    await train(7, `${name}-straight`);
    await train(3, name);
    const resumed = await train(7, name, "--resume");
    assertEquals(resumed.code, 0, resumed.stderr);
    assertMatch(resumed.stdout, /^Resuming .* after epoch 3$/m);
    await assertSameFiles(join(folder.path, name), join(folder.path, `${name}-straight`));
    const again = await train(7, name, "--resume");
    assertEquals(again.code, 0, again.stderr);
    assertMatch(again.stdout, /^Nothing is left to train in /m);
  }
});

test("a run that ended early is not resumed, with more epochs neither", async (folder) => {
  const words = ["--set", "trainingSize=300", "--set", 'earlyStopping={"patience":1}'];
  const first = await trainIn(folder.path, ...words);
  assertMatch(first.stdout, /^Ended early after epoch \d+: validation no longer improves$/m);
  const run = join(folder.path, "tutorial");
  const { summary } = await readRun(run);
  assertEquals([summary.ended, summary.epoch], ["earlyStopping", summary.best!.epoch]);
  assertEquals(summary.epochs, Number(summary.epoch) + 1);
  await assertVerified(run);
  const again = await trainIn(folder.path, "--resume", "--set", "epochs=99");
  assertMatch(again.stdout, /^Nothing is left to train in .*: it ended early, after epoch \d+$/m);
});

test("another config, other bits and a damaged checkpoint are refused", async (folder) => {
  const run = join(folder.path, "tutorial");
  await trainIn(folder.path, ...PLAIN);
  const before = await readRun(run);
  const refused = async (code: number, message: RegExp, ...words: string[]) => {
    const outcome = await trainIn(folder.path, "--resume", ...words);
    assertMatch(outcome.stderr, message);
    assertNotMatch(outcome.stderr, /\n\s+at |Uncaught/);
    assertEquals(outcome.code, code);
    assertEquals(await readRun(run), before);
  };
  const other =
    /^error: Cannot resume .* another config:\n {2}learningRate: 3 in the run, 0\.5 now\n$/;
  await refused(2, other, "--set", "learningRate=0.5");

  const checkpoint = join(run, "checkpoint.safetensors");
  const bytes = await Deno.readFile(checkpoint);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(checkpoint, bytes);
  const anew = /--replace instead of --resume retrains the run\n$/;
  await refused(1, new RegExp(`^error: Cannot resume from .*SHA-256 is not .*${anew.source}`));
  await Deno.remove(checkpoint);
  await refused(1, new RegExp(`^error: Cannot resume .*: it has no checkpoint.*${anew.source}`));
});

test("a run killed between two renames is resumed from the checkpoint", async (folder) => {
  const [run, straight] = [join(folder.path, "tutorial"), join(folder.path, "straight")];
  await trainIn(folder.path, ...PLAIN, "--name", "straight");
  // The checkpoint is of epoch 6, the rest of epoch 2 of another run.
  await trainIn(folder.path, ...PLAIN, "--set", "epochs=2", "--seed", "9");
  const checkpoint = "checkpoint.safetensors";
  await Deno.copyFile(join(straight, checkpoint), join(run, checkpoint));
  assertEquals((await trainIn(folder.path, "--resume")).code, 0);
  assertEquals(await resultOf(run), await resultOf(straight));
});
