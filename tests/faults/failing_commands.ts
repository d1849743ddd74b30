/** Whole commands that meet a failing disk: what their tests share. @module */

import { assert, assertEquals } from "@std/assert";
import { ensureDir, exists } from "@std/fs";
import { dirname, join } from "@std/path";
import { parseDraft, resolveConfig } from "../../lib/config.ts";
import { type Arguments, type Command, parseArguments } from "../../tasks/cli/arguments.ts";
import { factsOf, openData } from "../../tasks/data/source.ts";
import { trainRun } from "../../tasks/train/train_run.ts";
import type { Fault } from "../helpers/failing_disk.ts";
import { namesIn, temporaryFolder } from "../helpers/run_task.ts";
import { IRIS } from "../helpers/shared_runs.ts";
import { failEverywhere } from "./fail_everywhere.ts";

const never = new AbortController().signal;

/** The command line, read as `main` does, and done without printing. */
export async function done<const C extends Command>(
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
export async function trainIn(path: string, seed: number): Promise<void> {
  const dataset = { csv: IRIS, target: "species" };
  const draft = parseDraft({ dataset, hidden: [4], epochs: 3, earlyStopping: null, seed });
  const opened = await openData(draft, "data");
  await trainRun(path, resolveConfig(draft, factsOf(opened)), {
    opened,
    engine: "wasm",
    workers: 1,
    interrupt: never,
  });
}

/** The bytes of every file in a folder and those below it, hidden ones too, by path. */
export async function contentsOf(folder: string, below = ""): Promise<Map<string, Uint8Array>> {
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
export async function put(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of files) {
    await ensureDir(dirname(join(folder, path)));
    await Deno.writeFile(join(folder, path), bytes);
  }
}

/** A command that writes files into a folder where others are. */
export interface Writer {
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
export async function failAt(
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
export async function folderWith(...earlier: string[]): Promise<Map<string, Uint8Array>> {
  await using folder = await temporaryFolder();
  await trainIn(join(folder.path, "run"), 1);
  for (const name of ["notes.txt", ...earlier]) {
    await Deno.writeTextFile(join(folder.path, name), `${name}, as it was\n`);
  }
  return await contentsOf(folder.path);
}

/** The files of a command that nothing interrupts, to compare with. */
export async function writtenBy(
  before: ReadonlyMap<string, Uint8Array>,
  act: (folder: string) => Promise<void>,
  name: string,
): Promise<(path: string) => Promise<boolean>> {
  await using folder = await temporaryFolder();
  await put(folder.path, before);
  await act(folder.path);
  const expected = String(await Deno.readFile(join(folder.path, name)));
  return async (path) => await exists(path) && String(await Deno.readFile(path)) === expected;
}
