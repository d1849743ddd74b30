/** Whole commands on a disk that fails at any operation: what was there stays, and the same command run again does its work. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { ensureDir, exists } from "@std/fs";
import { dirname, fromFileUrl, join } from "@std/path";
import { parseDraft, resolveConfig } from "../../lib/config.ts";
import { type Arguments, type Command, parseArguments } from "../../tasks/cli/arguments.ts";
import { factsOf, openData } from "../../tasks/datasets/open_data.ts";
import { command as exportCommand, exportTask } from "../../tasks/export.ts";
import { command as predictCommand, predictTask } from "../../tasks/predict.ts";
import { command as reportCommand, reportTask } from "../../tasks/report.ts";
import { isReport } from "../../tasks/report/write_report.ts";
import { readRun } from "../../tasks/run/run_folder.ts";
import { readResults } from "../../tasks/sweep/folder.ts";
import { runCommand, runTask as sweepTask } from "../../tasks/sweep/run_task.ts";
import { command as trackCommand, trackTask } from "../../tasks/track.ts";
import { readHistory } from "../../tasks/track/history.ts";
import { trainRun } from "../../tasks/train/train_run.ts";
import type { Fault } from "../helpers/failing_disk.ts";
import { LONG_TESTS } from "../helpers/long.ts";
import { granted, namesIn, runTask, temporaryFolder } from "../helpers/run_task.ts";
import { canMount, tinyDisk } from "../helpers/tiny_disk.ts";
import { bytesOf, writeSweep } from "../tasks/sweep/sweep_runs.ts";
import { failEverywhere } from "./fail_everywhere.ts";

const IRIS = fromFileUrl(new URL("../outsider/iris.csv", import.meta.url));
const ignore = !granted("read", "write");
const long = ignore || !LONG_TESTS || Deno.build.os === "windows";

/** The ways to fail of commands that take a second. */
const SLOW: readonly Fault[] = ["ENOSPC", "stop"];

const never = new AbortController().signal;

/** The command line, read as `main` does, and done without printing. */
async function done<const C extends Command>(
  command: C,
  task: (given: Arguments<C>, signal: AbortSignal) => Promise<void>,
  ...words: string[]
): Promise<void> {
  const { log, error } = console;
  Object.assign(console, { log() {}, error() {} });
  try {
    await task(parseArguments(words, command), never);
  } finally {
    Object.assign(console, { log, error });
  }
}

/** Trains a network of irises in a folder. */
async function trainIn(path: string, seed: number): Promise<void> {
  const dataset = { csv: IRIS, target: "species" };
  const draft = parseDraft({ dataset, hidden: [4], epochs: 3, earlyStopping: null, seed });
  const opened = await openData(draft, "data");
  await trainRun(path, resolveConfig(draft, factsOf(opened)), {
    ...{ data: "data", opened, engine: "wasm", workers: 1, interrupt: never },
    progress: { start() {}, update() {}, clear() {} },
  });
}

/** The bytes of every file in a folder and those below it, hidden ones too, by path. */
async function contentsOf(folder: string, below = ""): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const name of await namesIn(join(folder, below))) {
    const path = join(below, name);
    if ((await Deno.stat(join(folder, path))).isDirectory) {
      for (const [inner, bytes] of await contentsOf(folder, path)) contents.set(inner, bytes);
    } else contents.set(path, await Deno.readFile(join(folder, path)));
  }
  return contents;
}

/** Writes files into a folder, by path. */
async function put(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of files) {
    await ensureDir(dirname(join(folder, path)));
    await Deno.writeFile(join(folder, path), bytes);
  }
}

/** A command that writes files into a folder where others are. */
interface Writer {
  /** What is in the folder before. */
  readonly before: ReadonlyMap<string, Uint8Array>;
  /** The files that it writes. */
  readonly writes: readonly string[];
  /** Runs it. */
  readonly act: (folder: string) => Promise<void>;
  /** Whether a file that it wrote is whole. */
  readonly isWhole: (path: string) => Promise<boolean>;
}

/** Lets a command fail at every operation. */
async function failAt(
  { before, writes, act, isWhole }: Writer,
  faults?: readonly Fault[],
): Promise<void> {
  const wrote = async (folder: string) => {
    for (const name of writes) assert(await isWhole(join(folder, name)), `${name} is not written`);
  };
  await failEverywhere({
    act: async (folder) => {
      if (!await exists(join(folder, "notes.txt"))) await put(folder, before);
      await act(folder);
    },
    check: async (folder) => {
      const now = await contentsOf(folder);
      for (const [name, bytes] of before) {
        const isNew = writes.includes(name) && await isWhole(join(folder, name));
        if (!isNew) assertEquals(now.get(name), bytes, `${name} is torn or lost`);
      }
      for (const name of writes) {
        if (!before.has(name) && now.has(name)) assert(await isWhole(join(folder, name)), name);
      }
    },
    checkDone: wrote,
    checkEnd: async (folder) => {
      await wrote(folder);
      const now = await contentsOf(folder);
      for (const [name, bytes] of before) {
        if (!writes.includes(name)) assertEquals(now.get(name), bytes, name);
      }
      assertEquals([...now.keys()].sort(), [...new Set([...before.keys(), ...writes])].sort());
    },
  }, faults);
}

/** A folder with a trained run, a file of someone else, and earlier files of these names. */
async function folderWith(...earlier: string[]): Promise<Map<string, Uint8Array>> {
  await using folder = await temporaryFolder();
  await trainIn(join(folder.path, "run"), 1);
  for (const name of ["notes.txt", ...earlier]) {
    await Deno.writeTextFile(join(folder.path, name), `${name}, as it was\n`);
  }
  return await contentsOf(folder.path);
}

/** What a command writes undisturbed, to compare with. */
async function writtenBy(
  before: ReadonlyMap<string, Uint8Array>,
  act: (folder: string) => Promise<void>,
  name: string,
): Promise<(path: string) => Promise<boolean>> {
  await using folder = await temporaryFolder();
  await put(folder.path, before);
  await act(folder.path);
  const wanted = String(await Deno.readFile(join(folder.path, name)));
  return async (path) => await exists(path) && String(await Deno.readFile(path)) === wanted;
}

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
    return done(predictCommand, predictTask, join(folder, "run"), IRIS, ...out);
  };
  const isWhole = await writtenBy(before, act, "out.csv");
  await failAt({ before, writes: ["out.csv"], act, isWhole });
});

Deno.test("report meets a failing disk at any operation", { ignore: long }, async () => {
  const before = await folderWith("out.html");
  const act = (folder: string) => {
    const out = ["--out", join(folder, "out.html"), "--force"];
    return done(reportCommand, reportTask, join(folder, "run"), ...out);
  };
  const isWhole = async (path: string) => await exists(path) && await isReport(path);
  await failAt({ before, writes: ["out.html"], act, isWhole }, SLOW);
});

Deno.test("track meets a failing disk at any operation", { ignore: long }, async () => {
  await using folder = await temporaryFolder();
  const track = (folder: string, run: string) => {
    const history = ["--history", join(folder, "history"), "--floor", "0"];
    return done(trackCommand, trackTask, join(folder, run), ...history);
  };
  await Deno.writeTextFile(join(folder.path, "notes.txt"), "mine\n");
  await trainIn(join(folder.path, "first"), 1);
  await trainIn(join(folder.path, "run"), 2);
  await track(folder.path, "first");
  const before = await contentsOf(folder.path);
  const writes = ["history.jsonl", "history.html", "badge.json"].map((name) =>
    join("history", name)
  );
  await failAt({
    before,
    writes,
    act: (folder) => track(folder, "run"),
    isWhole: async (path) => {
      if (path.endsWith(".jsonl")) return (await readHistory(path)).entries.length === 2;
      const text = await Deno.readTextFile(path);
      return path.endsWith(".html")
        ? text.endsWith("</html>\n")
        : Object(JSON.parse(text)) !== null;
    },
  });
});

Deno.test("sweep meets a failing disk at any operation", { ignore: long }, async () => {
  await using straight = await temporaryFolder();
  const act = async (folder: string) => {
    await Deno.writeTextFile(join(folder, "notes.txt"), "mine\n");
    const file = await writeSweep(folder, "random", { epochs: 1 });
    const words = ["--out", join(folder, "out"), "--processes", "1", "--no-report"];
    await done(runCommand, sweepTask, file, ...words, "--set", "trials=2");
  };
  await act(straight.path);
  const wanted = await bytesOf(join(straight.path, "out"));
  const isWhole = async (folder: string) => {
    assertEquals(await bytesOf(join(folder, "out")), wanted);
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
    const place = (name: string) => join(full, name);
    const commands: [string, ...string[]][] = [
      ["report", run, "--out", place("report.html")],
      ["export", run, "--out", place("model.onnx")],
      ["predict", run, IRIS, "--out", place("out.csv")],
      ["track", run, "--history", place("history"), "--floor", "0"],
      ["sweep", file, "--out", place("sweep"), "--no-report", "--set", "trials=1"],
    ];
    for (const command of commands) {
      const filler = place("filler");
      await Deno.writeFile(filler, new Uint8Array(2_097_152)).catch(() => {});
      const { code, stderr } = await runTask(command);
      assertEquals(code, 1, stderr);
      assertMatch(stderr, new RegExp(`^error: Cannot \\w+ ${full}/.*: the disk is full$`, "m"));
      assertEquals([...(await contentsOf(full)).keys()], ["filler"]);
      await Deno.remove(filler);
      const again = await runTask(command);
      assertEquals(again.code, 0, again.stderr);
      for (const name of await namesIn(full)) await Deno.remove(place(name), { recursive: true });
    }
  },
);
