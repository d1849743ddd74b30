/** What tests of `deno task train` share. */

import { assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { join } from "@std/path";
import {
  type ClassResult,
  FILES as RUN_FILES,
  type Metrics,
  type Summary,
} from "../../../tasks/run/run_folder.ts";
import { mnistData } from "../../helpers/mnist_data.ts";
import { runHere } from "../../helpers/run_here.ts";
import type { Outcome } from "../../helpers/run_task.ts";

/** The files of a run, but for its report. */
export const FILES: readonly string[] = Object.values(RUN_FILES).sort();

/** Enough to learn something, and quick. */
export const SMALL: readonly string[] = ["--set", "trainingSize=2000", "--set", "epochs=2"];

export async function trainIn(runs: string, ...words: string[]): Promise<Outcome> {
  const folders = ["--data", await mnistData(), "--runs", runs];
  return await runHere(["train", "--no-report", ...folders, ...words]);
}

export async function summaryOf(run: string): Promise<Summary<ClassResult>> {
  return JSON.parse(await Deno.readTextFile(join(run, "summary.json")));
}

export async function metricsOf(run: string): Promise<Metrics<ClassResult>[]> {
  const text = await Deno.readTextFile(join(run, "metrics.jsonl"));
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** A failure is one message on stderr, with no stack trace. */
export function assertFails(outcome: Outcome, code: number, message: RegExp): void {
  assertMatch(outcome.stderr, message);
  assertNotMatch(outcome.stderr, /\n\s+at |Uncaught|file:\/\//);
  assertEquals(outcome.code, code);
}
