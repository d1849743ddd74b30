/**
 * What a command loads, so that one that lists folders stays small. Deno's coverage of a process has each module that ran,
 * those of `await import` and of workers too.
 */

import { assert, assertLessOrEqual } from "@std/assert";
import { join } from "@std/path";
import { tinyRun } from "../helpers/mnist_data.ts";
import { granted, runTask, temporaryFolder } from "../helpers/run_task.ts";

const OURS = new URL("../../", import.meta.url).href;

/** The modules of ours that a run of a command loads, by their URLs. */
async function loadedBy(words: readonly [string, ...string[]]): Promise<Set<string>> {
  await using folder = await temporaryFolder();
  const { code, stderr } = await runTask(words, { env: { DENO_COVERAGE_DIR: folder.path } });
  assert(code === 0, stderr);
  const loaded = new Set<string>();
  for await (const { name } of Deno.readDir(folder.path)) {
    const { url } = JSON.parse(await Deno.readTextFile(join(folder.path, name)));
    if (url.startsWith(OURS)) loaded.add(url);
  }
  return loaded;
}

async function linesOf(modules: Iterable<string>): Promise<number> {
  const texts = await Promise.all([...modules].map((url) => Deno.readTextFile(new URL(url))));
  return texts.join("").split("\n").length;
}

const ignore = !granted("read", "write", "run", "net", "env");

Deno.test("fetch loads at most 95 modules, runs 130, train on MNIST 320 of 37,600 lines", {
  ignore,
}, async () => {
  await using folder = await temporaryFolder();
  const { run, data } = await tinyRun(folder.path);
  const from = ["--from", join(data, "mnist"), "--data", join(folder.path, "data")];
  assertLessOrEqual((await loadedBy(["fetch", ...from])).size, 95);
  assertLessOrEqual((await loadedBy(["runs", "--runs", join(run, "..")])).size, 130);
  const small = ["--set", "trainingSize=10", "--set", "epochs=1"]; // with a report, as users train
  const words = ["--data", data, "--runs", join(folder.path, "more"), ...small];
  const trained = await loadedBy(["train", ...words]);
  assertLessOrEqual(trained.size, 320);
  assertLessOrEqual(await linesOf(trained), 37_600);
});

Deno.test("what await import loads is counted", { ignore }, async () => {
  const file = new URL("tasks/cli/version.ts", OURS).href;
  const none = join("data", "no_such_folder");
  assert((await loadedBy(["runs", "--version"])).has(file));
  assert(!(await loadedBy(["runs", "--runs", none])).has(file));
});
