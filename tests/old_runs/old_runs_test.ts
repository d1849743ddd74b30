/** What people made with older versions goes on working: runs, committees, half-done sweeps and checkpoints. */

import { assertEquals, assertMatch } from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { mnistData } from "../helpers/mnist_data.ts";
import { runHere } from "../helpers/run_here.ts";
import { granted, temporaryFolder } from "../helpers/run_task.ts";
import {
  type AllExpected,
  ASKED,
  copyOld,
  done,
  evaluated,
  exported,
  oldPath,
  predicted,
  readJson,
  resumed,
  type RunName,
  SWEEPS,
  sweptOn,
  VERSION,
} from "./old_runs.ts";
import expected from "./0.1.0/expected.json" with { type: "json" };

const ignore = !granted("read", "write", "run", "net", "env") || Deno.build.os === "windows";
const { runs, sweeps, committee }: AllExpected = expected;

for (const run of Object.keys(ASKED) as RunName[]) {
  Deno.test(
    `the run ${run} of ${VERSION} is verified, evaluated, predicts, is reported, exported and resumed`,
    { ignore },
    async () => {
      await using folder = await temporaryFolder();
      const path = await copyOld(join("runs", run), folder.path);
      const data = ["--data", await mnistData()];
      await done("verify", path, ...data);
      assertEquals(await evaluated(run, path), runs[run].evaluated);
      assertEquals(await predicted(run, path), runs[run].predicted);
      assertEquals(await exported(path, join(folder.path, "arrays.npz")), runs[run].npz);
      for (const format of ["onnx", "safetensors", "json"]) {
        await done("export", path, "--format", format, "--out", join(folder.path, `out.${format}`));
      }
      await done("report", path, ...data);
      await done("verify", path, ...data);
      if (run === "blas") return await refusesToResume(path, join(folder.path, "runs"));
      assertEquals(await resumed(run, join(folder.path, "runs")), runs[run].resumed);
      await done("verify", path, ...data);
    },
  );
}

/** Asks to go on with the run that CBLAS trained: no engine here gives its bits. */
async function refusesToResume(path: string, runs: string): Promise<void> {
  const before = await readJson(join(path, "summary.json"));
  const words = ["--runs", runs, "--name", "blas", "--resume", "--set", "epochs=3"];
  const { code, stderr } = await runHere(["train", ...words, "--data", await mnistData()]);
  assertMatch(stderr, /^error: Cannot resume .*: CBLAS trained it, .*version 0\.1 continues it/);
  assertEquals(code, 2);
  assertEquals(await readJson(join(path, "summary.json")), before);
}

for (const name of SWEEPS) {
  Deno.test(`the half-done sweep ${name} of ${VERSION} is trained to its end, to the same trials`, {
    ignore,
  }, async () => {
    await using folder = await temporaryFolder();
    const path = await copyOld(name, folder.path);
    assertEquals(await sweptOn(name, path), sweeps[name]);
    assertEquals((await readJson(join(path, "sweep.json"))).complete, true);
  });
}

Deno.test(`a committee of ${VERSION} is evaluated and predicts`, { ignore }, async () => {
  assertEquals(await evaluated("class", oldPath("committee")), committee.evaluated);
  assertEquals(await predicted("class", oldPath("committee")), committee.predicted);
});

Deno.test(`runs of ${VERSION} are listed and compared`, { ignore }, async () => {
  await using folder = await temporaryFolder();
  const path = await copyOld("runs", folder.path);
  const listed = await done("runs", "--runs", path);
  for (const run of Object.keys(ASKED)) assertMatch(listed, new RegExp(`\\b${run}\\b`));
  const out = join(folder.path, "members.html");
  await done("report", ...["member-1", "member-2"].map((run) => join(path, run)), "--out", out);
  assertEquals(await exists(out), true);
});
