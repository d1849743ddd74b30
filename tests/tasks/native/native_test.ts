/** Native kernels in the commands: the same bytes as WebAssembly's, only where they are allowed, and never changed ones. */

import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { ensureDir } from "@std/fs";
import { join } from "@std/path";
import { FILES } from "../../../tasks/native/mod.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { NATIVE_HOSTS } from "../../helpers/native_kernels.ts";
import { done, jsonOf } from "../../helpers/outcomes.ts";
import { checkoutIn } from "../../helpers/checkout.ts";
import {
  flagsOf,
  granted,
  type Outcome,
  outcomeOf,
  ROOT,
  scriptOf,
  startScript,
  STRICT,
  WIDE,
  withColumns,
  wordsOf,
} from "../../helpers/run_task.ts";
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

/** Runs a task as `deno task` does, in a checkout. */
function runIn(root: string, task: string, ...words: string[]): Promise<Outcome> {
  const flags = [...STRICT, "--config", join(root, "deno.json"), ...withColumns(flagsOf(task))];
  const all = wordsOf(task, words);
  const env = { COLUMNS: WIDE };
  return outcomeOf(startScript(join(root, scriptOf(task)), all, { flags, cwd: root, env }));
}

const TAKEN = /^Runs on engine native \((avx2|avx512|sse|neon)\)\n/;

test("train, evaluate, predict and sweep take native kernels without an option, and say so first", async ({ path }) => {
  const words = [...RECIPE, "--set", "epochs=1", "--runs", path];
  const run = join(path, "may");
  assertMatch((await runIn(ROOT, "train", ...words, "--name", "may")).stderr, TAKEN);
  assertEquals((await summaryOf(run)).engine, "native");
  assertMatch((await runIn(ROOT, "evaluate", run)).stderr, TAKEN);
  assertMatch((await runIn(ROOT, "predict", run, IRIS)).stderr, TAKEN);
  const sweep = await writeSweep(path, "grid");
  const out = join(path, "out");
  const swept = await runIn(ROOT, "sweep", sweep, "--out", out, "--no-report");
  assertMatch(swept.stderr, /^Runs on engine native \(/m);
  assertMatch(await Deno.readTextFile(join(out, "times.json")), /"engine": "native"/);
  const optedOut = await runIn(ROOT, "train", ...words, "--name", "wasm", "--engine", "wasm");
  assertEquals([optedOut.code, TAKEN.test(optedOut.stderr)], [0, false]);
  assertEquals((await summaryOf(join(path, "wasm"))).engine, "wasm");
  assertEquals(await weightsOf(join(path, "wasm")), await weightsOf(run));
  const { stdout } = await runIn(ROOT, "train", "--version");
  assertMatch(stdout, /; native kernels \((avx2|avx512|sse|neon), \d+ lanes\)$/m);
});

test("where WebAssembly does not run, auto takes the reference engine", async ({ path }) => {
  const words = wordsOf("train", [...RECIPE, "--set", "epochs=1", "--runs", path, "--name", "run"]);
  const flags = [...STRICT, ...flagsOf("train"), "--v8-flags=--jitless"];
  const { code, stderr } = await outcomeOf(startScript(scriptOf("train"), words, { flags }));
  assertEquals([code, TAKEN.test(stderr)], [0, false], stderr);
  assertEquals((await summaryOf(join(path, "run"))).engine, "reference");
});

test("verify stays in the sandbox, and names what would let it out", async ({ path }) => {
  await trainOn("native", path, "--name", "run");
  const words = [join(path, "run"), "--retrain"];
  const sandboxed = await runIn(ROOT, "verify", ...words);
  assertEquals([sandboxed.code, sandboxed.stderr.includes("engine native")], [0, false]);
  assertFails(
    await runIn(ROOT, "verify", ...words, "--engine", "native"),
    1,
    /^error: Cannot open the native kernels without --allow-ffi=\S+kernels\.\w+: .*performance\.md/m,
  );
});

test("a library that is missing is an error where it is asked for", async ({ path }) => {
  const copy = await checkoutIn(path);
  const words = [...RECIPE, "--runs", path, "--engine", "native"];
  const missing = /^error: Cannot find the native kernels: run `deno task build_native` first$/m;
  assertFails(await runIn(copy, "train", ...words), 1, missing);
  const sweep = await writeSweep(path, "grid");
  const out = ["--out", join(path, "out"), "--engine", "native"];
  assertFails(await runIn(copy, "sweep", sweep, ...out), 1, missing);
});

test("a library changed by one byte is refused, and training goes on in WebAssembly", async ({ path }) => {
  const copy = await checkoutIn(path, "native");
  const words = [...RECIPE, "--runs", path];
  await trainOn("wasm", path, "--name", "expected");
  const whole = await runIn(copy, "train", ...words, "--name", "whole");
  assertMatch(whole.stderr, TAKEN);

  const file = join(copy, "native", FILES[Deno.build.os as keyof typeof FILES]);
  const bytes = await Deno.readFile(file);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(file, bytes);
  const changed =
    /Cannot use .*: expected the SHA-256 \w+, or one that was built here, got \w+; run `deno task build_native` again/;
  const auto = await runIn(copy, "train", ...words, "--name", "changed");
  assertEquals(auto.code, 0, auto.stderr);
  assertMatch(auto.stderr, changed);
  assertMatch(auto.stderr, /; WebAssembly runs, with identical results$/m);
  assertEquals((await summaryOf(join(path, "changed"))).engine, "wasm");
  for (const name of ["changed", "whole"]) {
    assertEquals(await weightsOf(join(path, name)), await weightsOf(join(path, "expected")), name);
  }
  const asked = await runIn(copy, "train", ...words, "--engine", "native", "--name", "asked");
  assertFails(asked, 1, changed);
});

async function weightsOf(run: string): Promise<string> {
  const bytes = await Deno.readFile(join(run, "weights.safetensors"));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  assertNotEquals(bytes.length, 0);
  return new Uint8Array(digest).toHex();
}
