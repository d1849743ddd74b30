/** Native kernels in the commands: the same bytes as WebAssembly's, only where they are allowed, and never changed ones. */

import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { ensureDir } from "@std/fs";
import { fromFileUrl, join } from "@std/path";
import { FOLDER, MANIFEST_NAME } from "../../../tasks/native/mod.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { NATIVE_HOSTS } from "../../helpers/native_kernels.ts";
import { done, jsonOf } from "../../helpers/outcomes.ts";
import { granted, type Outcome, outcomeOf, ROOT } from "../../helpers/run_task.ts";
import { runTask, startScript, STRICT } from "../../helpers/run_task.ts";
import { IRIS, IRISES } from "../../helpers/shared_runs.ts";
import { testsWhere } from "../../helpers/tests_with.ts";
import { bytesOf, sweepDone, trainInShards, writeSweep } from "../sweep/sweep_runs.ts";
import { assertFails, summaryOf } from "../train/train_in.ts";

const isAble = granted("read", "write", "run", "net", "env");
const test = testsWhere(isAble && NATIVE_HOSTS.length > 0);

const RECIPE = [...IRISES, "--set", "hidden=[9]", "--no-report"];

/** Trains on irises with an engine, in a folder of runs. */
async function trainOn(engine: string, runs: string, ...words: string[]): Promise<void> {
  await done("train", ...RECIPE, "--runs", runs, "--engine", engine, ...words);
}

test("train, evaluate, predict and verify give WebAssembly's bytes by native kernels", async ({ path }) => {
  for (const name of ["wasm", "native"]) await trainOn(name, path, "--name", name);
  const [wasm, native] = [join(path, "wasm"), join(path, "native")];
  assertEquals((await summaryOf(native)).engine, "native");
  assertEquals(await weightsOf(native), await weightsOf(wasm));
  for (const [task, ...words] of [["evaluate", native, "--json"], ["predict", native, IRIS]]) {
    const byEngine = async (engine: string) =>
      (await done(task!, ...words, "--engine", engine)).stdout;
    assertEquals(await byEngine("native"), await byEngine("wasm"), task);
  }
  for (const [run, engine] of [[wasm, "native"], [native, "wasm"]] as const) {
    assertMatch((await done("verify", run, "--retrain", "--engine", engine)).stdout, / holds: /);
  }
  const { stdout } = await done("evaluate", native, "--against", wasm);
  assertMatch(stdout, /^ok +The weights are the same as in /m);
});

test("a run goes on with any engine, to the bytes of one that was never interrupted", async ({ path }) => {
  const adam = ["--set", "optimizer.name=adam", "--set", 'averaging={"decay":0.9}'];
  await trainOn("wasm", path, "--name", "straight", ...adam, "--set", "epochs=9");
  for (const engines of [["wasm", "native", "reference"], ["native", "reference", "wasm"]]) {
    const name = engines.join("-");
    for (const [k, engine] of engines.entries()) {
      const resume = k === 0 ? [] : ["--resume"];
      const words = ["--name", name, ...adam, "--set", `epochs=${3 * k + 3}`, ...resume];
      await trainOn(engine, path, ...words);
    }
    assertEquals(await weightsOf(join(path, name)), await weightsOf(join(path, "straight")), name);
    await done("verify", join(path, name), "--retrain", "--engine", "native");
  }
});

test("reproduce trains its rows by native kernels, to the same weights", async ({ path }) => {
  const configs = join(path, "configs");
  await ensureDir(configs);
  const small = { dataset: "mnist", trainingSize: 500, epochs: 1, evaluate: ["test"] };
  await Deno.writeTextFile(join(configs, "tiny.json"), JSON.stringify(small));
  const published = join(path, "published.json");
  const tiny = { source: "a book", accuracy: 0.01 };
  await Deno.writeTextFile(published, JSON.stringify({ tiny }));
  const rows = async (engine: string) => {
    const files = ["--configs", configs, "--published", published];
    const words = [...files, "--runs", join(path, engine), "--engine", engine];
    const [{ runs: [run] }] = await jsonOf("reproduce", ...words, "--data", await mnistData());
    return run;
  };
  const [native, wasm] = [await rows("native"), await rows("wasm")];
  assertEquals(native.engine, "native");
  assertEquals(native.weightsSha256, wasm.weightsSha256);
});

for (const name of ["grid", "halving"] as const) {
  test(`the shards of a ${name} sweep are trained by different engines, to the same sweep.json`, async ({ path: folder }) => {
    const path = await writeSweep(folder, name);
    const whole = join(folder, "whole");
    await sweepDone([path, "--out", whole, "--no-report", "--engine", "wasm"]);
    const merged = await trainInShards(
      path,
      folder,
      2,
      [],
      (shard) => ["--engine", shard.startsWith("1/") ? "native" : "reference"],
    );
    assertEquals(await bytesOf(merged), await bytesOf(whole));
    const times = await Deno.readTextFile(join(merged, "times.json"));
    assertMatch(times, /"engine": "native"/);
    assertMatch(times, /"engine": "reference"/);
  });
}

/** Trains with the permission of the native kernels. */
function allowed(root: string, ...words: string[]): Promise<Outcome> {
  const flags = [...STRICT, "--config", join(root, "deno.json"), "-P=train", "--allow-ffi=native"];
  return outcomeOf(startScript(join(root, "tasks", "train.ts"), words, { flags, cwd: root }));
}

test("auto takes native kernels where it may, and prints it", async ({ path }) => {
  const words = [...RECIPE, "--set", "epochs=1", "--runs", path];
  const { stderr } = await allowed(ROOT, ...words, "--name", "may");
  assertMatch(stderr, /^Runs on native kernels \((avx2|avx512|sse|neon), \d+ lanes\)$/m);
  assertEquals((await summaryOf(join(path, "may"))).engine, "native");
  await runTask(["train", ...words, "--name", "may-not"]);
  assertEquals((await summaryOf(join(path, "may-not"))).engine, "wasm");
  const { stdout } = await allowed(ROOT, "--version");
  assertMatch(stdout, /; native kernels \((avx2|avx512|sse|neon), \d+ lanes\)$/m);
});

test("without the permission each command names what grants it", async ({ path }) => {
  await trainOn("wasm", path, "--name", "run");
  const run = join(path, "run");
  const sentence =
    /^error: Cannot open the native kernels without --allow-ffi=native: .*performance\.md/m;
  const tries = [["train", ...RECIPE, "--runs", path], ["evaluate", run], ["predict", run, IRIS]];
  tries.push(["verify", run, "--retrain"]);
  for (const [name, ...words] of tries as [string, ...string[]][]) {
    assertFails(await runTask([name, ...words, "--engine", "native"]), 1, sentence);
  }
});

test("a library that is missing or was changed is refused, with what to do", async ({ path }) => {
  const copy = join(path, "copy");
  await ensureDir(copy);
  const parts = ["deno.json", "deno.lock", "lib", "mod.ts", "packages", "std.d.ts", "tasks"];
  const from = parts.map((part) => join(ROOT, part));
  await new Deno.Command("cp", { args: ["-R", ...from, copy] }).output();
  const words = [...RECIPE, "--runs", path];
  const asking = [...words, "--engine", "native"];
  const missing = /^error: Cannot find the native kernels: run `deno task build_native` first$/m;
  assertFails(await allowed(copy, ...asking), 1, missing);
  const sweep = await writeSweep(path, "grid");
  const trainer = /^error: Cannot start a process that trains: Cannot find the native kernels: /m;
  const flags = [...STRICT, "--config", join(copy, "deno.json"), "-P=train", "--allow-run=deno"];
  flags.push("--allow-env");
  const out = ["--out", join(path, "out"), "--engine", "native"];
  const sweeping = startScript(join(copy, "tasks", "sweep.ts"), [sweep, ...out], { flags });
  assertFails(await outcomeOf(sweeping), 1, trainer);

  const manifest = JSON.parse(await Deno.readTextFile(new URL(MANIFEST_NAME, FOLDER)));
  await new Deno.Command("cp", { args: ["-R", fromFileUrl(FOLDER), copy] }).output();
  assertEquals((await allowed(copy, ...asking, "--name", "whole")).code, 0);
  const file = join(copy, "native", manifest.file);
  const bytes = await Deno.readFile(file);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(file, bytes);
  for (const engine of ["native", "auto"]) {
    const outcome = await allowed(copy, ...words, "--engine", engine, "--name", "changed");
    const changed =
      /^error: Cannot use .*: expected the SHA-256 \w+, got \w+; run `deno task build_native` again$/m;
    assertFails(outcome, 1, changed);
  }
});

async function weightsOf(run: string): Promise<string> {
  const bytes = await Deno.readFile(join(run, "weights.safetensors"));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  assertNotEquals(bytes.length, 0);
  return new Uint8Array(digest).toHex();
}
