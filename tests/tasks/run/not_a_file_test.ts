/** Named pipes and links in the place of files: every command refuses them at once, where an open would wait for ever. */

import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { delay } from "@std/async/delay";
import { join } from "@std/path";
import { FILES } from "../../../tasks/run/run_folder.ts";
import { FolderLock, LOCK } from "../../../tasks/run/lock.ts";
import { WatchedRuns } from "../../../tasks/serve/watch.ts";
import { done } from "../../helpers/outcomes.ts";
import { runHere } from "../../helpers/run_here.ts";
import { granted, type Outcome, outputOf, ROOT, WIDE } from "../../helpers/run_task.ts";
import { copyOf, IRIS, IRISES, runOn } from "../../helpers/shared_runs.ts";
import { testsWhere } from "../../helpers/tests_with.ts";

const test = testsWhere(
  granted("read", "write", "run", "net", "env") && Deno.build.os !== "windows",
);

/** A command that waits for longer waits for ever. */
const HANGS_MS = 60_000;

type Words = readonly [task: string, ...words: string[]];

/** A copy of a run of two epochs over the irises. */
async function irises(folder: string, name: string): Promise<string> {
  const table = { name: "irises", text: await Deno.readTextFile(IRIS), target: "species" };
  const run = await runOn(table, ["--folds", "0"], "epochs=2", "earlyStopping=null");
  return await copyOf(run, folder, name);
}

/** Puts a named pipe where a file is. */
async function pipeAt(path: string): Promise<string> {
  await Deno.remove(path).catch(() => {});
  await outputOf("mkfifo", [path]);
  return path;
}

/** Runs a command; throws if it hangs. */
async function ended(words: Words): Promise<Outcome> {
  const timer = new AbortController();
  const hangs = delay(HANGS_MS, timer).then(() => {
    throw new Error(`${words.join(" ")} hangs`);
  });
  try {
    return await Promise.race([runHere(words), hangs]);
  } finally {
    timer.abort();
    await hangs.catch(() => {});
  }
}

test("no command waits for a named pipe in the place of a run's file", async ({ path }) => {
  const commands: [file: string, ...words: Words][] = [
    [FILES.weights, "predict", "RUN", IRIS],
    [FILES.weights, "verify", "RUN"],
    [FILES.weights, "evaluate", "RUN"],
    [FILES.weights, "export", "RUN"],
    [FILES.summary, "verify", "RUN"],
    [FILES.summary, "report", "RUN"],
    [FILES.metrics, "report", "RUN"],
    [FILES.config, "verify", "RUN"],
    [FILES.checkpoint, "verify", "RUN"],
    [FILES.checkpoint, "train", ...IRISES, "--resume", "--runs", path, "--name", "NAME"],
  ];
  for (const [k, [file, command, ...rest]] of commands.entries()) {
    const run = await irises(path, `run${k}`);
    await pipeAt(join(run, file));
    const words = rest.map((word) => word === "RUN" ? run : word === "NAME" ? `run${k}` : word);
    const { code, stdout, stderr } = await ended([command, ...words]);
    assertEquals(code, 1, command);
    assertMatch(`${stdout}${stderr}`, new RegExp(`${file}: it is a named pipe, not a file`));
  }
});

test("runs lists the other runs beside one whose file is a named pipe", async ({ path }) => {
  await irises(path, "whole");
  await pipeAt(join(await irises(path, "piped"), FILES.summary));
  const { code, stdout, stderr } = await ended(["runs", "--runs", path]);
  assertEquals(code, 0, stderr);
  assertMatch(stdout, /^whole /m);
  assertMatch(stdout + stderr, /piped.*summary\.json: it is a named pipe, not a file/);
});

test("a named pipe is no table, picture, config, run or output", async ({ path }) => {
  const run = await irises(path, "run");
  const pipe = await pipeAt(join(path, "pipe.csv"));
  const config = await pipeAt(join(path, "config.json"));
  const out = await pipeAt(join(path, "out.csv"));
  const commands: Words[] = [
    ["predict", run, pipe],
    ["predict", run, await pipeAt(join(path, "rows.parquet"))],
    ["predict", run, await pipeAt(join(path, "rows"))],
    ["predict", await pipeAt(join(path, "x.safetensors")), IRIS],
    ["predict", pipe, IRIS],
    ["evaluate", run, "--csv", pipe],
    ["train", "--csv", pipe, "--target", "species", "--runs", path, "--name", "new"],
    ["train", "--config", config, "--runs", path, "--name", "new"],
    ["predict", run, IRIS, "--out", out],
    ["predict", run, IRIS, "--out", out, "--force"],
    ["export", run, "--out", await pipeAt(join(path, "out.onnx")), "--force"],
    ["report", run, "--out", await pipeAt(join(path, "out.html")), "--force"],
  ];
  for (const words of commands) {
    const { code, stdout, stderr } = await ended(words);
    assertEquals([code === 0, stdout], [false, ""], words.join(" "));
    assertMatch(stderr, /^error: .*: (?:it is a named pipe, not a file|expected a regular file)/);
  }
});

test("a pipe that is open already is read as a config, and named where rows are asked for", async ({ path }) => {
  const run = await irises(path, "run");
  const program = '"$0" run -q -P=train --allow-env=COLUMNS tasks/train.ts --config <(echo "{"); ' +
    `"$0" run -q -P=write --allow-env=COLUMNS tasks/predict.ts "${run}" <(head -3 "${IRIS}"); true`;
  const process = new Deno.Command("bash", {
    args: ["-c", program, Deno.execPath()],
    cwd: ROOT,
    env: { COLUMNS: WIDE },
  });
  const [config = "", rows = ""] = new TextDecoder().decode((await process.output()).stderr)
    .trim().split("\n");
  assertMatch(config, /^error: Cannot read \/dev\/fd\/\d+, which is not JSON: /);
  assertMatch(rows, /^error: Cannot read \/dev\/fd\/\d+: it is a pipe; - reads standard input$/);
});

test("a file without a byte is no run", async ({ path }) => {
  const empty = join(path, "empty");
  await Deno.writeTextFile(empty, "");
  const { code, stderr } = await runHere(["predict", await irises(path, "run"), empty]);
  assertEquals([code, stderr], [1, `error: Cannot read ${empty}: it is empty\n`]);
});

test("nobody waits for a lock that is a named pipe", async ({ path }) => {
  await pipeAt(join(path, LOCK));
  await assertRejects(() => FolderLock.take(path), Error, "it is a named pipe, not a file");
});

test("a served run whose weights become a named pipe answers on, and is opened again", async ({ path }) => {
  const run = await irises(path, "run");
  const watched = await WatchedRuns.open(new Map([["irises", run]]));
  const weights = await Deno.readFile(join(run, FILES.weights));
  await pipeAt(join(run, FILES.weights));
  const [note = ""] = await watched.refresh();
  assertMatch(note, /it is a named pipe, not a file; irises still answers with version/);
  assertMatch(watched.models.get("irises")!.problem ?? "", /^Cannot open its newer files/);
  await Deno.remove(join(run, FILES.weights));
  await Deno.writeFile(join(run, FILES.weights), weights);
  await watched.refresh();
  assertEquals(watched.models.get("irises")!.problem, undefined);
});

test("a run's file behind a symbolic link is refused by every command", async ({ path }) => {
  for (const file of [FILES.weights, FILES.summary, FILES.checkpoint]) {
    const run = await irises(path, file);
    await Deno.rename(join(run, file), join(path, `${file}.moved`));
    await Deno.symlink(join(path, `${file}.moved`), join(run, file));
    for (const command of ["verify", "evaluate", "report", "export"]) {
      if (file !== FILES.weights && !(command === "verify")) continue;
      const { code, stdout, stderr } = await runHere([command, run]);
      assertEquals(code, 1, command);
      assertMatch(stdout + stderr, new RegExp(`${file}: it is a symbolic link, to `));
    }
  }
});

test("a run's folder behind a symbolic link is read", async ({ path }) => {
  const run = await irises(path, "run");
  await Deno.symlink(run, join(path, "link"));
  await done("verify", join(path, "link"));
});
