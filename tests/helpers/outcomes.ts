/** Commands that have to succeed, or to fail with a message, in the process of the tests. @module */

import { assertEquals, assertMatch, assertNotEquals, assertNotMatch } from "@std/assert";
import { join } from "@std/path";
import { runHere } from "./run_here.ts";
import type { Outcome } from "./run_task.ts";

type Words = readonly [task: string, ...words: string[]];

/** Runs a task that succeeds. */
export async function done(...words: Words): Promise<Outcome> {
  const outcome = await runHere(words);
  assertEquals(outcome.code, 0, outcome.stdout + outcome.stderr);
  return outcome;
}

/** Runs a task that succeeds without a note, and returns what it prints. */
export async function quiet(...words: Words): Promise<string> {
  const { stdout, stderr } = await done(...words);
  assertEquals(stderr, "");
  return stdout;
}

/** Runs a task that succeeds with `--json`, and returns what it prints. */
// deno-lint-ignore no-explicit-any -- JSON
export async function jsonOf(...words: Words): Promise<any> {
  return JSON.parse((await done(...words, "--json")).stdout);
}

/** Runs a task that fails with a message and prints nothing else. */
export async function refused(words: Words, message: RegExp, code = 1): Promise<Outcome> {
  const outcome = await runHere(words);
  assertMatch(outcome.stderr, message);
  assertNotMatch(outcome.stderr, /\n\s+at |Uncaught/);
  assertEquals([outcome.code, outcome.stdout], [code, ""]);
  return outcome;
}

/** A row of messages to pin: how a task fails, by its words. The message is all that it prints. */
export function failing(...words: Words): readonly [what: string, call: () => Promise<string>] {
  return [words.join(" "), async () => {
    const { code, stdout, stderr } = await runHere(words);
    assertNotEquals(code, 0, stdout);
    assertEquals(stdout, "");
    assertNotMatch(stderr, /\n\s+at |Uncaught/);
    return `exit ${code}\n${stderr.trimEnd()}`;
  }];
}

/** Words by which a test chooses how a table is split. */
const CHOOSES_SPLIT = /^(--split|--config|--resume)|^dataset\.split/;

/**
 * Trains a run, without a report. A table is split at random, unless the words name another way: to look for rows that belong
 * together takes three quarters of the time.
 * @param words data and options
 * @param set keys of the config with their values: `epochs=5`
 * @returns its folder
 */
export async function trained(
  folder: string,
  name: string,
  words: readonly string[],
  ...set: readonly string[]
): Promise<string> {
  const isOnTable = words.some((word) => word === "--csv" || word === "--table");
  const chooses = [...words, ...set].some((word) => CHOOSES_SPLIT.test(word));
  const split = isOnTable && !chooses ? ["--split=random"] : [];
  const keys = set.flatMap((key) => ["--set", key]);
  const where = ["--runs", folder, "--name", name, "--replace", "--no-report"];
  await done("train", ...words, ...split, ...where, ...keys);
  return join(folder, name);
}
