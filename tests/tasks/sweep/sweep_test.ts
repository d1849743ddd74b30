import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { toText } from "@std/streams";
import type { SweepSummary } from "../../../tasks/sweep/plan/summary.ts";
import { plan, readSweep } from "../../../tasks/sweep/open_sweep.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { assertSame, SAME, sweepFile } from "../../sweeps/same.ts";
import { killAt } from "../../helpers/kills.ts";
import { LONG_TESTS } from "../../helpers/long.ts";
import { linesOf } from "../../helpers/lines.ts";
import { done } from "../../helpers/outcomes.ts";
import { granted, namesIn, startTask, untilGroupEnds } from "../../helpers/run_task.ts";
import {
  bytesOf,
  CONFIG,
  sweep,
  sweepDone,
  SWEEPS,
  trainInShards,
  writeSweep,
} from "./sweep_runs.ts";
import { testsWhere, testsWith } from "../../helpers/tests_with.ts";

const isAble = granted("read", "write", "run", "net", "env") && Deno.build.os !== "windows";
const test = testsWhere(isAble);
const longTest = testsWhere(isAble && LONG_TESTS);

/** The sweep that shows most; the others are trained in the long tests. */
const SHORT: readonly string[] = ["grid"];

const SIGNALS = ["SIGINT", "SIGTERM", "SIGKILL"] as const;

async function summaryIn(folder: string): Promise<SweepSummary> {
  return JSON.parse(await Deno.readTextFile(join(folder, "sweep.json")));
}

async function trainersOf(sweep: Deno.ChildProcess): Promise<number[]> {
  const { stdout } = await new Deno.Command("pgrep", { args: ["-P", String(sweep.pid)] }).output();
  return new TextDecoder().decode(stdout).trim().split("\n").map(Number);
}

for (const name of Object.keys(SWEEPS) as (keyof typeof SWEEPS)[]) {
  const define = SHORT.includes(name) ? test : longTest;
  define(`${name}: one machine and three come to the same bytes`, async (folder) => {
    const path = await writeSweep(folder.path, name);
    const one = join(folder.path, "one");
    const { stdout } = await sweepDone([path, "--out", one]);
    assertMatch(stdout, /^Best: trial \d+, /m);
    const merged = await trainInShards(path, folder.path, 3);
    assertEquals(await bytesOf(merged), await bytesOf(one));
    assertEquals(await namesIn(join(merged, "trials")), await namesIn(join(one, "trials")));
    const summary = await summaryIn(one);
    assert(summary.complete);
    for (const text of Object.values(await bytesOf(one))) {
      assert(!text.includes(folder.path), "a path is in the summary");
    }
  });
}

test("trials with folds are compared out of fold; those without have their own split", async (folder) => {
  const path = await writeSweep(folder.path, "folds", { epochs: 3 });
  const one = join(folder.path, "one");
  await sweepDone([path, "--out", one, "--processes", "1"]);
  const { trials } = await summaryIn(one);
  assertEquals(trials.length, 4);
  for (const { parameters, runs: [run] } of trials) {
    const summary = JSON.parse(
      await Deno.readTextFile(join(one, "trials", run!.run, "summary.json")),
    );
    assertEquals(run!.weightsSha256, summary.weightsSha256);
    assertEquals(Array.isArray(summary.epoch), parameters["folds"] === 2);
    assertEquals(summary.validation.size > 100, parameters["folds"] === 2);
    if (parameters["folds"] === 2) assertEquals(run!.epoch, 3); // members keep their own epochs
  }
  assertEquals(await bytesOf(await trainInShards(path, folder.path, 2)), await bytesOf(one));
});

for (const name of SAME) {
  longTest(
    `the ${name} of tests/sweeps is the same on one machine and in four shards`,
    async (folder) => {
      const data = ["--data", await mnistData()];
      const one = join(folder.path, "one");
      await sweepDone([sweepFile(name), "--out", one, ...data]);
      await assertSame(one, name);
      await assertSame(await trainInShards(sweepFile(name), folder.path, 4, data), name);
    },
  );
}

test("nothing is trained twice, and a total of more trials trains the rest", async (folder) => {
  const path = await writeSweep(folder.path, "random");
  const [out, fresh] = [join(folder.path, "out"), join(folder.path, "fresh")];
  await sweepDone([path, "--out", out]);
  const before = await bytesOf(out);
  const again = await sweepDone([path, "--out", out]);
  assert(!/^Trial/m.test(again.stdout), again.stdout);
  assertEquals(await bytesOf(out), before);
  const more = await sweepDone([path, "--out", out, "--set", "trials=9"]);
  assertEquals(more.stdout.match(/^Trial/gm)?.length, 2);
  await sweepDone([path, "--out", fresh, "--set", "trials=9"]);
  assertEquals(await bytesOf(out), await bytesOf(fresh));
});

test("the best trial's config gives the bytes of its run by deno task train", async (folder) => {
  const path = await writeSweep(folder.path, "halving");
  const out = join(folder.path, "out");
  await sweepDone([path, "--out", out]);
  const { best, trials } = await summaryIn(out);
  const run = trials[best!.trial - 1]!.runs.find(({ run }) => run === best!.run)!;
  const options = ["--name", "best", "--no-report", "--runs", folder.path];
  await done("train", "--config", join(out, "best.json"), ...options);
  const summary = JSON.parse(await Deno.readTextFile(join(folder.path, "best", "summary.json")));
  assertEquals(summary.weightsSha256, run.weightsSha256);
  await done("evaluate", join(out, "trials", best!.run), "--split", "validation");
});

longTest(
  "an interrupted sweep keeps what is whole and goes on, to the same bytes",
  async (folder) => {
    const path = await writeSweep(folder.path, "halving", { epochs: 40 });
    const [straight, out] = [join(folder.path, "straight"), join(folder.path, "out")];
    await sweepDone([path, "--out", straight]);
    const moments: string[] = [];
    for (const signal of LONG_TESTS ? SIGNALS : SIGNALS.slice(1)) {
      const began = performance.now();
      const process = startTask(["sweep", path, "--out", out], { detached: true });
      const errors = toText(process.stderr);
      for await (const line of linesOf(process.stdout)) if (/^Trial/.test(line)) break;
      process.kill(signal);
      moments.push(`${signal} ${Math.round(performance.now() - began)} ms after the start`);
      const { code } = await process.status;
      await untilGroupEnds(process.pid); // the trainers of a sweep that was killed end by themselves
      await killAt(moments.join(", "), async () => {
        if (signal !== "SIGKILL") assertEquals(code, 130, await errors);
        assert((await namesIn(join(out, "results"))).length > 0);
      });
    }
    await killAt(moments.join(", "), async () => {
      await sweepDone([path, "--out", out]);
      assertEquals(await bytesOf(out), await bytesOf(straight));
    });
  },
);

const linuxTest = testsWhere(isAble && LONG_TESTS && Deno.build.os === "linux");
linuxTest("a process that dies is started again, and its trial tried again", async (folder) => {
  const path = await writeSweep(folder.path, "random", { epochs: 400 });
  const [straight, out] = [join(folder.path, "straight"), join(folder.path, "out")];
  await sweepDone([path, "--out", straight]);
  const process = startTask(["sweep", path, "--out", out, "--processes", "1"]);
  const errors = toText(process.stderr);
  let killed = 0;
  for await (const line of linesOf(process.stdout)) {
    if (!/^Trial/.test(line) || killed === 3) continue;
    for (const pid of await trainersOf(process)) Deno.kill(pid, "SIGKILL");
    killed++;
  }
  assertEquals([(await process.status).code, killed], [0, 3], await errors);
  assertEquals(await bytesOf(out), await bytesOf(straight));
});

test("a trial that fails twice is named, and the next call tries it again", async (folder) => {
  const path = await writeSweep(folder.path, "random");
  const [straight, out] = [join(folder.path, "straight"), join(folder.path, "out")];
  await sweepDone([path, "--out", straight]);
  const { trials } = await summaryIn(straight);
  const run = trials[2]!.runs[0]!.run;
  await Deno.mkdir(join(out, "trials"), { recursive: true });
  await Deno.copyFile(join(straight, "definition.json"), join(out, "definition.json"));
  await Deno.writeTextFile(join(out, "trials", run), "instead of a folder");
  const { code, stdout, stderr } = await sweep([path, "--out", out]);
  assertEquals([code, stderr], [1, "error: 1 run failed; the same command tries again\n"]);
  assertMatch(stdout, /^Trial 3: failed: .* a file is where a folder should be/m);
  assertMatch(stdout, /^1 run failed, the first of trial 3/m);
  const failed = await summaryIn(out);
  assertEquals([failed.trials[2]!.state, failed.complete], ["failed", false]);
  assertEquals(await Deno.readTextFile(join(out, "trials", run)), "instead of a folder");
  await Deno.remove(join(out, "trials", run));
  await sweepDone([path, "--out", out]);
  assertEquals(await bytesOf(out), await bytesOf(straight));
});

testsWith("read", "write")(
  "--set config.hidden replaces the sizes of a sweep's config",
  async (folder) => {
    const path = join(folder.path, "sweep.json");
    const parameters = { learningRate: { values: [1, 2] } };
    const config = { sizes: [784, 30, 10] };
    await Deno.writeTextFile(path, JSON.stringify({ config, method: "grid", parameters }));
    const sweep = await readSweep(path, ["config.hidden=[5]"]);
    const planned = await plan(sweep, path, "data");
    assertEquals(planned.trials.map(({ runs: [run] }) => run!.config!.sizes), [
      [784, 5, 10],
      [784, 5, 10],
    ]);
  },
);

test("what failed in a shard is missing of the merge, and trained next", async (folder) => {
  const at = (name: string) => join(folder.path, name);
  const path = await writeSweep(folder.path, "random");
  const planned = await plan(await readSweep(path, []), path, "data");
  const { run } = planned.trials[2]!.runs[0]!;
  await Deno.mkdir(join(at("part-1"), "trials"), { recursive: true });
  await Deno.writeTextFile(join(at("part-1"), "definition.json"), "{}");
  await Deno.writeTextFile(join(at("part-1"), "trials", run), "instead of a folder");
  const { stdout } = await sweepDone([path, "--shard", "1/1", "--out", at("part-1")]);
  assertMatch(stdout, /^Trial 3: failed: /m);
  const half = await sweep(["merge", at("part-1"), "--out", at("half")]);
  assertEquals(half.code, 1);
  assertMatch(half.stderr, /^error: Missing: 1 run; /m);
  const next = await sweepDone(["plan", path, "--from", at("half")]);
  const { runs, done, shards } = JSON.parse(next.stdout);
  assertEquals([runs, done, shards], [1, false, ["1/1"]]);
  const rest = [path, "--from", at("half"), "--shard", "1/1", "--out", at("part-2")];
  assertEquals((await sweepDone(rest)).stdout.match(/^Trial/gm)?.length, 1);
  await sweepDone(["merge", at("half"), at("part-2"), "--out", at("whole")]);
  assert((await summaryIn(at("whole"))).complete);
  await sweepDone([path, "--from", at("half"), "--out", at("alone"), "--no-report"]);
  assertEquals(await bytesOf(at("alone")), await bytesOf(at("whole")));
  for (const part of ["results", "trials"]) {
    assertEquals(await namesIn(join(at("alone"), part)), await namesIn(join(at("whole"), part)));
  }
  const other = await sweep(["plan", path, "--from", at("half"), "--set", "config.epochs=5"]);
  assertEquals(other.code, 1);
  assertMatch(other.stderr, /^error: Cannot continue from .*half: none of its runs is one of this/);
});

test("no run is trained with other data than the sweep was planned with", async (folder) => {
  const at = (name: string) => join(folder.path, name);
  const table = await Deno.readTextFile(CONFIG.dataset.csv);
  await Deno.writeTextFile(at("iris.csv"), table);
  const path = await writeSweep(folder.path, "random", {
    dataset: { ...CONFIG.dataset, csv: at("iris.csv") },
  });
  await sweepDone([path, "--shard", "1/2", "--out", at("part")]);
  assertEquals((await sweep(["merge", at("part"), "--out", at("half")])).code, 1);
  await sweepDone([path, "--out", at("whole"), "--set", "trials=1", "--no-report"]);
  await Deno.writeTextFile(at("iris.csv"), table + table.trimEnd().split("\n").at(-1));
  const refused = /iris\.csv: it has changed since/;
  const { code, stderr } = await sweep([path, "--from", at("half"), "--out", at("out")]);
  assertEquals(code, 1);
  assertMatch(stderr, refused);
  const trained = (folder: string) => namesIn(join(at(folder), "trials"));
  assertEquals(await trained("out"), await trained("half"));
  const more = await sweep([path, "--out", at("whole"), "--set", "trials=2", "--no-report"]);
  assertEquals(more.code, 1);
  assertMatch(more.stdout, refused);
});

test("a sweep leaves the weights of another one in its folder", async (folder) => {
  const path = await writeSweep(folder.path, "random");
  const [out, trials] = [join(folder.path, "out"), join(folder.path, "out", "trials")];
  await sweepDone([path, "--out", out, "--set", "trials=2", "--no-report"]);
  const [first, ...others] = await namesIn(trials);
  assertEquals(others, []);
  const words = ["--set", "config.epochs=5", "--set", "trials=2", "--no-report"];
  await sweepDone([path, "--out", out, ...words]);
  const both = await namesIn(trials);
  assertEquals([both.length, both.includes(first!)], [2, true]);
});

longTest(
  "merging counts what is missing, takes equal runs once, and refuses contradictions",
  async (folder) => {
    const at = (name: string) => join(folder.path, name);
    const path = await writeSweep(folder.path, "random");
    for (const k of [1, 2]) await sweepDone([path, "--shard", `${k}/2`, "--out", at(`part${k}`)]);
    const missing = await sweep(["merge", at("none"), at("part1"), "--out", at("half")]);
    assertEquals(missing.code, 1);
    assertMatch(missing.stderr, /none is empty: /);
    assertMatch(missing.stderr, /error: Missing: \d runs?/);
    const plan = await sweepDone(["plan", path, "--from", at("half")]);
    assertEquals(
      JSON.parse(plan.stdout).runs,
      (await namesIn(join(at("part2"), "results"))).length,
    );

    const parts = [at("half"), at("part1"), at("part2")];
    const whole = await sweepDone(["merge", ...parts, "--out", at("whole")]);
    assertMatch(whole.stderr, /\d of the runs are in several of the 3 folders, and equal/);
    await sweepDone(["merge", at("whole"), "--out", at("whole")]); // in place
    await sweepDone([path, "--out", at("one")]);
    assertEquals(await bytesOf(at("whole")), await bytesOf(at("one")));

    const [name] = await namesIn(join(at("part1"), "results"));
    const result = join(at("part1"), "results", name!);
    const text = await Deno.readTextFile(result);
    await Deno.writeTextFile(result, text.slice(0, -10));
    const damaged = await sweepDone(["merge", at("part1"), at("whole"), "--out", at("again")]);
    assertStringIncludes(damaged.stderr, name!);
    await Deno.writeTextFile(result, text.replace(/"accuracy":[\d.]+/, '"accuracy":0.123'));
    const contradiction = await sweep(["merge", at("part1"), at("whole"), "--out", at("never")]);
    assertEquals(contradiction.code, 1);
    assertMatch(contradiction.stderr, /they contradict each other on run [0-9a-f]{16}/);
    assert(!await exists(at("never")));
  },
);

test("--dry-run prints the plan and its cost, and writes nothing", async (folder) => {
  const path = await writeSweep(folder.path, "halving");
  const out = join(folder.path, "out");
  const { stdout } = await sweepDone([path, "--dry-run", "--out", out]);
  assertMatch(stdout, /^halving: 9 trials by halving/);
  assertMatch(stdout, /^ {2}9 trials to epoch 1, 4 trials to epoch 2, 2 trials to epoch 4$/m);
  assertMatch(stdout, /\d+ epochs in all, \d+ % of 72, about .* multiplications/);
  // 2 runs of 67 parameters, float32, six times each: the weights, and in the checkpoint the parameters, Adam's two
  // moments, the average and the best epoch's.
  assertMatch(stdout, /weights of 2 runs are kept, about 3\.2 kB with their checkpoints/);
  assert(!await exists(out));
});

test("a time limit ends a sweep, and the same command goes on", async (folder) => {
  const path = await writeSweep(folder.path, "random", { epochs: 2000 });
  const out = join(folder.path, "out");
  const { stderr, stdout } = await sweepDone([path, "--out", out, "--max-minutes", "0.02"]);
  assertMatch(stderr, /0\.02 minutes are over/);
  assertMatch(stdout, /is not complete: the same command continues it/);
  assertNotEquals((await summaryIn(out)).complete, true);
});
