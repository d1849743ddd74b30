/** What people made with a version goes on working in later ones: runs, checkpoints and half-done sweeps. */

import { assertEquals, assertMatch } from "@std/assert";
import { exists } from "@std/fs";
import { join } from "@std/path";
import { mnistData } from "../helpers/mnist_data.ts";
import { granted, temporaryFolder } from "../helpers/run_task.ts";
import {
  type AllExpected,
  ASKED,
  copyOld,
  done,
  evaluated,
  exported,
  predicted,
  readJson,
  resumed,
  type RunName,
  SWEEPS,
  sweptOn,
  VERSION,
} from "./old_runs.ts";
import expected from "./0.2.0-dev.2/expected.json" with { type: "json" };

const ignore = !granted("read", "write", "run", "net", "env") || Deno.build.os === "windows";
const { runs, sweeps }: AllExpected = expected;

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
      assertEquals(await resumed(run, join(folder.path, "runs")), runs[run].resumed);
      await done("verify", path, ...data);
    },
  );
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

Deno.test(`runs of ${VERSION} are listed and compared`, { ignore }, async () => {
  await using folder = await temporaryFolder();
  const path = await copyOld("runs", folder.path);
  const listed = await done("runs", "--runs", path);
  for (const run of Object.keys(ASKED)) assertMatch(listed, new RegExp(`\\b${run}\\b`));
  const out = join(folder.path, "two.html");
  await done("report", ...["class", "class_folds"].map((run) => join(path, run)), "--out", out);
  assertEquals(await exists(out), true);
});
