/**
 * The runs that a version saved, and what their commands come to: the same numbers then and now.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { ensureDir } from "@std/fs";
import { fromFileUrl, join } from "@std/path";
import { mnistData } from "../helpers/mnist_data.ts";
import { runHere } from "../helpers/run_here.ts";
import { flagsOf, outcomeOf, startScript } from "../helpers/run_task.ts";

const FOLDER = fromFileUrl(new URL(".", import.meta.url));

/** The version whose runs these are. */
export const VERSION = "0.2.0-dev.2";

/** What each run is asked to predict, in the folder of its data. */
export const ASKED = {
  digits: undefined,
  half: undefined,
  class: "more_berries.csv",
  quantity: "more_parcels.csv",
  labels: "more.npz",
  plain: "more.npz",
  pictures: "figures/ring",
  idx: undefined,
  npz: undefined,
  class_folds: "more_berries.csv",
  quantity_folds: "more_parcels.csv",
  recipe_1: "more_berries.csv",
  plain_rows: "more_berries.csv",
} as const;

/** The name of a run. */
export type RunName = keyof typeof ASKED;

/** The sweeps, half of whose runs are trained. */
export const SWEEPS = ["random", "halving"] as const;

/** The name of a sweep. */
export type SweepName = typeof SWEEPS[number];

/** Numbers that do not depend on the version. */
export interface Expected {
  /** The size of the split with what is right of it, or the mean absolute error. */
  readonly evaluated: readonly number[];
  /** The predictions and their probabilities or intervals, a row each; empty where nothing is asked. */
  readonly predicted: readonly string[];
  /** SHA-256 of the exported arrays. */
  readonly npz: string;
  /** SHA-256 of the weights after three epochs more. */
  readonly resumed: string;
}

/** Numbers of a sweep that is trained to its end. */
export interface ExpectedSweep {
  /** The rows of its trials. */
  readonly trials: readonly string[];
  /** What the mean of its runs is evaluated to, and predicts. */
  readonly evaluated: readonly number[];
  readonly predicted: readonly string[];
}

/** All that is expected of the runs and sweeps of a version. */
export interface AllExpected {
  readonly runs: { readonly [run in RunName]: Expected };
  readonly sweeps: { readonly [sweep in SweepName]: ExpectedSweep };
}

/** Where the folder of a run, a sweep or data lies, in the checkout. */
export function oldPath(name: string): string {
  return join("tests", "old_runs", VERSION, name);
}

/** Copies something to where it may be written; returns the copy's path. */
export async function copyOld(name: string, to: string): Promise<string> {
  const path = join(to, name);
  await copyFolder(join(FOLDER, VERSION, name), path);
  return path;
}

/** Copies a folder with all that is in it. */
async function copyFolder(from: string, to: string): Promise<void> {
  await ensureDir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(join(from, name), join(to, name));
    else await Deno.copyFile(join(from, name), join(to, name));
  }
}

/** Runs a command, which has to go well, and returns what it printed to stdout. */
export async function done(...words: [string, ...string[]]): Promise<string> {
  const { code, stdout, stderr } = await runHere(words);
  assertEquals(code, 0, `${words.join(" ")}\n${stdout}\n${stderr}`);
  return stdout;
}

/** The split that a run can be evaluated on: those of digits were not to see the test images. */
function splitOf(run: RunName): string {
  return ["digits", "half"].includes(run) ? "validation" : "test";
}

/** What a run, or a sweep of runs like it, is evaluated to. */
export async function evaluated(run: RunName, path: string): Promise<number[]> {
  const words = [path, "--split", splitOf(run), "--data", await mnistData(), "--json"];
  const { size, correct, mae } = JSON.parse(await done("evaluate", ...words));
  return [size, correct ?? mae];
}

/** What a run predicts: the cells of a table that are not cautions, or the probabilities of pictures. */
export async function predicted(run: RunName, path: string): Promise<string[]> {
  const asked = ASKED[run];
  if (asked === undefined) return [];
  const file = oldPath(join("data", asked));
  if (run === "pictures") {
    const { images } = JSON.parse(await done("predict", path, file, "--json"));
    return images.map((
      { prediction, probabilities }: { prediction: string; probabilities: number[] },
    ) => [prediction, ...probabilities].join());
  }
  const lines = (await done("predict", path, file)).trim().split("\n").slice(1);
  return lines.map((line) => line.slice(0, line.lastIndexOf(",")));
}

/** SHA-256 of the arrays that a run is exported as. */
export async function exported(path: string, out: string): Promise<string> {
  await done("export", path, "--format", "npz", "--out", out);
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(out));
  return new Uint8Array(digest).toHex();
}

/** Trains a copied run for three epochs more, or a half-done one to its end; returns the SHA-256 of its weights. */
export async function resumed(run: RunName, runs: string): Promise<string> {
  const { epochs } = await readJson(join(runs, run, "summary.json"));
  const longer = run === "half" ? [] : ["--set", `epochs=${epochs + 3}`];
  const words = ["--runs", runs, "--name", run, "--resume", ...longer, "--json", "--no-report"];
  const { code, stdout, stderr } = await outcomeOf(
    startScript("tasks/train.ts", [...words, "--data", await mnistData()], {
      flags: flagsOf("train"),
    }),
  );
  assertEquals(code, 0, stderr);
  return JSON.parse(stdout).weightsSha256;
}

/** Trains the rest of a copied sweep; returns what it comes to. */
export async function sweptOn(name: SweepName, folder: string): Promise<ExpectedSweep> {
  const file = join("tests", "old_runs", `${name}.json`);
  const csv = `config.dataset.csv=${oldPath("data/berries.csv")}`;
  await done("sweep", file, "--set", csv, "--out", folder, "--no-report");
  return {
    trials: (await Deno.readTextFile(join(folder, "trials.csv"))).trim().split("\n"),
    evaluated: await evaluated("class", folder),
    predicted: await predicted("class", folder),
  };
}

/** Reads a file of JSON. */
export async function readJson(path: string) {
  return JSON.parse(await Deno.readTextFile(path));
}
