/** Whole commands on a disk that fails at any operation: what was there stays, and the same command run again does its work. */

import { assertEquals, assertMatch } from "@std/assert";
import { ensureDir, exists } from "@std/fs";
import { join } from "@std/path";
import { command as exportCommand, exportTask } from "../../tasks/export.ts";
import { command as predictCommand, predictTask } from "../../tasks/predict.ts";
import { command as reportCommand, reportTask } from "../../tasks/report.ts";
import { isReport } from "../../tasks/results/report/write_report.ts";
import { readRun } from "../../tasks/run/run_folder.ts";
import { readResults } from "../../tasks/sweep/folder.ts";
import { runCommand, runTask as sweepTask } from "../../tasks/sweep/run_task.ts";
import type { Fault } from "../helpers/failing_disk.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { granted, namesIn, runTask, temporaryFolder } from "../helpers/run_task.ts";
import { canMount, tinyDisk } from "../helpers/tiny_disk.ts";
import { IRIS } from "../helpers/shared_runs.ts";
import { bytesOf, writeSweep } from "../tasks/sweep/sweep_runs.ts";
import { failEverywhere } from "./fail_everywhere.ts";
import { contentsOf, done, failAt, folderWith, trainIn, writtenBy } from "./failing_commands.ts";

const ignore = !granted("read", "write");
const long = ignore || !granted("run") || !LONG_TESTS || Deno.build.os === "windows";

Deno.test("export meets a failing disk at any operation", { ignore }, async () => {
  const before = await folderWith("model.onnx");
  for (const name of ["run/model.onnx", "model.onnx"]) {
    const out = (folder: string) =>
      name === "model.onnx" ? ["--out", join(folder, name), "--force"] : [];
    const act = (folder: string) =>
      done(exportCommand, exportTask, join(folder, "run"), ...out(folder));
    const isWhole = await writtenBy(before, act, name);
    await failAt({ before, writes: [name], act, isWhole });
  }
});

Deno.test("predict --out meets a failing disk at any operation", { ignore }, async () => {
  const before = await folderWith("out.csv");
  const act = (folder: string) => {
    const out = ["--out", join(folder, "out.csv"), "--force"];
    return done(predictCommand, predictTask, join(folder, "run"), IRIS, "--engine", "wasm", ...out);
  };
  const isWhole = await writtenBy(before, act, "out.csv");
  await failAt({ before, writes: ["out.csv"], act, isWhole });
});

/** The ways to fail of commands that take a second. */
const SLOW: readonly Fault[] = ["ENOSPC", "stop"];

Deno.test("report meets a failing disk at any operation", { ignore: long }, async () => {
  const before = await folderWith("out.html");
  const act = (folder: string) => {
    const out = ["--out", join(folder, "out.html"), "--force"];
    return done(reportCommand, reportTask, join(folder, "run"), ...out);
  };
  const isWhole = async (path: string) => await exists(path) && await isReport(path);
  await failAt({ before, writes: ["out.html"], act, isWhole }, SLOW);
});

Deno.test("sweep meets a failing disk at any operation", { ignore: long }, async () => {
  await using straight = await temporaryFolder();
  const act = async (folder: string) => {
    await Deno.writeTextFile(join(folder, "notes.txt"), "mine\n");
    const file = await writeSweep(folder, "random", { epochs: 1 });
    const words = ["--out", join(folder, "out"), "--processes", "1", "--no-report"];
    await done(runCommand, sweepTask, file, ...words, "--engine", "wasm", "--set", "trials=2");
  };
  await act(straight.path);
  const expected = await bytesOf(join(straight.path, "out"));
  const isWhole = async (folder: string) => {
    assertEquals(await bytesOf(join(folder, "out")), expected);
  };
  await failEverywhere({
    act,
    check: async (folder) => {
      assertEquals((await readResults(join(folder, "out"))).damaged, []);
      for (const name of await namesIn(join(folder, "out", "trials"))) {
        await readRun(join(folder, "out", "trials", name));
      }
      assertEquals(await Deno.readTextFile(join(folder, "notes.txt")), "mine\n");
    },
    checkDone: isWhole,
    checkEnd: isWhole,
  }, ["ENOSPC"]);
});

Deno.test(
  "commands on a full disk exit with 1 and name the file, and do their work when there is room",
  {
    ignore: long || !await canMount(),
  },
  async () => {
    await using folder = await temporaryFolder();
    const [run, full] = [join(folder.path, "run"), join(folder.path, "full")];
    await trainIn(run, 1);
    const file = await writeSweep(folder.path, "random", { epochs: 1 });
    await ensureDir(full);
    await using _ = await tinyDisk(full, "2m");
    const inFull = (name: string) => join(full, name);
    const commands: [string, ...string[]][] = [
      ["report", run, "--out", inFull("report.html")],
      ["export", run, "--out", inFull("model.onnx")],
      ["predict", run, IRIS, "--out", inFull("out.csv")],
      ["sweep", file, "--out", inFull("sweep"), "--no-report", "--set", "trials=1"],
    ];
    for (const command of commands) {
      const filler = inFull("filler");
      await Deno.writeFile(filler, new Uint8Array(2_097_152)).catch(() => {});
      const { code, stderr } = await runTask(command);
      assertEquals(code, 1, stderr);
      assertMatch(stderr, new RegExp(`^error: Cannot \\w+ ${full}/.*: the disk is full$`, "m"));
      assertEquals([...(await contentsOf(full)).keys()], ["filler"]);
      await Deno.remove(filler);
      const again = await runTask(command);
      assertEquals(again.code, 0, again.stderr);
      for (const name of await namesIn(full)) await Deno.remove(inFull(name), { recursive: true });
    }
  },
);
