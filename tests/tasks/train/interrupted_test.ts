import {
  assertEquals,
  assertGreater,
  assertLess,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { delay } from "@std/async/delay";
import { join } from "@std/path";
import { toText } from "@std/streams";
import { killAt } from "../../helpers/kills.ts";
import { waitForLine } from "../../helpers/lines.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { assertVerified, mnistData } from "../../helpers/mnist_data.ts";
import { granted, namesIn, startTask } from "../../helpers/run_task.ts";
import { assertFails, FILES, SMALL, summaryOf, trainIn } from "./train_in.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

const isAble = granted("read", "write", "run", "net");
const test = testsWhere(isAble);
const unixTest = testsWhere(isAble && Deno.build.os !== "windows");
const longTest = testsWhere(isAble && Deno.build.os !== "windows" && LONG_TESTS);

/** Interrupts a training process once it prints such a line; returns its errors. It exits with 130. */
async function interrupted(
  words: readonly string[],
  line: RegExp,
  signal: Deno.Signal = "SIGINT",
  wait = 0,
): Promise<string> {
  const process = startTask(["train", ...words, "--verbose"]);
  await waitForLine(process.stdout, line);
  await delay(wait);
  const began = performance.now();
  process.kill(signal);
  const errors = await toText(process.stderr);
  const moment = `${signal} ${wait} ms after ${line}`;
  assertEquals((await process.status).code, 130, `${moment}: ${errors}`);
  assertLess(performance.now() - began, 5000, moment);
  return errors;
}

unixTest("Ctrl-C keeps the last whole epoch's run and exits with 130", async (folder) => {
  const data = await mnistData();
  const words = ["--data", data, "--runs", folder.path, "--set", "epochs=1000"];
  assertMatch(
    await interrupted(words, /Epoch 2: /),
    /^Stopped after epoch \d+: .*tutorial keeps epoch \d+; `deno task train --resume --name tutorial --runs .*` continues$/m,
  );
  const run = join(folder.path, "tutorial");
  assertEquals(await namesIn(run), FILES);
  const summary = await summaryOf(run);
  assertEquals(summary.ended, "interrupted");
  assertGreater(summary.epoch, 1);
  await assertVerified(run);
});

unixTest(
  "Ctrl-C in the first epoch leaves nothing, and an earlier run as it was",
  async (folder) => {
    const data = await mnistData();
    await trainIn(folder.path, "--name", "earlier", ...SMALL);
    const before = await summaryOf(join(folder.path, "earlier"));
    for (const name of ["new", "earlier"]) {
      const words = ["--data", data, "--runs", folder.path, "--name", name];
      const large = ["--replace", "--set", "sizes=[784,3000,10]"];
      const errors = await interrupted([...words, ...large], /^Training /m);
      assertStringIncludes(errors, "Stopped before the first epoch ended: nothing is kept");
    }
    assertEquals(await namesIn(folder.path), ["earlier"]);
    assertEquals(await summaryOf(join(folder.path, "earlier")), before);
  },
);

longTest(
  "SIGTERM ends the training of a large network within five seconds, and keeps the last epoch",
  async (folder) => {
    const run = join(folder.path, "ciresan-5");
    const words = ["--data", await mnistData(), "--runs", folder.path, "--no-report"];
    const large = ["--config", "packages/lab/configs/ciresan-5.json", "--set", "evaluate=[]"];
    const train = [...words, ...large, "--set", "trainingSize=300"];
    for (const after of [0, 500, 3000]) {
      await killAt(`SIGTERM ${after} ms after epoch 1`, async () => {
        const errors = await interrupted([...train, "--replace"], /Epoch 1: /, "SIGTERM", after);
        assertMatch(errors, /^Stopped after epoch \d+: /m);
        assertEquals((await summaryOf(run)).ended, "interrupted");
      });
    }
    const before = await summaryOf(run);
    await interrupted([...train, "--resume"], /^Resuming /m, "SIGTERM");
    assertEquals(await summaryOf(run), before);
  },
);

test("a cost that is not a number has a diagnosis and keeps the last good epoch", async (folder) => {
  const words = ["--set", "activation=relu", "--set", "learningRate=1e36"];
  const early = await trainIn(folder.path, ...words, "--set", "trainingSize=1000");
  const first =
    /the cost became \S+ in epoch 1, batch \d+, first in layer 1, at learning rate 1e\+36/;
  assertFails(early, 1, first);
  assertStringIncludes(early.stderr, "nothing is kept");
  assertEquals(await namesIn(folder.path), []);

  // A velocity that keeps growing: the first epochs are still made of finite numbers.
  const late = await trainIn(
    folder.path,
    "--set",
    'optimizer={"name":"momentum","momentum":0.99}',
    "--set",
    "learningRate=3e38",
    "--set",
    "trainingSize=20",
    "--set",
    "evaluate=[]",
  );
  assertFails(
    late,
    1,
    /Cannot continue training: the cost became \S+ in epoch ([2-9]|\d\d), batch 2/,
  );
  const run = join(folder.path, "tutorial");
  const { ended, epoch, epochs } = await summaryOf(run);
  assertEquals([ended, epoch], ["diverged", epochs]);
  await assertVerified(run);
});

unixTest("two training runs cannot write the same run", async (folder) => {
  const words = ["--data", await mnistData(), "--runs", folder.path, "--set", "epochs=1000"];
  const first = startTask(["train", ...words]);
  await waitForLine(first.stdout, /^Training /m);
  assertFails(await trainIn(folder.path, ...SMALL), 1, /another training run is writing there/);
  first.kill("SIGINT");
  await first.stderr.cancel();
  assertEquals((await first.status).code, 130);
});
